"""The parts of the dataset page: colours, tables, charts, sentences."""

import json

import numpy as np
import pandas as pd
import pytest

from genre_core.data.corpus import ReadReport
from genre_core.data.counts import films_per_genre, genres_in_groups
from genre_core.data.films import films_of
from genre_core.data.genre_names import cmu_genre_names
from genre_core.data.together import genres_together
from genre_core.genres import GENRES
from pages.parts.colours import GENRE_COLOURS, colours_of
from pages.parts.dataset.charts import decades_chart, genres_chart, splits_chart
from pages.parts.dataset.genres_part import extremes
from pages.parts.dataset.heatmap import together_map
from pages.parts.dataset.names_part import per_outcome
from pages.parts.dataset.report import rows_frame, unknown_frame
from pages.parts.dataset.source import OPEN, available, get_source
from pages.parts.dataset.together_part import partners
from pages.parts.numbers import as_text
from tests.data.films import rows_of

LIGHT, DARK = "#FFFFFF", "#12161C"
FILMS = films_of(
    rows_of(
        ("a", ("Drama", "War"), "train", "x"),
        ("b", ("Drama",), "test", "x"),
        ("c", ("Comedy",), "train", "x"),
    )
)


def contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours, 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("films", "words"),
    [
        ([3, 2, 1], "**A** is the most frequent, **C** the rarest."),
        ([3, 2, 0], "**A** is the most frequent, **B** the rarest."),
        ([2, 2, 0], "All 2 genres here have the same number of films."),
        ([2, 0, 0], "**A** is the only genre here."),
        ([0, 0, 0], "No film here has a genre that we know."),
    ],
)
def test_the_most_frequent_and_the_rarest_genre_are_told_apart(films: list[int], words: str):
    """Small tables have few genres, or as many films of each."""
    assert words == extremes(pd.DataFrame({"genre": ["A", "B", "C"], "films": films}))


def test_every_genre_has_a_colour_of_its_own():
    """Eighteen different ones; a genre we do not know gets grey."""
    assert list(GENRES) == sorted(GENRE_COLOURS)
    assert len(GENRES) == len(set(GENRE_COLOURS.values()))
    assert [GENRE_COLOURS["War"], "#8793A3"] == colours_of(["War", "Blorp"])


@pytest.mark.parametrize("genre", GENRES)
def test_colours_are_seen_on_both_themes(genre: str):
    """3:1, as parts of a chart should be."""
    assert contrast(GENRE_COLOURS[genre], LIGHT) >= 3
    assert contrast(GENRE_COLOURS[genre], DARK) >= 3


def test_a_table_shows_what_is_in_it_as_it_is():
    """Markup is no markup, counts get commas, what is missing is empty."""
    frame = pd.DataFrame(
        {"a_name": ["*x*", "y"], "n": [1234, 2], "share": [0.5, np.nan], "ok": True}
    )
    shown = as_text(frame, {"share": "{:.0%}"})
    assert ["a name", "n", "share", "ok"] == list(shown.columns)
    assert [r"\*x\*", "1,234", "50%", "✓ yes"] == shown.iloc[0].tolist()
    assert "" == shown["share"][1]


def test_the_chosen_genre_is_marked_in_words():
    """Not by colour; the order is the frame's."""
    drawn = genres_chart(films_per_genre(FILMS), "War")["datasets"]["genres"]
    labels = dict(zip(drawn["genre"], drawn["label"], strict=True))
    assert ("2", "1  ← chosen") == (labels["Drama"], labels["War"])


def test_charts_are_valid_and_hold_only_numbers_and_names():
    """No plot and no title goes into a chart."""
    rows = genres_in_groups(FILMS, FILMS.frame["split"])
    genres = genres_chart(films_per_genre(FILMS), "War")["datasets"]["genres"]
    written = [chart.to_dict()["datasets"] for chart in (decades_chart(rows), splits_chart(rows))]
    fields = {key for sets in written for rows in sets.values() for row in rows for key in row}
    assert fields | set(genres) <= {"group", "genre", "films", "of", "share", "label"}


def test_the_map_of_pairs_has_a_sentence_for_every_square():
    """With the counts; colours end at eight times as often."""
    figure = json.loads(together_map(genres_together(FILMS)).to_json())
    squares = figure["data"][0]
    drama, war = GENRES.index("Drama"), GENRES.index("War")
    assert "1 of the films have both" in squares["customdata"][drama][war]
    assert "" == squares["customdata"][war][war]


def test_partners_need_enough_films():
    """A lift of one film is no finding."""
    assert "too few films" in partners(genres_together(FILMS), "War")
    words = partners(get_source(OPEN).numbers.pairs, "War")
    assert words.startswith("**War** goes most often with **History**")


def test_the_report_says_what_was_dropped_and_why_names_are_unknown():
    """Dropped rows first."""
    report = ReadReport(
        "x", 3, 2, {"empty plot": 1}, {"unparsable year": 1}, (), {"Sports": 2, "Blorp": 1}
    )
    assert ["dropped", "kept"] == rows_frame(report)["outcome"].tolist()
    assert ["subject or setting", "unknown name"] == unknown_frame(report)["why"].tolist()


def test_the_open_corpus_is_always_there():
    """First in the list, with the country of every film."""
    assert OPEN == available()[0]
    numbers = get_source(OPEN).numbers
    assert numbers.n_films == numbers.by_country.groupby("group")["of"].first().sum()


def test_names_and_films_are_counted_by_what_they_became():
    """As the README of the table says; a reason has no films."""
    rows = per_outcome(cmu_genre_names()).set_index("outcome")
    assert 35_285 == rows["films"]["Drama"]
    assert 90 == rows["names"]["none: subject or setting"]
    assert rows["films"].isna()["none: subject or setting"]
