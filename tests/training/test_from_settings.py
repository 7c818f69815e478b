"""A run's settings become a configuration and the films to read."""

from pathlib import Path

import pytest

from genre_core.data.catalogue import load
from genre_core.jobs.presets import PRESETS
from genre_core.jobs.settings import UPLOAD, make_settings
from genre_core.training.from_settings import config_of, corpora_of


@pytest.mark.parametrize("each", PRESETS, ids=lambda each: each.key)
def test_presets_can_be_trained(each) -> None:
    """Each is a training configuration with the same figures."""
    config = config_of(each.settings)
    assert each.settings.epochs == config.epochs
    assert each.settings.units == config.model.units
    assert each.settings.vector_dimensions == config.model.dimensions


def test_fewer_films_are_always_the_same(tmp_path: Path) -> None:
    """More of them hold the fewer ones; validation and test stay whole."""
    few, more = (corpora_of(make_settings(n_films=n_films), tmp_path)[0] for n_films in (50, 100))
    assert 50 == len(few.split("train")["film_id"].unique())
    assert set(few.split("train")["film_id"]) < set(more.split("train")["film_id"])
    for split in ("validation", "test"):
        assert load("open").split(split).equals(few.split(split))


def test_more_films_than_there_are(tmp_path: Path) -> None:
    """All of them are read."""
    [corpus] = corpora_of(make_settings(n_films=30_000), tmp_path)
    assert len(load("open").films) == len(corpus.films)


def test_chosen_genres(tmp_path: Path) -> None:
    """Films of the chosen genres, and of theirs only these; fewer films count among them."""
    settings = make_settings(genres=["Horror", "Western"], n_films=40)
    [corpus] = corpora_of(settings, tmp_path)
    assert {"Horror", "Western"} == {g for genres in corpus.films["genres"] for g in genres}
    assert 40 == len(corpus.split("train")["film_id"].unique())


def test_uploaded_table(tmp_path: Path) -> None:
    """It is read from the run's folder."""
    rows = "".join(f"Film {n},Drama,a man and a woman {n}\n" for n in range(12))
    (tmp_path / UPLOAD).write_text(f"title,genres,plot\n{rows}")
    [corpus] = corpora_of(make_settings(corpus=UPLOAD), tmp_path)
    assert (12, UPLOAD) == (len(corpus.films), corpus.name)
