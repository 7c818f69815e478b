"""The charts of a run: made once and filled anew each second, so that nothing flickers as they grow."""

from collections.abc import Sequence
from functools import lru_cache

import altair as alt
import pandas as pd

from pages.parts.charts import BACKGROUND, FONT, TEXT, Spec, filled, rows_of, spec_of
from pages.parts.colours import colours_of
from pages.parts.thresholds.drawing import GREY, UNIT, axis_of
from pages.parts.train.marks import (
    SHAPES,
    best_marker,
    epoch_lines,
    epoch_x,
    level_lines,
    told_apart,
)

__all__ = [
    "CHART_PIXELS",
    "bars_pixels",
    "compare_chart",
    "f1_chart",
    "genre_bars",
    "genre_lines",
    "loss_chart",
]

CHART_PIXELS = 340
_BAR_PIXELS, _AXIS_PIXELS = 24, 44

_GUESS = "without reading"
_EACH, _SMOOTH, _TRAINING, _VALIDATION = (
    "each batch",
    "batches, smoothed",
    "training, per epoch",
    "validation, per epoch",
)
# 3:1 or more on the light and on the dark background, the raw line excepted, which the smoothed one
# repeats; symbols tell the two lines of epochs apart as well.
_BLUE, _ORANGE, _PURPLE = "#2B6CB8", "#C2560B", "#9A55CF"
_RUN_COLOURS = (_BLUE, _ORANGE, _PURPLE, "#127A6B", "#C13B47", "#7B6C00")
_EMPTY_EPOCHS = pd.DataFrame({"epoch": [], "value": [], "line": []})


def loss_chart(
    batches: pd.DataFrame,
    epochs: pd.DataFrame,
    best: int | None,
    n_epochs: int,
    *,
    guess: float | None,
    log: bool,
) -> Spec:
    """The loss over the epochs.

    ``batches``: epoch, loss, smooth. ``epochs``: epoch, loss, val_loss. ``best``: the best epoch.
    ``guess``: the loss of one who has not read the plots.
    """
    raw = batches.rename(columns={"loss": "value"})[["epoch", "value"]]
    smooth = batches.rename(columns={"smooth": "value"})[["epoch", "value"]]
    lines = {"loss": _TRAINING, "val_loss": _VALIDATION}
    return filled(
        _loss_spec(n_epochs, log),
        {
            "raw": raw.assign(line=_EACH),
            "smooth": smooth.assign(line=_SMOOTH),
            # Before the first epoch a point on the smoothed line: an axis wants a value.
            "epochs": _long(epochs, lines) if len(epochs) else smooth.assign(line=_SMOOTH).head(1),
            "levels": _levels({_GUESS: guess}, ".2f"),
            "best": _marker(best, n_epochs),
        },
    )


def f1_chart(epochs: pd.DataFrame, best: int | None, n_epochs: int, guess: float | None) -> Spec:
    """Micro- and macro-F1 of ``epochs``: epoch, val_micro_f1, val_macro_f1; naming nothing is 0.

    ``guess``: the micro-F1 of one who has not read the plots.
    """
    lines = {"val_micro_f1": "micro-F1", "val_macro_f1": "macro-F1"}
    levels = _levels({"naming nothing": 0.0, _GUESS: guess}, ".2g")
    return filled(
        _f1_spec(n_epochs),
        {"epochs": _long(epochs, lines), "levels": levels, "best": _marker(best, n_epochs)},
    )


def genre_bars(values: pd.DataFrame, what: str) -> Spec:
    """A bar a genre of ``genre, value, before``, in their order; a tick shows the epoch before."""
    rows = values.assign(
        label=values["value"].map("{:.2f}".format),
        label_at=values[["value", "before"]].max(axis="columns"),
    )
    return filled(_bars_spec(tuple(values["genre"]), what), {"bars": rows})


def bars_pixels(n_genres: int) -> int:
    """Height of a chart with a bar a genre."""
    return _BAR_PIXELS * n_genres + _AXIS_PIXELS


def genre_lines(values: pd.DataFrame, genres: Sequence[str], n_epochs: int) -> Spec:
    """A line a genre of ``epoch, genre, f1``, told apart by symbols as well."""
    lines = values.rename(columns={"genre": "line", "f1": "value"})
    return filled(_lines_spec(tuple(genres), n_epochs), {"epochs": lines})


def compare_chart(
    raw: pd.DataFrame,
    lines: pd.DataFrame,
    runs: Sequence[str],
    n_epochs: int,
    measure: str,
    *,
    log: bool,
) -> Spec:
    """A line a run of ``epoch, value, line``, over its raw values, which are faint."""
    many = len(lines) > len(runs) * n_epochs  # batches, on which symbols would hide the line
    spec = _compare_spec(tuple(runs), n_epochs, measure, log, not many)
    return filled(spec, {"raw": raw, "epochs": lines, "ends": lines.groupby("line").tail(1)})


def _long(epochs: pd.DataFrame, lines: dict[str, str]) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"epoch": epochs["epoch"], "value": epochs[column], "line": line})
        for column, line in lines.items()
        if len(epochs)
    ]
    return pd.concat(parts, ignore_index=True) if parts else _EMPTY_EPOCHS


def _levels(levels: dict[str, float | None], form: str) -> pd.DataFrame:
    rows = [(v, f"{name}: {v:{form}}") for name, v in levels.items() if v is not None]
    return pd.DataFrame(rows, columns=["value", "label"])


def _marker(best: int | None, n_epochs: int) -> pd.DataFrame:
    rows = [] if best is None else [(best, f"best: epoch {best}", best > n_epochs / 2)]
    return pd.DataFrame(rows, columns=["epoch", "label", "right"])


@lru_cache(maxsize=32)
def _loss_spec(n_epochs: int, log: bool) -> Spec:
    colour, shape = told_apart(
        [_EACH, _SMOOTH, _TRAINING, _VALIDATION],
        [GREY, _PURPLE, _BLUE, _ORANGE],
        ["stroke", "stroke", *SHAPES[:2]],
    )
    scale = alt.Scale(type="log" if log else "linear", zero=False, nice=True)
    y = alt.Y("value:Q", title="loss", scale=scale, axis=axis_of("~r" if log else ".2~f"))
    x = epoch_x(n_epochs)
    raw = rows_of("raw").mark_line(strokeWidth=1, opacity=0.45)
    smooth = rows_of("smooth").mark_line(strokeWidth=3)
    return spec_of(
        [
            *level_lines(y, "right"),  # a loss falls from the left
            raw.encode(x=x, y=y, color=colour),
            smooth.encode(x=x, y=y, color=colour),
            *epoch_lines(x, y, colour, shape),
            *best_marker(x),
        ],
        CHART_PIXELS,
    )


@lru_cache(maxsize=32)
def _f1_spec(n_epochs: int) -> Spec:
    colour, shape = told_apart(["micro-F1", "macro-F1"], [_BLUE, _ORANGE], SHAPES[:2])
    x, y = epoch_x(n_epochs), alt.Y("value:Q", title="F1", scale=UNIT, axis=axis_of(".1f"))
    return spec_of(
        [*level_lines(y), *epoch_lines(x, y, colour, shape), *best_marker(x)], CHART_PIXELS
    )


@lru_cache(maxsize=64)
def _bars_spec(genres: tuple[str, ...], what: str) -> Spec:
    base = rows_of("bars").encode(
        y=alt.Y(
            "genre:N",
            scale=alt.Scale(domain=list(genres)),
            title=None,
            axis=axis_of(
                "", labelFontSize=14, labelLimit=130, grid=False, labelOverlap=False, labelPadding=6
            ),
        ),
        tooltip=[
            alt.Tooltip("genre:N"),
            alt.Tooltip("value:Q", format=".3f", title=what),
            alt.Tooltip("before:Q", format=".3f", title="one epoch before"),
        ],
    )
    room = alt.Scale(domain=[0, 1], rangeMax=alt.ExprRef("width - 44"))
    x = alt.X(
        "value:Q", title=what, scale=room, axis=axis_of(".1f", values=[0, 0.5, 1], orient="top")
    )
    colours = alt.Scale(domain=list(genres), range=colours_of(genres))
    bars = base.mark_bar(height=_BAR_PIXELS - 8).encode(
        x=x, color=alt.Color("genre:N", scale=colours, legend=None)
    )
    ticks = [
        base.mark_tick(thickness=width, size=_BAR_PIXELS - 4, color=colour, opacity=1).encode(
            x=alt.X("before:Q", scale=room)
        )
        for width, colour in ((5, BACKGROUND), (2, TEXT))
    ]
    text = base.mark_text(align="left", dx=8, fontSize=13, font=FONT, color=TEXT)
    numbers = text.encode(x=alt.X("label_at:Q", scale=room), text="label:N")
    return spec_of([bars, *ticks, numbers], bars_pixels(len(genres)))


@lru_cache(maxsize=64)
def _lines_spec(genres: tuple[str, ...], n_epochs: int) -> Spec:
    colour, shape = told_apart(genres, colours_of(genres), SHAPES[: len(genres)])
    y = alt.Y("value:Q", title="F1", scale=UNIT, axis=axis_of(".1f"))
    return spec_of(epoch_lines(epoch_x(n_epochs), y, colour, shape), CHART_PIXELS)


@lru_cache(maxsize=32)
def _compare_spec(
    runs: tuple[str, ...], n_epochs: int, measure: str, log: bool, with_points: bool
) -> Spec:
    colour, shape = told_apart(runs, _RUN_COLOURS[: len(runs)], SHAPES[: len(runs)], columns=1)
    scale = alt.Scale(type="log" if log else "linear", zero=False)
    y = alt.Y("value:Q", title=measure, scale=scale, axis=axis_of("~r" if log else ".2~f"))
    x = epoch_x(n_epochs)
    raw = rows_of("raw").mark_line(strokeWidth=1, opacity=0.3).encode(x=x, y=y, color=colour)
    line, points = epoch_lines(x, y, colour, shape)
    ends = rows_of("ends").mark_point(filled=True, size=90, opacity=1)
    ends = ends.encode(x=x, y=y, color=colour, shape=shape)
    return spec_of([raw, line, points if with_points else ends], CHART_PIXELS)
