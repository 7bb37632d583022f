"""Reads the parts of a node: texts, words, numbers, lists, and mappings with known keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.spec.document import Mapping, Scalar, Sequence, exact
from negotiate.spec.names import WORD
from negotiate.spec.problems import meant, suggest

if TYPE_CHECKING:
    from collections.abc import Collection
    from fractions import Fraction

    from negotiate.errors import Place
    from negotiate.spec.document import Node
    from negotiate.spec.problems import Problems


def written(node: Node) -> str:
    """Return what a node says, for an error that quotes it."""
    if isinstance(node, Scalar):
        return node.text
    return "a list" if isinstance(node, Sequence) else "a mapping"


def absent(node: Node | None) -> bool:
    """Whether nothing is written here."""
    return node is None or (isinstance(node, Scalar) and node.absent)


def mapping(node: Node | None, what: str, problems: Problems) -> Mapping | None:
    """Return a mapping; None if it is absent, or is something else, which is noted."""
    if isinstance(node, Mapping) or absent(node) or node is None:
        return node if isinstance(node, Mapping) else None
    problems.error(node.place, f"{what} is a mapping of `key: value`", written(node))
    return None


def fields(
    node: Node | None, what: str, known: Collection[str], problems: Problems
) -> dict[str, Node]:
    """Return the entries of a mapping that has `known` keys only; others are noted.

    Entries without a value are left out, as if they were not written. What stands under a misspelt
    key is taken as meant, so that one mistake is not told again by all that builds on it.
    """
    found = mapping(node, what, problems)
    if found is None:
        return {}
    for key, value in found.items.items():
        if key not in known:
            hint = suggest(key, known, "keys:")
            if absent(value) and " " in key:
                hint = "inside { } quote a text that holds a comma"
            problems.error(found.places[key], f"{what} has no such key", key, hint)
    return as_meant(found, known)


def as_meant(node: Mapping, known: Collection[str]) -> dict[str, Node]:
    """Return the entries of a mapping under the known keys, or those nearest to misspelt ones."""
    entries: dict[str, Node] = {}
    for key, value in node.items.items():
        right = key if key in known else meant(key, known)
        if right and not absent(value) and (right == key or right not in node.items):
            entries.setdefault(right, value)
    return entries


def items(node: Node | None, what: str, problems: Problems) -> list[Node]:
    """Return the items of a list; empty if it is absent, or is something else, which is noted."""
    if isinstance(node, Sequence):
        return node.items
    if node is not None and not absent(node):
        problems.error(node.place, f"{what} is a list", written(node), "begin each item with `- `")
    return []


def text(node: Node | None, what: str, problems: Problems) -> str:
    """Return a text, its line breaks folded to blanks; empty if it is absent."""
    if node is None or absent(node):
        return ""
    if isinstance(node, Scalar):
        return " ".join(node.text.split())
    hint = "quote a text that holds a colon and a blank"
    problems.error(node.place, f"{what} is a text", written(node), hint)
    return ""


def word(node: Node | None, what: str, problems: Problems) -> str:
    """Return a word of letters, digits, _ and -; empty if it is something else."""
    if isinstance(node, Scalar) and WORD.fullmatch(node.text):
        return node.text
    if node is not None:
        rule = f"{what} is a word of letters, digits, _ and -"
        problems.error(node.place, rule, written(node))
    return ""


def truth(node: Node | None, what: str, problems: Problems) -> bool:
    """Return whether it says true; nothing is false."""
    if node is None or absent(node):
        return False
    if written(node) not in {"true", "false"}:
        problems.error(node.place, f"{what} is true or false", written(node))
    return written(node) == "true"


def words(node: Node | None, what: str, problems: Problems) -> dict[str, Scalar]:
    """Return a word or a list of words, each with its node; repeated ones are noted."""
    nodes = [node] if isinstance(node, Scalar) else items(node, what, problems)
    found: dict[str, Scalar] = {}
    for item in nodes:
        name = word(item, f"each of {what}" if len(nodes) > 1 else what, problems)
        if name in found:
            problems.error(item.place, f"{what}: a word stands once", name)
        elif name and isinstance(item, Scalar):
            found[name] = item
    return found


def number(node: Node | None, what: str, problems: Problems) -> Fraction | None:
    """Return an exact number; None if it is absent, or is something else, which is noted."""
    if node is None or absent(node):
        return None
    value = exact(node.text) if isinstance(node, Scalar) else None
    if value is None:
        said = written(node)
        hint = "decimals are written with a point" if "," in said else ""
        problems.error(node.place, f"{what} is a number, such as 0.8, 1e6 or 1/3", said, hint)
    return value


def choice(name: str, place: Place, what: str, known: Collection[str], problems: Problems) -> bool:
    """Whether `name` is one of the `known` words; noted if it is not."""
    if name in known:
        return True
    hint = suggest(name, known)
    problems.error(place, f"there is no such {what}", name, hint)
    return False
