"""A link that opens the page, with the plot in it only when one asks for that."""

from collections.abc import Mapping
from urllib.parse import urlencode

from genre_core.errors import PlotError
from genre_core.limits import MAX_SHARED_CHARACTERS

__all__ = ["check_shared", "share_link"]


def check_shared(plot: str) -> str:
    """The plot, when a link may hold it; raises PlotError for one that is too long or empty."""
    if not plot.strip():
        raise PlotError("A link can hold a plot of one word or more, and this one is empty.")
    if len(plot) > MAX_SHARED_CHARACTERS:
        raise PlotError(
            f"A link can hold a plot of {MAX_SHARED_CHARACTERS:,} characters, and this one has "
            f"{len(plot):,}. Shorten it, or send the text by other means."
        )
    return plot


def share_link(address: str, settings: Mapping[str, str], plot: str | None = None) -> str:
    """The address with the page's settings behind it, and the plot where one is given; PlotError."""
    kept = {name: value for name, value in settings.items() if name != "plot"}
    if plot is not None:
        kept["plot"] = check_shared(plot).encode("utf-8", "replace").decode("utf-8")
    bare = address.split("?", maxsplit=1)[0]
    return f"{bare}?{urlencode(kept)}" if kept else bare
