"""The CMU pair: metadata and plots meet by Wikipedia id, and what does not meet is counted."""

from pathlib import Path

import pytest

from genre_core.data.read import read_cmu, read_corpus
from genre_core.errors import CorpusError

METADATA = (
    '11\t/m/1\tThe "Lamp"\t1999-05-01\t\t90.0\t{}\t{}\t{"/m/a": "Romantic comedy", "/m/b": "Drama"}'
    "\n"
    '12\t/m/2\tThe Sock\t\t\t\t{}\t{}\t{"/m/c": "Black-and-white"}\n'
    "13\t/m/3\tThe Door\t1950\t\t\t{}\t{}\t{}\n"
    "13\t/m/3\tThe Door again\t1950\t\t\t{}\t{}\t{}\n"
    "14\t/m/4\tcut\n"
)
PLOTS = '11\tA lamp hums.\n12\tA sock "waits.\n99\tNobody knows this film.\n\nno tab\n13\tA do'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "movie.metadata.tsv").write_text(METADATA, encoding="utf-8")
    (tmp_path / "plot_summaries.txt").write_text(PLOTS, encoding="utf-8")
    return tmp_path


def test_metadata_and_plots_meet(folder: Path) -> None:
    """Each film has its title, year, reviewed genres and plot, quotes and all."""
    films = read_corpus(folder, name="cmu").films
    assert ["wikipedia:11", "wikipedia:12"] == list(films["film_id"])
    assert ['The "Lamp"', "The Sock"] == list(films["title"])
    assert 1999 == films["year"].tolist()[0]
    assert [False, True] == films["year"].isna().tolist()
    assert [("Comedy", "Drama", "Romance"), ()] == list(films["genres"])
    assert ["A lamp hums.", 'A sock "waits.'] == list(films["plot"])


def test_every_row_is_accounted_for(folder: Path) -> None:
    """Rows without metadata, blank, torn and cut-off rows are dropped with their reason."""
    report = read_cmu(folder / "movie.metadata.tsv", folder / "plot_summaries.txt").report
    assert (6, 2) == (report.rows_read, report.rows_kept)
    assert {
        "cut-off last row": 1,
        "blank line": 1,
        "wrong number of fields": 1,
        "film not in the metadata": 1,
    } == report.dropped
    assert {
        "metadata row with the wrong number of fields": 1,
        "metadata row that repeats a film": 1,
        "film of the metadata without a plot": 1,
        "no genre recognised": 1,
        "split chosen by film id": 2,
    } == report.notes
    assert {"Black-and-white": 1} == report.unmapped_genres


def test_other_files_are_refused(folder: Path) -> None:
    """Swapped files, a missing one, and a pair without a film in common end in a message."""
    metadata, plots = folder / "movie.metadata.tsv", folder / "plot_summaries.txt"
    with pytest.raises(CorpusError, match="has 9 columns joined by tabs"):
        read_cmu(plots, metadata)
    with pytest.raises(CorpusError, match="Check the path"):
        read_cmu(metadata, folder / "missing.txt")
    plots.write_text("98\tNobody knows this film.\n")
    with pytest.raises(CorpusError, match=r"has none \(film not in the metadata: 1\)"):
        read_cmu(metadata, plots)
