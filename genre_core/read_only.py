"""Read-only: a server that strangers may open shows all it has, and takes nothing from them."""

import os

from genre_core.errors import PlotlineError

__all__ = ["READ_ONLY", "READ_ONLY_VARIABLE", "is_read_only", "refuse_where_read_only"]

READ_ONLY_VARIABLE = "PLOTLINE_READ_ONLY"
"""Environment variable that makes a server read-only: anything but nothing, 0, no, off and false."""

READ_ONLY = (
    "This server is read-only, as strangers may open it: it takes no files, and nobody can train, stop or "
    "delete runs here. To do that, run Plotline on a machine of your own."
)
"""What is off, why, and the next step."""

_OFF = ("", "0", "no", "off", "false")


def is_read_only() -> bool:
    """Whether this process only shows."""
    return os.environ.get(READ_ONLY_VARIABLE, "").strip().casefold() not in _OFF


def refuse_where_read_only(error: type[PlotlineError]) -> None:
    """To be called first by whatever takes a file or changes a run: raises ``error``."""
    if is_read_only():
        raise error(READ_ONLY)
