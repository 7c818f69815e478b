"""The page "What genre is this plot?", run without a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from genre_core.limits import MAX_PLOT_CHARACTERS, MAX_TEXT_CHARACTERS
from pages.parts.bundle import BUNDLE_VARIABLE
from pages.parts.examples import Example, get_examples

APP = Path(__file__).resolve().parents[2] / "app.py"
GHOST_STORY = "A ghost in the haunted cellar lets the terror of a blood curse out into the night."
LOVE_STORY = "The bride reads love letters of summer and longing before the wedding, then a kiss."


@pytest.fixture
def open_page(tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens the page as a new viewer, with the tiny bundle or the one given."""

    def open_page(bundle: Path = tiny_bundle) -> AppTest:
        monkeypatch.setenv(BUNDLE_VARIABLE, str(bundle))
        return AppTest.from_file(str(APP), default_timeout=30).run()

    return open_page


def press(page: AppTest, label: str) -> AppTest:
    """Click the button with this label."""
    return next(button for button in page.button if button.label == label).click().run()


def choose(page: AppTest, example: Example) -> AppTest:
    """Choose this example from the menu of its kind."""
    return page.menu_button(key=example.kind).click(example).run()


def read(page: AppTest, plot: str) -> AppTest:
    """Put a plot into the box and press the button."""
    page.text_area[0].set_value(plot).run()
    return press(page, "Name the genres")


def answer_of(page: AppTest) -> str:
    """The answer in words; "" when there is none."""
    assert not page.exception
    return page.subheader[0].value if page.subheader else ""


def is_for_earlier_text(page: AppTest) -> bool:
    """Whether the answer is labelled as that for the earlier text."""
    return any("For the earlier text" in markdown.value for markdown in page.markdown)


def test_a_new_viewer_sees_an_example_with_its_answer(open_page: Callable[..., AppTest]):
    """The page is of use before anything is typed."""
    page = open_page()
    assert "What genre is this plot?" == page.title[0].value
    assert get_examples()[0].plot == page.text_area[0].value
    assert get_examples()[0].notice in page.info[0].value
    assert answer_of(page)
    assert not is_for_earlier_text(page)


def test_a_plot_is_read_when_the_button_is_pressed(open_page: Callable[..., AppTest]):
    """The genres are named in words and stand in the table with their numbers."""
    page = read(open_page(), GHOST_STORY)
    assert "This reads like **Horror**." == answer_of(page)
    table = page.table[0].value
    assert ("Horror", "✓ yes") == (table["genre"].iloc[0], table["passed"].iloc[0])
    assert 4 == len(table)
    assert not page.info


def test_choosing_an_example_fills_the_box_and_reads_it(open_page: Callable[..., AppTest]):
    """One choice does both, and says what to notice."""
    western = next(example for example in get_examples() if "Western" in example.genres)
    page = choose(open_page(), western)
    assert western.plot == page.text_area[0].value
    assert western.notice in page.info[0].value
    assert "**Western**" in answer_of(page)


def test_every_example_can_be_chosen(open_page: Callable[..., AppTest]):
    """By its label, from the menu of its kind."""
    menus = {menu.label: menu.options for menu in open_page().menu_button}
    assert ["A clear case", "A blend", "A hard one"] == list(menus)
    for example in get_examples():
        assert example.label in menus[f"A {example.kind}"]


def test_an_example_that_was_edited_can_be_chosen_again(open_page: Callable[..., AppTest]):
    """The same choice brings its own words back."""
    page = open_page()
    for example in (get_examples()[-1], get_examples()[-1]):
        choose(page, example)
        assert example.plot == page.text_area[0].value
        assert example.notice in page.info[0].value
        page.text_area[0].set_value(example.plot + " The end.").run()
        assert not page.info


def test_a_text_is_read_as_it_is_applied(open_page: Callable[..., AppTest]):
    """Ctrl+Enter, as the box says, or a click elsewhere."""
    page = open_page()
    page.text_area[0].set_value(LOVE_STORY).run()
    assert "This reads like **Romance**." == answer_of(page)
    assert not is_for_earlier_text(page)


def test_the_answer_stays_when_the_box_is_emptied(open_page: Callable[..., AppTest]):
    """It says that it is for the earlier text, and the note on the example is gone."""
    page = open_page()
    before = answer_of(page)
    press(page, "Empty the box")
    assert before == answer_of(page)
    assert is_for_earlier_text(page)
    assert not page.info


def test_the_words_in_the_box_are_counted(open_page: Callable[..., AppTest]):
    """As the model counts them, before they are read."""
    page = open_page()
    page.text_area[0].set_value("Don't look back - 1984!").run()
    assert any("4 words, 23 characters" in markdown.value for markdown in page.markdown)


def test_an_empty_box_gets_a_warning_and_no_answer(open_page: Callable[..., AppTest]):
    """Nothing was read, so no genre is named and no chart drawn."""
    page = press(press(open_page(), "Empty the box"), "Name the genres")
    assert "" == answer_of(page) == page.text_area[0].value
    assert "not a word" in page.warning[0].value
    assert not page.table


def test_none_passed_is_an_answer(
    open_page: Callable[..., AppTest], altered_bundle: Callable[..., Path]
):
    """It names the genre that came nearest, and the numbers are there to see."""
    page = read(open_page(altered_bundle(thresholds=(1, 1, 1, 1))), GHOST_STORY)
    assert answer_of(page).startswith("None passed its threshold: **Horror** came nearest")
    assert ["no"] * 4 == page.table[0].value["passed"].tolist()


@pytest.mark.parametrize(
    ("plot", "warning"),
    [
        ("A ghost screams.", "3 words"),
        ("ghost " * (MAX_PLOT_CHARACTERS // 6 + 1), "characters"),
        ("A ghost haunts the house of the sheriff. " * 10, "reads the first 60 words"),
        ("the zyx qwv of the mnb brt a plk wug for the rty blick", "unknown to the model"),
        ("Der alte Ghost wartet am Hafen auf ein Schiff ohne Namen", "not look like English"),
    ],
)
def test_doubtful_texts_are_read_with_a_warning(
    plot: str, warning: str, open_page: Callable[..., AppTest]
):
    """The answer stands beside what speaks against it."""
    page = read(open_page(), plot)
    assert 4 == len(page.table[0].value)
    assert warning in page.warning[0].value
    # Genres in large letters would say that a text in another language can be read.
    assert bool(answer_of(page)) == ("not look like English" not in page.warning[0].value)


@pytest.mark.parametrize(
    "plot",
    [
        "ghost " * (MAX_TEXT_CHARACTERS // 6),
        "\0\x07 ghost",
        "\u202eghost\u202c 👻 שלום",
        "$x$ **a** <b>",
    ],
)
def test_no_text_breaks_the_page(plot: str, open_page: Callable[..., AppTest]):
    """A million characters, control characters, right-to-left text, markup."""
    page = read(open_page(), plot)
    assert not page.exception
    assert 4 == len(page.table[0].value)


def test_a_text_beyond_the_limit_is_refused(open_page: Callable[..., AppTest]):
    """In words, and the answer stays that of the earlier text."""
    page = open_page()
    before = page.table[0].value["score"].tolist()
    page = read(page, "ghost " * (MAX_TEXT_CHARACTERS // 6 + 1))
    assert not page.exception
    assert r"1\,000\,000 characters" in page.error[0].value
    assert before == page.table[0].value["score"].tolist()


def test_a_damaged_bundle_is_explained(open_page: Callable[..., AppTest], damaged_bundle: Path):
    """A sentence that says what to do, and nothing to press."""
    page = open_page(damaged_bundle)
    assert not page.exception
    assert r"model\.onnx is damaged" in page.error[0].value
    assert not page.button


def test_a_missing_bundle_is_explained(open_page: Callable[..., AppTest], tmp_path: Path):
    """As a damaged one is."""
    page = open_page(tmp_path / "nowhere")
    assert not page.exception
    assert "A bundle is a folder" in page.error[0].value


def test_a_replaced_bundle_is_picked_up(
    open_page: Callable[..., AppTest], altered_bundle: Callable[..., Path], tiny_bundle: Path
):
    """Without a restart of the server."""
    folder = altered_bundle(genres=("A", "B", "C", "D"))
    assert {"A", "B", "C", "D"} == set(open_page(folder).table[0].value["genre"])
    (folder / "bundle.json").write_text((tiny_bundle / "bundle.json").read_text("utf-8"), "utf-8")
    assert "Horror" in set(open_page(folder).table[0].value["genre"])
