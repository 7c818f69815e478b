"""Two systems: genre by genre on the same films, speed and size, and films they read differently."""

from functools import partial

import pandas as pd
import streamlit as st

from genre_core.errors import PlotlineError
from genre_core.evaluation import Interval, Paired
from genre_core.prediction.comparison import on_same_films
from genre_core.prediction.systems import System
from pages.parts.downloads import download
from pages.parts.models.charts import differences_chart
from pages.parts.models.data import differing_films, model_name, pair_of
from pages.parts.numbers import show_numbers, show_table
from pages.parts.tables import to_csv
from pages.parts.words import listed, plain, small

__all__ = ["FILMS", "FIRST", "SECOND", "show_pair"]

FIRST, SECOND, FILMS = "first", "second", "differing"
"""What the session and the address call the two, and whether films are shown."""

_FEWEST, _MOST_FILMS = 2, 12


def show_pair(systems: list[System], corpus: str) -> None:
    """Choose two and compare them; says what is missing where there are no two."""
    same = {system.key: system for system in on_same_films(systems, corpus)[0]}
    if len(same) < _FEWEST:
        st.info(
            "It takes two systems that were scored on the same test films. There are not that many."
        )
        return
    first, second = _choose(same, corpus)
    if first.key == second.key:
        st.info("Choose two different systems.")
        return
    try:
        paired = pair_of(first, second, corpus)
    except PlotlineError as error:
        st.warning(
            f"They cannot be compared genre by genre. {plain(str(error))}", icon=":material/block:"
        )
    else:
        _genres(paired, first, second, corpus)
    _beside(first, second, corpus)
    _films(first, second)


def _choose(same: dict[str, System], corpus: str) -> tuple[System, System]:
    """At first the best system and the one after it."""
    order = sorted(same, key=lambda key: -(same[key].judged[corpus].micro_f1.estimate or 0))
    for key in (FIRST, SECOND):
        if key in st.session_state and st.session_state[key] not in same:
            del st.session_state[key]
    with st.container(horizontal=True):
        chosen = [
            st.selectbox(
                label,
                order,
                index=index,
                format_func=lambda key: same[key].title,
                key=key,
                bind="query-params",
                persist_state="session",
                width=360,
            )
            for index, (label, key) in enumerate((("The first", FIRST), ("The second", SECOND)))
        ]
    return same[chosen[0]], same[chosen[1]]


def _genres(paired: Paired, first: System, second: System, corpus: str) -> None:
    a, b = plain(first.title), plain(second.title)
    st.subheader(f"{a} is better on {paired.n_better} of {paired.n_judged} genres", anchor=False)
    st.markdown(
        f"For {paired.n_surely_better} of them the interval lies wholly on its side, and for "
        f"{paired.n_surely_worse} wholly on that of {b}. Over all genres: micro-F1 "
        f"{_signed(paired.micro_f1)}, macro-F1 {_signed(paired.macro_f1)}."
    )
    frame = paired.per_genre.dropna(subset=["difference"])
    frame = frame.sort_values("difference", ascending=False, kind="stable")
    st.vega_lite_chart(
        spec=differences_chart(frame),
        alt=f"F1 of {first.title} less that of {second.title}: "
        + "; ".join(
            f"{row.genre} {row.difference:+.3f}, {row.low:+.3f} to {row.high:+.3f}"
            for row in frame.itertuples()
        ),
        theme=None,
        key="differences",
    )
    st.markdown(
        small(
            f"Right of the line **{a}** is better, left of it **{b}**. A filled dot: the whole interval "
            f"lies on one side. Both read the same {first.judged[corpus].n_films:,} test films; we "
            "redraw as many of them 1,000 times, some twice, some not at all, and take the difference "
            "again, each time on the same films for both (a *paired bootstrap*). "
            f"Of {paired.n_judged} intervals about one misses 0 by chance alone."
        )
    )
    show_numbers(
        frame.rename(
            columns={"first": first.title, "second": second.title, "support": "test films"}
        ),
        "differences",
        "F1 of both systems by genre, and the difference",
        dict.fromkeys([first.title, second.title], "{:.3f}")
        | dict.fromkeys(["difference", "low", "high"], "{:+.3f}"),
    )


def _signed(found: Interval) -> str:
    return f"**{found.estimate:+.3f}** ({found.low:+.3f} to {found.high:+.3f})"


def _beside(first: System, second: System, corpus: str) -> None:
    st.markdown("**What they score, and what they take**")
    rows = [
        ("micro-F1", *(_three(s.judged[corpus].micro_f1.estimate) for s in (first, second))),
        ("macro-F1", *(_three(s.judged[corpus].macro_f1.estimate) for s in (first, second))),
        ("mAP", *(_three(s.judged[corpus].mAP.estimate) for s in (first, second))),
        ("size", *(f"{s.megabytes:.1f} MB" for s in (first, second))),
        ("one plot", *(f"{s.milliseconds:.1f} ms" for s in (first, second))),
        ("many plots at once", *(f"{s.plots_per_second:,.0f} a second" for s in (first, second))),
        ("training", *(_minutes(s.train_seconds) for s in (first, second))),
    ]
    frame = pd.DataFrame(rows, columns=pd.Index(["", first.title, second.title]))
    show_table(frame, "Scores, size and speed of both systems")
    st.markdown(
        small(
            "Each was timed on a processor when it was run; machines differ, and may have been busy. "
            "Trust what differs many times over."
        )
    )


def _three(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.3f}"


def _minutes(seconds: float | None) -> str:
    return "not noted" if seconds is None else f"{seconds / 60:.1f} minutes"


def _in_words(genres: tuple[str, ...]) -> str:
    return ", ".join(genres) or "nothing"


def _films(first: System, second: System) -> None:
    names = [model_name(system) for system in (first, second)]
    if None in names:
        missing = [
            plain(system.title)
            for system, name in zip((first, second), names, strict=True)
            if name is None
        ]
        st.markdown(
            small(
                f"To show films on which they differ, both models have to be here, and {listed(missing)} "
                f"{'is' if len(missing) == 1 else 'are'} not: `python -m genre_core recipes run` trains "
                "it into the folder of runs."
            )
        )
        return
    if not st.toggle("Show films on which they differ", key=FILMS, bind="query-params"):
        return
    frame, n_films = differing_films(names[0] or "", names[1] or "")
    nearer = frame["nearer"].value_counts()
    st.markdown(
        f"On **{len(frame):,} of {n_films:,}** test films of the open corpus they name different genres. "
        f"By a film's F1, {plain(first.title)} comes nearer to its own genres on {nearer.get('first', 0):,}, "
        f"{plain(second.title)} on {nearer.get('second', 0):,}."
    )
    if frame.empty:
        return
    frame = frame.drop(columns=["differences", "nearer"]).assign(
        **{name: frame[name].map(_in_words) for name in ("genres", "first", "second")},
        year=frame["year"].astype(str),
    )
    frame = frame.rename(columns={"first": first.title, "second": second.title})
    show_table(
        frame.head(_MOST_FILMS),
        "Films that the two systems name differently, most differences first, and the film's own genres",
    )
    download(
        "All of them as CSV",
        partial(to_csv, frame),
        "plotline-differing-films.csv",
        "differing-csv",
    )
