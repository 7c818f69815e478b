"""Charts of the learned words: a map of many, and how one of them leans."""

from html import escape
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from genre_core.genres import GENRES
from genre_core.prediction.words import FloatArray
from pages.parts.charts import FONT, TEXT
from pages.parts.colours import colours_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = [
    "MAP_PIXELS",
    "leaning_chart",
    "leaning_pixels",
    "vector_cells",
    "vectors_chart",
    "word_map_chart",
    "written_words",
]

MAP_PIXELS = 760
"""Height of ``word_map_chart``."""

_ROW_PIXELS, _AXIS_PIXELS = 25, 82
_FONT_SIZE = 14
_SHOWN_NUMBERS = 32
# Room that a word takes on the map, where both axes go from -1 to 1: no other is written there.
_LETTER_WIDE, _LETTER_HIGH = 0.017, 0.05
_SYMBOLS = ("circle", "square", "diamond", "cross", "triangle-up", "star")


def leaning_chart(rows: pd.DataFrame) -> alt.LayerChart:
    """A row a genre of ``genre, alone, empty, gain``: a bar for ``alone``, a mark at ``empty``."""
    labelled = rows.assign(label=rows["alone"].map("{:.2f}".format))
    scale = alt.Scale(domain=[0, 1], rangeMax=alt.ExprRef("width - 46"))
    axis = alt.Axis(
        values=[0, 0.5, 1],
        format=".1f",
        orient="top",
        ticks=False,
        domain=False,
        labelFontSize=13,
        labelColor=TEXT,
        titleColor=TEXT,
    )
    base = alt.Chart(labelled).encode(
        y=alt.Y(
            "genre:N",
            sort=None,
            title=None,
            axis=alt.Axis(
                ticks=False,
                domain=False,
                labelFontSize=_FONT_SIZE,
                labelColor=TEXT,
                labelLimit=150,
                labelPadding=8,
            ),
        ),
        tooltip=[
            alt.Tooltip("genre:N"),
            alt.Tooltip("alone:Q", format=".2f", title="score of the word alone"),
            alt.Tooltip("empty:Q", format=".2f", title="score of an empty text"),
        ],
    )
    x = alt.X("alone:Q", title="score", scale=scale, axis=axis)
    colours = alt.Scale(domain=list(GENRES), range=colours_of())
    bars = base.mark_bar(height=_ROW_PIXELS - 9).encode(
        x=x, color=alt.Color("genre:N", scale=colours, legend=None)
    )
    empty = base.mark_tick(thickness=3, size=_ROW_PIXELS - 3, color=TEXT, opacity=1).encode(
        x=alt.X("empty:Q", scale=scale)
    )
    style = {"align": "left", "dx": 7, "color": TEXT, "font": FONT, "fontSize": _FONT_SIZE}
    numbers = base.mark_text(**style).encode(x=alt.X("label_at:Q", scale=scale), text="label:N")
    numbers.data = labelled.assign(label_at=labelled[["alone", "empty"]].max(axis="columns"))
    chart = alt.LayerChart(layer=[bars, empty, numbers])
    return chart.properties(height=alt.Step(_ROW_PIXELS)).configure_view(strokeWidth=0)


def leaning_pixels(n_genres: int) -> int:
    """Height of ``leaning_chart``."""
    return _ROW_PIXELS * n_genres + _AXIS_PIXELS


def vector_cells(words: list[str], vectors: FloatArray) -> pd.DataFrame:
    """``word, number, value``: a row for each of the first numbers of each word's vector."""
    shown = vectors[:, :_SHOWN_NUMBERS]
    return pd.DataFrame(
        {
            "word": np.repeat([f"{n} {word}" for n, word in enumerate(words, 1)], shown.shape[1]),
            "number": np.tile(np.arange(1, shown.shape[1] + 1), len(words)),
            "value": shown.ravel(),
        }
    )


def vectors_chart(cells: pd.DataFrame, n_words: int) -> alt.Chart:
    """A row of coloured squares for each word of ``word, number, value``."""
    far = float(cells["value"].abs().max()) or 1.0
    axis = {"ticks": False, "domain": False, "labelColor": TEXT, "labelFontSize": _FONT_SIZE}
    colours = alt.Scale(
        domain=[-far, 0, far], range=["#8A4B08", "#F1F4F8", "#0B4F9E"], interpolate="rgb"
    )
    chart = alt.Chart(cells).mark_rect(stroke="#8793A3", strokeWidth=0.3)
    return chart.encode(
        x=alt.X("number:O", title=None, axis=alt.Axis(**axis, labels=False)),
        y=alt.Y(
            "word:N",
            sort=None,
            title=None,
            axis=alt.Axis(**axis, labelLimit=150, labelOverlap=False),
        ),
        color=alt.Color("value:Q", scale=colours, legend=None),
        tooltip=["word:N", "number:O", alt.Tooltip("value:Q", format=".2f")],
    ).properties(height=22 * n_words)


def word_map_chart(words: pd.DataFrame, chosen: str) -> "Figure":
    """A point a word of ``word, genre, alone, empty, x, y``, by colour and shape of its genre.

    The chosen word is written beside its point, then as many of the first as find room.
    """
    from plotly import graph_objects as go  # Slow to load, and needed on few parts of the page.

    figure = go.Figure()
    named = written_words(words, chosen)
    present = [genre for genre in GENRES if (words["genre"] == genre).any()]
    others = sorted(set(words["genre"]) - set(GENRES))
    for number, genre in enumerate([*present, *others]):
        rows = words[words["genre"] == genre]
        figure.add_scatter(
            x=rows["x"],
            y=rows["y"],
            mode="markers+text",
            name=escape(genre),  # Plotly takes some HTML, links among it, for markup.
            text=[escape(word) if word in named else "" for word in rows["word"]],
            textposition="top center",
            textfont={"size": 14},
            customdata=rows[["word", "alone", "empty"]].assign(
                shown=rows["word"].map(escape), genre=escape(genre)
            ),
            hovertemplate=(
                "<b>%{customdata[3]}</b><br>alone, %{customdata[4]} gets %{customdata[1]:.2f}"
                "<br>an empty text %{customdata[2]:.2f}<extra></extra>"
            ),
            marker={
                "size": 10,
                "color": colours_of([genre])[0],
                "symbol": _SYMBOLS[number % len(_SYMBOLS)],
            },
        )
    here = words[words["word"] == chosen]
    figure.add_scatter(
        x=here["x"],
        y=here["y"],
        mode="markers",
        hoverinfo="skip",
        showlegend=False,
        marker={"size": 24, "symbol": "circle-open", "color": "#8793A3", "line": {"width": 3}},
    )
    axis = {"visible": False, "showgrid": False, "zeroline": False}
    figure.update_layout(
        height=MAP_PIXELS,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        xaxis={**axis, "range": [-1.08, 1.08]},
        yaxis={**axis, "range": [-1.08, 1.08]},
        legend={"orientation": "h", "y": -0.01, "yanchor": "top", "font": {"size": 13}},
        dragmode=False,
    )
    return figure


def written_words(words: pd.DataFrame, chosen: str) -> set[str]:
    """Words of ``word, x, y`` to write on the map: the chosen one, then the first that find room."""
    first = words["word"] == chosen
    ordered = pd.concat([words[first], words[~first]])
    written: list[tuple[str, float, float, float]] = []
    for word, x, y in ordered[["word", "x", "y"]].itertuples(index=False, name=None):
        half = len(word) * _LETTER_WIDE / 2
        if all(
            abs(x - other_x) > half + other_half or abs(y - other_y) > _LETTER_HIGH
            for _, other_x, other_y, other_half in written
        ):
            written.append((word, x, y, half))
    return {word for word, *_ in written}
