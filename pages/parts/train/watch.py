"""A run as it learns: looked at once a second while it is live, in a part of the page of its own."""

import streamlit as st

from genre_core.errors import RunError
from genre_core.jobs.ability import why_no_training
from genre_core.jobs.again import go_on
from genre_core.jobs.manager import stop_run
from genre_core.jobs.runs import Run
from genre_core.read_only import is_read_only
from pages.parts.lesson import in_lesson
from pages.parts.train.curves import show_f1, show_loss
from pages.parts.train.films import set_films
from pages.parts.train.genres import show_genre_f1, show_watched
from pages.parts.train.knobs import set_knobs
from pages.parts.train.link import watch
from pages.parts.train.look import runs_now
from pages.parts.train.outcome import show_outcome
from pages.parts.train.search_part import show_search
from pages.parts.train.story import Story, story_of
from pages.parts.train.use import use_button
from pages.parts.train.wording import COLOURS, ICONS, duration, state_in_words
from pages.parts.words import plain, small

__all__ = ["show_watched_run"]

_SECONDS, _SECONDS_TO_SEE_IT_GONE = 1.0, 5.0


def show_watched_run(run: Run) -> None:
    """Draw it, again and again until it has ended; then only see whether somebody deletes it."""
    is_live = not run.has_ended
    st.fragment(_look, run_every=_SECONDS if is_live else None)(run, is_live)
    if not is_live:
        st.fragment(_now, run_every=_SECONDS_TO_SEE_IT_GONE)(run)


def _look(run: Run, was_live: bool) -> None:
    run = _now(run)
    if was_live and run.has_ended:
        st.rerun()  # the whole page: its other parts change with the end
    story = story_of(run)
    _head(run, story)
    _progress(run, story)
    _notes(story)
    if run.has_ended:
        show_outcome(run)
    if run.settings.attempts:
        show_search(run, story)
        if story.is_searching:
            return
    if run.has_ended and not story.epochs_run:  # there are no figures of epochs, and none will come
        if len(story.curves.batches):
            show_loss(story)
        return
    left, right = st.columns(2, gap="large")
    with left:
        show_loss(story)
    with right:
        show_f1(story)
    epoch = _epoch_to_show(story)
    left, right = st.columns(2, gap="large")
    with left:
        show_watched(story, epoch)
    with right:
        show_genre_f1(story, epoch)


def _now(run: Run) -> Run:
    """The run as it stands; one that somebody deleted starts the whole page anew."""
    runs = runs_now()
    if runs is None:
        return run
    now = next((other for other in runs if other.id == run.id), None)
    if now is None:
        st.rerun()
    return now


def _head(run: Run, story: Story) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plain(run.name), anchor=False, width="content")
        words = state_in_words(run.state, run.place)
        st.badge(words, icon=ICONS[run.state], color=COLOURS.get(run.state, "gray"))
        if run.has_ended:
            use_button(run, "watched")
        _ways_on(run, story)


def _ways_on(run: Run, story: Story) -> None:
    can_train = why_no_training() is None
    if run.has_ended and can_train:
        if run.can_go_on and st.button("Go on", type="primary", icon=":material/resume:"):
            _go_on(run)
        if st.button("Change and start again", icon=":material/tune:"):
            set_knobs(run.settings)
            set_films(run.settings.corpus)
            watch(None)
            st.rerun()
    elif not (run.has_ended or is_read_only()) and _stop_button(run, story):
        _stop(run)
    label, icon = ("New run", "add") if can_train else ("All runs", "arrow_back")
    if st.button(label, icon=f":material/{icon}:", type="tertiary"):
        watch(None)
        st.rerun()


def _go_on(run: Run) -> None:
    try:
        go_on(run.id)
    except RunError as error:
        st.error(plain(str(error)), icon=":material/error:")
    else:
        st.rerun()


def _stop_button(run: Run, story: Story) -> bool:
    label = "Stop the search" if story.is_searching else "Stop and keep the best"
    return st.button(label, icon=":material/stop:", disabled=run.state == "stopping")


def _stop(run: Run) -> None:
    try:
        stop_run(run.id)
    except RunError as error:
        st.error(plain(str(error)), icon=":material/error:")
    else:
        st.rerun()


def _progress(run: Run, story: Story) -> None:
    """How far it is, in one line of words and a bar: the room below is for the curves."""
    batches = story.curves.batches
    share = batches["epoch"].iloc[-1] / story.n_epochs if len(batches) else story.share_searched
    words = " · ".join([_phase(run, story), *_figures(run, story)])
    st.progress(1.0 if run.state == "done" else min(share, 1.0), words)


def _phase(run: Run, story: Story) -> str:
    if run.state == "queued":
        return "Another run is training. This one starts by itself when its turn comes."
    if story.is_searching:
        return _phase_of_search(run, story)
    if run.has_ended:
        return f"{story.epochs_run} of {story.n_epochs} epochs, {duration(story.seconds)} in all."
    if run.state == "stopping":
        return "Stopping: the best weights so far are kept and scored on the test films."
    phase, batch = story.last("phase"), story.last("batch")
    if batch and not story.is_exporting:
        return f"Reading the training films, epoch **{batch['epoch']} of {story.n_epochs}**"
    return plain(phase["text"]) if phase else "Starting: loading TensorFlow takes some seconds."


def _phase_of_search(run: Run, story: Story) -> str:
    n = run.settings.attempts
    if run.has_ended:
        return f"{story.n_ended} of {n} trainings of the search, {duration(story.seconds)} in all."
    if run.state == "stopping":
        return "Stopping: what was tried to its end is kept."
    if not story.n_begun:
        return f"Reading the films; the first of {n} trainings comes next."
    return f"Trying settings, training **{story.n_begun} of {n}**; the best are trained then."


def _figures(run: Run, story: Story) -> list[str]:
    """Of a run that learns: the time left and the speed, as far as they are known."""
    batch = story.last("batch")
    if run.has_ended or batch is None or story.is_exporting:
        return []
    figures: list[str] = []
    if (left := batch.get("eta_seconds")) is not None:
        figures.append(f"**{duration(left)}** left")
    if (speed := batch.get("plots_per_second")) is not None:
        figures.append(f"**{speed:,.0f}** plots per second")
    return figures


def _notes(story: Story) -> None:
    """The latest in words, and the earlier ones to open."""
    waiting = (
        [] if story.run.has_ended else ["When something worth a look happens, it is said here."]
    )
    latest, *earlier = story.notes or waiting or [""]
    with st.container(horizontal=True, vertical_alignment="center"):
        if latest:
            st.markdown(f":material/visibility: {plain(latest)}", width="content")
        if earlier:
            with st.popover("What was said before", type="tertiary", key="earlier-notes"):
                for text in earlier:
                    st.markdown(small(plain(text)))


def _epoch_to_show(story: Story) -> int:
    """The last epoch; of a run that has ended, one to look back at; 0 before the first."""
    told = sorted(set(story.curves.epochs["epoch"]))  # a damaged line may leave a gap
    if not (story.run.has_ended and len(told) > 1) or in_lesson():  # which hides the slider
        return told[-1] if told else 0
    st.markdown(small("**Look back**: the bars below, as they stood after any epoch."))
    return int(st.select_slider("After epoch", told, told[-1], width=420))
