"""All results in one file, the tables of the README made from it, and every system in words."""

import inspect
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from genre_core.errors import EvaluationError
from genre_core.files import whole, write_whole
from genre_core.prediction.about import SYSTEMS, About
from genre_core.prediction.results import RESULTS, Result, read_results, write_json
from genre_core.recipes.markdown import END, between, interval, table
from genre_core.recipes.metrics import find_metric
from genre_core.recipes.registry import RECIPES, find_recipe
from genre_core.recipes.report_systems import COMPARED_ON, systems_page
from genre_core.recipes.run import RESULT

__all__ = ["END", "START", "about", "in_markers", "results_tables", "write_report"]

START = "<!-- results: written by `recipes report` -->"


def write_report(
    folder: Path, readme: Path, results: Path = RESULTS, systems: Path | None = None
) -> list[Result]:
    """Join the results under ``folder`` to those of the file, and write file and README anew.

    So are the tables of ``systems``, the page about each system, where it is given. A result that is run
    again takes the place of the old one. The scores of honest systems on each test film are kept beside
    the file, as ``NAME-VARIANT.npz``, so that any two can be compared, and ``systems.json`` there tells
    what each system is. Raises EvaluationError for samples, for honest systems that were scored on
    different films, and for a page without the markers.
    """
    found = {(row.recipe, row.variant): row for row in read_results(results)}
    for path in sorted(folder.glob(f"*/{RESULT}")):
        row = _read_one(path)
        if row.is_sample:
            raise EvaluationError(
                f"A report holds systems that read all films, and {path} comes from a sample. "
                "Run it without --films, or delete that folder."
            )
        found[row.recipe, row.variant] = row
    if not found:
        raise EvaluationError(
            f"A report needs results, and {folder} has none. Run `python -m genre_core recipes run NAME`."
        )
    order = list(RECIPES)
    rows = sorted(found.values(), key=lambda row: (order.index(row.recipe), row.variant))
    _check_same_films(rows)
    pages = {readme: in_markers(readme, results_tables(rows))}
    if systems:
        pages[systems] = systems_page(systems, rows)
    write_json(results, rows)
    _keep_scores(folder, rows, results.parent)
    _write_about(results.with_name(SYSTEMS.name))
    for page, text in pages.items():
        write_whole(page, text)
    return rows


def results_tables(rows: Sequence[Result]) -> str:
    """Two tables in Markdown: by the authors' metric, and on the same films."""
    theirs = [row for row in rows if row.by_authors]
    honest = [row for row in rows if row.protocol == "honest" and COMPARED_ON in row.judged]
    honest.sort(key=lambda row: row.judged[COMPARED_ON].mAP.estimate or 0)
    parts: list[str] = []
    if theirs:
        parts.append("As their authors ran them, by their own metric:")
        header = "system | variant | metric | they report | here | naming nothing | test texts"
        parts.append(table(header, [_theirs(row) for row in theirs]))
    if honest:
        n = honest[0].judged[COMPARED_ON].n_films
        parts.append(
            f"The same systems on the same films: trained on our training films, thresholds chosen on "
            f"validation, {n:,} test films, 18 genres, 95 % intervals by bootstrap over films:"
        )
        header = (
            "system | variant | micro-F1 | macro-F1 | mAP | element-wise accuracy | "
            "MB | training, minutes | one plot, ms"
        )
        parts.append(table(header, [_honest(row) for row in honest]))
    notes = [f"- {row.title} ({row.variant}): {note}" for row in rows for note in row.notes]
    if notes:
        parts.append("\n".join(notes))
    return "\n\n".join(parts)


def about(name: str) -> About:
    """A recipe in words, from its docstring: what it is, what it reproduces, where it deviates."""
    kind = find_recipe(name)
    paragraphs = [" ".join(part.split()) for part in (inspect.getdoc(kind) or "").split("\n\n")]
    words = {start: rest for start, _, rest in (part.partition(": ") for part in paragraphs)}
    reported = kind.reported
    return About(
        recipe=name,
        title=kind.title,
        summary=paragraphs[0],
        did=_sentence(words["Reproduces"]),
        changed=_sentence(words["Deviates"]),
        reported=reported and reported.figure,
        metric=reported and reported.metric,
        metric_words=reported and find_metric(reported.metric).words,
        reported_on=reported and reported.on,
        variants=tuple(kind.variants),
    )


def in_markers(page: Path, text: str) -> str:
    """The page's text with what stands between the markers replaced; EvaluationError without them."""
    return between(page.read_text(encoding="utf-8"), START, text, page)


def _theirs(row: Result) -> list[str]:
    by = row.by_authors
    assert by is not None  # noqa: S101 - chosen by it above
    reported = "no figure" if by.reported is None else f"{by.reported:.3f}, {by.reported_on}"
    figures = [f"{by.ours:.3f}", f"{by.nothing:.3f}", f"{by.n_films:,}"]
    return [row.title, row.variant, by.words, reported, *figures]


def _honest(row: Result) -> list[str]:
    judged = row.judged[COMPARED_ON]
    minutes = "–" if row.train_seconds is None else f"{row.train_seconds / 60:.1f}"
    return [
        row.title,
        row.variant,
        *(interval(figure) for figure in (judged.micro_f1, judged.macro_f1, judged.mAP)),
        f"{judged.element_accuracy:.3f}",
        f"{row.megabytes:.1f}",
        minutes,
        f"{row.milliseconds:.1f}",
    ]


def _keep_scores(folder: Path, rows: Sequence[Result], place: Path) -> None:
    for row in rows:
        name = f"{row.recipe}-{row.variant}"
        scores = folder / name / "bundle" / "test.npz"
        if row.protocol == "honest" and scores.is_file():
            with whole(place / f"{name}.npz") as new:
                shutil.copyfile(scores, new)


def _sentence(text: str) -> str:
    """As Markdown writes code, and with a capital letter unless it begins with code."""
    return f"{text[0].upper()}{text[1:]}".replace("``", "`")


def _write_about(path: Path) -> None:
    rows = [about(name).model_dump() for name in RECIPES]
    write_whole(path, json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


def _read_one(path: Path) -> Result:
    try:
        return Result.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvaluationError(
            f"{path} is no result of this Plotline ({str(error).splitlines()[0]}). "
            "Run that recipe again, or delete its folder."
        ) from error


def _check_same_films(rows: Sequence[Result]) -> None:
    films = {
        f"{row.recipe} ({row.variant})": row.judged[COMPARED_ON].films
        for row in rows
        if row.protocol == "honest" and COMPARED_ON in row.judged
    }
    if len(set(films.values())) > 1:
        raise EvaluationError(
            f"Systems are compared on the same test films with the same labels; these are not: "
            f"{', '.join(films)}. Run them again on the same corpora."
        )
