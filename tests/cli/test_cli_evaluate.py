from pathlib import Path

import pytest

from genre_core.data.read import read_corpus
from genre_core.prediction.evaluate import evaluate
from genre_core.prediction.predictor import Predictor
from tests.cli.running import fail, run, run_process

KEYS = {
    "micro_f1",
    "macro_f1",
    "samples_f1",
    "weighted_f1",
    "micro_precision",
    "micro_recall",
    "mAP",
    "roc_auc",
    "hamming_loss",
    "subset_accuracy",
    "element_accuracy",
    "do_nothing_accuracy",
    "n_plots",
}
ROWS = """\
plot,genres,split
a ghost in the cellar of blood and terror,Horror,train
the sheriff and his horse in the saloon,Western,test
a kiss at the wedding of a couple in love,Romance,test
a song of war,Musik,test
a song,War,test
,Horror,test
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Labelled plots: five that can be read, three of them with a genre the tiny model knows."""
    path = tmp_path / "films.csv"
    path.write_text(ROWS)
    return path


def test_json(tiny_bundle: Path, table: Path) -> None:
    """Every figure of the evaluation, and what was left out of it."""
    told = run("evaluate", "--bundle", tiny_bundle, "--csv", table, "--json").json()
    expected = evaluate(Predictor(tiny_bundle), read_corpus(table)).to_dict()
    assert expected == {name: told[name] for name in expected}
    assert told.keys() > KEYS
    assert (3, ["Comedy"]) == (told["n_plots"], told["left_out"])
    assert (["War"], {"Musik": 1}) == (told["genres_unknown_to_model"], told["unmapped_genres"])
    assert {"empty plot": 1} == told["dropped"]


def test_words_for_people(tiny_bundle: Path, table: Path) -> None:
    """A line a figure, the score of naming nothing among them; what was left out on stderr."""
    ran = run("evaluate", "--bundle", tiny_bundle, "--csv", table)
    assert len(KEYS) == len(ran.out.splitlines())
    assert "… of naming nothing" in ran.out
    assert "not in the macro averages: Comedy" in ran.err
    assert "2 plots have no genre that the model knows" in ran.err
    assert "1 row dropped: empty plot" in ran.err
    assert "no genre of the 18, with their rows: Musik (1)" in ran.err


def test_split(tiny_bundle: Path, table: Path) -> None:
    """One split of the table alone."""
    arguments = ("evaluate", "--bundle", tiny_bundle, "--csv", table, "--json", "--split")
    assert 2 == run(*arguments, "test").json()["n_plots"]
    assert 2 == run(*arguments, "tset").code
    assert "none of the 0 plots" in fail(*arguments, "validation")


def test_named_columns(tiny_bundle: Path, tmp_path: Path) -> None:
    """Columns of other names are named."""
    path = tmp_path / "other.csv"
    path.write_text("prose,kinds\na ghost,Horror\n")
    arguments = ("evaluate", "--bundle", tiny_bundle, "--csv", path, "--json")
    assert "prose" in fail(*arguments)
    named = ("--plot-column", "prose", "--genres-column", "kinds")
    assert 1 == run(*arguments, *named).json()["n_plots"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("plot\na ghost\n", "enres"),
        ("genres\nHorror\n", "lot"),
        ("plot,genres\na ghost,Musik\n", "none of the 1 plots of films has one"),
        ("plot,genres\n", "no rows below the header"),
        ("", "is empty"),
    ],
    ids=["no genres", "no plots", "no known genre", "no rows", "empty file"],
)
def test_nothing_to_score(tiny_bundle: Path, tmp_path: Path, content: str, told: str) -> None:
    """A table that cannot be scored is refused with the reason."""
    path = tmp_path / "films.csv"
    path.write_text(content)
    assert told in fail("evaluate", "--bundle", tiny_bundle, "--csv", path, "--json")


def test_folder(tiny_bundle: Path, tmp_path: Path) -> None:
    """A folder in place of the table is told by its path."""
    assert str(tmp_path) in fail("evaluate", "--bundle", tiny_bundle, "--csv", tmp_path)


def test_process(tiny_bundle: Path, table: Path, tmp_path: Path) -> None:
    """Exit codes 0, 1 and 2, one JSON object and no traceback."""
    arguments = ("evaluate", "--bundle", tiny_bundle, "--json")
    ran = run_process(*arguments, "--csv", table)
    assert (0, "", 3) == (ran.code, ran.err, ran.json()["n_plots"])
    ran = run_process(*arguments, "--csv", tmp_path / "none.csv")
    assert (1, "", 1) == (ran.code, ran.out, ran.err.count("\n"))
    assert ran.err.startswith("Error: A file must exist")
    assert 2 == run_process(*arguments).code
