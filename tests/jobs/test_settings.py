"""What a viewer may set, at its limits and beyond."""

import pytest

from genre_core import limits
from genre_core.errors import ConfigError
from genre_core.jobs.settings import SHIPPED_DIMENSIONS, UPLOAD, RunSettings, make_settings


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("n_films", 20, limits.MAX_FILMS),
        ("max_words", 50, limits.MAX_WORDS),
        ("n_layers", 1, limits.MAX_LAYERS),
        ("units", 2, limits.MAX_UNITS),
        ("batch_size", 4, limits.MAX_BATCH_SIZE),
        ("epochs", 1, limits.MAX_EPOCHS),
        ("patience", 1, limits.MAX_EPOCHS),
        ("seed", 0, 2**31 - 1),
    ],
)
def test_whole_numbers(name: str, least: int, most: int) -> None:
    """Each may be at its limits, and not beyond them."""
    for value in (least, most):
        assert value == make_settings(**{name: value}).model_dump()[name]
    for value in (least - 1, most + 1):
        with pytest.raises(ConfigError, match=rf"^{name}: .* \(got {value}\)\. Change"):
            make_settings(**{name: value})


@pytest.mark.parametrize(
    ("name", "most", "beyond"),
    [
        ("dropout", 0.9, 0.91),
        ("word_dropout", 0.5, 0.51),
        ("learning_rate", 1.0, 1.01),
        ("averaging", 0.999, 1.0),
        ("linear_share", 0.9, 0.91),
    ],
)
def test_shares(name: str, most: float, beyond: float) -> None:
    """Numbers with a point end somewhere, and NaN and infinity are none."""
    assert most == make_settings(**{name: most}).model_dump()[name]
    for value in (beyond, -0.1, float("nan"), float("inf"), "much"):
        with pytest.raises(ConfigError, match=rf"^{name}: "):
            make_settings(**{name: value})


@pytest.mark.parametrize(
    ("name", "most"),
    [("name", limits.MAX_NAME_CHARACTERS), ("watched_plot", limits.MAX_PLOT_CHARACTERS)],
)
def test_texts(name: str, most: int) -> None:
    """Texts may be as long as their limit."""
    assert "x" * most == make_settings(**{name: "x" * most}).model_dump()[name]
    with pytest.raises(ConfigError, match=rf"^{name}: .*{most}"):
        make_settings(**{name: "x" * (most + 1)})


def test_all_faults_together() -> None:
    """Every setting at fault is named with its value; a right one is not."""
    with pytest.raises(ConfigError) as told:
        make_settings(units=1, epochs=0, vectors="fasttext", unit=3, seed=1, name="a\nb")
    for words in ("units: ", "(got 1)", "epochs: ", "vectors: ", "'fasttext'", "unit: ", "name: "):
        assert words in str(told.value)
    assert "seed" not in str(told.value)


@pytest.mark.parametrize("corpus", ["open", "overviews+synopses", UPLOAD])
def test_corpora(corpus: str) -> None:
    """A corpus of the catalogue, several of them, or a table that comes with the run."""
    assert corpus == make_settings(corpus=corpus).corpus


@pytest.mark.parametrize(
    "corpus", ["", "nosuch", "glove", "/etc/passwd", "../x", "open+open", "open+"]
)
def test_no_corpora(corpus: str) -> None:
    """No path, no word vectors, nothing twice."""
    with pytest.raises(ConfigError, match="corpus: a corpus is open, "):
        make_settings(corpus=corpus)


def test_genres_come_in_one_order() -> None:
    """However they are chosen, the same genres are the same settings."""
    chosen = make_settings(genres=["Western", "Drama"])
    assert ("Drama", "Western") == chosen.genres
    assert chosen == make_settings(genres=["Drama", "Western"])


@pytest.mark.parametrize("genres", [[], ["Drama"], ["Drama", "Drama"], ["Drama", "Soap"]])
def test_genres_to_tell_apart(genres: list[str]) -> None:
    """Two or more that there are."""
    with pytest.raises(ConfigError, match="genres: genres are 2 or more of Action"):
        make_settings(genres=genres)


def test_dimensions_suit_the_vectors() -> None:
    """Vectors that are there already have the size they have."""
    assert SHIPPED_DIMENSIONS == RunSettings().vector_dimensions
    assert 100 == make_settings(vectors="glove").vector_dimensions
    assert 7 == make_settings(vectors="random", dimensions=7).vector_dimensions
    with pytest.raises(ConfigError, match=rf"have {SHIPPED_DIMENSIONS} numbers each \(got 64\)"):
        make_settings(dimensions=64)
    with pytest.raises(ConfigError, match=r"have 50, 100, 200, 300 numbers each \(got 64\)"):
        make_settings(vectors="glove", dimensions=64)
