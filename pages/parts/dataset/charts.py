"""Charts of a corpus: a frame in, a chart out."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from genre_core.genres import GENRES
from pages.parts.charts import Spec, filled, rows_of, spec_of
from pages.parts.colours import colours_of

__all__ = [
    "BARS_PIXELS",
    "LINES_PIXELS",
    "bars_chart",
    "countries_chart",
    "decades_chart",
    "genres_chart",
    "lengths_chart",
    "rows_pixels",
    "splits_chart",
    "splits_pixels",
    "words_chart",
]

GENRE_CLICK = "clicked_genre"

BARS_PIXELS, LINES_PIXELS = 220, 320
"""Heights of charts with upright bars, and of the one with lines."""

_ROW_PIXELS, _MARGIN_PIXELS, _HEAD_PIXELS = 25, 20, 101
_FONT_SIZE = 14
_TEXT = alt.ExprRef("luminance(background) < 0.5 ? '#E8ECF1' : '#1B2430'")
_BLUE = "#2B6CB8"
_GENRE_SCALE = alt.Scale(domain=list(GENRES), range=colours_of())


def genres_chart(counts: pd.DataFrame, chosen: str) -> Spec:
    """A bar a genre of ``genre, films, share``, which can be clicked; the chosen one is marked."""
    marks = {True: "  ← chosen", False: ""}
    rows = counts.assign(
        label=counts["films"].map("{:,}".format) + (counts["genre"] == chosen).map(marks)
    )
    return filled(_genres_spec(), {"genres": rows})


@cache
def _genres_spec() -> Spec:
    click = alt.selection_point(name=GENRE_CLICK, fields=["genre"], on="click", toggle=False)
    base = rows_of("genres").encode(
        y=_rows_of("genre:N"),
        x=_bar_length("films:Q"),
        tooltip=[
            alt.Tooltip("genre:N"),
            alt.Tooltip("films:Q", format=","),
            alt.Tooltip("share:Q", format=".1%", title="of all films"),
        ],
    )
    bars = base.mark_bar(height=_ROW_PIXELS - 7, cursor="pointer").encode(
        color=alt.Color("genre:N", scale=_GENRE_SCALE, legend=None)
    )
    numbers = base.mark_text(**_beside()).encode(text="label:N")
    return spec_of([bars.add_params(click), numbers], alt.Step(_ROW_PIXELS))


def bars_chart(rows: pd.DataFrame, x: str, y: str, title: str) -> Spec:
    """Upright bars of a few whole numbers ``x``, with ``y`` written above."""
    return filled(_bars_spec(x, y, title), {"bars": rows})


@cache
def _bars_spec(x: str, y: str, title: str) -> Spec:
    base = rows_of("bars").encode(
        x=alt.X(f"{x}:O", title=title, axis=_axis(labelAngle=0)),
        y=alt.Y(f"{y}:Q", axis=None),
        tooltip=[alt.Tooltip(f"{x}:O", title=title), alt.Tooltip(f"{y}:Q", format=",")],
    )
    text = base.mark_text(dy=-9, color=_TEXT, fontSize=_FONT_SIZE)
    numbers = text.encode(text=alt.Text(f"{y}:Q", format=","))
    return spec_of([base.mark_bar(color=_BLUE), numbers], BARS_PIXELS)


def lengths_chart(bins: pd.DataFrame) -> Spec:
    """A bar a bin of ``first, last, plots``."""
    rows = bins.assign(end=bins["first"] + _bin_width(bins))
    return filled(_lengths_spec(), {"bins": rows})


@cache
def _lengths_spec() -> Spec:
    bars = rows_of("bins").mark_bar(color=_BLUE, binSpacing=1)
    chart = bars.encode(
        x=alt.X("first:Q", title="words in a plot", axis=_axis(), scale=alt.Scale(zero=False)).bin(
            "binned"
        ),
        x2="end:Q",
        y=alt.Y("plots:Q", title="plots", axis=_axis(tickCount=4)),
        tooltip=[
            alt.Tooltip("first:Q", title="from, words", format=","),
            alt.Tooltip("last:Q", title="to, words", format=","),
            alt.Tooltip("plots:Q", format=","),
        ],
    )
    return chart.properties(height=BARS_PIXELS).to_dict()


def words_chart(words: pd.DataFrame, genre: str) -> alt.LayerChart:
    """A bar a word of ``word, z, inside, outside, share_inside, share_outside``, best first."""
    rows = words.assign(
        label=(100 * words["share_inside"]).map("{:.1f}".format)
        + " against "
        + (100 * words["share_outside"]).map("{:.1f}".format)
    )
    base = alt.Chart(rows).encode(
        y=_rows_of("word:N"),
        x=alt.X("z:Q", axis=None, scale=alt.Scale(rangeMax=alt.ExprRef("width - 130"))),
        tooltip=[
            alt.Tooltip("word:N"),
            alt.Tooltip("inside:Q", format=",", title="plots of the genre"),
            alt.Tooltip("outside:Q", format=",", title="other plots"),
            alt.Tooltip("z:Q", format=".1f", title="how sure (z)"),
        ],
    )
    bars = base.mark_bar(height=_ROW_PIXELS - 7, color=colours_of([genre])[0])
    return _layered(bars, base.mark_text(**_beside()).encode(text="label:N"))


def decades_chart(rows: pd.DataFrame) -> alt.LayerChart:
    """A line a genre of ``group, genre, films, of, share``, told apart by shape as well."""
    genres = list(dict.fromkeys(rows["genre"]))
    legend = _legend()
    colours = alt.Scale(domain=genres, range=colours_of(genres))
    base = alt.Chart(rows).encode(
        x=alt.X("group:O", title="decade", axis=_axis(labelAngle=-45)),
        y=alt.Y("share:Q", title="of the decade's films", axis=_axis(format="%", tickCount=5)),
        color=alt.Color("genre:N", scale=colours, legend=legend),
        tooltip=[
            alt.Tooltip("genre:N"),
            alt.Tooltip("group:O", title="decade"),
            alt.Tooltip("films:Q", format=","),
            alt.Tooltip("of:Q", format=",", title="of so many films"),
            alt.Tooltip("share:Q", format=".0%"),
        ],
    )
    shapes = alt.Shape("genre:N", scale=alt.Scale(domain=genres), legend=legend)
    points = base.mark_point(filled=True, size=90, opacity=1).encode(shape=shapes)
    return _layered(base.mark_line(strokeWidth=2.5), points).properties(height=LINES_PIXELS)


def countries_chart(rows: pd.DataFrame, genre: str) -> alt.LayerChart:
    """A bar a country of ``group, films, of, share``: how many of its films have the genre."""
    labels = rows["films"].map("{:,}".format) + " of " + rows["of"].map("{:,}".format)
    base = alt.Chart(rows.assign(label=labels)).encode(
        y=_rows_of("group:N"),
        x=_bar_length("share:Q"),
        tooltip=[
            alt.Tooltip("group:N", title="country"),
            alt.Tooltip("films:Q", format=","),
            alt.Tooltip("of:Q", format=",", title="of so many films"),
            alt.Tooltip("share:Q", format=".0%"),
        ],
    )
    bars = base.mark_bar(height=_ROW_PIXELS - 7, color=colours_of([genre])[0])
    return _layered(bars, base.mark_text(**_beside()).encode(text="label:N"))


def splits_chart(rows: pd.DataFrame) -> alt.LayerChart:
    """A row a genre and a mark a split of ``group, genre, films, of, share``: how far they differ."""
    order = rows.groupby("genre")["share"].max().sort_values(ascending=False).index.tolist()
    splits = ["train", "validation", "test"]
    base = alt.Chart(rows).encode(y=_rows_of("genre:N", order))
    x = alt.X("share:Q", title="of the split's films", axis=_axis(format="%", orient="top"))
    legend = _legend()
    marks = base.mark_point(filled=True, size=110, opacity=0.9).encode(
        x=x,
        color=alt.Color(
            "group:N",
            scale=alt.Scale(domain=splits, range=["#2B6CB8", "#B0662A", "#7A5BC0"]),
            legend=legend,
        ),
        shape=alt.Shape(
            "group:N",
            scale=alt.Scale(domain=splits, range=["circle", "square", "triangle-up"]),
            legend=legend,
        ),
        tooltip=[
            alt.Tooltip("genre:N"),
            alt.Tooltip("group:N", title="split"),
            alt.Tooltip("films:Q", format=","),
            alt.Tooltip("of:Q", format=",", title="of so many films"),
            alt.Tooltip("share:Q", format=".1%"),
        ],
    )
    span = base.mark_rule(color="#8793A3").encode(x="min(share):Q", x2="max(share):Q")
    return _layered(span, marks)


def rows_pixels(n_rows: int) -> int:
    """Height of a chart with a bar a row."""
    return _ROW_PIXELS * n_rows + _MARGIN_PIXELS


def splits_pixels(n_genres: int) -> int:
    """Height of ``splits_chart``, which has an axis and a legend above its rows."""
    return rows_pixels(n_genres) + _HEAD_PIXELS


def _rows_of(field: str, order: list[str] | None = None) -> alt.Y:
    return alt.Y(field, sort=order, title=None, axis=_axis(labelLimit=150))


def _bar_length(field: str) -> alt.X:
    """No axis: the number stands beside the bar, in the room that is left for it."""
    return alt.X(field, axis=None, scale=alt.Scale(rangeMax=alt.ExprRef("width - 90")))


def _beside() -> dict[str, Any]:
    return {"align": "left", "dx": 6, "color": _TEXT, "fontSize": _FONT_SIZE}


def _axis(**settings: Any) -> alt.Axis:
    return alt.Axis(
        ticks=False,
        labelFlush=False,
        domain=False,
        labelFontSize=_FONT_SIZE,
        labelColor=_TEXT,
        titleColor=_TEXT,
        titleFontSize=_FONT_SIZE,
        labelPadding=6,
        **settings,
    )


def _legend() -> alt.Legend:
    return alt.Legend(
        title=None, orient="top", labelFontSize=_FONT_SIZE, labelColor=_TEXT, symbolSize=110
    )


def _bin_width(bins: pd.DataFrame) -> int:
    return int(bins["first"].iloc[1] - bins["first"].iloc[0]) if len(bins) > 1 else 1


def _layered(*layers: alt.Chart) -> alt.LayerChart:
    chart = alt.LayerChart(layer=list(layers))
    return chart.properties(height=alt.Step(_ROW_PIXELS)).configure_view(strokeWidth=0)
