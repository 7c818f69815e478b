"""Parts of the page "What genre is this plot?" that are more than layout."""

import threading
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from genre_core.evaluation import Nearby
from genre_core.prediction.bulk import TableReport
from genre_core.prediction.read_along import ReadAlong
from pages.parts.predict.along_chart import along_chart, along_frame
from pages.parts.predict.bulk_part import in_turn, report_in_words
from pages.parts.predict.pairs import moves_in_words, pairs_chart, pairs_frame
from pages.parts.predict.right_part import in_words
from pages.parts.predict.words_part import evidence_frame, marked

GENRES = ("Comedy", "Horror", "War")


def changes(*values: float) -> np.ndarray:
    """What words do to a score."""
    return np.array(values, dtype=np.float32)


def test_words_are_marked_by_sign_and_strength():
    """Strong ones bold with two signs; what hardly matters is left as it is."""
    assert ":blue-background[**Ghost⁺⁺**] :orange-background[laughs\\,⁻] the" == marked(
        "Ghost laughs, the", changes(0.4, -0.1, 0.05)
    )
    assert ":orange-background[**well\\-known⁻⁻**]" == marked("well-known", changes(0.1, -0.3))


def test_marks_show_a_text_as_it_is():
    """No link, picture, formula or colour comes out of it, and nothing breaks out of a mark."""
    text = "] [a](http://x) ![b](c) $d$ :red[e] **f** <b>"
    shown = marked(text, changes(*[0.5] * 9))
    assert "](" not in shown.replace("\\]\\(", "")
    for sign in ("[a]", "![", "<b>", "**f**", ":red[", "$d$"):
        assert sign not in shown


def test_a_long_text_ends_with_the_words_that_were_left_out():
    """Also one without a space, and one of signs alone."""
    assert ":blue-background[**a⁺⁺**] …" == marked("a b c", changes(0.5))
    assert len(marked("x" * 100_000, changes(0.5))) < 200
    assert len(marked("– " * 100_000 + "a", changes(0.5))) < 5_000


def test_the_strongest_evidence_comes_first():
    """Whatever its sign; places count from 1."""
    frame = evidence_frame(["a", "b", "c"], changes(0.1, -0.5, 0.2), 0.6)
    assert [2, 3, 1] == frame["place"].tolist()
    assert [1.1, 0.4, 0.5] == pytest.approx(frame["score_without"].tolist(), abs=1e-6)


def scores(*values: float, named: tuple[bool, ...]) -> pd.DataFrame:
    """An answer."""
    return pd.DataFrame({"genre": GENRES, "score": values, "passed": named, "threshold": 0.5})


def test_moves_are_told_largest_first():
    """With what is named now and what no longer; small ones are not told."""
    frame = pairs_frame(
        scores(0.6, 0.2, 0.31, named=(True, False, False)),
        scores(0.4, 0.9, 0.30, named=(False, True, False)),
    )
    assert ["Horror", "Comedy", "War"] == frame["genre"].tolist()
    assert [
        "**Horror** rises from 0.20 to 0.90 and is **now named**.",
        "**Comedy** falls from 0.60 to 0.40 and is **no longer named**.",
    ] == moves_in_words(frame)


def test_genres_of_one_model_only_are_left_out():
    """There is nothing to compare them with."""
    one = scores(0.6, 0.2, 0.3, named=(True, False, False))
    assert ["Horror", "War"] == sorted(pairs_frame(one, one[1:])["genre"])
    assert pairs_frame(one, one[:0]).empty


def test_pairs_have_two_bars_a_genre():
    """A tick stands where the genre is named."""
    both = scores(0.6, 0.2, 0.3, named=(True, False, False))
    spec = pairs_chart(pairs_frame(both, both), "pinned", "now").to_dict()
    data = next(iter(spec["datasets"].values()))
    assert 6 == len(data)
    assert ["✓ 0.60", "0.30", "0.20"] == [row["label"] for row in data if row["which"] == "now"]


def test_reading_along_shows_the_leading_genres():
    """Best first, with the word of each step."""
    along = ReadAlong(np.array([2, 3]), np.array([[0.1, 0.2, 0.3], [0.1, 0.9, 0.4]]))
    frame = along_frame(along, ["a", "ghost", "laughs"], GENRES, 2)
    assert ["step", "words_read", "word", "Horror", "War"] == list(frame)
    assert ["ghost", "laughs"] == frame["word"].tolist()


def test_labels_of_lines_are_kept_apart():
    """However near each other the lines end."""
    along = ReadAlong(np.array([1]), np.array([[0.01, 0.011, 0.012]]))
    spec = along_chart(along_frame(along, ["a"], GENRES, 3), ["a"])
    ends = next(rows for rows in spec["datasets"].values() if "at" in rows[0])
    heights = [row["at"] for row in ends]
    assert ["War 0.01", "Horror 0.01", "Comedy 0.01"] == [row["label"] for row in ends]
    assert all(0.07 < above - below for above, below in pairwise(heights))
    assert 0 < heights[-1]


def test_the_player_ends_with_the_last_step():
    """The slider goes from the first step to the last, where the chart starts."""
    along = ReadAlong(np.array([1, 2]), np.zeros((2, 3)))
    spec = along_chart(along_frame(along, ["a", "b"], GENRES, 3), ["a", "b"])
    step = next(param for param in spec["params"] if param["name"] == "along_step")
    assert (2, 1, 2) == (step["value"], step["bind"]["min"], step["bind"]["max"])


def test_how_often_right_in_words():
    """The share with its number of films, or that they are too few."""
    assert "right **96% of the time** (n = 82: 79 of the 82 plots that scored 0.83 to 0.98" in (
        in_words("Horror", 0.93, Nearby(82, 79, 0.83, 0.98))
    )
    assert "only 1 validation plot scored near that, too few to say" in (
        in_words("Horror", 0.93, Nearby(1, 1, 0.9, 0.9))
    )


def test_a_table_in_words():
    """Only what happened is told."""
    assert ["**3 rows** of 3 got one genre or more."] == report_in_words(TableReport(3, 0, 0))
    told = report_in_words(TableReport(9, 2, 5, {"unclosed quote": 1}, {"cell quoted": 3}))
    assert 5 == len(told)
    assert "3 rows: no genre reached" in told[1]
    assert "1 row left out: unclosed quote" in told[3]
    assert "3 × cell quoted." == told[4]


def test_one_table_at_a_time():
    """Who comes second is told so, and begins when the first is through."""
    said: list[str] = []
    order: list[str] = []

    def let_the_first_go_on(words: str) -> None:
        said.append(words)
        is_told.set()

    def first() -> None:
        with in_turn(said.append):
            has_begun.set()
            is_told.wait(30)
            order.append("first")

    has_begun, is_told = threading.Event(), threading.Event()
    thread = threading.Thread(target=first)
    thread.start()
    assert has_begun.wait(30)
    with in_turn(let_the_first_go_on):
        order.append("second")
    thread.join()
    assert ["first", "second"] == order
    assert "Somebody else's table is being read." in said[0]


def test_a_table_that_fails_lets_the_next_one_in():
    """Or nobody could have a table read until the server starts anew."""
    said: list[str] = []
    with pytest.raises(OSError, match="broke off"), in_turn(said.append):
        raise OSError("broke off")
    with in_turn(said.append):
        assert [] == said
