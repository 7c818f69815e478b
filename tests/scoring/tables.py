"""A small catalogue: some plots as Parquet and some as CSV, and the answers read back."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.tiny import tiny_corpus

__all__ = ["plots", "read_answers", "write_catalogue", "write_parquet"]


def plots(n_plots: int, seed: int = 0) -> list[str]:
    """Texts of the tiny corpus."""
    return tiny_corpus(n_plots, seed).films["plot"].tolist()


def write_parquet(path: Path, texts: list[str | None], rows_a_group: int = 7) -> Path:
    """A number and a text a row, in small row groups."""
    table = pa.table({"number": range(len(texts)), "plot": pa.array(texts, pa.string())})
    pq.write_table(table, path, row_group_size=rows_a_group)
    return path


def write_catalogue(folder: Path) -> str:
    """25 plots as Parquet, one of them missing, and 8 as CSV, one without a word; the pattern of both."""
    folder.mkdir()
    write_parquet(folder / "long.parquet", [*plots(24), None])
    rows = ["Title,Plot,note", *(f'{n},"{text}",=1+1' for n, text in enumerate(plots(7, seed=1)))]
    (folder / "short.csv").write_text("\n".join([*rows, "one field too few", "7,…,@home\n"]))
    return str(folder / "*")


def read_answers(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table, of its parts in their order."""
    answers: dict[str, list[dict[str, Any]]] = {}
    for part in sorted(folder.glob("*.parquet")):
        answers.setdefault(part.stem[:-6], []).extend(pq.read_table(part).to_pylist())
    return answers
