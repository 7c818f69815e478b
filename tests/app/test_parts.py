"""The parts that pages are made of: words, frames, charts, tables, examples."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_core.genres import GENRES
from genre_core.prediction.checks import check_plot
from genre_core.prediction.predictor import Predictor
from pages.parts.charts import scores_chart
from pages.parts.examples import find_example, get_examples, get_examples_by_kind
from pages.parts.reading import describe, in_words, read_plot
from pages.parts.tables import to_csv
from pages.parts.words import count_of, listed, plain

GHOST_STORY = "A ghost in the haunted cellar lets the terror of a blood curse out into the night."


@pytest.fixture
def predictor(tiny_bundle: Path) -> Predictor:
    """The tiny model."""
    return Predictor(tiny_bundle)


def frame(*rows: tuple[str, float, float]) -> pd.DataFrame:
    """Scores of genres that are given with their score and threshold."""
    scores = pd.DataFrame(rows, columns=["genre", "score", "threshold"])
    return scores.assign(passed=scores["score"] >= scores["threshold"])


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["War"], "War"),
        (["War", "Drama"], "War and Drama"),
        (["War", "Drama", "Crime"], "War, Drama and Crime"),
    ],
)
def test_names_are_listed_as_one_says_them(names: list[str], words: str):
    """Commas, and "and" before the last."""
    assert words == listed(names)


def test_counts_agree_with_their_noun():
    """One word, two words, and thousands with a comma."""
    assert ["1 word", "0 words", "1,200 words"] == [count_of(n, "word") for n in (1, 0, 1200)]


@given(st.text())
def test_every_sign_with_a_meaning_in_markdown_is_escaped(text: str):
    """Without its escaped characters, a text has no ASCII punctuation left."""
    unescaped = plain(text).replace("\\\\", "")
    signs = [
        sign
        for before, sign in zip(" " + unescaped, unescaped, strict=False)
        if sign.isascii() and sign.isprintable() and not (sign.isalnum() or sign in " \\")
        if before != "\\"
    ]
    assert [] == signs


def test_scores_are_sorted_and_agree_with_the_predictor(predictor: Predictor):
    """The frame holds what the predictor says, and its genres that passed are those it names."""
    probabilities = predictor.predict([GHOST_STORY])[0]
    scores = read_plot(GHOST_STORY, predictor).scores
    assert sorted(map(float, probabilities), reverse=True) == scores["score"].tolist()
    assert predictor.named(probabilities) == scores["genre"][scores["passed"]].tolist()
    thresholds = dict(zip(predictor.genres, predictor.thresholds, strict=True))
    assert [thresholds[genre] for genre in scores["genre"]] == scores["threshold"].tolist()


@pytest.mark.parametrize("text", ["", "  \n", "🎬 !? …", "\0"])
def test_a_text_without_a_word_gets_no_scores(text: str, predictor: Predictor):
    """A model has an opinion about nothing, too: it would be shown as one about the text."""
    reading = read_plot(text, predictor)
    assert (0, ["empty"]) == (len(reading.scores), [warning.code for warning in reading.warnings])


def test_the_answer_names_the_genres_that_passed():
    """The best score first, whatever the thresholds."""
    scores = frame(("War", 0.9, 0.5), ("Drama", 0.6, 0.7), ("Crime", 0.3, 0.2))
    assert "This reads like **War** and **Crime**." == in_words(scores)


def test_the_answer_says_so_when_none_passed():
    """And names the genre that lacked least, which need not have the best score."""
    scores = frame(("Drama", 0.5, 0.8), ("Western", 0.10, 0.12))
    assert in_words(scores) == (
        "None passed its threshold: **Western** came nearest, with 0.10 where 0.12 is needed."
    )


def test_a_score_just_below_its_threshold_is_told_apart_from_it():
    """Rounded, both are 0.35."""
    assert "with 0.3480 where 0.3500 is needed" in in_words(frame(("Drama", 0.348, 0.35)))


def test_the_chart_shows_every_genre_in_order_and_marks_those_that_passed():
    """The order is the frame's; passed genres have a tick before the number."""
    chart = scores_chart(frame(("War", 0.9, 0.5), ("Drama", 0.6, 0.7)))
    drawn = chart["datasets"]["scores"]
    assert ["War", "Drama"] == drawn["genre"].tolist()
    assert ["✓ 0.90", "0.60"] == drawn["label"].tolist()
    assert [0.9, 0.7] == drawn["label_at"].tolist()
    assert ["passed", "not passed"] == drawn["outcome"].tolist()


def test_the_chart_is_a_valid_one_whatever_its_genres_are_called():
    """Names are data to the chart, and never part of its language."""
    names = ["a.b", "c[0]", "datum.passed", "'); alert(1)"]
    chart = scores_chart(frame(*[(name, 0.5, 0.5) for name in names]))
    assert names == chart.pop("datasets")["scores"]["genre"].tolist()
    assert scores_chart(frame(("War", 0.9, 0.5)))["layer"] == chart["layer"]


def test_the_description_holds_every_number_of_the_chart():
    """Those who cannot see the chart are told what it shows."""
    words = describe(frame(("War", 0.9, 0.5), ("Drama", 0.6, 0.7)))
    assert words.endswith("War 0.90 of 0.50, passed; Drama 0.60 of 0.70.")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_download_is_a_formula(sign: str, tmp_path: Path):
    """A genre's name may come from a stranger's bundle, and the numbers stay numbers."""
    path = tmp_path / "scores.csv"
    path.write_bytes(to_csv(frame((f"{sign}1+1", -0.5, 0.5))))
    table = pd.read_csv(path)
    assert f"'{sign}1+1" == table["genre"][0]
    assert np.float64 == table["score"].dtype


def test_a_download_can_be_read_back(tmp_path: Path):
    """Whatever the letters."""
    path = tmp_path / "scores.csv"
    scores = frame(("Comédie", 0.25, 0.5), ("戦争", 0.5, 0.5))
    path.write_bytes(to_csv(scores))
    pd.testing.assert_frame_equal(scores, pd.read_csv(path))


def test_examples_are_plots_of_60_to_120_words_with_genres_we_know(predictor: Predictor):
    """Sixteen of them, each with a label of its own and none that calls for a warning about length."""
    examples = get_examples()
    assert 16 == len(examples) == len({example.label for example in examples})
    for example in examples:
        assert 60 <= len(example.plot.split()) <= 120, example.label
        assert example.plot.isascii(), example.label
        assert set(example.genres) <= set(GENRES), example.label
        assert list(example.genres) == sorted(set(example.genres)), example.label
        assert example == find_example(example.plot)
        assert not {w.code for w in check_plot(example.plot, predictor)} & {"short", "not_english"}


def test_no_example_gives_its_genres_away():
    """None holds the name of a genre that it was written to have."""
    for example in get_examples():
        named = [genre for genre in example.genres if genre.casefold() in example.plot.casefold()]
        assert [] == named, example.label


def test_examples_come_in_three_kinds():
    """Clear cases first: a menu holds at most six, as a longer one would leave a small screen."""
    kinds = get_examples_by_kind()
    assert ["clear case", "blend", "hard one"] == list(kinds)
    assert [6, 5, 5] == [len(examples) for examples in kinds.values()]


def test_examples_show_every_genre():
    """And notices quote no score, which the next bundle would change."""
    examples = get_examples()
    assert set(GENRES) == {genre for example in examples for genre in example.genres}
    assert [] == [example.label for example in examples if "0." in example.notice]


def test_a_text_of_ones_own_is_no_example():
    """Nor is an example with a word added."""
    assert find_example(get_examples()[0].plot + " The end.") is None
