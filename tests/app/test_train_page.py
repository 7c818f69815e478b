"""The page "How does it learn?", run without a browser and without a worker."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from genre_core.jobs.downloads import bundle_zip, history_csv, keras_model
from genre_core.jobs.events import append
from genre_core.jobs.lock import take_worker_lock
from genre_core.jobs.presets import PRESETS
from genre_core.jobs.runs import CHECKPOINT, SEARCH, get_run, list_runs
from genre_core.jobs.settings import UPLOAD
from genre_core.limits import MAX_QUEUED
from pages.parts.train.story import story_of
from pages.parts.train.use import _or_why_not
from pages.parts.words import plain
from tests.app.runs import METRICS, PLOT, end_run, lose_run, tell_epoch, write_run

FIRST, SECOND, THIRD = "20260101-101500-first", "20260101-111500-second", "20260101-121500-third"
ROWS = "".join(f"{n},Film {n},A ghost and a duel no. {n},Horror|Western\n" for n in range(40))
TABLE = f"id,title,plot,genres\n{ROWS}".encode()


def _page() -> None:
    from pages import train

    train.render()


@pytest.fixture
def busy(home: Path) -> Iterator[Path]:
    """The folder with a run that trains: who starts another has to wait, and no worker starts."""
    folder = write_run(home, FIRST)
    lock = take_worker_lock(home, FIRST)
    assert lock is not None
    yield folder
    os.close(lock)


@pytest.fixture
def open_page(home: Path) -> Callable[..., AppTest]:
    """Opens the page as a new viewer, by a link."""

    def open_page(**link: str | list[str]) -> AppTest:
        page = AppTest.from_function(_page, default_timeout=60)
        for name, value in link.items():
            page.query_params[name] = value
        page.run()
        assert not page.exception
        return page

    return open_page


def said(page: AppTest) -> str:
    """All that the page says in sentences."""
    assert not page.exception
    kinds = (page.subheader, page.markdown, page.success, page.info, page.warning, page.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def press(page: AppTest, label: str) -> AppTest:
    """Press the first button of that name."""
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def labels(page: AppTest) -> list[str]:
    """What stands on the buttons."""
    return [button.label for button in page.button]


def progress(page: AppTest) -> str:
    """What stands above the bar."""
    return page.get("progress")[0].proto.text  # pyright: ignore[reportAttributeAccessIssue]


def test_a_new_viewer_gets_a_question_and_one_button(open_page: Callable[..., AppTest]):
    """With how long it will take and on what; and nothing about runs, as there are none."""
    page = open_page()
    assert "How does it learn?" == page.title[0].value
    assert ["Model card", "Start"] == labels(page)
    assert f"**What do you expect to happen?** {PRESETS[0].question}" in said(page)
    assert "on this machine" in said(page)
    assert "Runs" not in [heading.value for heading in page.subheader]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_every_preset_opens_by_its_link(preset, open_page: Callable[..., AppTest]):
    """With its question, and its knobs where it turns them."""
    page = open_page(preset=preset.title)
    assert preset.title == page.subheader[0].value
    assert preset.question in said(page)
    assert preset.settings.epochs == page.number_input(key="epochs").value
    assert "Changed:" not in said(page)


def test_start_makes_a_run_that_is_watched(busy: Path, open_page: Callable[..., AppTest]):
    """The link names it; as another one trains, it waits, and says its place."""
    page = press(open_page(), "Start")
    (run,) = [run for run in list_runs() if run.id != FIRST]
    assert PRESETS[0].settings == run.settings
    assert run.id == page.query_params["run"]
    assert "waiting, place 1" in said(page)


def test_two_presses_give_one_run(busy: Path, open_page: Callable[..., AppTest]):
    """Whoever presses: here two viewers."""
    pages = [open_page(), open_page()]
    links = [press(page, "Start").query_params["run"] for page in pages]
    assert 2 == len(list_runs())
    assert links[0] == links[1]


def test_a_full_queue_is_explained(busy: Path, open_page: Callable[..., AppTest]):
    """And the page stays where it was."""
    for number in range(MAX_QUEUED):
        page = open_page(seed=str(number + 10))
        press(page, "Start")
    page = press(open_page(), "Start")
    assert f"At most {MAX_QUEUED} runs wait" in page.error[0].value
    assert "run" not in page.query_params
    assert f"{MAX_QUEUED + 1} runs are before it" in said(page)


def test_knobs_stand_in_the_link(busy: Path, open_page: Callable[..., AppTest]):
    """What was changed is said, gives the run its name, and is what it is started with."""
    page = open_page(preset="Tiny data", epochs="3", units="8", batch_size="12")
    assert "Changed: units, batch size, epochs." in said(page)
    press(page, "Start")
    settings = next(run.settings for run in list_runs() if run.id != FIRST)
    assert (3, 8, 12, 60) == (
        settings.epochs,
        settings.units,
        settings.batch_size,
        settings.n_films,
    )
    assert settings.name.startswith("Tiny data, units 8")


def test_another_preset_turns_the_knobs(open_page: Callable[..., AppTest]):
    """Those that were changed by hand, too."""
    page = open_page(epochs="3")
    page.pills(key="preset").set_value("Overfit on purpose").run()
    overfit = next(preset.settings for preset in PRESETS if preset.key == "overfit")
    assert overfit.epochs == page.number_input(key="epochs").value
    assert overfit.n_films == page.number_input(key="n_films").value
    assert overfit.dropout == page.slider(key="dropout").value


@pytest.mark.parametrize(
    "link",
    [
        {"epochs": "100000"},
        {"epochs": "many"},
        {"learning_rate": "nan"},
        {"dropout": "7"},
        {"preset": "<b>"},
        {"genres": "Opera"},
        {"vectors": "../../etc"},
        {"n_films": "-1"},
        {"seed": "1e999"},
        {"n_films": "-inf"},
        {"learn_from": "upload.csv"},
        {"compare": "nothing"},
        {"smoothing": "9"},
    ],
)
def test_a_link_that_makes_no_sense_does_no_harm(
    link: dict[str, str], open_page: Callable[..., AppTest]
):
    """The page opens on what it can use of it."""
    assert "Start" in labels(open_page(**link))


def test_one_genre_alone_cannot_be_told_apart(open_page: Callable[..., AppTest]):
    """The rule is said in place of the button."""
    page = open_page(genres="Horror")
    assert "genres are 2 or more" in page.error[0].value
    assert "Start" not in labels(page)
    page.multiselect(key="genres").set_value(["Horror", "War"]).run()
    assert "Start" in labels(page)


def test_a_link_to_a_run_that_is_gone_says_so(open_page: Callable[..., AppTest]):
    """And offers a new one; what stood in the link is shown as it is."""
    page = open_page(run="![x](http://example.org)")
    assert "There is no run" in page.warning[0].value
    assert "![x]" not in page.warning[0].value
    assert "run" not in page.query_params
    assert "Start" in labels(page)


def test_a_live_run_is_watched_by_its_link(busy: Path, open_page: Callable[..., AppTest]):
    """Figures, charts and the plot; a new look reads what is new."""
    append(busy, "note", text="It now names genres better.")
    page = open_page(run=FIRST)
    assert (
        "Reading the training films, epoch **2 of 4** · **65 s** left · **640** plots per second"
        == progress(page)
    )
    assert "Thousands of such steps" not in said(page)  # the room is for the curves
    assert "It now names genres better" in said(page)
    assert plain(PLOT) in said(page)
    assert "Stop and keep the best" in labels(page)
    tell_epoch(busy, 3)
    assert "epoch **3 of 4**" in progress(page.run())
    append(busy, "phase", phase="exporting", text="Scoring the test films once.")
    assert r"Scoring the test films once\." == progress(page.run())


def test_a_run_that_has_just_begun_has_no_figures(home: Path, open_page: Callable[..., AppTest]):
    """But says what it does."""
    write_run(home, FIRST, n_epochs=0)
    lock = take_worker_lock(home, FIRST)
    assert lock is not None
    page = open_page(run=FIRST)
    os.close(lock)
    assert "Reading the films\\." == progress(page)
    assert "The curve begins with the first batch" in said(page)


def test_stop_asks_the_worker_to_stop(busy: Path, open_page: Callable[..., AppTest]):
    """Once; until it has, the page says that it is stopping."""
    page = press(open_page(run=FIRST), "Stop and keep the best")
    assert (busy / "stop").exists()
    assert "stopping" in said(page)
    stop = next(button for button in page.button if button.label == "Stop and keep the best")
    assert stop.disabled


def test_a_done_run_says_what_it_scored(home: Path, open_page: Callable[..., AppTest]):
    """Beside naming nothing, with what there was to see."""
    end_run(write_run(home, FIRST), "done", "All 4 epochs read.", metrics=METRICS)
    page = open_page(run=FIRST)
    sentence = page.success[0].value
    assert "All 4 epochs read" in sentence
    assert "On 203 test plots it never learned from: **micro-F1 0.43**, macro-F1 0.28" in sentence
    assert "Naming nothing scores 0, and would still be 85% “accurate”" in sentence
    assert plain(PRESETS[0].what_to_see) in said(page)
    assert "Stop and keep the best" not in labels(page)


def test_a_stopped_run_is_no_failure(home: Path, open_page: Callable[..., AppTest]):
    """It says what was kept."""
    end_run(write_run(home, FIRST), "stopped", "You stopped it.", metrics=METRICS)
    assert "You stopped it" in open_page(run=FIRST).info[0].value


def test_a_failed_run_says_why_and_starts_again(home: Path, open_page: Callable[..., AppTest]):
    """With its settings on the knobs, to change the one at fault."""
    folder = write_run(home, FIRST, preset="high-rate", learning_rate=1.0, units=16)
    end_run(folder, "failed", "The loss became nan. Lower the learning rate.", best_epoch=None)
    page = open_page(run=FIRST)
    assert "**It failed.** The loss became nan" in page.error[0].value
    press(page, "Change and start again")
    assert "run" not in page.query_params
    assert "Learning rate too high" == page.pills(key="preset").value
    assert 1.0 == page.select_slider(key="learning_rate").value
    assert 16 == page.number_input(key="units").value


def test_a_lost_run_shows_the_end_of_its_log(home: Path, open_page: Callable[..., AppTest]):
    """Its worker died without a word."""
    lose_run(write_run(home, FIRST), "line\n<b>Killed</b>\n")
    page = open_page(run=FIRST)
    assert "**It was lost.**" in page.error[0].value
    assert page.code[0].value.endswith("<b>Killed</b>")
    assert "its process died" in said(page)


def test_a_run_that_broke_off_goes_on(busy: Path, home: Path, open_page: Callable[..., AppTest]):
    """Also one that failed for want of disk; it waits while another trains, and keeps its curves."""
    killed, full = write_run(home, SECOND, n_epochs=3), write_run(home, THIRD)
    lose_run(killed, "Killed\n")
    (killed / CHECKPOINT).touch()
    end_run(full, "failed", "No space left on device.", broke_off=True)
    for folder, n_epochs in ((killed, 3), (full, 2)):
        page = open_page(run=folder.name)
        assert "Go on" in labels(page)
        press(page, "Go on")
        assert "Go on" not in labels(page)
        assert "waiting, place" in said(page)
        assert n_epochs == len(story_of(get_run(folder.name)).curves.epochs)
    assert ["queued", "queued", "running"] == [run.state for run in list_runs()]


def test_runs_are_shown_where_none_can_be_started(home: Path, open_page: Callable[..., AppTest]):
    """On a disk that is full or read-only one waits for its turn: the page says why it does not come."""
    write_run(home, FIRST, n_epochs=0)
    end_run(write_run(home, SECOND, name="An older run"), "done", "Done.", metrics=METRICS)
    (home / ".changing").mkdir()  # so that it cannot be written, whoever asks
    page = open_page()
    assert "No run can be started now. Runs are kept in a folder that may be" in page.error[0].value
    assert "An older run" in said(page)
    assert "waiting, place 1" in said(page)


def test_what_cannot_go_on(home: Path, open_page: Callable[..., AppTest]):
    """A run whose settings were at fault, and one whose search goes on in another run."""
    end_run(write_run(home, FIRST), "failed", "The loss became nan.")
    lose_run(write_run(home, SECOND, attempts=4), "Killed\n")
    (home / SECOND / SEARCH).touch()
    for run_id in (FIRST, SECOND):
        assert "Go on" not in labels(open_page(run=run_id))


def test_a_lesson_speaks_of_no_control_that_it_hides(home: Path, open_page: Callable[..., AppTest]):
    """Neither of looking back nor of choosing runs; runs that its link chooses are compared."""
    for run_id in (FIRST, SECOND):
        end_run(write_run(home, run_id, n_epochs=3), "done", "Done.", metrics=METRICS)
    hidden = ("Look back", "Compare runs", "Choose two runs or more")
    words = said(open_page(run=FIRST))
    assert [True] * 3 == [part in words for part in hidden]
    words = said(open_page(run=FIRST, lesson="1"))
    assert [False] * 3 == [part in words for part in hidden]
    assert "Compare runs" in said(open_page(compare=[FIRST, SECOND], lesson="1"))


def test_a_run_that_ended_before_its_first_batch_has_no_charts(
    home: Path, open_page: Callable[..., AppTest]
):
    """One that ended within its first epoch has the loss alone."""
    end_run(write_run(home, FIRST, n_epochs=0), "stopped", "Nothing was learned yet.")
    words = said(open_page(run=FIRST))
    assert "Nothing was learned yet" in words
    assert "####" not in words
    append(home / FIRST, "batch", epoch=1, batch=1, step=1, loss=0.7)
    words = said(open_page(run=FIRST))
    assert "#### Loss" in words
    assert "#### F1" not in words


def test_bars_can_be_looked_back_at(home: Path, open_page: Callable[..., AppTest]):
    """After any epoch of a run that has ended."""
    end_run(write_run(home, FIRST, n_epochs=3), "done", "Done.", metrics=METRICS)
    page = open_page(run=FIRST)
    back = next(slider for slider in page.select_slider if slider.label == "After epoch")
    assert (["1", "2", "3"], 3) == (back.options, back.value)
    back.set_value(1).run()
    assert not page.exception


@pytest.fixture
def trained(home: Path, tiny_bundle: Path) -> Path:
    """A run that wrote a bundle."""
    folder = write_run(home, FIRST)
    shutil.copytree(tiny_bundle, folder / "bundle")
    end_run(folder, "done", "Done.", metrics=METRICS)
    return folder


def test_a_model_is_used_and_deleted(trained: Path, open_page: Callable[..., AppTest]):
    """The session reads with it until its run is gone, which is asked about once."""
    page = open_page(run=FIRST)
    assert "Model: plotline" in said(page)
    press(page, "Use this model")
    assert FIRST == page.session_state["model"]
    assert "In use on the other pages" in said(page)
    assert "Use this model" not in labels(page)
    press(page, "Delete it")
    assert not trained.exists()
    assert "model" not in page.session_state
    assert "run" not in page.query_params
    assert "Start" in labels(page)


def test_a_run_that_another_deleted_leaves_the_page(
    trained: Path, open_page: Callable[..., AppTest]
):
    """At the next look, and whoever asks for a file before that gets one that says why it is none."""
    run = get_run(FIRST)
    page = open_page(run=FIRST)
    files = (history_csv, keras_model, bundle_zip)
    assert all(b"deleted" not in _or_why_not(partial(make, run)) for make in files[1:])
    shutil.rmtree(trained)
    words = {_or_why_not(partial(make, [run] if make is history_csv else run)) for make in files}
    assert [
        b"Files are made of runs that are kept, and Quick lesson has been deleted. Take another run.\n"
    ] == [*words]
    press(page, "Use this model")
    assert "There is no run" in page.warning[0].value
    assert "run" not in page.query_params
    assert "Start" in labels(page)


def test_a_run_from_the_list_is_watched(home: Path, open_page: Callable[..., AppTest]):
    """By its button; then a new one can be started."""
    end_run(write_run(home, FIRST, name="An older run"), "done", "Done.", metrics=METRICS)
    page = press(open_page(), "Watch")
    assert FIRST == page.query_params["run"]
    assert "An older run" == page.subheader[0].value
    press(page, "New run")
    assert "run" not in page.query_params
    assert "Start" in labels(page)


def test_runs_are_compared(home: Path, open_page: Callable[..., AppTest]):
    """What differs in their settings, and what they scored."""
    end_run(write_run(home, FIRST), "done", "Done.", metrics=METRICS)
    end_run(write_run(home, SECOND, n_epochs=1, units=8), "stopped", "Stopped.")
    write_run(home, THIRD, n_epochs=0)
    page = open_page(compare=[FIRST, SECOND, THIRD])
    settings, results = (table.value for table in page.table[-2:])
    assert ["units", "32", "8", "32"] == settings.iloc[0].tolist()
    assert 1 == len(settings)
    scored = results.set_index("result").loc[r"test micro\-F1"]
    assert ["0\\.430", "–", "–"] == scored.tolist()
    for measure in ("Validation loss", "Micro-F1", "Macro-F1", "Loss of batches"):
        page.segmented_control(key="measure").set_value(measure).run()
        assert not page.exception


def test_words_of_a_run_do_no_harm(home: Path, open_page: Callable[..., AppTest]):
    """Markup in its name, its plot, its notes and its end is shown as it is."""
    markup = "![B](http://example.org/b.png) <b> :smile: $D$"
    folder = write_run(home, FIRST, name=markup[:50], watched_plot=markup, preset="other")
    append(folder, "note", text=markup)
    end_run(folder, "failed", markup, best_epoch=None)
    words = said(open_page(run=FIRST))
    assert r"\!\[B\]" in words
    assert "![B]" not in words


def test_damaged_runs_do_no_harm(home: Path, open_page: Callable[..., AppTest]):
    """A torn line is passed over, and a folder that is no run is not shown."""
    folder = write_run(home, FIRST)
    with (folder / "events.jsonl").open("a") as events:
        events.write('{"kind": "epoch", "epo\n')
    end_run(folder, "done", "Done.", metrics=METRICS)
    (home / SECOND).mkdir()
    (home / SECOND / "settings.json").write_text(json.dumps({"units": "many"}))
    page = open_page(run=FIRST)
    assert progress(page).startswith("2 of 4 epochs")
    assert 1 == labels(page).count("Delete it")


def test_an_epoch_whose_line_is_damaged_does_no_harm(home: Path, open_page: Callable[..., AppTest]):
    """The others are shown, also where one of them tells of no genre."""
    folder = write_run(home, FIRST, n_epochs=3)
    events = folder / "events.jsonl"
    no_genres = {"genre_f1": {}, "watched": {}}
    lines = events.read_text().splitlines(keepends=True)
    lines[-1] = json.dumps({**json.loads(lines[-1]), **no_genres}) + "\n"
    second = [number for number, line in enumerate(lines) if '"kind": "epoch"' in line][1]
    events.write_text("".join([*lines[:second], lines[second][:40], "\n", *lines[second + 1 :]]))
    end_run(folder, "done", "Done.", metrics=METRICS)
    page = open_page(run=FIRST)
    assert not page.exception
    back = next(slider for slider in page.select_slider if slider.label == "After epoch")
    assert (["1", "3"], 3) == (back.options, back.value)


def test_a_table_of_ones_own_is_learned_from(busy: Path, open_page: Callable[..., AppTest]):
    """Its report is shown, and it goes with the run."""
    page = open_page()
    page.file_uploader[0].set_value(("own.csv", TABLE, "text/csv")).run()
    assert "How your table was read" in said(page)
    assert "Your own table" in said(page)
    press(page, "Start")
    (run,) = [run for run in list_runs() if run.id != FIRST]
    assert UPLOAD == run.settings.corpus
    assert TABLE == (run.folder / UPLOAD).read_bytes()
    press(page, "New run")  # the field is drawn again, the table is still there
    assert "Your own table" in said(page)
    press(page, "Remove your table")
    assert "The open plot corpus" in said(page)
    assert 1 == len(page.file_uploader)


def test_a_table_that_teaches_nothing_cannot_be_started(open_page: Callable[..., AppTest]):
    """With the reason; with a table that does, it can."""
    page = open_page()
    one_genre = TABLE.replace(b"|Western", b"")
    page.file_uploader[0].set_value(("own.csv", one_genre, "text/csv")).run()
    assert "have Horror alone" in page.error[0].value
    assert next(button for button in page.button if button.label == "Start").disabled
    press(page, "Remove your table")
    assert not next(button for button in page.button if button.label == "Start").disabled


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "could not be read"),
        (b"a,b\n1,2\n", "could not be read"),
        (b"plot,genres\n" + b"x" * (5 * 2**20), "may have 5 MB"),
    ],
    ids=["empty", "no plots", "huge"],
)
def test_a_bad_table_is_explained(data: bytes, reason: str, open_page: Callable[..., AppTest]):
    """And the open corpus stays chosen."""
    page = open_page()
    page.file_uploader[0].set_value(("own.csv", data, "text/csv")).run()
    assert reason in page.error[0].value
    assert "The open plot corpus" in said(page)
    assert "Start" in labels(page)
