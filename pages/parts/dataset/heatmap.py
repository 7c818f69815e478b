"""Which genres go together, as a map of pairs."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from genre_core.genres import GENRES

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["ENOUGH_FILMS", "MAP_PIXELS", "together_map"]

ENOUGH_FILMS = 5
"""Where chance would bring fewer films than this, a lift says little."""

MAP_PIXELS = 720
"""Height of the map."""

_MOST_DOUBLINGS = 3  # Colours end at 8 times as often, or an eighth.
_COLOURS = [[0, "#8A4B08"], [0.5, "#F1F4F8"], [1, "#0B4F9E"]]


def together_map(pairs: pd.DataFrame) -> "Figure":
    """A square a pair of ``genre, other, both, expected, lift``; counts when pointed at."""
    from plotly import graph_objects as go  # Slow to load, and needed here alone.

    lift = _square(pairs, "lift")
    with np.errstate(divide="ignore"):
        doublings = np.clip(np.log2(lift), -_MOST_DOUBLINGS, _MOST_DOUBLINGS)
    figure = go.Figure(
        go.Heatmap(
            z=doublings,
            x=list(GENRES),
            y=list(GENRES),
            zmin=-_MOST_DOUBLINGS,
            zmax=_MOST_DOUBLINGS,
            colorscale=_COLOURS,
            text=_rounded(lift),
            texttemplate="%{text}",
            customdata=_sentences(pairs),
            hovertemplate="%{customdata}<extra></extra>",
            hoverongaps=False,
            xgap=1,
            ygap=1,
            colorbar={
                "orientation": "h",
                "y": -0.22,
                "yanchor": "top",
                "thickness": 14,
                "title": {"text": "times as often as by chance", "side": "top"},
                "tickvals": [-3, -2, -1, 0, 1, 2, 3],
                "ticktext": ["⅛", "¼", "½", "1", "2", "4", "8"],
            },
        )
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(tickangle=-60, dtick=1, tickfont={"size": 12}, showgrid=False)
    figure.update_layout(
        height=MAP_PIXELS,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        font={"size": 13},
        dragmode=False,
    )
    return figure


def _square(pairs: pd.DataFrame, column: str) -> np.ndarray:
    """``(n_genres, n_genres)``, a row a genre; NaN on the diagonal."""
    table = pairs.pivot(index="genre", columns="other", values=column)
    return table.reindex(index=list(GENRES), columns=list(GENRES)).to_numpy(dtype=np.float64)


def _rounded(lift: np.ndarray) -> list[list[str]]:
    return [["" if np.isnan(value) else f"{value:.1f}" for value in row] for row in lift]


def _sentences(pairs: pd.DataFrame) -> list[list[str]]:
    """What the mouse is told of each square."""
    said = {(row.genre, row.other): _sentence(row) for row in pairs.itertuples()}
    return [[said.get((genre, other), "") for other in GENRES] for genre in GENRES]


def _sentence(row: Any) -> str:
    few = "" if row.expected >= ENOUGH_FILMS else "<br>few films: chance alone can do this"
    return (
        f"<b>{row.genre} and {row.other}</b><br>{row.both:,} of the films have both"
        f"<br>chance would bring {row.expected:,.1f}<br>{row.lift:.1f} times as often{few}"
    )
