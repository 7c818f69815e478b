"""A search for better settings: what has been tried, what did best, and where to go from there."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from genre_core.errors import PlotlineError
from genre_core.jobs.ability import why_no_training
from genre_core.jobs.manager import start_run
from genre_core.jobs.runs import FIGURES, SEARCH, Run
from genre_core.jobs.settings import UPLOAD, make_settings
from genre_core.strict_json import read_json
from pages.parts.charts import placed
from pages.parts.numbers import show_numbers
from pages.parts.train.films import set_films, uploaded
from pages.parts.train.knobs import set_knobs
from pages.parts.train.link import watch
from pages.parts.train.search_chart import SEARCH_PIXELS, search_chart
from pages.parts.train.story import Story
from pages.parts.words import count_of, plain, small

__all__ = ["attempts_of", "best_in_words", "show_search"]

_NAMES = {
    "n_layers": "layers",
    "units": "units",
    "learning_rate": "learning rate",
    "dropout": "dropout",
    "max_words": "words",
}
_FIGURES = {
    "importance": "Which setting mattered most? A hint, from few trainings.",
    "settings": "Each setting against the score",
    "epochs": "The score after each epoch; broken off where a line ends early",
}
_FIGURE_PIXELS = 340
_FORMATS = {"score": "{:.3f}", "best": "{:.3f}", "dropout": "{:.2f}", "learning_rate": "{:g}"}


def show_search(run: Run, story: Story) -> None:
    """Draw it, growing as it goes on; of a run that has ended with the ways to go on."""
    attempts = attempts_of(story)
    if attempts.empty and run.has_ended:
        return
    st.markdown("#### The search: which settings do best?")
    with placed(SEARCH_PIXELS):
        if attempts["score"].isna().all():
            st.markdown("The chart begins after the first epoch of the first training.")
        else:
            st.vega_lite_chart(
                search_chart(attempts, _last_number(run, story, attempts)),
                alt=f"The score of each training of the search. {_unmarked(best_in_words(attempts))}",
                theme=None,
                key="search-chart",
            )
    st.markdown(best_in_words(attempts))
    st.markdown(
        small(
            "Each mark is a whole training with other settings: the first has those that were set, or the "
            "nearest that the search tries; the others are proposed by what did well so far. **mAP** tells "
            "how well it ranks on validation films; what does worse than half of the others after as many "
            "epochs is **broken off**."
        )
    )
    if run.has_ended and why_no_training() is None:
        _ways_on(run, attempts)
    show_numbers(attempts.drop(columns="settings"), f"{run.id}-search", "All trainings", _FORMATS)
    _charts_of_optuna(run)


def _last_number(run: Run, story: Story, attempts: pd.DataFrame) -> int:
    """Of the trainings begun and those to come: the chart's width, which stays as they come."""
    to_come = run.settings.attempts - story.n_begun if story.is_searching else 0
    return int(attempts["number"].max()) + (0 if run.has_ended else max(0, to_come))


def _unmarked(markdown: str) -> str:
    return markdown.replace("*", "").replace("\\", "")


def attempts_of(story: Story) -> pd.DataFrame:
    """``number, state, score, best, settings`` and each setting: a row for each training tried."""
    rows: dict[int, dict[str, Any]] = {}
    for event in story.events:
        # A score whose beginning is in a damaged line goes nowhere.
        row = rows.get(event.get("number", -1), {"score": None})
        if event["kind"] == "trying":
            rows[event["number"]] = {"state": "now", "score": None, **event["values"]}
        elif event["kind"] == "tried":
            row["score"] = max(filter(None, (row["score"], event["score"])), default=None)
        elif event["kind"] == "attempt":
            row["state"] = event["state"]
    if story.run.has_ended:  # one that was broken off does not count
        rows = {number: row for number, row in rows.items() if row["state"] != "now"}
    columns = ["number", "state", "score", *_NAMES]
    frame = pd.DataFrame(
        [{"number": number, **row} for number, row in rows.items()], columns=columns
    ).astype({"score": "float64"})
    counted = frame["score"].where(frame["state"] == "done")
    frame.insert(3, "best", counted.cummax().ffill())
    frame["settings"] = [_in_words(row) for row in frame[list(_NAMES)].to_dict("records")]
    return frame


def best_in_words(attempts: pd.DataFrame) -> str:
    """The best so far beside the first, in a sentence."""
    best, first = _best(attempts), _best(attempts.head(1))
    if best is None:
        return f"{count_of(len(attempts), 'training')} begun, none has ended yet."
    beside = "the settings it began with"
    if first is None:
        beside = "the settings it began with did not end well"
    elif first["number"] != best["number"]:
        beside = f"with the settings it began with: {first['score']:.3f}"
    return (
        f"Best so far: training **{best['number']}** with {plain(best['settings'])}: "
        f"mAP **{best['score']:.3f}** ({beside})."
    )


def _in_words(values: Mapping[Hashable, Any]) -> str:
    return ", ".join(
        f"{name} {values[key]:,}" if isinstance(values[key], int) else f"{name} {values[key]:g}"
        for key, name in _NAMES.items()
    )


def _best(attempts: pd.DataFrame) -> dict[Hashable, Any] | None:
    """The row of the highest score, the first of equals; None where no training has ended well."""
    done = attempts[attempts["state"] == "done"].sort_values(
        "score", ascending=False, kind="stable"
    )
    return next(iter(done.to_dict("records")), None)


def _ways_on(run: Run, attempts: pd.DataFrame) -> None:
    best = _best(attempts)
    with st.container(horizontal=True):
        # Not by callbacks: these would draw this part of the page anew, with the run as it was.
        if best is not None and st.button("Take the best settings", icon=":material/tune:"):
            _take(run, {name: best[name] for name in _NAMES})
            st.rerun()
        more = f"Search on: {run.settings.attempts} more"
        is_kept = (run.folder / SEARCH).is_file()
        if is_kept and st.button(more, icon=":material/search:"):
            _go_on(run)
            st.rerun()
    if fault := st.session_state.pop(_FAULT, None):
        st.error(f"The search could not go on. {plain(fault)}", icon=":material/error:")


_FAULT = "why_no_search_started"


def _take(run: Run, values: dict[str, Any]) -> None:
    """Turn the knobs to what did best, for a run without a search."""
    whole = {name: int(values[name]) for name in ("n_layers", "units", "max_words")}
    changes = {**values, **whole, "attempts": 0, "goes_on_from": ""}
    set_knobs(make_settings(**{**run.settings.model_dump(), **changes}))
    set_films(run.settings.corpus)
    watch(None)


def _go_on(run: Run) -> None:
    upload = uploaded(UPLOAD) if run.settings.corpus == UPLOAD else None
    if run.settings.corpus == UPLOAD and upload is None:
        st.session_state[_FAULT] = (
            "It needs the table it began with, which is not kept. Press New run, upload the table again "
            "under Change the settings, come back and press this again."
        )
        return
    try:
        settings = run.settings.model_copy(update={"goes_on_from": run.id})
        started = start_run(settings, upload)
    except PlotlineError as error:
        st.session_state[_FAULT] = str(error)
    else:
        watch(started.id)


def _charts_of_optuna(run: Run) -> None:
    """What the search itself draws; read only when somebody looks."""
    panel = st.expander(
        "More charts of the search", icon=":material/monitoring:", on_change="rerun",
        key=f"search-charts-{run.id}",
    )  # fmt: skip
    if not panel.open:
        return
    with panel:
        for name, figure in _figures(run).items():
            st.markdown(f"**{_FIGURES[name]}**")
            st.plotly_chart(
                figure,
                alt=_FIGURES[name],
                key=f"search-{name}",
                config={"displayModeBar": False, "scrollZoom": False},
            )


def _figures(run: Run) -> dict[str, Any]:
    try:
        found = read_json((run.folder / FIGURES).read_bytes())
    except (OSError, ValueError):
        st.markdown("They are drawn when the first training has ended.")
        return {}
    figures = {name: found[name] for name in _FIGURES if _is_figure(found, name)}
    for figure in figures.values():
        figure["layout"].pop("title", None)
        figure["layout"].pop("template", None)  # the page's own colours
        figure["layout"].update(height=_FIGURE_PIXELS, margin={"l": 8, "r": 8, "t": 24, "b": 8})
    return figures


def _is_figure(found: object, name: str) -> bool:
    """Whether a file that anybody may have touched has a chart of that name."""
    figure = found.get(name) if isinstance(found, dict) else None
    return isinstance(figure, dict) and isinstance(figure.get("layout"), dict) and "data" in figure
