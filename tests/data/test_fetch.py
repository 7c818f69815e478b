import hashlib
import os
import resource
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from genre_core.data import catalogue, download
from genre_core.data.archive import extract
from genre_core.data.catalogue import HOME_VARIABLE
from genre_core.data.download import ResumingDownloader
from genre_core.data.entries import DataFile
from genre_core.data.fetch import fetch, fits
from genre_core.errors import CorpusError, DownloadError
from tests.data.archive_server import CMU_MEMBERS, ArchiveServer, archive_server, tar_gz, zipped

ROOT = Path(__file__).parents[2]
METADATA = "MovieSummaries/movie.metadata.tsv"
PLOTS = "MovieSummaries/plot_summaries.txt"
GLOVE = b"lamp 0.1 0.2\nsock 0.3 0.4\n"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArchiveServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download, "WAIT_SECONDS", (0.0, 0.0))
    with archive_server() as running:
        running.body = tar_gz(CMU_MEMBERS)
        yield running


@pytest.fixture
def small_cmu(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue knows our own small metadata by its hash, in place of the published one."""
    known = hashlib.sha256(CMU_MEMBERS[METADATA]).hexdigest()
    cmu = catalogue.CATALOGUE["cmu"]
    metadata, plots = cmu.files
    small = replace(cmu, files=(replace(metadata, sha256=known), plots))
    monkeypatch.setitem(catalogue.CATALOGUE, "cmu", small)


@contextmanager
def largest_file(size: int) -> Generator[None]:
    """No file may grow beyond ``size`` bytes: as near to a full disk as a test can come."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def files_in(home: Path) -> list[str]:
    return sorted(str(path.relative_to(home)) for path in home.rglob("*"))


CMU_FILES = ["cmu", "cmu/movie.metadata.tsv", "cmu/plot_summaries.txt"]


@pytest.mark.usefixtures("small_cmu")
class TestFetchingCmu:
    def test_puts_both_files_in_place(self, server: ArchiveServer, tmp_path: Path) -> None:
        """The two members named lie under home/cmu, byte for byte, and nothing else is left."""
        paths = fetch("cmu", tmp_path, address=server.address, progress=False)
        assert [path.read_bytes() for path in paths] == [CMU_MEMBERS[METADATA], CMU_MEMBERS[PLOTS]]
        assert files_in(tmp_path) == CMU_FILES

    def test_makes_the_home(self, server: ArchiveServer, tmp_path: Path) -> None:
        """A data home that does not exist yet is made."""
        fetch("cmu", tmp_path / "new" / "home", address=server.address, progress=False)
        assert files_in(tmp_path / "new" / "home") == CMU_FILES

    def test_does_not_download_what_is_there(self, server: ArchiveServer, tmp_path: Path) -> None:
        """A second fetch asks the server for nothing, unless forced."""
        first = fetch("cmu", tmp_path, address=server.address, progress=False)
        assert first == fetch("cmu", tmp_path, address=server.address, progress=False)
        assert len(server.ranges) == 1
        fetch("cmu", tmp_path, address=server.address, progress=False, force=True)
        assert len(server.ranges) == 2

    def test_replaces_a_file_with_another_hash(self, server: ArchiveServer, tmp_path: Path) -> None:
        """A damaged metadata file in the home is downloaded again."""
        metadata, _ = fetch("cmu", tmp_path, address=server.address, progress=False)
        metadata.write_bytes(b"damaged")
        fetch("cmu", tmp_path, address=server.address, progress=False)
        assert metadata.read_bytes() == CMU_MEMBERS[METADATA]

    def test_goes_on_after_a_line_dropped_twice(
        self, server: ArchiveServer, tmp_path: Path
    ) -> None:
        """Each request asks only for what is missing still."""
        server.drops, server.headers = 2, {"ETag": '"first"'}
        fetch("cmu", tmp_path, address=server.address, progress=False)
        first = len(server.body) // 2
        second = first + (len(server.body) - first) // 2
        assert server.ranges == [None, f"bytes={first}-", f"bytes={second}-"]
        assert files_in(tmp_path) == CMU_FILES

    def test_process_killed_twice(self, server: ArchiveServer, tmp_path: Path) -> None:
        """It leaves nothing that counts as data, and the next fetch clears away the rest."""
        server.drops = 2
        program = (
            "import sys; from genre_core.data.fetch import fetch; fetch('cmu', address=sys.argv[1])"
        )
        for n_requests in (1, 2):
            command = [sys.executable, "-W", "ignore", "-c", program, server.address]
            process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, HOME_VARIABLE: str(tmp_path)},
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
            deadline = time.monotonic() + 60
            while len(server.ranges) < n_requests and time.monotonic() < deadline:
                time.sleep(0.01)
            process.kill()  # while it waits to try again
            process.wait()
            assert n_requests == len(list(tmp_path.glob(".fetching-cmu-*")))
            assert not (tmp_path / "cmu").exists()
        fetch("cmu", tmp_path, address=server.address, progress=False)
        assert files_in(tmp_path) == CMU_FILES

    def test_starts_again_when_the_server_cannot_resume(
        self, server: ArchiveServer, tmp_path: Path
    ) -> None:
        """Without a mark of its version the content is asked for anew, and comes whole."""
        server.drops = 1
        fetch("cmu", tmp_path, address=server.address, progress=False)
        assert server.ranges == [None, None]
        assert files_in(tmp_path) == CMU_FILES

    def test_starts_again_when_the_range_is_ignored(
        self, server: ArchiveServer, tmp_path: Path
    ) -> None:
        """A server that answers a Range with the whole content does not double the first half."""
        server.drops, server.headers = 1, {"Last-Modified": "Sat, 01 Jan 2022 00:00:00 GMT"}
        fetch("cmu", tmp_path, address=server.address, progress=False)
        assert server.ranges == [None, f"bytes={len(server.body) // 2}-"]
        assert files_in(tmp_path) == CMU_FILES

    def test_keeps_the_bytes_as_sent(self, server: ArchiveServer, tmp_path: Path) -> None:
        """A .tar.gz labelled as Content-Encoding gzip can be resumed and read like any other."""
        server.drops, server.headers = 1, {"ETag": '"first"', "Content-Encoding": "x-gzip"}
        fetch("cmu", tmp_path, address=server.address, progress=False)
        assert files_in(tmp_path) == CMU_FILES

    def test_waits_out_an_overloaded_server(self, server: ArchiveServer, tmp_path: Path) -> None:
        """Statuses 503 and 429 are tried again."""
        server.errors = [503, 429]
        fetch("cmu", tmp_path, address=server.address, progress=False)
        assert files_in(tmp_path) == CMU_FILES

    def test_gives_up_on_the_third_dropped_line(
        self, server: ArchiveServer, tmp_path: Path
    ) -> None:
        """A line that always drops ends in an error with the next step, and leaves nothing."""
        server.drops = 99
        with pytest.raises(DownloadError, match=r"lost, 3 times in a row. Check the network"):
            fetch("cmu", tmp_path, address=server.address, progress=False)
        assert len(server.ranges) == 3
        assert files_in(tmp_path) == []

    def test_does_not_repeat_a_404(self, server: ArchiveServer, tmp_path: Path) -> None:
        """What is not there is asked for once."""
        server.errors = [404]
        with pytest.raises(DownloadError, match=r"the server answered 404 Not Found. Check the ad"):
            fetch("cmu", tmp_path, address=server.address, progress=False)
        assert len(server.ranges) == 1
        assert files_in(tmp_path) == []

    def test_refuses_a_wrong_hash(self, server: ArchiveServer, tmp_path: Path) -> None:
        """Metadata with another hash is not kept, nor are the plots that came with it."""
        server.body = tar_gz(CMU_MEMBERS | {METADATA: b"something else"})
        with pytest.raises(
            DownloadError, match=f"{METADATA} must have the sha256 .* Nothing was k"
        ):
            fetch("cmu", tmp_path, address=server.address, progress=False)
        assert files_in(tmp_path) == []

    def test_leaves_old_files_alone_when_it_fails(
        self, server: ArchiveServer, tmp_path: Path
    ) -> None:
        """A failed download over files that are there changes none of them."""
        (tmp_path / "cmu").mkdir()
        (tmp_path / "cmu" / "plot_summaries.txt").write_text("mine")
        server.drops = 99
        with pytest.raises(DownloadError):
            fetch("cmu", tmp_path, address=server.address, progress=False)
        assert files_in(tmp_path) == ["cmu", "cmu/plot_summaries.txt"]
        assert (tmp_path / "cmu" / "plot_summaries.txt").read_text() == "mine"

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            (tar_gz({METADATA: CMU_MEMBERS[METADATA]}), f"must hold {PLOTS}; it does not"),
            (tar_gz({f"x/../{name}": b"" for name in CMU_MEMBERS}), "must hold .*; it does not"),
            (tar_gz({}, links={METADATA: "/etc/hostname"}), f"{METADATA} must be a regular file"),
            (tar_gz(CMU_MEMBERS)[:-40], "must be a whole tar or zip archive"),
            (b"<html>Sign in to this network</html>", "must be a whole tar or zip archive"),
            (b"", "must be a whole tar or zip archive"),
        ],
        ids=["member missing", "odd names", "symbolic link", "cut", "not an archive", "empty"],
    )
    def test_refuses_a_bad_archive(
        self, server: ArchiveServer, tmp_path: Path, body: bytes, message: str
    ) -> None:
        """An archive that is not what was promised is named as such, and leaves nothing."""
        server.body = body
        with pytest.raises(DownloadError, match=message):
            fetch("cmu", tmp_path, address=server.address, progress=False)
        assert files_in(tmp_path) == []

    def test_never_follows_a_path_of_the_archive(
        self, server: ArchiveServer, tmp_path: Path
    ) -> None:
        """Members that point out of the folder are passed over."""
        server.body = tar_gz({"../../evil.txt": b"out", "/tmp/evil.txt": b"out"} | CMU_MEMBERS)  # noqa: S108
        fetch("cmu", tmp_path / "deep" / "home", address=server.address, progress=False)
        assert files_in(tmp_path / "deep") == ["home", *(f"home/{name}" for name in CMU_FILES)]
        assert files_in(tmp_path)[0] == "deep"

    def test_full_disk(self, server: ArchiveServer, tmp_path: Path) -> None:
        """A disk without room is named with the space needed, and nothing is left on it."""
        server.body = tar_gz({"padding": os.urandom(100_000)} | CMU_MEMBERS)
        with largest_file(20_000), pytest.raises(DownloadError, match=r"no room for cmu .* 46 MB"):
            fetch("cmu", tmp_path, address=server.address, progress=False)
        assert files_in(tmp_path) == []

    def test_progress_goes_to_stderr(
        self, server: ArchiveServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """The bar reaches 100 % on stderr, and stdout stays clean."""
        fetch("cmu", tmp_path, address=server.address)
        shown = capfd.readouterr()
        assert shown.out == ""
        assert "100%" in shown.err


def test_folder_without_permission(server: ArchiveServer) -> None:
    """A home that may not be written is named; /sys takes no new folder, not even from root."""
    with pytest.raises(
        DownloadError, match=r"/sys/plotline must be a folder that you may write to"
    ):
        fetch("cmu", Path("/sys/plotline"), address=server.address, progress=False)
    assert server.ranges == []


def test_home_below_a_file(server: ArchiveServer, tmp_path: Path) -> None:
    """A home that cannot be a folder ends in a message with the reason."""
    (tmp_path / "file").touch()
    with pytest.raises(DownloadError, match=r"Not a directory. Check that folder"):
        fetch("cmu", tmp_path / "file" / "home", address=server.address, progress=False)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("no address", "not an address that begins with http"),
        ("ftp://127.0.0.1/archive", "not an address that begins with http"),
        ("http://127.0.0.1:1/archive", "the connection failed or was lost, 3 times"),
    ],
)
@pytest.mark.usefixtures("server")
def test_bad_address(tmp_path: Path, address: str, message: str) -> None:
    """An address that leads nowhere ends in a message."""
    with pytest.raises(DownloadError, match=message):
        fetch("cmu", tmp_path, address=address, progress=False)
    assert files_in(tmp_path) == []


def test_https_to_a_plain_server(server: ArchiveServer, tmp_path: Path) -> None:
    """A server that does not speak TLS is not asked again."""
    address = server.address.replace("http:", "https:")
    with pytest.raises(DownloadError, match=r"no secure connection could be made"):
        fetch("cmu", tmp_path, address=address, progress=False)


def test_glove_comes_out_of_its_zip(server: ArchiveServer, tmp_path: Path) -> None:
    """Only the 100-dimensional file is unpacked."""
    server.body = zipped({"glove.6B.50d.txt": b"lamp 0.1\n", "glove.6B.100d.txt": GLOVE})
    (path,) = fetch("glove", tmp_path, address=server.address, progress=False)
    assert path.read_bytes() == GLOVE
    assert files_in(tmp_path) == ["glove", "glove/glove.6B.100d.txt"]


def test_damaged_zip(server: ArchiveServer, tmp_path: Path) -> None:
    """A zip with a changed byte in a member is refused by its checksum."""
    body = bytearray(zipped({"glove.6B.100d.txt": os.urandom(1000)}))
    body[500] ^= 0xFF
    server.body = bytes(body)
    with pytest.raises(DownloadError, match=r"must be a whole tar or zip archive"):
        fetch("glove", tmp_path, address=server.address, progress=False)
    assert files_in(tmp_path) == []


def test_entry_without_an_address_says_how_to_get_it(tmp_path: Path) -> None:
    """What cannot be fetched is answered with where it comes from and where to put it."""
    with pytest.raises(DownloadError, match=r"no public address.*PromptCloudHQ.*imdb_movie_data"):
        fetch("imdb_movie_data", tmp_path)


@pytest.mark.parametrize("options", [{"force": True}, {"force": True, "address": "http://[::1]:1"}])
def test_what_ships_is_never_downloaded(tmp_path: Path, options: dict) -> None:
    """It is here without a data home; downloading it anew is refused, for there is no address."""
    (path,) = fetch("open", tmp_path / "no home")
    assert path.is_file()
    with pytest.raises(DownloadError, match=r"open has no public address.*ships with Plotline"):
        fetch("open", tmp_path, **options)
    assert files_in(tmp_path) == []


def test_unknown_entry(tmp_path: Path) -> None:
    """An unknown name is answered with the known ones."""
    with pytest.raises(
        CorpusError, match=r"no entry 'cnu'. Choose one of open, overviews, synopses"
    ):
        fetch("cnu", tmp_path)


def test_link_in_a_zip(tmp_path: Path) -> None:
    """A symbolic link in a zip is refused like one in a tar."""
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive = tmp_path / "archive"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(link, "/etc/hostname")
    with pytest.raises(DownloadError, match="link must be a regular file"):
        extract(archive, {"link": tmp_path / "out"})
    assert files_in(tmp_path) == ["archive"]


def test_member_larger_than_allowed(tmp_path: Path) -> None:
    """A small archive that unpacks to more than the limit is stopped at it."""
    archive = tmp_path / "bomb"
    archive.write_bytes(tar_gz({"zeros": bytes(1_000_000)}))
    with pytest.raises(DownloadError, match=r"zeros must be at most 1,000 bytes"):
        extract(archive, {"zeros": tmp_path / "out"}, max_bytes=1_000)
    assert (tmp_path / "out").stat().st_size <= 1_000


def test_download_larger_than_allowed(server: ArchiveServer, tmp_path: Path) -> None:
    """A server that sends without end is cut off at the limit."""
    server.body = bytes(100_000)
    with pytest.raises(DownloadError, match=r"must be at most 1,000 bytes"):
        ResumingDownloader(progress=False, max_bytes=1_000)(server.address, str(tmp_path / "out"))
    assert (tmp_path / "out").stat().st_size <= 1_000


def test_fits(tmp_path: Path) -> None:
    """A file fits its published hash, or any content when no hash is known."""
    path = tmp_path / "file"
    path.write_bytes(GLOVE)
    known = hashlib.sha256(GLOVE).hexdigest()
    assert fits(path, DataFile("file", sha256=known))
    assert fits(path, DataFile("file"))
    assert not fits(path, DataFile("file", sha256="0" * 64))
    assert not fits(tmp_path / "missing", DataFile("missing"))
