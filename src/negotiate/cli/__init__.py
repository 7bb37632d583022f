"""How people ask on the command line: composition only."""
