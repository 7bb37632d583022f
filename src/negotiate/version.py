"""The version, apart from the root of the package, which nothing below it may import."""

__version__ = "0.1.0"
