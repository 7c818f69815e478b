"""From words to numbers, step by step on one plot."""

import streamlit as st

from genre_core.text.steps import Steps, steps_of
from genre_core.text.vocabulary import UNKNOWN, Vocabulary
from pages.parts.dataset.source import Source
from pages.parts.examples import get_examples
from pages.parts.numbers import show_numbers
from pages.parts.words import count_of, plain, small

__all__ = ["show_steps"]

_TEXT, _TURN = "dataset_steps_text", "dataset_steps_turn"
_SHOWN_WORDS = 120
_MAX_CHARACTERS = 20_000
_STEPS = ("1 as written", "2 cleaned", "3 words", "4 numbers")


def show_steps(source: Source, vocabulary: Vocabulary, max_tokens: int) -> None:
    """Draw the part."""
    st.subheader("From words to numbers", anchor=False)
    st.markdown(
        "A network can only add and multiply. So every plot becomes a row of numbers first."
    )
    st.session_state.setdefault(_TEXT, get_examples()[0].plot)
    left, right = st.columns([5, 6], gap="large")
    with left:
        text = st.text_area(
            "A plot; change a word and see what happens",
            height=230,
            key=_TEXT,
            persist_state="session",
        )
        st.button(
            "Take a plot of these films", icon=":material/shuffle:", on_click=_take, args=(source,)
        )
        upto = st.segmented_control(
            "Show up to step",
            _STEPS,
            default=_STEPS[-1],
            required=True,
            key="step",
            bind="query-params",
        )
        if len(text) > _MAX_CHARACTERS:
            st.warning(f"Only the first {count_of(_MAX_CHARACTERS, 'character')} are shown.")
    with right:
        steps = steps_of(text[:_MAX_CHARACTERS], vocabulary, max_tokens)
        drawn = (_written, _cleaned, _words, _numbers)
        for draw in drawn[: _STEPS.index(upto or _STEPS[-1]) + 1]:
            with st.container(border=True):
                draw(steps, vocabulary)


def _take(source: Source) -> None:
    turn = st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state[_TEXT] = source.rows["plot"].sample(random_state=turn).item()


def _written(steps: Steps, _: Vocabulary) -> None:
    st.markdown(f"**1 As written** · {count_of(len(steps.raw), 'character')}")
    st.markdown(small(plain(_start(steps.raw))))


def _cleaned(steps: Steps, _: Vocabulary) -> None:
    st.markdown("**2 Cleaned** · small letters, no accents, *ghost’s* becomes *ghost*")
    st.markdown(small(plain(_start(steps.cleaned))))


def _words(steps: Steps, vocabulary: Vocabulary) -> None:
    st.markdown(
        f"**3 Cut into words** · {count_of(len(steps.tokens), 'word')}; also called *tokens*. Commas and "
        "full stops are dropped."
    )
    badges = [_badge(word, word in vocabulary) for word in steps.tokens[:_SHOWN_WORDS]]
    st.markdown(" ".join(badges) + _more(len(steps.tokens)))
    if steps.unknown:
        st.markdown(
            small(
                f"Marked with **?**: {count_of(len(steps.unknown), 'word')} the model does not know."
            )
        )


def _numbers(steps: Steps, vocabulary: Vocabulary) -> None:
    st.markdown(
        f"**4 Looked up** · every word becomes its number in a list of {vocabulary.n_known:,} words, those "
        f"in most plots first. {UNKNOWN} stands for all unknown words, 0 fills up shorter plots."
    )
    ids = steps.ids[:_SHOWN_WORDS]
    st.code(" ".join(map(str, ids)) + _more(len(steps.ids)), language=None, wrap_lines=True)
    st.markdown(
        small(
            "These numbers are all that the model gets. Each then picks a row of a table of learned "
            "numbers, the *word vector*, and the LSTM reads one after the other."
        )
    )
    show_numbers(steps.table(), "words-to-numbers", "Each word with its number", {"id": "{}"})


def _badge(word: str, is_known: bool) -> str:
    return f":blue-badge[{word}]" if is_known else f":orange-badge[{word} ?]"


def _start(text: str) -> str:
    words = text.split()
    return " ".join(words[:_SHOWN_WORDS]) + _more(len(words))


def _more(n_words: int) -> str:
    return f" … and {n_words - _SHOWN_WORDS:,} more" if n_words > _SHOWN_WORDS else ""
