from pathlib import Path

import pytest

from genre_core.prediction.manifest import read_manifest
from tests.cli.running import fail, run
from tests.tiny import tiny_corpus


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The films that the tiny bundle learned from, and the same with names under another name."""
    folder = tmp_path_factory.mktemp("tables")
    films = tiny_corpus().films.assign(genres=lambda rows: rows["genres"].map("|".join))
    named = [
        f"The ghost and {('Anna', 'Omar')[place % 2]} is here. {plot}"
        for place, plot in enumerate(films["plot"])
    ]
    paths = {name: folder / f"{name}.csv" for name in ("tiny", "named", "music")}
    films.to_csv(paths["tiny"], index=False)
    films.assign(plot=named).to_csv(paths["named"], index=False)
    films.assign(genres="Music").to_csv(paths["music"], index=False)
    return paths


def test_what_it_learned_from_is_read_in_part_and_all_else_whole(
    tiny_bundle: Path, tables: dict[str, Path]
) -> None:
    """48 test films of the first, all 240 of the second, with the figures that the bundle keeps."""
    on = f"{tables['tiny']}+{tables['named']}"
    told = run("bench", "errors", "--bundle", tiny_bundle, "--on", on, "--json").json()
    first, second = told["texts"]
    assert [("tiny, test", 48), ("named", 240)] == [
        (t["texts"], t["plots"]) for t in (first, second)
    ]
    kept = read_manifest(tiny_bundle).metrics["mistakes"]["tiny"]
    assert pytest.approx(kept["calibration_error"], abs=1e-6) == first["calibration_error"]
    assert [band["plots"] for band in kept["lengths"]] == [b["plots"] for b in first["lengths"]]
    assert (0, []) == (first["plots_with_names"], first["swaps"])
    assert 240 == second["plots_with_names"]
    assert {"anna", "omar"} == {row["name"] for row in second["telling_names"]}
    ways = ["as they are", "other names", "other words", "names hidden", "words hidden"]
    assert ways == [row["what"] for row in second["swaps"]]


def test_tables(tiny_bundle: Path, tables: dict[str, Path]) -> None:
    """Markdown, and a sentence where no plot has a name."""
    shown = run("bench", "errors", "--bundle", tiny_bundle, "--on", tables["named"]).out
    assert "## named: 240 plots" in shown
    assert "| named | 240 | 0." in shown
    assert "| all | 240 | 0." in shown
    assert "| words | plots | micro-F1 | macro-F1 | mAP |" in shown
    assert "| named | 240 | other names | 1.000 |" in shown
    validation = ("--split", "validation", "--on", tables["tiny"])
    shown = run("bench", "errors", "--bundle", tiny_bundle, *validation).out
    assert "## tiny, validation: 48 plots" in shown
    assert "No plot has a name of a person" in shown


def test_wrong_use(tiny_bundle: Path, tables: dict[str, Path]) -> None:
    """A split that there is not, and texts without a genre of the model's."""
    assert 2 == run("bench", "errors", "--bundle", tiny_bundle, "--split", "all").code
    message = fail("bench", "errors", "--bundle", tiny_bundle, "--on", tables["music"])
    assert "music has none" in message
