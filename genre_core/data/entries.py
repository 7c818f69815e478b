"""The catalogue's table: every corpus and word-vector file Plotline knows by name."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["ENTRIES", "DataFile", "Entry"]


@dataclass(frozen=True)
class DataFile:
    """One file of an entry: where it lies in the data home and how it is known."""

    path: str
    """Relative to the data home, or to Plotline's folder if the entry ships; with forward slashes."""
    sha256: str | None = None
    """Of the whole file as published; None where that file was never at hand to be hashed, or ships."""
    member: str | None = None
    """Its name in the archive at the entry's address; None when nothing is downloaded for it."""


@dataclass(frozen=True)
class Entry:
    """A named corpus or word-vector file: what it is, whose it is and how to get it."""

    name: str
    title: str
    kind: Literal["corpus", "vectors"]
    about: str
    licence: str
    terms: str
    """Where the licence can be read."""
    rows: int
    """Plots of a corpus or words of a vector file, as published; a copy may hold fewer."""
    files: tuple[DataFile, ...]
    """One table, or for the CMU format the metadata and then the plots."""
    how_to_get: str
    address: str | None = None
    """Of a tar or zip archive that holds the files that have a ``member``."""
    download_megabytes: int | None = None
    ships: bool = False
    """Whether the files come with Plotline and lie in its folder."""
    shares: tuple[int, int, int] | None = None
    """Parts of train, validation and test, by film id, where they are the corpus's own."""


_TMDB_TERMS = "https://www.themoviedb.org/api-terms-of-use"
_IMDB_TERMS = "https://www.imdb.com/conditions"

_CMU_METADATA = DataFile(
    "cmu/movie.metadata.tsv",
    sha256="6152760aa98c0c261a3eec50dff73293e93b7e899e4be07ffeb86c27ddecb0f5",
    member="MovieSummaries/movie.metadata.tsv",
)

ENTRIES: tuple[Entry, ...] = (
    Entry(
        name="open",
        title="The open plot corpus",
        kind="corpus",
        about="Well-known films in plots of 60 to 140 words of our own, split 70/15/15 by film.",
        licence="CC0 1.0, public domain",
        terms="https://creativecommons.org/publicdomain/zero/1.0/",
        rows=1_357,
        files=(DataFile("assets/corpus/films.csv"),),
        how_to_get="It ships with Plotline: get Plotline anew if its file is gone.",
        ships=True,
        shares=(14, 3, 3),
    ),
    Entry(
        name="overviews",
        title="Film overviews with TMDB genres",
        kind="corpus",
        about="Short film overviews, median 40 words, with the genres of TMDB and a fixed split.",
        licence="TMDB's terms",
        terms=_TMDB_TERMS,
        rows=29_828,
        files=(
            DataFile(
                "overviews/overviews.csv.gz",
                sha256="69b3a666eb5b7a617dfc7898d6b2de3aef7c98fcdfe2ca1c3639e6c50cc651c7",
            ),
        ),
        how_to_get=(
            "This collection is not published as one file. Put a table of overviews and genres, "
            "such as tmdb_5000_movies.csv of kaggle.com/datasets/tmdb/tmdb-movie-metadata, "
            "compressed with gzip at overviews/overviews.csv.gz, or name that table itself instead."
        ),
    ),
    Entry(
        name="synopses",
        title="Long plots with IMDb genres",
        kind="corpus",
        about="Whole synopses, median 812 words, and stories of Indian films, median 127 words.",
        licence="IMDb's terms",
        terms=_IMDB_TERMS,
        rows=6_811,
        files=(
            DataFile(
                "synopses/synopses.csv.gz",
                sha256="873f98e202ec447bc5428420f9ac1669c8cc9b75372cf3a1bc90a7c32d7ed46d",
            ),
        ),
        how_to_get=(
            "This collection is not published as one file. Put a table of synopses and genres, as "
            "one of kaggle.com/datasets/igorkirko/imdb-summary-trivia, compressed with gzip at "
            "synopses/synopses.csv.gz, or name that table itself instead."
        ),
    ),
    Entry(
        name="cmu",
        title="CMU Movie Summary Corpus",
        kind="corpus",
        about="Wikipedia plots with Freebase genres; the metadata covers 81,741 films.",
        licence="CC BY-SA",
        terms="http://www.cs.cmu.edu/~ark/personas/",
        rows=42_303,
        files=(
            _CMU_METADATA,
            DataFile("cmu/plot_summaries.txt", member="MovieSummaries/plot_summaries.txt"),
        ),
        how_to_get="Run `python -m genre_core data fetch cmu`.",
        address="http://www.cs.cmu.edu/~ark/personas/data/MovieSummaries.tar.gz",
        download_megabytes=46,
    ),
    Entry(
        name="cmu_overviews",
        title="Overviews in the format of the CMU corpus",
        kind="corpus",
        about=(
            "A stand-in that is not the CMU plots: overviews matched by title and year to films of "
            "the CMU metadata, to try the CMU format at size."
        ),
        licence="TMDB's terms",
        terms=_TMDB_TERMS,
        rows=9_269,
        files=(
            _CMU_METADATA,
            DataFile(
                "cmu_overviews/plot_summaries.txt",
                sha256="903f223dd09cadc1c68cff7fd94ca3ae06a34deaf3b093c24247f345601e7da8",
            ),
        ),
        how_to_get=(
            "This file is not published. Fetch cmu for the metadata, and write one line for each "
            "film matched (Wikipedia id, tab, overview) to cmu_overviews/plot_summaries.txt."
        ),
    ),
    Entry(
        name="imdb_movie_data",
        title="The 1,000-film IMDb table",
        kind="corpus",
        about="Popular films of 2006 to 2016 with plots of a sentence or two, median 27 words.",
        licence="IMDb's terms",
        terms=_IMDB_TERMS,
        rows=1_000,
        files=(
            DataFile(
                "imdb_movie_data/IMDB-Movie-Data.csv",
                sha256="f9ec13ab45525e2c7b7d030b2c2049e5371f20b752e6a9eea45d0983a2677fdb",
            ),
        ),
        how_to_get=(
            "Download kaggle.com/datasets/PromptCloudHQ/imdb-data and put IMDB-Movie-Data.csv into "
            "the folder imdb_movie_data."
        ),
    ),
    *(
        Entry(
            name=f"imdb_single_label_{part}",
            title=f"IMDb plots with one genre each, {part} file",
            kind="corpus",
            about=f"The {part} file of a collection of plots with one of 27 IMDb genres each.",
            licence="IMDb's terms",
            terms=_IMDB_TERMS,
            rows=rows,
            files=(DataFile(f"imdb_single_label/{file}"),),
            how_to_get=(
                "Download kaggle.com/datasets/hijest/genre-classification-dataset-imdb and put "
                f"{file} into the folder imdb_single_label."
            ),
        )
        for part, file, rows in (
            ("train", "train_data.txt", 54_214),
            ("test", "test_data_solution.txt", 54_200),
        )
    ),
    Entry(
        name="glove",
        title="GloVe word vectors, 6B tokens, 100 dimensions",
        kind="vectors",
        about="Vectors of 100 numbers for 400,000 words, learnt from Wikipedia and newswire.",
        licence="PDDL 1.0, public domain",
        terms="https://nlp.stanford.edu/projects/glove/",
        rows=400_000,
        files=(DataFile("glove/glove.6B.100d.txt", member="glove.6B.100d.txt"),),
        how_to_get="Run `python -m genre_core data fetch glove`.",
        address="https://nlp.stanford.edu/data/glove.6B.zip",
        download_megabytes=822,
    ),
)
