"""Viewers without a browser notice what a person would."""

import asyncio
import os
import re
from pathlib import Path
from random import Random

import pytest
from streamlit.proto.Alert_pb2 import Alert  # noqa: TID251 - what a server sends
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: TID251

from genre_core.benchmarks.app_server import ENVIRONMENT, AppServer, app_server
from genre_core.benchmarks.drawn import Drawn
from genre_core.benchmarks.memory import resident_megabytes
from genre_core.benchmarks.training_beside import runs_in
from genre_core.benchmarks.viewer import viewing
from genre_core.benchmarks.visits import Plot, Seen, plots_of, press
from genre_core.prediction.bundle import SHIPPED
from genre_core.prediction.predictor import Predictor
from tests.programs import in_a_thread

ROOT = Path(__file__).resolve().parents[2]


def faults_of(message: ForwardMsg) -> list[str]:
    """What a viewer finds wrong with one message of a server."""
    drawn = Drawn()
    drawn.take(message.SerializeToString())
    return drawn.faults


def test_an_exception_is_a_fault() -> None:
    """As Streamlit sends one that a page did not catch."""
    message = ForwardMsg()
    message.delta.new_element.exception.type = "KeyError"
    message.delta.new_element.exception.message = "'plot'"
    assert ["KeyError: 'plot'"] == faults_of(message)


@pytest.mark.parametrize(("colour", "n_faults"), [(Alert.ERROR, 1), (Alert.WARNING, 0)])
def test_a_red_box_is_a_fault(colour: int, n_faults: int) -> None:
    """And a yellow one is not."""
    message = ForwardMsg()
    message.delta.new_element.alert.format = colour
    message.delta.new_element.alert.body = "The model could not be loaded."
    assert n_faults == len(faults_of(message))


def test_a_page_that_is_not_there_is_a_fault() -> None:
    """Nor is one whose code cannot be read."""
    nowhere, broken, event = ForwardMsg(), ForwardMsg(), ForwardMsg()
    nowhere.page_not_found.page_name = "nowhere"
    broken.script_finished = ForwardMsg.FINISHED_WITH_COMPILE_ERROR
    event.session_event.script_compilation_exception.message = "invalid syntax"
    assert ["Page not found: nowhere"] == faults_of(nowhere)
    assert ["The page could not be compiled."] == faults_of(broken)
    assert ["invalid syntax"] == faults_of(event)


def test_at_a_real_server(tmp_path: Path) -> None:
    """A page's refusal and an answer that is not the expected one are faults; a right answer is none."""
    [plot] = plots_of(SHIPPED, 1, Random(0))
    wrong = Plot(plot.text, (*plot.genres, "Western"))
    seen, bad_link = Seen(), []

    async def look(server: AppServer) -> None:
        async with viewing(server.host) as viewer:
            await viewer.open()
            await press(viewer, plot, seen, "predict")
            assert [] == seen.faults + viewer.faults
            await press(viewer, wrong, seen, "predict")
            assert [] == viewer.faults
            await viewer.open(query="plot=%20")
            bad_link.extend(viewer.faults)

    with runs_in(tmp_path / "runs"), app_server(SHIPPED, tmp_path) as server:
        in_a_thread(asyncio.run, look(server))
        assert [] == server.faults()
        assert 50 < server.megabytes() < 500
    assert 2 == len(seen.seconds["predict"])
    assert [True] == ["Western; the page says: " in fault for fault in seen.faults]
    assert [True] == ["this one is empty" in fault for fault in bad_link]
    with pytest.raises(OSError, match=str(server.pid)):
        resident_megabytes(server.pid)


def test_plots_are_told_apart_and_named_as_the_predictor_names_them() -> None:
    """One seed gives the same texts, each another; the genres are the bundle's."""
    plots = plots_of(SHIPPED, 20, Random(1))
    assert plots == plots_of(SHIPPED, 20, Random(1))
    assert 20 == len({plot.text for plot in plots})
    predictor = Predictor(SHIPPED)
    scores = predictor.predict([plot.text for plot in plots])
    assert [predictor.named(row) for row in scores] == [list(plot.genres) for plot in plots]


def test_tracebacks_in_the_log_are_faults(tmp_path: Path) -> None:
    """Each by its last line."""
    log = tmp_path / "app.log"
    log.write_text(
        "started\nTraceback (most recent call last):\n  File …\n    1 / 0\nZeroDivisionError: by zero\nmore\n"
    )
    assert ["ZeroDivisionError: by zero"] == AppServer(0, "", log).faults()


def test_started_as_make_run_starts_it() -> None:
    """The same settings of memory and threads."""
    [line] = [x for x in (ROOT / "Makefile").read_text().splitlines() if "run app.py" in x]
    assert ENVIRONMENT == dict(re.findall(r"([A-Z_]+)=(\d+)", line))


def test_memory_of_this_process() -> None:
    """Resident, in megabytes."""
    assert 30 < resident_megabytes(os.getpid()) < 10_000
