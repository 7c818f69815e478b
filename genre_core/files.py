"""Files that are written whole or not at all."""

import secrets
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["whole", "write_whole"]


@contextmanager
def whole(path: Path) -> Generator[Path]:
    """A neighbour to write to, which takes the name of ``path`` in one step at the end.

    Whoever reads ``path`` meanwhile finds what was there before; if anything fails, that stays. Raises
    OSError.
    """
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        yield new
        new.replace(path)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a text in UTF-8, as ``whole`` does."""
    with whole(path) as new:
        new.write_text(text, encoding="utf-8")
