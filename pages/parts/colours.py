"""One colour for each genre, the same on every page."""

from genre_core.genres import GENRES

__all__ = ["GENRE_COLOURS", "colours_of"]

# Eighteen hues in steps of 20 degrees, neighbours apart in lightness, each 3:1 or more on the light
# and on the dark background. No chart tells genres apart by colour alone.
GENRE_COLOURS: dict[str, str] = {
    "Action": "#E76738",
    "Adventure": "#247D02",
    "Animation": "#027690",
    "Comedy": "#B88514",
    "Crime": "#8081F6",
    "Documentary": "#127A6B",
    "Drama": "#2B69CE",
    "Family": "#0DA26B",
    "Fantasy": "#C16DD4",
    "History": "#7B6C00",
    "Horror": "#C13B47",
    "Music": "#139DA4",
    "Mystery": "#8253C4",
    "Romance": "#E46090",
    "Science Fiction": "#0A96DB",
    "Thriller": "#AF4191",
    "War": "#819806",
    "Western": "#A25A05",
}

_OTHER = "#8793A3"  # A genre of a stranger's bundle.


def colours_of(genres: tuple[str, ...] | list[str] = GENRES) -> list[str]:
    """The colours of these genres, in their order."""
    return [GENRE_COLOURS.get(genre, _OTHER) for genre in genres]
