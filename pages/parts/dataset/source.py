"""The films that the page shows: a corpus of the catalogue, or a viewer's own table."""

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd
import streamlit as st

from genre_core.data.catalogue import CATALOGUE, folder_of, load, missing
from genre_core.data.corpus import Corpus
from genre_core.data.countries import countries_in
from genre_core.data.films import Films, films_of
from genre_core.data.leaks import plots_naming_their_genre, repeated_plots
from genre_core.data.tally import Tally
from genre_core.data.text_file import read_text_file
from genre_core.text.tokens import tokenise
from genre_core.text.word_table import WordTable, count_words

__all__ = ["OPEN", "Source", "available", "get_source"]

OPEN = "open"


@dataclass(frozen=True)
class Source:
    """A corpus and what the page counts in it; each count is made when it is first asked for."""

    title: str
    corpus: Corpus
    countries: dict[str, str] = field(default_factory=dict)
    is_own: bool = False
    """Whether it is a viewer's own table."""

    @property
    def rows(self) -> pd.DataFrame:
        """``Corpus.films``."""
        return self.corpus.films

    @cached_property
    def films(self) -> Films:
        """Every film once."""
        return films_of(self.rows)

    @cached_property
    def words(self) -> WordTable:
        """Which word stands in which plot."""
        return count_words(map(tokenise, self.rows["plot"]))

    @cached_property
    def leaks(self) -> pd.DataFrame:
        """Plots that name their genre."""
        return plots_naming_their_genre(self.rows)

    @cached_property
    def repeats(self) -> pd.DataFrame:
        """Plots that stand under several films."""
        return repeated_plots(self.rows)

    def country_of_film(self) -> pd.Series:
        """The country of each film of ``films``, missing where the table has none."""
        return self.films.frame["film_id"].map(self.countries)


def available() -> list[str]:
    """Names of the corpora whose files are here, the open one first."""
    corpora = [entry for entry in CATALOGUE.values() if entry.kind == "corpus"]
    return [entry.name for entry in corpora if entry.name == OPEN or not missing(entry)]


# Few, as a corpus with its word counts takes up to some hundred megabytes.
@st.cache_resource(max_entries=2, show_spinner="Reading the films …")
def get_source(name: str) -> Source:
    """The corpus of that name, shared by all viewers; raises CorpusError."""
    entry = CATALOGUE[name]
    corpus = load(name)
    countries: dict[str, str] = {}
    if entry.ships:
        countries = countries_in(read_text_file(folder_of(entry) / entry.files[0].path, Tally()))
    return Source(entry.title, corpus, countries)
