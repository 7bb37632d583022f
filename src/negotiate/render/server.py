"""A page on this machine's own loopback, for one reader: no other site and no other host gets in.

Transport only. What the page says and how questions are answered comes from the `Desk`.
"""

from __future__ import annotations

import json
import secrets
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOPBACK: Final = "127.0.0.1"
MAX_BODY: Final = 2**16
"""Bytes of a question; a few hundred parameters fit many times over."""

PATIENCE: Final = 30
"""Seconds that a connection may be silent."""


class Desk(Protocol):
    """Who answers."""

    def page(self) -> str:
        """Return the page as HTML."""

    def stamp(self) -> str:
        """Return what changes whenever the page should be loaded anew."""

    def about(self) -> Mapping[str, Any]:
        """Return what can be asked."""

    def answer(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the answer to a question; ValueError says what is wrong with it."""


class PageServer(ThreadingHTTPServer):
    """Serves one desk under an address that cannot be guessed.

    Parameters
    ----------
    desk : Desk
    port : int
        0: any that is free.

    Attributes
    ----------
    url : str
        Where the page is. Whoever does not know its last part gets nothing.
    """

    daemon_threads = True

    def __init__(self, desk: Desk, port: int = 0) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.desk = desk
        self.token = secrets.token_urlsafe(16)
        own = self.server_address[1]
        self.hosts = frozenset({f"{LOOPBACK}:{own}", f"localhost:{own}"})
        self.url = f"http://{LOOPBACK}:{own}/{self.token}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of readers that go away in the middle of an answer."""


class _Handler(BaseHTTPRequestHandler):
    server: PageServer
    server_version, sys_version = "negotiate", ""
    timeout = PATIENCE

    def do_GET(self) -> None:
        """Serve the page, what can be asked, or the stamp."""
        match self._asked():
            case "":
                self._send(self.server.desk.page(), "text/html")
            case "stamp":
                self._send_json({"stamp": self.server.desk.stamp()})
            case "about":
                self._send_json(self.server.desk.about())
            case _:
                self._refuse(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """Answer a question."""
        if self._asked() != "answer":
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        if self.headers.get_content_type() != "application/json":
            # A form of another site can send anything but this without being asked.
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
            return
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit():
            self._refuse(HTTPStatus.LENGTH_REQUIRED)
            return
        if int(length) > MAX_BODY:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        try:
            self._send_json(self.server.desk.answer(_read(self.rfile.read(int(length)))))
        except (ValueError, RecursionError) as error:
            self._send_json({"error": str(error)}, HTTPStatus.BAD_REQUEST)

    def _asked(self) -> str | None:
        """Return what is asked for below the secret part; None if the reader may not ask."""
        origin = self.headers.get("Origin", "")
        if self.headers.get("Host") not in self.server.hosts:
            return None  # the name of another site that was made to point here
        if origin and origin.removeprefix("http://") not in self.server.hosts:
            return None
        first, secret, rest = ([*self.path.split("?")[0].split("/", 2), "", ""])[:3]
        known = secrets.compare_digest(secret.encode(), self.server.token.encode())
        return rest if known and not first and self.path.count("/") > 1 else None

    def _send_json(self, answer: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(json.dumps(answer), "application/json", status)

    def _send(self, text: str, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(body)

    def _refuse(self, status: HTTPStatus) -> None:
        self.close_connection = True
        self._send(f"{status.value} {status.phrase}\n", "text/plain", status)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (its name there)
        """Keep the terminal for what the reader should see."""


def _read(body: bytes) -> Mapping[str, Any]:
    question = json.loads(body)
    if not isinstance(question, dict):
        raise ValueError("a question is an object")  # noqa: TRY004 (a fault of the reader's)
    return question
