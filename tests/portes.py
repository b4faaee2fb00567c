"""The doors started as a person starts them, and asked for addresses: what they answer, to whom."""

import asyncio
import contextlib
import re
import socket
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from tests.arret import attendre, lancer


class Porte:
    """A door that is open: its address, its token, what it answers."""

    def __init__(self, adresse: str):
        self.adresse = adresse
        self.base, self.jeton = re.fullmatch(r"(http://[^/]+)/.*[?]token=(\S+)", adresse).groups()

    def demander(
        self,
        chemin: str,
        *,
        jeton: str | None = None,
        methode: str = "GET",
        hote: str = "",
        corps: bytes | None = None,
        entetes: dict | None = None,
    ):
        """The status and the text of an answer; with the token unless another is given (empty: none)."""
        token = self.jeton if jeton is None else jeton
        headers = ({"Authorization": f"token {token}"} if token else {}) | (entetes or {})
        request = urllib.request.Request(self.base + chemin, method=methode, headers=headers | ({"Host": hote} if hote else {}), data=corps)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode("utf-8", errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", errors="replace")

    def brancher(self, chemin: str, entetes: dict) -> int:
        """The status of an attempt to talk to a kernel: 101 when it is let in."""

        async def ask() -> int:
            try:
                (await websocket_connect(HTTPRequest(f"ws{self.base.removeprefix('http')}{chemin}", headers=entetes))).close()
            except HTTPClientError as refused:
                return refused.code
            return 101

        return asyncio.run(ask())

    def biscuit(self, chemin: str) -> str:
        """The cookies that a browser keeps once it has opened an address with the token."""
        with urllib.request.urlopen(f"{self.base}{chemin}?token={self.jeton}", timeout=20) as answer:
            return "; ".join(one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie"))


def _listens(adresse: str) -> bool:
    """JupyterLab says its address a moment before it listens to it."""
    where = urllib.parse.urlsplit(adresse)
    try:
        socket.create_connection((where.hostname, where.port), 1).close()
    except OSError:
        return False
    return True


@contextlib.contextmanager
def porte(commande: str, racine: Path, port: int) -> Iterator[Porte]:
    """The door « explorer » or « atelier » on a working folder, closed with the block."""
    said = racine / f"{commande}.txt"
    with said.open("w") as out:
        process = lancer(commande, "--sans-navigateur", "--port", str(port), racine=racine, stdout=out, stderr=out)
    try:
        found: list[str] = []

        def ready() -> bool:
            assert process.poll() is None, said.read_text()
            found[:] = re.findall(r"http://127\.0\.0\.1:\d+/\S*[?]token=\S+", said.read_text())
            return bool(found) and _listens(found[0])

        attendre(ready)
        yield Porte(found[0])
    finally:
        process.terminate()
        process.wait(10)
