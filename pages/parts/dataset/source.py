"""The films that the page shows: a corpus that is here, its numbers alone, or a viewer's own table."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from genre_core.data.catalogue import CATALOGUE, folder_of, load, missing
from genre_core.data.corpus import Corpus
from genre_core.data.countries import countries_in
from genre_core.data.tally import Tally
from genre_core.data.text_file import read_text_file
from genre_core.jobs.settings import UPLOAD
from genre_core.prediction.bundle import Bundle
from genre_core.text.statistics import Counted, Statistics
from genre_core.text.statistics_file import read_statistics, shipped_statistics

__all__ = [
    "CMU_METADATA",
    "OPEN",
    "Source",
    "available",
    "corpora_here",
    "from_corpus",
    "get_source",
    "title_of",
    "was_learned_from",
]

OPEN = "open"
CMU_METADATA = "cmu_metadata"
"""All films of the CMU metadata: in numbers only, as they come without plots."""


@dataclass(frozen=True)
class Source:
    """Films, and what is counted of them."""

    title: str
    numbers: Counted | Statistics
    corpus: Corpus | None = None
    """None where only the numbers ship."""
    is_own: bool = False
    """Whether it is a viewer's own table."""

    @property
    def rows(self) -> pd.DataFrame | None:
        """``Corpus.films``; None where only the numbers ship."""
        return None if self.corpus is None else self.corpus.films

    @property
    def has_plots(self) -> bool:
        """Whether the films came with plots when they were counted."""
        return self.numbers.n_plots > 0


def from_corpus(
    title: str, corpus: Corpus, countries: Mapping[str, str], *, is_own: bool = False
) -> Source:
    """A corpus that is here, counted as far as it is asked."""
    return Source(title, Counted(corpus.name, corpus.films, countries), corpus, is_own)


def was_learned_from(source: Source, bundle: Bundle) -> bool:
    """Whether these plots are among those a model was trained on; of one's own table: may be."""
    return (UPLOAD if source.is_own else source.numbers.name) in bundle.manifest.data


def corpora_here() -> list[str]:
    """Names of the corpora whose films are here, the open one first."""
    corpora = [entry for entry in CATALOGUE.values() if entry.kind == "corpus"]
    return [entry.name for entry in corpora if entry.name == OPEN or not missing(entry)]


def available() -> list[str]:
    """Names of the corpora that are here and of those whose numbers ship, the open one first."""
    here = corpora_here()
    return [*here, *(name for name in shipped_statistics() if name not in here)]


def title_of(name: str) -> str:
    """What the menu calls a corpus; the address has it, too."""
    if name == CMU_METADATA:
        return "CMU Movie Summary Corpus: all its films, without plots"
    return CATALOGUE[name].title


# Few, as a corpus with its word counts takes up to some hundred megabytes.
@st.cache_resource(max_entries=2, show_spinner="Reading the films …")
def _read(name: str) -> Source:
    entry = CATALOGUE[name]
    corpus = load(name)
    countries: dict[str, str] = {}
    if entry.ships:
        countries = countries_in(read_text_file(folder_of(entry) / entry.files[0].path, Tally()))
    return from_corpus(entry.title, corpus, countries)


@st.cache_resource(max_entries=8, show_spinner=False)
def _read_numbers(name: str) -> Source:
    return Source(title_of(name), read_statistics(name))


def get_source(name: str) -> Source:
    """The corpus of that name, or its numbers, shared by all viewers; raises CorpusError."""
    entry = CATALOGUE.get(name)
    if entry is None or (name in shipped_statistics() and missing(entry)):
        return _read_numbers(name)
    return _read(name)
