"""A download that goes on where a dropped line left off; plugs into pooch as its downloader."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

import requests
import urllib3
from tqdm import tqdm

from genre_core.errors import DownloadError
from genre_core.limits import MAX_DOWNLOAD_BYTES

__all__ = ["WAIT_SECONDS", "ResumingDownloader"]

WAIT_SECONDS = (2.0, 5.0)
"""Before the second and the third try, which is the last."""

_TIMEOUT_SECONDS = 30.0
_CHUNK_BYTES = 2**16
_PARTIAL_CONTENT = 206
_TOO_MANY_REQUESTS = 429
_FIRST_SERVER_ERROR = 500


@dataclass(frozen=True)
class ResumingDownloader:
    """Called by ``pooch.retrieve`` with an address and a file to write.

    A dropped line or an overloaded server is tried again, after ``WAIT_SECONDS``, from the byte
    reached when the server offers that (RFC 9110, section 14) and from the start otherwise.
    Raises DownloadError when the download fails for good, and OSError when the disk is at fault.
    """

    progress: bool = True
    max_bytes: int = MAX_DOWNLOAD_BYTES

    def __call__(self, url: str, output_file: str, _pooch: object = None) -> None:
        with (
            Path(output_file).open("wb") as file,
            tqdm(unit="B", unit_scale=True, disable=not self.progress) as bar,
        ):
            transfer = _Transfer(url, file, bar, self.max_bytes)
            for wait_seconds in (*WAIT_SECONDS, None):
                try:
                    transfer.run()
                    break
                except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
                    if wait_seconds is None or not _may_pass(error):
                        raise _explained(url, error) from error
                    time.sleep(wait_seconds)


@dataclass
class _Transfer:
    url: str
    file: BinaryIO
    bar: "tqdm[NoReturn]"
    max_bytes: int
    version: str = ""
    """The server's mark of the content seen so far, without which it cannot be gone on with."""

    def run(self) -> None:
        with requests.get(
            self.url, headers=self._headers(), stream=True, timeout=_TIMEOUT_SECONDS
        ) as response:
            response.raise_for_status()
            if response.status_code != _PARTIAL_CONTENT:
                self.file.seek(0)
                self.file.truncate()
            self.version = response.headers.get("ETag") or response.headers.get("Last-Modified", "")
            self._show(response)
            self._receive(response)

    def _headers(self) -> dict[str, str]:
        headers = {"Accept-Encoding": "identity"}
        if self.version and self.file.tell():
            headers |= {"Range": f"bytes={self.file.tell()}-", "If-Range": self.version}
        return headers

    def _show(self, response: requests.Response) -> None:
        coming = response.raw.length_remaining  # None when the server does not tell.
        self.bar.reset(total=None if coming is None else self.file.tell() + coming)
        self.bar.update(self.file.tell())

    def _receive(self, response: requests.Response) -> None:
        # Not iter_content: some servers label a .tar.gz as Content-Encoding gzip, which it would
        # undo, and then the bytes on disk would no longer be those that a Range counts.
        for chunk in response.raw.stream(_CHUNK_BYTES, decode_content=False):
            if self.file.tell() + len(chunk) > self.max_bytes:
                raise DownloadError(
                    f"A download must be at most {self.max_bytes:,} bytes; {self.url} sends more. "
                    "Check the address."
                )
            self.file.write(chunk)
            self.bar.update(len(chunk))


def _may_pass(error: Exception) -> bool:
    """Whether the same request may well succeed a moment later."""
    if isinstance(error, requests.HTTPError) and error.response is not None:
        status = error.response.status_code
        return status == _TOO_MANY_REQUESTS or status >= _FIRST_SERVER_ERROR
    # requests calls a malformed address a ValueError.
    return not isinstance(error, requests.exceptions.SSLError | ValueError)


def _explained(url: str, error: Exception) -> DownloadError:
    if isinstance(error, requests.HTTPError) and error.response is not None:
        reason = f"the server answered {error.response.status_code} {error.response.reason}"
        step = "Check the address, or try again later."
    elif isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        reason = f"the server was silent for {_TIMEOUT_SECONDS:.0f} seconds"
        step = "Try again later."
    elif isinstance(error, requests.exceptions.SSLError):
        reason = "no secure connection could be made"
        step = "Check this machine's clock and the certificates it trusts."
    elif isinstance(error, ValueError):
        reason = "it is not an address that begins with http:// or https://"
        step = "Check the address."
    else:
        reason = f"the connection failed or was lost, {1 + len(WAIT_SECONDS)} times in a row"
        step = "Check the network connection and try again."
    return DownloadError(f"{url} could not be downloaded: {reason}. {step}")
