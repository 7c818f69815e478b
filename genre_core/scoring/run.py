"""Scoring a catalogue: what is there is kept, what is missing is scored, and all is counted."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from genre_core.errors import ConfigError, PlotlineError
from genre_core.prediction.bundle import SHIPPED, load_bundle
from genre_core.scoring.parts import Part, finished_parts, sweep
from genre_core.scoring.scorer import Order, Scorer, Task, added_columns, made_of, model_seal
from genre_core.scoring.sources import Source, find_sources

__all__ = ["ENGINES", "PLOTS_A_PART", "CatalogueReport", "score_catalogue"]

ENGINES = ("plain", "ray")
PLOTS_A_PART = 50_000

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class CatalogueReport:
    """What became of a catalogue."""

    files: int
    parts: int
    parts_kept: int
    """Parts that were there before, and were not scored again."""
    rows: int
    without_words: int
    """Rows whose plot has no word that the model knows; they get no scores and no genre."""
    without_genres: int
    """Rows where no genre reached its threshold, those without words among them."""
    dropped: dict[str, int] = field(default_factory=dict)
    """Reason -> rows of the input that could not be read."""
    notes: dict[str, int] = field(default_factory=dict)
    """Remark -> rows of the input, all kept, for which it holds."""


def score_catalogue(
    pattern: str,
    output: Path,
    bundle: Path = SHIPPED,
    *,
    plot_column: str | None = None,
    plots_a_part: int = PLOTS_A_PART,
    engine: str = "plain",
    workers: int | None = None,
    advance: Progress | None = None,
) -> CatalogueReport:
    """Write the tables that fit ``pattern`` to the folder ``output``, in parts, with genres and scores.

    Each part is a Parquet file of ``plots_a_part`` rows of one table, with all its columns,
    ``predicted_genres`` and a score a genre. Parts that are there already are kept, so that the same call
    goes on where one was stopped; they must be of the same tables and the same model. ``advance`` is told
    the rows scored now, and of how many, where that is known. ``workers`` are those of the engine ``ray``,
    by default one for each processor. Raises PlotlineError, and OSError where the output cannot be written.
    """
    if engine not in ENGINES:
        raise ConfigError(f"An engine is one of {', '.join(ENGINES)}; got {engine!r}. Choose one.")
    output, bundle = output.resolve(), bundle.resolve()
    if output.exists() and not output.is_dir():
        raise PlotlineError(f"The output is a folder, and {output} is a file. Name another.")
    manifest = load_bundle(bundle).manifest
    order = Order(str(bundle), model_seal(manifest), str(output), plots_a_part)
    sources = {
        source.name: source
        for source in find_sources(pattern, output, plot_column, added_columns(manifest.genres))
    }
    output.mkdir(parents=True, exist_ok=True)
    now = {name: made_of(order, source) for name, source in sources.items()}
    finished = finished_parts(output, sources, now)
    kept = [part for parts in finished.values() for part in parts.values()]
    count = _counting(sources.values(), kept, advance)
    if engine == "ray":
        from genre_core.scoring.on_ray import score_on_ray

        tasks = list(_tasks(sources, finished, plots_a_part, apart=True))
        written = score_on_ray(tasks, order, workers, count) if tasks else []
    else:
        scorer = Scorer(order)
        tasks = _tasks(sources, finished, plots_a_part, apart=False)
        written = [part for task in tasks for part in scorer.parts(task, count)]
    sweep(output)
    return _report(len(sources), kept, written)


def _tasks(
    sources: dict[str, Source],
    finished: dict[str, dict[int, Part]],
    plots_a_part: int,
    *,
    apart: bool,
) -> Iterator[Task]:
    """What is left to do, a table at a time; or ``apart``, part by part where a table allows that.

    A part of a CSV is found only by reading all before it.
    """
    for name, source in sources.items():
        there = finished[name]
        if source.rows is None:
            if not _is_whole(there):
                yield Task(source=source, first=0, stop=None, finished=sorted(there))
            continue
        n_parts = max(1, math.ceil(source.rows / plots_a_part))
        missing = [number for number in range(n_parts) if number not in there]
        if apart:
            for number in missing:
                yield Task(source=source, first=number, stop=number + 1)
        elif missing:
            yield Task(
                source=source, first=missing[0], stop=missing[-1] + 1, finished=sorted(there)
            )


def _is_whole(parts: dict[int, Part]) -> bool:
    last = len(parts) - 1
    return all(number in parts for number in range(last + 1)) and last >= 0 and parts[last].is_last


def _counting(
    sources: Iterable[Source], kept: Iterable[Part], advance: Progress | None
) -> Callable[[int], None]:
    """Adds up the rows that are scored, for ``advance``."""
    rows = [source.rows for source in sources]
    known = [n for n in rows if n is not None]
    of = sum(known) - sum(part.rows for part in kept) if len(known) == len(rows) else None
    done = 0

    def count(n_rows: int) -> None:
        nonlocal done
        done += n_rows
        if advance:
            advance(done, of)

    return count


def _report(files: int, kept: list[Part], written: list[Part]) -> CatalogueReport:
    parts = [*kept, *written]
    dropped: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    for part in parts:
        dropped.update(part.dropped)
        notes.update(part.notes)
    return CatalogueReport(
        files=files,
        parts=len(parts),
        parts_kept=len(kept),
        rows=sum(part.rows for part in parts),
        without_words=sum(part.without_words for part in parts),
        without_genres=sum(part.without_genres for part in parts),
        dropped=dict(dropped),
        notes=dict(notes),
    )
