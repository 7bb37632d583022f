"""The tests; a package only so that `from tests.x import y` finds ours and not a stranger's."""
