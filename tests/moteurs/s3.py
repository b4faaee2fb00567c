"""A folder served as an S3 bucket on loopback: what a reader of a lake asks (list, sizes, bytes), and nothing to write with."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

SEAU = "seau"


@contextlib.contextmanager
def seau(folder: Path, *, refuse: bool = False) -> Iterator[tuple[str, list[str]]]:
    """Serve ``folder`` as the bucket ``seau``: its endpoint, and the requests that came. ``refuse``: answer 403 to all."""
    asked: list[str] = []

    class Serveur(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(body=True)

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def _answer(self, body: bool) -> None:
            url = urlsplit(self.path)
            asked.append(f"{self.command} {url.path}")
            key = unquote(url.path).removeprefix(f"/{SEAU}").strip("/")
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            if refuse:
                self._send(403, b"<Error><Code>AccessDenied</Code></Error>", body)
            elif query.get("list-type") == "2":
                self._send(200, _listed(folder, query.get("prefix", "")), body)
            elif (folder / key).is_file():
                self._send_file((folder / key).read_bytes(), body)
            else:
                self._send(404, b"<Error><Code>NoSuchKey</Code></Error>", body)

        def _send_file(self, content: bytes, body: bool) -> None:
            asked_for = self.headers.get("Range", "").removeprefix("bytes=")
            if not asked_for:
                self._send(200, content, body)
                return
            first, _, last = asked_for.partition("-")
            start = int(first) if first else len(content) - int(last)
            stop = min(int(last) + 1 if first and last else len(content), len(content))
            self._send(206, content[start:stop], body, f"bytes {start}-{stop - 1}/{len(content)}")

        def _send(self, code: int, content: bytes, body: bool, part: str = "") -> None:
            self.send_response(code)
            for name, value in (
                ("Content-Length", str(len(content))),
                ("Accept-Ranges", "bytes"),
                ("Last-Modified", "Mon, 01 Jan 2018 00:00:00 GMT"),
                ("ETag", '"0"'),
                *([("Content-Range", part)] if part else []),
            ):
                self.send_header(name, value)
            self.end_headers()
            if body:
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Serveur)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _listed(folder: Path, prefix: str) -> bytes:
    keys = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    rows = "".join(
        f"<Contents><Key>{escape(key)}</Key><LastModified>2018-01-01T00:00:00.000Z</LastModified><ETag>&quot;0&quot;</ETag>"
        f"<Size>{(folder / key).stat().st_size}</Size><StorageClass>STANDARD</StorageClass></Contents>"
        for key in keys
        if key.startswith(prefix)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><Name>{SEAU}</Name><Prefix>{escape(prefix)}</Prefix><KeyCount>{len(keys)}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>'.encode()
