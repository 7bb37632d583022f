"""Thresholds as JSON objects."""

from negotiate.formats.answers import from_dict, to_dict

__all__ = ["from_dict", "to_dict"]
