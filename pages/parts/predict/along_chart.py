"""The scores after each word as lines, played in the browser: no round trip to the server."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from genre_core.prediction.read_along import ReadAlong
from pages.parts.charts import BACKGROUND, FONT, TEXT
from pages.parts.colours import colours_of

__all__ = ["along_chart", "along_frame"]

Spec = dict[str, Any]

STEP, PLAYING = "along_step", "along_playing"
"""Parameters of the chart: the step that is shown, and whether it moves on by itself."""

_HEIGHT, _LABEL_PIXELS, _LABEL_GAP = 300, 150, 0.075
_MILLISECONDS = 160
_CONTEXT_CHARACTERS = 70
_X = alt.Scale(nice=False, zero=False, rangeMax=alt.ExprRef(f"width - {_LABEL_PIXELS}"))
_UNIT = alt.Scale(domain=[0, 1])
_DASHES = [[1, 0], [8, 3], [2, 2], [8, 3, 2, 3], [4, 4]]


def along_frame(
    along: ReadAlong, tokens: list[str], genres: tuple[str, ...], n_lines: int
) -> pd.DataFrame:
    """``step, words_read, word`` and a column of scores for each leading genre, best first."""
    frame = pd.DataFrame(
        {
            "step": np.arange(1, len(along.n_words) + 1),
            "words_read": along.n_words,
            "word": [tokens[n - 1] for n in along.n_words],
        }
    )
    for genre in along.leading(n_lines):
        frame[genres[genre]] = along.scores[:, genre].astype(float)
    return frame


def along_chart(frame: pd.DataFrame, tokens: list[str]) -> Spec:
    """Lines over the words of ``along_frame``, with a slider and a play box in the browser."""
    genres = list(frame.columns[3:])
    lines = frame.melt(["step", "words_read"], genres, "genre", "score")
    colour = alt.Color(
        "genre:N", scale=alt.Scale(domain=genres, range=colours_of(genres)), legend=None
    )
    dash = alt.StrokeDash(
        "genre:N", scale=alt.Scale(domain=genres, range=_DASHES[: len(genres)]), legend=None
    )
    x = alt.X(
        "words_read:Q",
        title="words read",
        scale=_X,
        axis=alt.Axis(
            grid=False, tickMinStep=1, tickCount=12, format="d", labelFontSize=13, titleFontSize=13
        ),
    )
    y = alt.Y(
        "score:Q",
        title="score",
        scale=_UNIT,
        axis=alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format=".2f"),
    )
    rows = alt.Chart(lines).encode(x=x, y=y, color=colour)
    now = f"datum.step == {STEP}"
    layers = [
        rows.mark_line(strokeWidth=2, opacity=0.25).encode(strokeDash=dash),
        rows.transform_filter(f"datum.step <= {STEP}")
        .mark_line(strokeWidth=3)
        .encode(strokeDash=dash),
        rows.transform_filter(now).mark_point(filled=True, size=90, opacity=1),
        *_labels(frame, genres, colour),
        *_reading_head(frame, tokens, x, now),
        _strips(frame, genres),
    ]
    spec = alt.LayerChart(layer=layers).properties(height=_HEIGHT).to_dict()
    return {**spec, "params": [*spec.get("params", []), *_player(len(frame))]}


def _player(n_steps: int) -> list[Spec]:
    """A slider, and a box that moves it on to the end; ticked once more, it starts over."""
    slider = {"input": "range", "min": 1, "max": n_steps, "step": 1, "name": "Step "}
    timer = {"type": "timer", "throttle": _MILLISECONDS}
    return [
        {
            "name": PLAYING,
            "value": False,
            "bind": {"input": "checkbox", "name": "Play "},
        },
        {
            "name": STEP,
            "value": n_steps,
            "bind": slider,
            "on": [
                {
                    "events": {"signal": PLAYING},
                    "update": f"{PLAYING} && {STEP} >= {n_steps} ? 1 : {STEP}",
                },
                {
                    "events": timer,
                    "update": f"{PLAYING} ? min({STEP} + 1, {n_steps}) : {STEP}",
                },
            ],
        },
    ]


def _labels(frame: pd.DataFrame, genres: list[str], colour: alt.Color) -> list[alt.Chart]:
    """The genre and its last score at the end of each line, kept apart from each other."""
    last = frame.iloc[-1]
    ends = pd.DataFrame(
        {
            "genre": genres,
            "label": [f"{genre} {last[genre]:.2f}" for genre in genres],
            "at": _apart([float(last[genre]) for genre in genres]),
        }
    )
    style: dict[str, Any] = {"align": "left", "dx": 8, "fontSize": 14, "font": FONT}
    rows = alt.Chart(ends).encode(
        x=alt.value(alt.ExprRef(f"width - {_LABEL_PIXELS}")),
        y=alt.Y("at:Q", scale=_UNIT),
    )
    dots = rows.mark_point(filled=True, size=40, dx=4, opacity=1).encode(color=colour)
    return [
        dots,
        rows.mark_text(**style, color=TEXT, limit=_LABEL_PIXELS - 10).encode(text="label:N"),
    ]


def _apart(values: list[float]) -> list[float]:
    """Heights, highest first, at least a label's height apart and above the axis."""
    placed: list[float] = []
    for value in values:
        placed.append(min(value, placed[-1] - _LABEL_GAP) if placed else value)
    lowest = _LABEL_GAP / 2
    for place in reversed(range(len(placed))):
        placed[place] = max(placed[place], lowest)
        lowest = placed[place] + _LABEL_GAP
    return placed


def _reading_head(frame: pd.DataFrame, tokens: list[str], x: alt.X, now: str) -> list[alt.Chart]:
    """A line where the reading is, and above the chart the words just read."""
    heads = pd.DataFrame(
        {
            "step": frame["step"],
            "words_read": frame["words_read"],
            "before": [_before(tokens, int(n)) for n in frame["words_read"]],
            "word": frame["word"].str[:30],
        }
    )
    here = alt.Chart(heads).transform_filter(now)
    rule = here.mark_rule(color=TEXT, strokeWidth=1.5, strokeDash=[4, 3]).encode(x=x)
    style: dict[str, Any] = {"font": FONT, "fontSize": 16, "color": TEXT, "y": -16}
    # "rtl" says on which side to cut where it is narrow: the oldest words go first.
    before = here.mark_text(
        align="right",
        dir="rtl",
        x=alt.ExprRef("width * 0.7"),
        limit=alt.ExprRef("width * 0.7"),
        **style,
    ).encode(text="before:N")
    word = here.mark_text(
        align="left", x=alt.ExprRef("width * 0.7 + 5"), fontWeight="bold", **style
    ).encode(text="word:N")
    edge = rule.mark_rule(color=BACKGROUND, strokeWidth=4)
    return [edge, rule, before, word]


def _before(tokens: list[str], n_words: int) -> str:
    words = " ".join(word[:30] for word in tokens[max(n_words - 16, 0) : n_words - 1])
    cut = words[-_CONTEXT_CHARACTERS:]
    return cut if cut == words else f"… {cut.partition(' ')[2]}"


def _strips(frame: pd.DataFrame, genres: list[str]) -> alt.Chart:
    """Where the pointer is felt: a strip for each step, with its word and scores."""
    columns = {f"s{number}": frame[genre] for number, genre in enumerate(genres)}
    strips = frame[["words_read", "word"]].assign(
        left=frame["words_read"] - 0.5, right=frame["words_read"] + 0.5, **columns
    )
    return (
        alt.Chart(strips)
        .mark_rect(opacity=0)
        .encode(
            x=alt.X("left:Q", scale=_X, title="words read"),
            x2="right:Q",
            y=alt.value(0),
            y2=alt.value(alt.ExprRef("height")),
            tooltip=[
                alt.Tooltip("word:N"),
                alt.Tooltip("words_read:Q", title="words read"),
                *(
                    alt.Tooltip(f"{column}:Q", title=genre, format=".2f")
                    for column, genre in zip(columns, genres, strict=True)
                ),
            ],
        )
    )
