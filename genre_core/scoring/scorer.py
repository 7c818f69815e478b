"""One predictor, and the parts that it writes: the same in one process and on each worker of a cluster."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from genre_core.data.tally import Tally
from genre_core.errors import BundleError, CorpusError
from genre_core.files import whole
from genre_core.prediction.manifest import Manifest, seal_of
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.reading import PLOTS_AT_ONCE, Reading, read_each
from genre_core.scoring.parts import FACTS, MadeOf, Part, part_file
from genre_core.scoring.sources import Source
from genre_core.scoring.tables import ROWS_AT_ONCE, RowStream, open_rows

__all__ = ["Order", "Scorer", "Task", "added_columns", "made_of", "model_seal"]


@dataclass(frozen=True)
class Order:
    """What holds for all parts."""

    bundle: str
    model: str
    """The seal that the bundle must have."""
    output: str
    plots_a_part: int


class Task(BaseModel):
    """Parts of one table that follow each other."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Source
    first: int
    stop: int | None
    """The part before which to stop; None goes on to the end."""
    finished: list[int] = []
    """Parts among them that are there already."""


def model_seal(manifest: Manifest) -> str:
    """By what a model is known: the SHA-256 of its manifest, which has those of its files."""
    return seal_of(manifest.model_dump(mode="json"))


def made_of(order: Order, source: Source) -> MadeOf:
    """What the parts of a table hang on."""
    return MadeOf(
        model=order.model,
        sha256=source.sha256,
        plot=source.plot,
        plots_a_part=order.plots_a_part,
    )


def added_columns(genres: tuple[str, ...]) -> list[str]:
    """The columns of an answer, behind those of the table."""
    return ["predicted_genres", *(f"score {genre}" for genre in genres)]


class Scorer:
    """Reads plots and writes parts; the bundle is read when the first plot is.

    ``threads`` 0 takes all cores.
    """

    def __init__(self, order: Order, *, threads: int = 0):
        self.order = order
        self._threads = threads

    @cached_property
    def predictor(self) -> Predictor:
        """The model; raises BundleError when it is another than was ordered."""
        predictor = Predictor(self.order.bundle, threads=self._threads)
        if model_seal(predictor.bundle.manifest) != self.order.model:
            raise BundleError(
                f"{self.order.bundle} has changed since the scoring began. "
                "Put back the model that was there, or name another --output."
            )
        return predictor

    def parts(self, task: Task, advance: Callable[[int], None] = lambda _: None) -> Iterator[Part]:
        """Write the parts of a task, each whole or not at all; ``advance`` is told the rows scored.

        Raises CorpusError, BundleError and OSError.
        """
        tally = Tally()
        size = self.order.plots_a_part
        rows = open_rows(Path(task.source.file), task.source.plot, task.first * size, tally)
        number = task.first
        while True:
            if number in task.finished:
                _skip(rows, size)
            else:
                yield self._write(task.source, number, rows, tally, advance)
            number += 1
            if number == task.stop or rows.is_over:
                return

    def _write(
        self,
        source: Source,
        number: int,
        rows: RowStream,
        tally: Tally,
        advance: Callable[[int], None],
    ) -> Part:
        schema = self._schema(rows.schema)
        left, without_words, without_genres = self.order.plots_a_part, 0, 0
        path = part_file(Path(self.order.output), source.name, number)
        with whole(path) as new, pq.ParquetWriter(new, schema) as writer:
            while (table := rows.take(min(left, ROWS_AT_ONCE))).num_rows:
                readings = self._read(table, source)
                writer.write_table(self._answered(table, readings, schema))
                without_words += sum(reading.probabilities is None for reading in readings)
                without_genres += sum(not reading.named for reading in readings)
                left -= len(readings)
                advance(len(readings))
            is_last = rows.is_over
            part = Part(
                name=source.name,
                number=number,
                file=source.file,
                made_of=made_of(self.order, source),
                rows=self.order.plots_a_part - left,
                without_words=without_words,
                without_genres=without_genres,
                is_last=is_last,
                dropped=dict(tally.dropped) if is_last else {},
                notes=dict(tally.notes) if is_last else {},
            )
            writer.add_key_value_metadata({FACTS: part.model_dump_json()})
        return part

    def _schema(self, schema: pa.Schema) -> pa.Schema:
        genres, *scores = added_columns(self.predictor.genres)
        schema = schema.append(pa.field(genres, pa.string()))
        for score in scores:
            schema = schema.append(pa.field(score, pa.float32()))
        return schema

    def _read(self, table: pa.Table, source: Source) -> list[Reading]:
        try:
            plots = [plot or "" for plot in table[source.plot].to_pylist()]
        except UnicodeDecodeError as error:
            raise CorpusError(
                f"Plots are text in UTF-8; the column {source.plot!r} of {source.file} has other bytes "
                f"({error.reason}). Write the table again."
            ) from error
        readings: list[Reading] = []
        for start in range(0, len(plots), PLOTS_AT_ONCE):
            readings += read_each(self.predictor, plots[start : start + PLOTS_AT_ONCE])
        return readings

    def _answered(self, table: pa.Table, readings: list[Reading], schema: pa.Schema) -> pa.Table:
        nothing = np.zeros(len(self.predictor.genres), dtype=np.float32)
        is_missing = np.array([reading.probabilities is None for reading in readings])
        scores = np.array(
            [nothing if r.probabilities is None else r.probabilities for r in readings]
        )
        named = pa.array(["|".join(reading.named) for reading in readings], pa.string())
        columns = [pa.array(column, pa.float32(), mask=is_missing) for column in scores.T]
        return pa.Table.from_arrays([*table.columns, named, *columns], schema=schema)


def _skip(rows: RowStream, n_rows: int) -> None:
    while n_rows and (skipped := rows.take(min(n_rows, ROWS_AT_ONCE)).num_rows):
        n_rows -= skipped
