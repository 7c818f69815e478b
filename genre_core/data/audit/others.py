"""A table of films beside the corpora in the data home, one of which is in memory at a time."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from genre_core.data.audit.agreement import Facts, cmu_facts, genre_agreement
from genre_core.data.audit.check import Check, not_checked
from genre_core.data.audit.runs import SharedRuns
from genre_core.data.audit.variety import variety_checks
from genre_core.data.catalogue import CATALOGUE, folder_of, load, missing

if TYPE_CHECKING:
    from genre_core.data.corpus import Corpus

__all__ = ["checks_beside_others"]

_VARIETY_BESIDE = "overviews"
_CMU = ("cmu", "cmu_overviews")  # Their genres are those of one file, which names more films.


def checks_beside_others(films: pd.DataFrame) -> list[Check]:
    """Shared runs of words, variety of words and agreement of genres, as far as corpora are here.

    Raises CorpusError when a corpus in the data home cannot be read.
    """
    runs = SharedRuns(films)
    agreement: list[Check] = []
    overviews: list[str] | None = None
    for corpus in _corpora_here():
        runs.search(corpus.name, corpus.films["film_id"], corpus.films["plot"])
        if corpus.name == _VARIETY_BESIDE:
            overviews = corpus.films["plot"].tolist()
        if corpus.name not in _CMU:
            agreement.append(genre_agreement(films, corpus.name, _facts(corpus)))
    metadata = folder_of(CATALOGUE["cmu"]) / CATALOGUE["cmu"].files[0].path
    if metadata.is_file():
        agreement.append(genre_agreement(films, "CMU", cmu_facts(metadata)))
    if not agreement:
        why = "no data home with databases"
        agreement = [not_checked("Genres that databases give too, %", "information", why)]
    variety = variety_checks(films["plot"].tolist(), overviews, _VARIETY_BESIDE)
    return [runs.check(), *variety, *agreement]


def _corpora_here() -> Iterator["Corpus"]:
    for entry in CATALOGUE.values():
        if entry.kind == "corpus" and not entry.ships and not missing(entry):
            yield load(entry.name)


def _facts(corpus: "Corpus") -> Iterator[Facts]:
    for title, year, genres in zip(
        corpus.films["title"], corpus.films["year"], corpus.films["genres"], strict=True
    ):
        yield title, None if pd.isna(year) else int(year), genres
