from pathlib import Path

import pytest

from genre_core.prediction.manifest import read_manifest
from tests.cli.running import fail, run
from tests.tiny import tiny_corpus

FIGURES = {
    "load_seconds",
    "one_plot_100_words_p50_ms",
    "one_plot_100_words_p95_ms",
    "one_plot_500_words_p50_ms",
    "one_plot_500_words_p95_ms",
    "plots_per_second",
    "peak_memory_mb",
}


def test_json(tiny_bundle: Path) -> None:
    """The same figures of the predictor and of Keras, and the ratios of those that are compared."""
    told = run("bench", "predict", "--bundle", tiny_bundle, "--repeats", 1, "--json").json()
    assert FIGURES == told["predictor"].keys() == told["keras"].keys()
    assert all(value > 0 for side in ("predictor", "keras") for value in told[side].values())
    speed = "one_plot_100_words_p50_ms"
    assert told["keras"][speed] / told["predictor"][speed] == pytest.approx(told["ratios"][speed])
    assert told["ratios"][speed] > 1


def test_wrong_use(tiny_bundle: Path) -> None:
    """No repeats measure nothing."""
    assert 2 == run("bench", "predict", "--bundle", tiny_bundle, "--repeats", 0).code


def test_nothing_to_compare_with(altered_bundle, tiny_bundle: Path) -> None:
    """A bundle without its Keras model is told by its path."""
    files = read_manifest(tiny_bundle).files
    lean = altered_bundle(files={name: sha for name, sha in files.items() if name[-6:] != ".keras"})
    assert f"needs model.keras, and {lean}" in fail("bench", "predict", "--bundle", lean)


def test_quality(tiny_bundle: Path, tmp_path: Path) -> None:
    """Three systems on each set of films; what names nothing scores nothing, what learned scores more."""
    films = tiny_corpus().films
    for name, rows in {"seen": films, "new": films.iloc[:60].assign(title="Another")}.items():
        table = rows.assign(genres=rows["genres"].map("|".join))
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    files = {"--corpus": tmp_path / "seen.csv", "--on": tmp_path / "new.csv"}
    arguments = [
        "bench",
        "quality",
        "--bundle",
        tiny_bundle,
        *(x for f in files.items() for x in f),
    ]
    rows = run(*arguments, "--json").json()["rows"]
    assert ["naming nothing", "TF-IDF", "tiny"] * 2 == [row["system"] for row in rows]
    assert [48] * 3 + [60] * 3 == [row["plots"] for row in rows]
    for nothing, tfidf, ours in (rows[:3], rows[3:]):
        assert 0 == nothing["micro_f1"] == nothing["macro_f1"]
        assert nothing["mAP"] < min(tfidf["mAP"], ours["mAP"])
    shown = run(*arguments).out.splitlines()
    assert 2 + len(rows) == len(shown)
    assert f"| seen, test | 48 | tiny | {rows[2]['micro_f1']:.3f} |" in shown[4]


def test_stream() -> None:
    """One row a size: speeds and peaks of memory that only grow, measured in a process of its own."""
    arguments = ("bench", "stream", "--plots", 500, "--seconds", 1, "--vectors", "random")
    [row] = run(*arguments, "--json").json()["sizes"]
    assert 500 == row["plots"]
    assert all(value > 0 for value in row.values())
    stages = ("peak_mb_reading", "peak_mb_words", "peak_mb_vectors", "peak_mb_learning", "peak_mb")
    peaks = [row[stage] for stage in stages]
    assert sorted(peaks) == peaks
    assert 2 == run("bench", "stream", "--plots", 1).code
