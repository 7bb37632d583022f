"""The shape of a game file as a JSON Schema, for editors that complete and check as one types.

It knows keys and their types. What a name means, whether odds are complete, which move comes
first: that is the reader's to check.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from negotiate.spec.read.expected import REFINEMENTS, VERDICTS

Schema: TypeAlias = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_NAME = "^[A-Za-z][A-Za-z0-9_]*$"
_WORD = "^[A-Za-z0-9_-]+$"

# Schemas that others refer to, under `$defs`.
_NUMBER = {"$ref": "#/$defs/number"}
_EXPRESSION = {"$ref": "#/$defs/expression"}
_FORMULA = {"$ref": "#/$defs/formula"}
_NAMED = {"$ref": "#/$defs/name"}
_OPTION = {"$ref": "#/$defs/word"}
_WORDS = {"$ref": "#/$defs/words"}
_NODE = {"$ref": "#/$defs/node"}
_SHARES = {"$ref": "#/$defs/shares"}
_ODDS = {"$ref": "#/$defs/probability"}


def schema() -> Schema:
    """Return the JSON Schema (2020-12) of a game file."""
    return {
        "$schema": DIALECT,
        "title": "Game file",
        "description": "A game for `negotiate`: players, decisions, payoffs, scenarios.",
        **_record(
            {
                "format": _said("The version of the format.", {"const": 1}),
                "title": _text("The name of the game."),
                "about": _text("What the game is, and what it leaves out."),
                "sources": _said("Where it comes from.", _one_or_more({"type": "string"})),
                "players": _players(),
                "parameters": _mapping("Numbers that are assumed.", _parameter()),
                "correlations": _said("Of pairs of parameters, by rank.", _correlations()),
                "define": _mapping("Helper expressions, not reported.", _valued("value")),
                "moves": _said("The decisions, in order.", _list_of(_move())),
                "tree": _said("The game as a tree; instead of `moves`.", _NODE),
                "quantities": _mapping("What an outcome is; reported.", _valued("value")),
                "criteria": _mapping("Tests of an outcome; reported.", _valued("when")),
                "payoffs": _payoffs(),
                "scenarios": _mapping("Variations to compare.", _scenario()),
                "expected": _said("What the file promises.", _list_of(_promise(), empty=True)),
            },
            required=("players",),
        ),
        "$defs": _definitions(),
    }


def _said(description: str, what: Schema) -> Schema:
    return {"description": description, **what}


def _text(description: str) -> Schema:
    return _said(description, {"type": ["string", "number", "boolean", "null"]})


def _one_or_more(what: Schema) -> Schema:
    return {"anyOf": [what, _list_of(what)]}


def _list_of(what: Schema, *, empty: bool = False) -> Schema:
    return {"type": "array", "items": what, **({} if empty else {"minItems": 1})}


def _record(properties: dict[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    """Return the schema of a mapping with known keys only."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _mapping(description: str, value: Schema, names: str = _NAME) -> Schema:
    """Return the schema of a mapping whose keys are the author's."""
    return {
        "description": description,
        "type": ["object", "null"],
        "propertyNames": {"pattern": names},
        "additionalProperties": value,
    }


def _with_player(properties: dict[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    """Return the schema of an entry with one key more, the player's, that names a move."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "patternProperties": {f"^(?!({'|'.join(properties)})$)[A-Za-z]": _NAMED},
        "additionalProperties": False,
        # The player is there: some key is none of these.
        "not": {"propertyNames": {"enum": [key for key in properties if key != "chance"]}},
        "maxProperties": len(properties) + 1,
    }


def _players() -> Schema:
    full = _record({"name": _text("The full name."), "options": _WORDS})
    forms = [_list_of(_NAMED), _mapping("", {"anyOf": [{"type": "string"}, _WORDS, full]})]
    about = "Keys; or keys and full names; or keys and options, which makes the game a table."
    return _said(about, {"anyOf": forms})


def _parameter() -> Schema:
    full = _record(
        {
            "value": _NUMBER,
            "range": _said("Lowest and highest defensible value.", _pair(_NUMBER)),
            "distribution": _said("How likely its values are.", _distribution()),
            "unit": _text("What one unit of it is."),
            "about": _text("What it measures."),
            "source": _text("Where its value comes from."),
        },
        required=("value",),
    )
    return {"anyOf": [_NUMBER, full]}


def _distribution() -> Schema:
    def numbers(*names: str, optional: bool = False, **more: Schema) -> Schema:
        found = dict.fromkeys(names, _NUMBER) | more
        return _record(found, () if optional else names)

    kinds = {
        "uniform": numbers("low", "high", optional=True),
        "triangular": numbers("low", "mode", "high", optional=True),
        "normal": numbers("mean", "sd", truncated={"type": "boolean"}),
        "log-normal": numbers("median", "sigma", truncated={"type": "boolean"}),
        "beta": numbers("a", "b"),
        "discrete": {"type": "object", "additionalProperties": _NUMBER, "minProperties": 1},
    }
    one = {**_record(kinds), "minProperties": 1, "maxProperties": 1}
    return {"anyOf": [{"enum": ["uniform", "triangular"]}, one]}


def _correlations() -> Schema:
    entry = {"type": "array", "prefixItems": [_NAMED, _NAMED, _NUMBER]}
    return _list_of({**entry, "items": False, "minItems": 3}, empty=True)


def _pair(what: Schema) -> Schema:
    return {"type": "array", "items": what, "minItems": 2, "maxItems": 2}


def _valued(key: str) -> Schema:
    """Return the schema of a formula that may stand in a mapping, beside its unit and story."""
    notes = {"unit": _text("What one unit of it is."), "about": _text("What it measures.")}
    full = _record({key: _FORMULA, **notes}, required=(key,))
    return {"anyOf": [_FORMULA, full]}


def _move() -> Schema:
    seers = {"anyOf": [_NAMED, _list_of(_NAMED, empty=True)]}
    told = {"about": _text("What it is."), "phrase": _text("Verb and object: comes to the table.")}
    option = {"anyOf": [{"type": "null"}, _record({"when": _EXPRESSION, **told})]}
    return _with_player(
        {
            "chance": _said("The name of a move that nature makes.", _NAMED),
            "options": _said(
                "A list of words, or a mapping of words to their conditions.",
                {"anyOf": [_WORDS, _mapping("", option, _WORD)]},
            ),
            "odds": _mapping("Of each option; chance only.", _EXPRESSION, _WORD),
            "when": _said("The move is passed by where this does not hold.", _EXPRESSION),
            "seen_by": _said("Who sees what was chosen; everyone by default.", seers),
            "about": _text("What is decided."),
        }
    )


def _payoffs() -> Schema:
    term = {"anyOf": [_FORMULA, _record({"value": _FORMULA, "about": _text("")})]}
    terms = _mapping("Named terms, which are summed.", term, _WORD)
    table = {"$ref": "#/$defs/payoff_table"}
    player = {"anyOf": [_FORMULA, terms, table]}
    about = "Each player's payoff, or its named terms; in a table, payoffs nested by options."
    return _mapping(about, player, _WORD)


def _scenario() -> Schema:
    when = _said("Where it holds; everywhere by default.", _EXPRESSION)
    announce = {
        "will": _WORDS,
        "when": when,
        "breaking_costs": _EXPRESSION,
        "name": _said("What people call it: stick.", _OPTION),
        "about": _text("What it says."),
    }
    return {
        "anyOf": [
            {"type": "null"},
            _record(
                {
                    "about": _text("What is different here."),
                    "phrase": _text("How a sentence about it begins: under the offer."),
                    "aside": _said("Solve it only when it is named.", {"type": "boolean"}),
                    "extends": _said("The scenario that this one starts from.", _NAMED),
                    "set": _mapping("Other values of parameters.", _NUMBER),
                    "announce": _said(
                        "What a player has said it will do.",
                        _list_of(_with_player(announce, ("will", "breaking_costs"))),
                    ),
                    "commit": _said(
                        "What a player cannot help doing.",
                        _list_of(_with_player({"to": _WORDS, "when": when}, ("to",))),
                    ),
                    "forbid": _said(
                        "What a player cannot do.",
                        _list_of(_with_player({"option": _WORDS, "when": when}, ("option",))),
                    ),
                    "order": _said("All moves in another order.", _list_of(_NAMED)),
                    "hide": _said(
                        "Who no longer sees a move.", _list_of(_sight("from", until=_NAMED))
                    ),
                    "reveal": _said("Who now sees a move.", _list_of(_sight("to"))),
                }
            ),
        ]
    }


def _sight(key: str, **more: Schema) -> Schema:
    return _record({"move": _NAMED, key: _WORDS, **more}, required=("move", key))


def _promise() -> Schema:
    after = _mapping("What was chosen before.", _SHARES)
    play = _record({"move": _NAMED, "after": after, "option": _SHARES}, ("move", "option"))
    belief = _record({"move": _NAMED, "after": after, "of": after}, ("move", "of"))
    threshold = {"move": _NAMED, "option": _OPTION, "parameter": _NAMED, "value": _NUMBER}
    return _record(
        {
            "claim": _text("What is promised, in words."),
            "scenario": _NAMED,
            "set": _mapping("Other values of parameters.", _NUMBER),
            "concept": _said("nash, spe, ...", _OPTION),
            "path": _mapping("What is chosen at each move that is reached.", _SHARES),
            "payoffs": _mapping("What players are paid.", _NUMBER),
            "quantities": _mapping("Means, or odds of categories.", _SHARES),
            "criteria": _mapping("Odds that they hold.", _ODDS),
            "plays": _said("What is chosen, also off the path.", _list_of(play)),
            "beliefs": _said("What is believed of earlier moves.", _list_of(belief)),
            "refinements": _said(
                "Which refinements it passes, falls to, or that say nothing of it.",
                {
                    "type": "object",
                    "propertyNames": {"enum": list(REFINEMENTS)},
                    "additionalProperties": {"enum": list(VERDICTS)},
                },
            ),
            "equilibria": _said("How many there are.", {"type": "integer", "minimum": 0}),
            "holds": _said("A condition on results: kellogg.payoff.US > 0.", _EXPRESSION),
            "threshold": _said(
                "The value of a parameter at which an option becomes optimal.",
                _record(threshold, tuple(threshold)),
            ),
            "within": _said("How far a number may be off; 1e-6 by default.", _NUMBER),
            "among": _said("Whether any listed equilibrium will do.", {"type": "boolean"}),
            "source": _text("Where the claim comes from."),
        }
    )


def _definitions() -> Schema:
    ratio = {"type": "string", "pattern": r"^[-+]?[0-9.]+([eE][-+]?[0-9]+)?( */ *[0-9.]+)?$"}
    word = {"anyOf": [{"type": "string", "pattern": _WORD}, {"type": ["number", "boolean"]}]}
    when_then = _record({"when": _EXPRESSION, "then": _EXPRESSION}, required=("then",))
    first = _record(
        {"first": _list_of(when_then), "unit": _text(""), "about": _text("")}, ("first",)
    )
    by_option = {
        "type": "object",
        "properties": {"of": _said("A move, or a categorical quantity.", _NAMED)},
        "required": ["of"],
        "additionalProperties": _EXPRESSION,
    }
    return {
        "name": {"type": "string", "pattern": _NAME},
        "word": word,
        "words": _one_or_more({"$ref": "#/$defs/word"}),
        "number": {"anyOf": [{"type": "number"}, ratio]},
        "probability": {
            "anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, ratio, {"type": "boolean"}]
        },
        "shares": {"anyOf": [word, ratio, _mapping("The odds of each.", _ODDS, _WORD)]},
        "expression": {"type": ["string", "number", "boolean"]},
        "formula": {"anyOf": [_EXPRESSION, by_option, first]},
        "payoff_table": {
            "anyOf": [
                _list_of(_EXPRESSION),
                _mapping("", {"$ref": "#/$defs/payoff_table"}, _WORD),
            ]
        },
        "node": {"anyOf": [_list_of(_EXPRESSION), {"$ref": "#/$defs/decision"}]},
        "decision": _decision(),
    }


def _decision() -> Schema:
    below = _mapping("Each option, and what follows it.", _NODE, _WORD)
    return {
        "description": "Who moves, its options, and what follows each.",
        "type": "object",
        "properties": {
            "chance": below,
            "odds": _mapping("Of each option; chance only.", _EXPRESSION, _WORD),
            "information": _said("The information set that this node belongs to.", _NAMED),
            "name": _said("The name of the decision.", _NAMED),
            "about": _text("What is decided."),
        },
        # Any other key is a player's.
        "patternProperties": {"^(?!(chance|odds|information|name|about)$)[A-Za-z]": below},
        "additionalProperties": False,
    }
