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
    "one_plot_800_words_p50_ms",
    "one_plot_800_words_p95_ms",
    "plots_per_second",
    "peak_memory_mb",
}


def test_json(tiny_bundle: Path) -> None:
    """The same figures of the predictor, of Keras and of another bundle, and the ratios of those compared.

    Any bundle can be timed on the same texts: here it is the same one.
    """
    arguments = ("bench", "predict", "--bundle", tiny_bundle, "--repeats", 1)
    told = run(*arguments, "--beside", tiny_bundle, "--json").json()
    other = told["beside"]
    sides = told["predictor"], told["keras"], other["figures"]
    assert all(FIGURES == side.keys() for side in sides)
    assert all(value > 0 for side in sides for value in side.values())
    speed = "one_plot_100_words_p50_ms"
    assert told["keras"][speed] / told["predictor"][speed] == pytest.approx(told["ratios"][speed])
    assert told["ratios"][speed] > 1
    assert ("tiny", 60, 60) == (other["name"], other["reads_at_most"], told["reads_at_most"])
    speed = "plots_per_second"
    assert told["predictor"][speed] / other["figures"][speed] == pytest.approx(
        other["ratios"][speed]
    )


def test_beside_nothing(tiny_bundle: Path, tmp_path: Path) -> None:
    """A folder that is no bundle is told before anything is measured."""
    assert "has none" in fail("bench", "predict", "--bundle", tiny_bundle, "--beside", tmp_path)


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


SMALL = ("--units", 4, "--dimensions", 4, "--batch-size", 16, "--plots", 200, "--seconds", 0.2)


@pytest.mark.slow
@pytest.mark.timeout(900)  # seconds: two or three processes load TensorFlow, on a busy machine
def test_train() -> None:
    """Each side tells the same figures, of its own process; shares and ratios are theirs."""
    told = run("bench", "train", *SMALL, "--device", "cpu", "--json").json()
    ours, naive = told["ours"], told["naive"]
    assert ours.keys() == naive.keys()
    assert all(
        value > 0 for side in (ours, naive) for name, value in side.items() if name != "device"
    )
    assert (4, 4, 16, 200) == tuple(told[k] for k in ("units", "dimensions", "batch_size", "plots"))
    assert max(ours["matmul_gflops"], naive["matmul_gflops"]) <= told["matmul_gflops"]
    assert ours["gflops"] / told["matmul_gflops"] == pytest.approx(ours["share_of_matmul"])
    faster = ours["plots_per_second"] / naive["plots_per_second"]
    assert faster == pytest.approx(told["ratios"]["to_naive"])
    assert (told["torch"] is None) == (told["ratios"]["to_torch"] is None)
    if told["torch"]:
        assert ours.keys() == told["torch"].keys()


def test_train_wrong_use() -> None:
    """What cannot be measured is refused before any process starts."""
    assert "units" in fail("bench", "train", "--units", 0)
    assert "auto, cpu, gpu, mixed" in fail("bench", "train", "--device", "tpu")
    assert 2 == run("bench", "train", "--seconds", 0).code


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_to_quality(tmp_path: Path) -> None:
    """It looks every so many batches, and stops when the time is up or TF-IDF is reached."""
    films = tiny_corpus().films
    path = tmp_path / "seen.csv"
    films.assign(genres=films["genres"].map("|".join)).to_csv(path, index=False)
    where = ("--corpus", path, "--on", "seen")
    asked = (
        "--every",
        1,
        "--most-seconds",
        0,
        "--lessons",
        "",
        "--vectors",
        "counted",
        "--device",
        "cpu",
        "--json",
    )
    told = run("bench", "to-quality", *where, *asked).json()
    assert ("seen, validation", 48) == (told["on"], told["plots"])
    assert 0.5 < told["tfidf_micro_f1"] <= 1
    assert ["labels"] == list(told["trainings"]), "there were no lessons"
    labels = told["trainings"]["labels"]
    (look,) = labels["looks"]
    seconds, batches, figure = look
    assert (1, 1) == (batches, labels["batches"])
    assert 0 < labels["preparing"] < seconds
    assert (figure >= told["tfidf_micro_f1"]) == (labels["reached"] is not None)


def test_to_quality_on_another_corpus(tmp_path: Path) -> None:
    """A corpus that nothing is learned from cannot be the yardstick."""
    path = tmp_path / "seen.csv"
    films = tiny_corpus().films
    films.assign(genres=films["genres"].map("|".join)).to_csv(path, index=False)
    message = fail("bench", "to-quality", "--corpus", path, "--on", "overviews")
    assert "they learn from: seen; got 'overviews'" in message


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
