"""The server of the page: who gets in, what it answers, and what it does when the file changes."""

from __future__ import annotations

import http.client
import json
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from negotiate.api import compare, report
from negotiate.api._explore import Explorer
from negotiate.render import text
from negotiate.render.server import MAX_BODY, PageServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GAME = """
title: An ultimatum
players: {P: Proposer, R: Responder}
parameters:
  pie: {value: 10, range: [1, 20]}
tree:
  P:
    fair: [pie / 2, pie / 2]
    unfair:
      R: {accept: [pie - 2, 2], reject: [0, 0]}
"""


class Reply(NamedTuple):
    status: int
    body: str
    headers: dict[str, str]


class Reader:
    """One who asks the server."""

    def __init__(self, server: PageServer) -> None:
        self.port = server.server_address[1]
        self.path = f"/{server.token}/"

    def ask(self, what: str = "", body: Any = None, **headers: str) -> Reply:
        return self.at(self.path + what, body, **headers)

    def at(self, path: str, body: Any = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body)
        kind = {} if data is None else {"Content-Type": "application/json"}
        connection.request("GET" if data is None else "POST", path, data, kind | named)
        answer = connection.getresponse()
        reply = Reply(answer.status, answer.read().decode(), dict(answer.headers))
        connection.close()
        return reply

    def answer(self, **question: Any) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.ask("answer", question).body)
        return found


@pytest.fixture
def game(tmp_path: Path) -> Path:
    file = tmp_path / "game.yaml"
    file.write_text(GAME)
    return file


@contextmanager
def served(desk: Explorer) -> Iterator[Reader]:
    server = PageServer(desk)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield Reader(server)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def reader(game: Path) -> Iterator[Reader]:
    with served(Explorer(game, draws=0)) as found:
        yield found


def test_the_page_is_served_and_may_ask_where_it_came_from_and_nobody_else(reader: Reader) -> None:
    page = reader.ask()
    assert page.status == 200
    assert "An ultimatum" in page.body
    assert "connect-src 'self'" in page.body
    assert "Access-Control-Allow-Origin" not in page.headers
    assert page.headers["Cache-Control"] == "no-store"


def test_a_page_from_disk_may_ask_nobody(game: Path) -> None:
    assert "connect-src" not in report(game, draws=0)


@pytest.mark.parametrize(
    "path", ["/", "//", "/wrong/", "/wrong/stamp", "/../", "/%2e%2e/", "/x%C3%A9/", "*"]
)
def test_without_the_secret_there_is_nothing(reader: Reader, path: str) -> None:
    assert reader.at(path).status == 404


def test_the_secret_is_a_folder(reader: Reader) -> None:
    """Without the stroke at its end what the page links to would lie beside the secret."""
    assert reader.at(reader.path).status == 200
    assert reader.at(reader.path.rstrip("/")).status == 404
    assert reader.at(f"/x{reader.path}").status == 404


def test_other_names_and_other_sites_are_refused(reader: Reader) -> None:
    assert reader.ask(Host="attacker.example").status == 404
    assert reader.ask(Host=f"attacker.example:{reader.port}").status == 404
    assert reader.ask(Origin="http://attacker.example").status == 404
    assert reader.ask(Origin="null").status == 404
    assert reader.ask("answer", {}, Origin="http://attacker.example").status == 404
    assert reader.ask(Host=f"localhost:{reader.port}").status == 200
    assert reader.ask(Origin=f"http://127.0.0.1:{reader.port}").status == 200


def test_a_question_is_small_json(reader: Reader) -> None:
    assert reader.ask("answer", b"{}", Content_Type="text/plain").status == 415
    assert reader.ask("answer", b"x" * (MAX_BODY + 1)).status == 413
    assert reader.ask("answer", b"{}", Content_Length="-1").status == 411
    assert reader.ask("answer", b"not json").status == 400
    assert reader.ask("answer", b"[" * 60000).status == 400
    assert reader.ask("answer", [1]).status == 400
    assert reader.ask("elsewhere", {}).status == 404


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ({"settings": {"pie": "ten"}}, "numbers by parameter"),
        ({"settings": {"pie": True}}, "numbers by parameter"),
        ({"settings": [1]}, "numbers by parameter"),
        ({"scenario": 3}, "words"),
        ({"colour": "red"}, "colour"),
        ({"settings": {"pie": 10**400}}, "numbers by parameter"),
        ({"rationality": 10**400}, "not negative"),
        ({"rationality": -1}, "not negative"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(
    reader: Reader, question: dict[str, Any], says: str
) -> None:
    reply = reader.ask("answer", question)
    assert reply.status == 400
    assert says in json.loads(reply.body)["error"]


def test_answers_are_those_of_the_library(reader: Reader, game: Path) -> None:
    settings = {"pie": 3.5}
    found = reader.answer(settings=settings, concept="spe")
    assert found["text"] == text(compare(game, settings=settings, concept="spe", draws=0), width=76)
    assert "Proposer chooses fair" in found["html"]
    quantal = reader.answer(concept="qre", rationality=2)
    expected = compare(game, concept="qre", rationality=2, draws=0)
    assert quantal["text"] == text(expected, width=76)


def test_what_the_page_was_opened_with_holds_until_something_else_is_asked(game: Path) -> None:
    how: dict[str, Any] = {"settings": {"pie": 3.5}, "rationality": 2.0}
    with served(Explorer(game, draws=0, **how)) as reader:
        assert reader.ask().body == report(game, draws=0, served=True, **how)
        same = text(compare(game, draws=0, **how), width=76)
        assert reader.answer()["text"] == same
        assert reader.answer(concept="auto", settings={})["text"] == same
        other: dict[str, Any] = {"settings": {"pie": 5}, "concept": "spe"}
        expected = text(compare(game, draws=0, **other), width=76)
        assert reader.answer(**other)["text"] == expected


def test_what_cannot_be_answered_is_said(reader: Reader) -> None:
    assert "parameter 'pi'" in reader.answer(settings={"pi": 3})["refusal"]
    assert "scenario" in reader.answer(scenario="war")["refusal"]
    assert reader.answer(concept="spee")["refusal"]
    assert "belongs to the concept qre" in reader.answer(concept="spe", rationality=1)["refusal"]


def test_concepts_are_listed_with_why_they_refuse(reader: Reader) -> None:
    names = {
        entry["name"]: entry["refusal"]
        for entry in json.loads(reader.ask("about").body)["concepts"]
    }
    assert names["spe"] == ""
    assert names["qre"] == ""


def test_an_edited_file_is_another_page_and_a_broken_one_says_why(
    reader: Reader, game: Path
) -> None:
    stamp = reader.ask("stamp").body
    assert reader.ask("stamp").body == stamp
    game.write_text(GAME.replace("An ultimatum", "Another <b>"))
    assert reader.ask("stamp").body != stamp
    assert "Another &lt;b&gt;" in reader.ask().body
    game.write_text(GAME.replace("value: 10", "valeu: 10"))
    broken = reader.ask()
    assert broken.status == 200
    assert "no game yet" in broken.body
    assert "game.yaml:5" in broken.body
    assert "refusal" in reader.answer()
    about = json.loads(reader.ask("about").body)
    assert about["concepts"] == []
    assert "valeu" in about["refusal"]
    game.unlink()
    assert "no game yet" in reader.ask().body
    game.write_text(GAME)
    assert "An ultimatum" in reader.ask().body
