import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_core.training.parts import cut_parts

SENTENCE = "A miller finds a letter in the sacks and hides it from his wife."
sentences = st.sampled_from([SENTENCE, "Rain falls.", "Who rings at night?", "They run!"])
plots = st.lists(st.lists(sentences, max_size=40).map(" ".join), max_size=8)


@given(plots, st.integers(0, 5))
def test_parts_are_of_their_plot(plots: list[str], seed: int) -> None:
    """Every part is made of words of its own plot, in their order, and is shorter; plots keep their order."""
    parts = cut_parts(plots, seed=seed)
    assert sorted(place for place, _ in parts) == [place for place, _ in parts]
    for place, text in parts:
        assert 8 <= len(text.split()) < max(len(plots[place].split()), 200)
        rest = iter(plots[place].split())
        assert all(word in rest for word in text.split())
    assert parts == cut_parts(plots, seed=seed)


def test_long_plot_is_read_whole() -> None:
    """The pieces of a long plot are of 30 words and more, and leave nothing out but a short end."""
    plot = " ".join(f"Word{n} follows the one before." for n in range(100))
    pieces = [text for _, text in cut_parts([plot], seed=3)]
    assert len(pieces) > 4
    assert all(30 <= len(piece.split()) <= 110 for piece in pieces[:-1])
    assert plot.startswith(" ".join(pieces))
    assert len(plot.split()) - sum(len(piece.split()) for piece in pieces) < 16


@pytest.mark.parametrize(
    "plot", ["", "One sentence alone, however many words it has to tell.", "No. No."]
)
def test_plot_without_parts(plot: str) -> None:
    """A plot of one sentence, or of a few words, has none."""
    assert [] == cut_parts([plot], seed=0)


def test_text_without_a_full_stop() -> None:
    """A long text without sentences is cut all the same."""
    parts = cut_parts(["word " * 500], seed=0)
    assert len(parts) >= 4
    assert 500 == sum(len(text.split()) for _, text in parts)
