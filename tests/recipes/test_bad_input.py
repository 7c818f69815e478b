"""What cannot be learned from is refused with the rule, the value and the next step."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from genre_core.errors import ConfigError, CorpusError, TrainingError
from genre_core.recipes.run import configure
from genre_core.recipes.sampling import down_sample, one_label_each
from genre_core.recipes.text_table import find_columns, read_text_table, stratify

SPAM = [(f"win money now {n}", "spam") for n in range(12)]
HAM = [(f"see you at dinner {n}", "ham") for n in range(30)]


def table(path: Path, rows, columns=("message", "category")) -> Path:
    pd.DataFrame(rows, columns=list(columns)).to_csv(path / "texts.csv", index=False)
    return path / "texts.csv"


def prepared(path: Path, **changes):
    recipe = configure(
        "lstm_text", "single_label", corpus=str(path), rare_labels="refuse", **changes
    )
    return recipe.prepare(recipe.corpora())


def test_a_table_of_ones_own(tmp_path: Path):
    """Columns are found, labels kept as spelled, each split has both, none shares a text."""
    task = prepared(table(tmp_path, SPAM + HAM))
    assert ("ham", "spam") == task.labels
    assert task.one_label
    assert all(films.labels.any(axis=0).all() for films in task.splits.values())
    assert 42 == sum(map(len, task.splits.values()))


def test_a_bundle_does_not_tell_where_the_table_lay(tmp_path: Path):
    """The settings that are kept have its name alone."""
    path = table(tmp_path, SPAM + HAM)
    config = configure("lstm_text", "single_label", corpus=str(path)).config
    assert str(path) == config.corpus
    assert "texts.csv" == config.model_dump(mode="json")["corpus"]


def test_several_labels_a_text(tmp_path: Path):
    """Joined by a bar; sigmoids then."""
    task = prepared(table(tmp_path, [*SPAM, *HAM, *((f"both {n}", "ham|spam") for n in range(12))]))
    assert ("ham", "spam") == task.labels
    assert not task.one_label


def test_missing_values_are_left_out(tmp_path: Path):
    """A text without a label and a label without a text teach nothing."""
    task = prepared(table(tmp_path, [*SPAM, *HAM, ("no label", None), (None, "ham")]))
    assert 42 == sum(map(len, task.splits.values()))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (SPAM[:3] + HAM, r"needs 10 texts or more.*'spam' has 3\. Add texts"),
        (HAM, r"there is 1: ham\. Use texts with two labels"),
        ([(text, "a|b") for text, _ in HAM], r"all 24 training texts have the same labels: a, b"),
    ],
)
def test_labels_that_teach_nothing(rows, message, tmp_path: Path):
    """Too few rows of a label, one label only, all rows the same."""
    with pytest.raises(TrainingError, match=message):
        prepared(table(tmp_path, rows), text_column="message", label_column="category")


def test_numbers_are_no_texts(tmp_path: Path):
    """The column is named, and a cell of it."""
    path = table(tmp_path, [(n, label) for n, (_, label) in enumerate(SPAM + HAM)])
    with pytest.raises(CorpusError, match=r"'message' holds '0'\. Name another"):
        find_columns(path)


def test_a_column_that_is_not_there(tmp_path: Path):
    """The message lists those that are."""
    with pytest.raises(CorpusError, match=r"no 'words' among message, category\. Name them"):
        read_text_table(table(tmp_path, SPAM), "words", None)


def test_columns_found_by_what_is_in_them(tmp_path: Path):
    """Most words a cell, fewest different values."""
    rows = [(n, text, label) for n, (text, label) in enumerate(SPAM + HAM)]
    assert ("b", "c") == find_columns(table(tmp_path, rows, "abc"))


def test_rare_labels_can_be_left_out():
    """The rest is split, and no label loses its share."""
    films = pd.DataFrame({"genres": [("a",)] * 20 + [("b",)] * 40 + [("c",)] * 2})
    split = stratify(films, 10, seed=0, leave_out=True)
    assert 60 == len(split)
    assert {"a": 2, "b": 4} == split[split["split"] == "test"]["genres"].str[
        0
    ].value_counts().to_dict()


def test_down_sampling():
    """As many of each label as the smallest has; a label below the limit goes."""
    films = pd.DataFrame({"genres": [("a", "b")] * 30 + [("c",)] * 7 + [("d",)] * 2 + [()]})
    chance = np.random.default_rng(0)
    single = one_label_each(films, chance)
    assert 39 == len(single)
    assert {1} == set(single["genres"].map(len))
    even, names = down_sample(single, 5, chance)
    assert ("a", "b", "c") == names
    assert {7} == set(even["genres"].str[0].value_counts())
    with pytest.raises(TrainingError, match=r"Two labels need 50 texts"):
        down_sample(single, 50, chance)


def test_settings_at_fault_are_all_named():
    """One message for all of them."""
    with pytest.raises(ConfigError, match=r"epochs: .*got 0.*units: .*got -1"):
        configure("lstm_text", "honest", epochs=0, units=-1)
    with pytest.raises(ConfigError, match=r"has the variants single_label, honest; got 'best'"):
        configure("lstm_text", "best")
