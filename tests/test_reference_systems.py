"""docs/reference-systems.md tells the truth: its figures are those of results.json, its commands parse."""

import re
import shlex
import shutil
from pathlib import Path

import numpy as np
import pytest
import typer.main
from sklearn.metrics import precision_recall_fscore_support

from genre_core.cli.app import app
from genre_core.errors import EvaluationError
from genre_core.prediction.results import ByAuthors, Result, read_results, write_json
from genre_core.recipes.markdown import END
from genre_core.recipes.registry import RECIPES, find_recipe
from genre_core.recipes.report import START, write_report
from genre_core.recipes.report_systems import NOT_RUN, marker, system_figures, systems_page
from genre_core.recipes.run import RESULT, configure

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference-systems.md"
TEXT = PAGE.read_text(encoding="utf-8")
ROWS = {(row.recipe, row.variant): row for row in read_results()}
PARTS = (
    "What they did",
    "What they reported",
    "What explains the difference",
    "Where ours deviates",
)
YARDSTICKS = {"do_nothing", "tfidf_logreg", "plotline"}


def section(name: str) -> str:
    """The text under the heading of a recipe; whatever it says of others."""
    found = re.search(rf"\n## [^\n]*`{name}`\n(.*?)(?=\n## |\Z)", TEXT, re.DOTALL)
    assert found, f"No section of {name}."
    return found.group(1)


def figures_of(name: str) -> str:
    """What `recipes report` wrote into that section."""
    return section(name).partition(marker(name))[2].partition(END)[0]


def test_the_page_shows_the_results():
    """Whoever runs a system again writes the page again, by `recipes report`."""
    assert TEXT == systems_page(PAGE, list(ROWS.values()))


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_has_its_section(name: str):
    """Published ones with the four questions; what did not run is said not to have run."""
    for part in () if name in YARDSTICKS else PARTS:
        assert 1 == section(name).count(f"**{part}"), part
    variants = find_recipe(name).variants
    assert [(name, v) in ROWS for v in variants].count(False) == figures_of(name).count(NOT_RUN)
    for variant in variants:
        assert f"recipes run {name} --variant {variant}`" in figures_of(name)


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: f"{row.recipe}-{row.variant}")
def test_every_result_stands_in_its_section(row: Result):
    """By the authors' metric beside naming nothing, or micro-F1, mAP and accuracy."""
    if row.by_authors:
        ours, nothing = row.by_authors.ours, row.by_authors.nothing
        assert f"| {ours:.3f} | {nothing:.3f} | {row.by_authors.n_films:,} |" in figures_of(
            row.recipe
        )
        return
    for corpus, judged in row.judged.items():
        line = rf"\| {corpus}, {judged.n_films:,} test plots \| {judged.micro_f1.estimate:.3f} .*"
        line += rf"\| {judged.mAP.estimate:.3f} .*\| {judged.element_accuracy:.3f} \|"
        assert re.search(line, figures_of(row.recipe)), corpus


def test_no_figure_stands_outside_the_written_places():
    """But for those that the authors report, and what naming nothing scores on their labels."""
    prose = re.sub(rf"<!-- [^\n]* written by .*?{END}", "", TEXT, flags=re.DOTALL)
    kinds = [find_recipe(name) for name in RECIPES]
    reported = {kind.reported.figure for kind in kinds if kind.reported and kind.reported.figure}
    assert {0.58, 0.593} == {float(n) for n in re.findall(r"(?<![\d.])0?\.\d{3}(?!\d)", prose)}
    assert ["88.1 %", "86.9 %", "87.0 %"] == re.findall(r"\d+\.\d+ %", prose)
    assert {0.58, 0.593, 0.881} == reported


def test_every_command_can_be_typed():
    """Names, variants and options are there; nothing is run."""
    found = [re.sub(r"\s+", " ", c) for c in re.findall(r"python -m genre_core ([^`\n]+)", TEXT)]
    assert len(found) > len(RECIPES)
    for line in found:
        command, words = typer.main.get_command(app), shlex.split(line)
        while inner := getattr(command, "commands", {}):
            command = inner[words.pop(0)]
        given = command.make_context("genre_core", words).params
        if line.startswith("recipes run"):
            for name in given["names"]:
                configure(name, given["variant"] or next(iter(find_recipe(name).variants)))


def test_what_is_said_of_the_bag_of_words_is_so():
    """It gives every film the same answer, and under `honest` names every genre."""
    for variant in ("authors", "single_label"):
        answers = np.sum(ROWS["mlp_bag_of_words", variant].figures["confusion"], axis=0)
        assert 1 == np.count_nonzero(answers)
    judged = ROWS["mlp_bag_of_words", "honest"].judged["overviews"]
    share = 1 - judged.do_nothing_accuracy
    assert 2 * share / (1 + share) == pytest.approx(judged.micro_f1.estimate)
    assert (
        f"| Naming every genre (worked out) | {share:.3f} | {judged.micro_f1.estimate:.3f} |"
        in TEXT
    )


def test_a_result_takes_the_place_of_not_run():
    """With the notes of its run; naming nothing beside each figure as scikit-learn has it."""
    truth = np.repeat([0, 1, 2], [5, 3, 2])
    own = ByAuthors(
        metric="top1_accuracy", words="top-1", reported=None, reported_on="texts", ours=0.7,
        nothing=0.5, is_better="higher", n_films=10,
    )  # fmt: skip
    figures = {
        "macro_precision": 0.71, "macro_recall": 0.72, "macro_f1": 0.73,
        "confusion": [[4, 1, 0], [1, 2, 0], [0, 1, 1]],
    }  # fmt: skip
    base = ROWS["mlp_bag_of_words", "single_label"]
    judged = {"x": next(iter(base.judged.values())).model_copy(update={"n_films": 10})}
    row = base.model_copy(
        update={
            "recipe": "lstm_text", "by_authors": own, "figures": figures, "notes": ("A stand-in.",),
            "judged": judged,
        }
    )  # fmt: skip
    text = system_figures("lstm_text", [row])
    assert 1 == text.count(NOT_RUN)  # `honest`
    assert "- A stand-in." in text
    expected = precision_recall_fscore_support(
        truth, np.zeros(10), average="macro", zero_division=0
    )[:3]
    for ours, nothing in zip((0.71, 0.72, 0.73), expected, strict=True):
        assert f"| {ours:.3f} | {nothing:.3f} | 10 |" in text


def test_report_writes_this_page_too(tmp_path: Path):
    """A page that lacks a recipe's place is named, and nothing is written then."""
    readme, systems = tmp_path / "readme.md", tmp_path / "systems.md"
    readme.write_text(f"{START}\n{END}\n", encoding="utf-8")
    row = ROWS["do_nothing", "honest"].model_copy(update={"epochs": 5})
    write_json(tmp_path / "a" / RESULT, row)
    systems.write_text(TEXT.replace(marker("distilbert"), ""), encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"results of distilbert.*systems\.md lacks them"):
        write_report(tmp_path, readme, tmp_path / "results.json", systems)
    assert f"{START}\n{END}\n" == readme.read_text(encoding="utf-8")
    shutil.copyfile(PAGE, systems)
    write_report(tmp_path, readme, tmp_path / "results.json", systems)
    written = systems.read_text(encoding="utf-8")
    assert "18 labels, 5 epochs." in written
    assert sum(len(find_recipe(name).variants) for name in RECIPES) - 1 == written.count(NOT_RUN)
