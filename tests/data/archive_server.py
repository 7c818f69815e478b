"""Small archives of the published layouts, and an HTTP server that sends them, well or badly."""

import io
import tarfile
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

CMU_MEMBERS = {
    "MovieSummaries/README.txt": b"Two films of our own.\n",
    "MovieSummaries/movie.metadata.tsv": (
        b'7\t/m/07\tThe Lamplighter\t1951\t\t90.0\t{}\t{}\t{"/m/07s9rl0": "Drama"}\n'
        b'8\t/m/08\tNine Wet Socks\t1999-05-02\t\t81.0\t{}\t{}\t{"/m/01z4y": "Comedy"}\n'
    ),
    "MovieSummaries/plot_summaries.txt": (
        b"7\tA lamplighter learns that the street he has lit for forty years is to be torn down.\n"
        b"8\tA washing machine eats nine socks and a family goes to court over the tenth.\n"
    ),
}


def tar_gz(members: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    """A compressed tar of regular files and, after them, of symbolic links."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for name, goal in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, goal
            archive.addfile(info)
    return packed.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """A compressed zip of regular files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


@dataclass
class ArchiveServer:
    """What is sent, how badly, and what was asked for."""

    address: str
    body: bytes = b""
    drops: int = 0
    """How many answers from now on end half-way through the bytes asked for."""
    errors: list[int] = field(default_factory=list)
    """Statuses of the next answers, before any good one."""
    headers: dict[str, str] = field(default_factory=dict)
    """Sent with each good answer; an ``ETag`` among them makes the server honour a Range."""
    ranges: list[str | None] = field(default_factory=list)
    """The Range of each request so far, None for one without."""


@contextmanager
def archive_server() -> Generator[ArchiveServer]:
    """Serve on a free port of 127.0.0.1 until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.ranges.append(self.headers.get("Range"))
            if state.errors:
                self.send_error(state.errors.pop(0))
                return
            self._send(self._start())

        def _start(self) -> int:
            fresh = self.headers.get("If-Range") == state.headers.get("ETag")
            asked = self.headers.get("Range")
            return int(asked.removeprefix("bytes=").removesuffix("-")) if asked and fresh else 0

        def _send(self, start: int) -> None:
            body = state.body[start:]
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(body)))
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if state.drops:
                state.drops -= 1
                body = body[: len(body) // 2]
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state = ArchiveServer(f"http://127.0.0.1:{server.server_port}/archive")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
