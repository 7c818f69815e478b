"""The page "What does the model get to see?", run without a browser."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from genre_core.data.catalogue import HOME_VARIABLE
from genre_core.genres import GENRES
from genre_core.jobs.places import RUNS_VARIABLE
from genre_core.prediction.bundle import SHIPPED
from pages.parts.bundle import BUNDLE_VARIABLE
from pages.parts.dataset.learned_charts import written_words
from pages.parts.dataset.source import title_of

# AppTest opens the default page of an app only, and this is not the default.
PAGE = """
import streamlit as st
st.set_page_config(layout="wide")
from pages import dataset
dataset.render()
"""
PARTS = {
    "Genres": "How many films of each genre?",
    "Pairs": "Which genres go together?",
    "Words": "Which words give Horror away?",
    "When and where": "When?",
    "Fair test?": "Train, validation, test",
    "Words to numbers": "From words to numbers",
    "Learned words": "What has the model learned about a word?",
    "Genre names": "One film, many names for its genre",
}
HORROR, WAR = "A ghost story,Horror|Blorp", "A horror story,War"
_ROWS = "id,title,country,plot,genres\n" + "".join(
    f"{n},Film {n},France,No. {n}: {HORROR if n % 2 else WAR}\n" for n in range(40)
)
OWN = _ROWS.encode()


@pytest.fixture
def open_page(
    tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., AppTest]:
    """Opens the page as a new viewer, with no corpora but the open one, at these parameters."""

    def open_page(bundle: Path = tiny_bundle, **parameters: str) -> AppTest:
        monkeypatch.setenv(BUNDLE_VARIABLE, str(bundle))
        monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
        page = AppTest.from_string(PAGE, default_timeout=30)
        for name, value in parameters.items():
            page.query_params[name] = value
        return page.run()

    return open_page


def upload(page: AppTest, data: bytes, name: str = "own.csv") -> AppTest:
    """Choose a file in the upload field."""
    return page.file_uploader[0].set_value((name, data, "text/csv")).run()


def all_words(page: AppTest) -> str:
    """Everything the page says."""
    assert not page.exception
    kinds = (page.title, page.subheader, page.markdown, page.error, page.warning, page.success)
    return "\n".join(element.value for kind in kinds for element in kind)


@pytest.mark.parametrize(("part", "heading"), PARTS.items())
def test_every_part_opens_by_its_link(part: str, heading: str, open_page: Callable[..., AppTest]):
    """Alone, with the corpus, its films and the model named above it."""
    page = open_page(part=part)
    words = all_words(page)
    assert heading == page.subheader[0].value
    assert "What does the model get to see?" == page.title[0].value
    assert not any(other in words for name, other in PARTS.items() if name != part)
    assert "The open plot corpus" in words
    assert "1,357 films, all splits" in words


def test_whether_the_model_learned_from_these_films_is_said(
    open_page: Callable[..., AppTest], altered_bundle: Callable[..., Path]
):
    """On the page and where the splits are shown; not where it did learn from them."""
    words = all_words(open_page(part="Fair test?"))
    assert "The model in use learned from other plots]" in words
    assert "**The model in use learned from other plots**: tiny." in words
    bundle = altered_bundle(data={"open": {"train": 960, "validation": 129, "test": 268}})
    assert "other plots" not in all_words(open_page(bundle, part="Fair test?"))


def test_a_link_to_films_that_are_not_here_is_answered(open_page: Callable[..., AppTest]):
    """With a word about them, and by the open corpus."""
    page = open_page(corpus="Lost films")
    assert "“Lost films”" in page.warning[0].value
    assert "1,357 films" in all_words(page)


@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_has_plots_to_read(genre: str, open_page: Callable[..., AppTest]):
    """Three at a time, each with its genres; the link names the genre."""
    page = open_page(genre=genre)
    assert f"Plots of {genre}" in all_words(page)
    assert genre == page.selectbox(key="genre").value


def test_others_are_shown_and_searched(open_page: Callable[..., AppTest]):
    """The search looks through titles and plots, as they are written."""
    page = open_page(genre="Horror")
    before = all_words(page)
    next(button for button in page.button if button.label == "Show others").click().run()
    assert before != all_words(page)
    page.text_input(key="search").set_value("Rosemary's b").run()
    assert "1 plot found." in all_words(page)
    page.text_input(key="search").set_value("(((").run()
    assert "0 plots found." in all_words(page)


def test_a_table_of_ones_own_takes_the_place_of_the_corpus(open_page: Callable[..., AppTest]):
    """In every part, with the reader's report above it."""
    for part in PARTS:
        page = upload(open_page(part=part), OWN)
        words = all_words(page)
        assert "Your table own" in words
        assert "40 films" in words
        metrics = {metric.label: metric.value for metric in page.metric}
        assert ("40", "2", "1") == (
            metrics["rows read"],
            metrics["of 18 genres found"],
            metrics["unknown genre names"],
        )


def test_leaks_of_ones_own_table_are_told(open_page: Callable[..., AppTest]):
    """None here: the plots say horror, but the films are of the war genre."""
    page = upload(open_page(part="Fair test?"), OWN)
    assert "0 plots of 40" in all_words(page)
    page = upload(open_page(part="Fair test?"), OWN.replace(b"ghost", b"horror"))
    assert "20 plots of 40" in page.warning[0].value


def test_a_table_outlives_a_visit_to_another_page(
    tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch
):
    """It is still chosen; a new viewer has none."""
    monkeypatch.setenv(BUNDLE_VARIABLE, str(tiny_bundle))
    script = PAGE.replace("dataset.render()", "st.toggle('elsewhere') or dataset.render()")
    page = upload(AppTest.from_string(script, default_timeout=30).run(), OWN)
    page.toggle[0].set_value(True).run()
    assert not page.title
    page.toggle[0].set_value(False).run()
    assert "How your table was read" in all_words(page)
    assert r"**Your table own\.csv**, 40 films" in all_words(page)
    assert "Your table" not in all_words(AppTest.from_string(PAGE, default_timeout=30).run())


def test_removing_the_table_brings_the_corpus_back(open_page: Callable[..., AppTest]):
    """And with it all that was counted, and the field for another table."""
    page = upload(open_page(), OWN)
    assert not page.file_uploader
    page.button(key="remove_dataset_upload").click().run()
    assert "1,357 films" in all_words(page)
    assert 1 == len(page.file_uploader)
    assert "Your own table" not in page.selectbox(key="corpus").options


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "Give the column one of these names in the first line"),
        (b"PK\x03\x04 workbook", "Excel"),
        (b"plot,genres\n" + b"x" * 5_300_000, "may have 5 MB"),
    ],
)
def test_a_bad_table_is_explained_and_the_corpus_stays(
    data: bytes, reason: str, open_page: Callable[..., AppTest]
):
    """What is wrong, and what to do."""
    page = upload(open_page(), data)
    assert reason in page.error[0].value
    assert "1,357 films" in all_words(page)


@pytest.mark.parametrize("part", PARTS)
def test_the_smallest_table_breaks_no_part(part: str, open_page: Callable[..., AppTest]):
    """One film with markup for a title, no year, no country and no genre we know."""
    table = b"title,plot,genres\n<b>$x$</b> ![a](b),plot,Blorp\n"
    words = all_words(upload(open_page(part=part), table))
    assert "Your table own" in words
    assert "<b>" not in words.replace(r"\<b\>", "")


def test_a_missing_bundle_leaves_the_films(open_page: Callable[..., AppTest], tmp_path: Path):
    """Only what needs the vocabulary is gone, and the page says why."""
    page = open_page(tmp_path / "nowhere")
    assert "A bundle is a folder" in page.warning[0].value
    assert "How many films of each genre?" in all_words(page)
    for part in ("Fair test?", "Words to numbers", "Learned words"):
        assert not open_page(tmp_path / "nowhere", part=part).exception


def test_corpora_of_the_data_home_can_be_chosen(open_page: Callable[..., AppTest], tmp_path: Path):
    """Those whose files are there, by name."""
    assert "imdb_movie_data" not in " ".join(open_page().selectbox(key="corpus").options)
    folder = tmp_path / "imdb_movie_data"
    folder.mkdir()
    (folder / "IMDB-Movie-Data.csv").write_bytes(
        b"Title,Genre,Description\nLamp,Drama,It goes out.\n"
    )
    page = open_page()
    page.selectbox(key="corpus").set_value("imdb_movie_data").run()
    assert "1 film, all splits" in all_words(page)


def test_the_steps_end_where_the_link_says(open_page: Callable[..., AppTest]):
    """So that a class can guess the next one."""
    words = all_words(open_page(part="Words to numbers", step="2 cleaned"))
    assert "2 Cleaned" in words
    assert "3 Cut into words" not in words


def test_any_name_of_a_genre_can_be_looked_up(open_page: Callable[..., AppTest]):
    """It becomes genres, or none for a reason."""
    page = open_page(part="Genre names")
    for name, meaning in (("Sci-Fi Movies", "Science Fiction"), ("Blorp", "unknown name")):
        page.text_input[-1].set_value(name).run()
        assert meaning in page.markdown[-1].value


def test_a_learned_word_shows_how_it_leans(open_page: Callable[..., AppTest]):
    """The link names it; any capital letters and signs around it are cleaned away."""
    words = all_words(open_page(part="Learned words", word="Sheriff!"))
    assert "**Nearest to sheriff**" in words
    assert "**sheriff** alone gives Western a score of" in words
    assert "This model has no map of its own yet" in words  # the tiny one does not


def test_the_shipped_model_has_a_map_of_its_own(open_page: Callable[..., AppTest]):
    """By t-SNE, drawn beforehand."""
    page = open_page(SHIPPED, part="Learned words")
    words = all_words(page)
    assert "The 500 most telling words" in words
    assert "t-SNE" in words


@pytest.mark.parametrize("word", ["blorp", "...", ""])
def test_a_word_nobody_knows_is_explained(word: str, open_page: Callable[..., AppTest]):
    """The map stays."""
    page = open_page(part="Learned words", word=word)
    assert page.info
    assert "most telling words" in all_words(page)


def test_words_written_on_the_map_leave_each_other_room():
    """The chosen one first, then the first ones; none upon another."""
    places = {"ghost": (0, 0), "ghosts": (0.01, 0), "ranch": (0.9, 0), "horse": (0, 0.5)}
    words = pd.DataFrame([(name, *at) for name, at in places.items()], columns=["word", "x", "y"])
    assert {"ghost", "ranch", "horse"} == written_words(words, "")
    assert {"ghosts", "ranch", "horse"} == written_words(words, "ghosts")


def test_the_steps_end_at_the_vectors(open_page: Callable[..., AppTest]):
    """The row is as long as the longest beside it, filled with zeros."""
    page = open_page(part="Words to numbers")
    page.text_area[0].set_value("Sheriff").run()
    words = all_words(page)
    assert "5 Filled up" in words
    assert "6 Word vectors" in words
    filled = page.code[-1].value.splitlines()
    assert filled[0].startswith("this plot")
    assert filled[0].endswith(" 0")
    assert not filled[2].endswith(" 0")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("corpus", "films"),
    [("overviews", "29,828"), ("synopses", "6,807"), ("cmu_metadata", "81,741")],
)
def test_numbers_that_ship_stand_in_for_films_that_do_not(
    part: str, corpus: str, films: str, open_page: Callable[..., AppTest]
):
    """By their link, in every part; what cannot be shown is said in a sentence."""
    page = open_page(part=part, corpus=title_of(corpus))
    words = all_words(page)
    assert f"{films} films" in words
    assert "counts only" in words
    if part == "Genres" or (corpus == "cmu_metadata" and part in ("Words", "Fair test?")):
        assert page.info


def test_the_model_comes_from_the_link(
    open_page: Callable[..., AppTest], tiny_bundle: Path, tmp_path: Path, monkeypatch
):
    """Its words are the ones to look at."""
    monkeypatch.setenv(RUNS_VARIABLE, str(tmp_path))
    shutil.copytree(tiny_bundle, tmp_path / "my-run" / "bundle")
    page = open_page(SHIPPED, part="Learned words", word="sheriff", model="Run my-run")
    assert "my-run" == page.selectbox(key="model").value
    assert "This model has no map of its own yet" in all_words(page)


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("Genres", "search", "ghost"),
        ("Genre names", "names", "noir"),
        ("Genre names", "name", "Giallo"),
        ("Learned words", "word", "sheriff"),
    ],
)
def test_what_is_typed_comes_from_the_link(
    part: str, key: str, value: str, open_page: Callable[..., AppTest]
):
    """So that a lesson can start there."""
    page = open_page(part=part, **{key: value})
    all_words(page)
    assert value == page.text_input(key=key).value


def test_a_long_table_shows_its_first_rows(open_page: Callable[..., AppTest]):
    """A browser takes seconds over thousands of rows; their file has them all."""
    page = open_page(part="When and where")
    assert "The first 250 of 1,4" in all_words(page)
    assert max(len(table.value) for table in page.table) == 250
