"""How answers look; reads results, never solves."""
