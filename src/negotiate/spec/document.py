"""YAML as this format means it: words, numbers as written, every node with its place.

PyYAML splits the text into events; what they mean is decided here, because its loaders follow
YAML 1.1, in which ``no`` is false and ``12:30`` is 750, build objects from tags, let a later key
overwrite an earlier one, and expand aliases without bound.
"""

from __future__ import annotations

import re
from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from negotiate.errors import Place
from negotiate.record import dataclass

if TYPE_CHECKING:
    from negotiate.spec.problems import Problems

MAX_BYTES = 2_000_000
MAX_DEPTH = 64
MAX_NODES = 100_000
MAX_DIGITS = 60
MAX_EXPONENT = 300

_DECIMAL = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([-+]?[0-9]+))?")
# Escapes in quotes could smuggle these in: they steer a terminal, or reverse what it shows.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_ABSENT = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word, number or text.

    Attributes
    ----------
    text : str
        Its value, folded and unescaped.
    place : Place
    raw : str
        The same as it stands in the file, quotes and line breaks included.
    style : str or None
        The quote or block indicator; None for a plain word.
    """

    text: str
    place: Place
    raw: str
    style: str | None = None

    @property
    def absent(self) -> bool:
        """Whether nothing was written here (YAML's null)."""
        return self.style is None and self.text in _ABSENT

    def written(self) -> tuple[str, Place]:
        """Return the text with its own line breaks, and where it begins.

        An expression is read from this, because blanks mean nothing in it and so every column
        of an error is exact, however the text is folded.
        """
        if self.style is None:
            return self.raw, self.place
        if self.style in "|>":
            return self.raw.partition("\n")[2], Place(self.place.line + 1, 1)
        if self.raw[1:-1] == self.text:
            return self.text, Place(self.place.line, self.place.column + 1)
        return self.text, self.place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    place: Place
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and their values in the order of the file; `places` tells where each key stands."""

    place: Place
    items: dict[str, Node] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


Node: TypeAlias = Scalar | Sequence | Mapping


def exact(text: str) -> Fraction | None:
    """Return the decimal or scientific number that `text` is, exactly; None if it is none.

    A slash of two such numbers is their ratio. Numbers of more than 60 digits or with exponents
    beyond 300 are refused as none, so that no file can ask for a number that fills the memory.
    """
    if len(text) > MAX_DIGITS:
        return None
    parts = text.split("/")
    if len(parts) == 2:
        top, bottom = exact(parts[0].strip()), exact(parts[1].strip())
        return top / bottom if top is not None and bottom else None
    found = _DECIMAL.fullmatch(text)
    if not found or abs(int(found[1] or 0)) > MAX_EXPONENT:
        return None
    return Fraction(text)


def compose(text: str, problems: Problems) -> Mapping | None:
    """Return the mapping that a YAML text is.

    Parameters
    ----------
    text : str
        One document, with a mapping at its root.
    problems : Problems
        Receives every rule of YAML, or of this format's use of it, that the text breaks.

    Returns
    -------
    Mapping or None
        None if the text could not be read to its end; `problems` then says why.
    """
    from yaml.reader import Reader  # noqa: PLC0415 (late: `import negotiate` must not load it)

    bad = Reader.NON_PRINTABLE.search(text)  # what YAML does not admit, and lone surrogates
    if bad:
        rule = "a game file is text, without control characters"
        problems.error(_place_in(text, bad.start()), rule, repr(bad[0]))
        return None
    composer = _Composer(text.replace("\r\n", "\n").replace("\r", "\n"), problems)
    root = composer.run()
    if root is None or isinstance(root, Mapping):
        return root
    if isinstance(root, Scalar) and root.absent:
        problems.error(Place(1, 1), "the file is empty; `negotiate new` writes one to start from")
        return None
    problems.error(root.place, "a game file is a list of `key: value` lines at its top level")
    return None


def _place_in(text: str, index: int) -> Place:
    return Place(text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


class _Stop(Exception):  # noqa: N818 (a way out, not an error)
    """The rest of the text cannot be composed."""


class _Composer:
    """Builds the nodes without recursion: the stack holds the open lists and mappings."""

    def __init__(self, text: str, problems: Problems) -> None:
        self.text = text
        self.problems = problems
        self.root: Node | None = None
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []
        self.count = 0

    def run(self) -> Node | None:
        import yaml  # noqa: PLC0415 (late: `import negotiate` must not load it)

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        handle = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.mapping,
            yaml.SequenceStartEvent: self.sequence,
            yaml.MappingEndEvent: self.close,
            yaml.SequenceEndEvent: self.close,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
        }
        try:
            for event in yaml.parse(self.text, Loader=loader):
                act = handle.get(type(event))
                if act:
                    act(event)
        except _Stop:
            return None
        except yaml.YAMLError as error:
            self.malformed(error)
            return None
        return self.root or Scalar("", Place(1, 1), "")

    def document(self, event: Any) -> None:
        if self.root is not None:
            self.stop(_at(event), "one file is one game: remove the `---` and what follows it")

    def scalar(self, event: Any) -> None:
        raw = self.text[event.start_mark.index : event.end_mark.index]
        node = Scalar(event.value, _at(event), raw, event.style if event.style != "" else None)
        if not node.text.isprintable() and (bad := _CONTROL.search(node.text)):
            self.problems.error(node.place, "a text has no control characters", repr(bad[0]))
        self.put(node, event)

    def mapping(self, event: Any) -> None:
        self.open(Mapping(_at(event)), event)

    def sequence(self, event: Any) -> None:
        self.open(Sequence(_at(event)), event)

    def open(self, node: Sequence | Mapping, event: Any) -> None:
        if self.stack and isinstance(self.stack[-1], Mapping) and self.keys[-1] is None:
            hint = "quote a text that begins with [ or {"
            self.stop(node.place, "a key is a word, not a list or a mapping", hint)
        self.put(node, event)
        if len(self.stack) == MAX_DEPTH:
            self.stop(node.place, f"at most {MAX_DEPTH} levels may be nested")
        self.stack.append(node)
        self.keys.append(None)

    def close(self, _event: Any) -> None:
        self.stack.pop()
        self.keys.pop()

    def alias(self, event: Any) -> None:
        rule = "aliases are not used here: write the value out, or define a name for it"
        self.problems.error(_at(event), rule, f"*{event.anchor}")
        self.put(Scalar("", _at(event), ""), None)

    def put(self, node: Node, event: Any) -> None:
        """Add a node to the innermost open list or mapping."""
        self.count += 1
        if self.count > MAX_NODES:
            self.stop(node.place, f"a game file has at most {MAX_NODES} entries")
        if event is not None and event.tag is not None:
            rule = "tags are not used here: a game file is plain data"
            self.problems.error(node.place, rule, event.tag)
        if not self.stack:
            self.root = node
            return
        holder = self.stack[-1]
        if isinstance(holder, Sequence):
            holder.items.append(node)
        elif self.keys[-1] is None:
            # `open` has refused every other kind of key.
            self.keys[-1] = node if isinstance(node, Scalar) else None
        else:
            self.enter(holder, self.keys[-1], node)
            self.keys[-1] = None

    def enter(self, holder: Mapping, key: Scalar, node: Node) -> None:
        if key.text in holder.items:
            first = holder.places[key.text].line
            rule = f"a key stands once in its mapping; it is already on line {first}"
            self.problems.error(key.place, rule, key.text)
            return
        holder.items[key.text] = node
        holder.places[key.text] = key.place

    def stop(self, place: Place, rule: str, hint: str = "") -> None:
        self.problems.error(place, rule, hint=hint)
        raise _Stop

    def malformed(self, error: Any) -> None:
        mark = getattr(error, "problem_mark", None)
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        problem = getattr(error, "problem", None) or "it cannot be read"
        hint = next((hint for sign, hint in _SLIPS.items() if sign in problem), "")
        self.problems.error(place, f"this is not YAML: {problem}", hint=hint)


_SLIPS = {
    "mapping values are not allowed": "quote a text that holds a colon and a blank",
    "cannot start any token": "indent with blanks, not tabs; quote a text that begins with @ or `",
    "could not find expected ':'": "is a colon, or the blank after it, missing on the line before?",
    "did not find expected ',' or": "is a bracket not closed, or a comma missing?",
    "did not find expected key": "is the line indented like its neighbours?",
    "block end": "is the line indented like its neighbours?",
}


def _at(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
