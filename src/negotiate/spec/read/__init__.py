"""The readers, one for each part of a game file."""
