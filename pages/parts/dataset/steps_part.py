"""From words to numbers, step by step on one plot."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from genre_core.limits import MAX_PLOT_CHARACTERS
from genre_core.prediction.predictor import Predictor
from genre_core.text.steps import Steps, steps_of
from genre_core.text.tokens import tokenise
from genre_core.text.vocabulary import PADDING, UNKNOWN, pad
from pages.parts.bundle import bundle_key
from pages.parts.dataset.learned_charts import vector_cells, vectors_chart
from pages.parts.dataset.learned_part import vectors_of
from pages.parts.dataset.source import Source
from pages.parts.examples import get_examples
from pages.parts.numbers import show_numbers
from pages.parts.words import count_of, plain, small

__all__ = ["show_steps"]

_TEXT, _TURN = "dataset_steps_text", "dataset_steps_turn"
_SHOWN_WORDS = 120
_STEPS = ("1 as written", "2 cleaned", "3 words", "4 numbers", "5 filled up", "6 vectors")
_SHOWN_IDS = 6
_SHOWN_VECTORS = 10


def show_steps(source: Source, predictor: Predictor) -> None:
    """Draw the part."""
    vocabulary = predictor.bundle.vocabulary
    st.subheader("From words to numbers", anchor=False)
    st.markdown(
        "A network can only add and multiply. So every plot becomes a row of numbers first."
    )
    st.session_state.setdefault(_TEXT, get_examples()[0].plot)
    upto = st.segmented_control(
        "Show up to step",
        _STEPS,
        default=_STEPS[-1],
        required=True,
        key="step",
        bind="query-params",
    )
    left, right = st.columns([5, 6], gap="large")
    with left:
        text = st.text_area(
            "A plot; change a word and see what happens",
            height=230,
            key=_TEXT,
            persist_state="session",
        )
        if source.rows is not None:
            st.button(
                "Take a plot of these films",
                icon=":material/shuffle:",
                on_click=_take,
                args=(source.rows,),
            )
        if len(text) > MAX_PLOT_CHARACTERS:
            st.warning(f"Only the first {count_of(MAX_PLOT_CHARACTERS, 'character')} are shown.")
    with right:
        steps = steps_of(text[:MAX_PLOT_CHARACTERS], vocabulary, predictor.max_tokens)
        drawn: tuple[Callable[[Steps, Predictor], None], ...] = (
            _written,
            _cleaned,
            _words,
            _numbers,
            _filled_up,
            _vectors,
        )
        for draw in drawn[: _STEPS.index(upto or _STEPS[-1]) + 1]:
            with st.container(border=True):
                draw(steps, predictor)


def _take(rows: pd.DataFrame) -> None:
    turn = st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state[_TEXT] = rows["plot"].sample(random_state=turn).item()


def _written(steps: Steps, _: Predictor) -> None:
    st.markdown(f"**1 As written** · {count_of(len(steps.raw), 'character')}")
    st.markdown(small(plain(_start(steps.raw))))


def _cleaned(steps: Steps, _: Predictor) -> None:
    st.markdown("**2 Cleaned** · small letters, no accents, *ghost’s* becomes *ghost*")
    st.markdown(small(plain(_start(steps.cleaned))))


def _words(steps: Steps, predictor: Predictor) -> None:
    vocabulary = predictor.bundle.vocabulary
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


def _numbers(steps: Steps, predictor: Predictor) -> None:
    st.markdown(
        f"**4 Looked up** · every word becomes its number in a list of "
        f"{predictor.bundle.vocabulary.n_known:,} words, those in most plots first. {UNKNOWN} stands for "
        "all unknown words."
    )
    ids = steps.ids[:_SHOWN_WORDS]
    st.code(" ".join(map(str, ids)) + _more(len(steps.ids)), language=None, wrap_lines=True)
    show_numbers(steps.table(), "words-to-numbers", "Each word with its number", {"id": "{}"})


def _filled_up(steps: Steps, predictor: Predictor) -> None:
    st.markdown(
        "**5 Filled up** · plots are read many at a time, as rows of one table. So shorter ones are "
        f"filled with {PADDING} at the end, which the model skips, and what comes after "
        f"{predictor.max_tokens:,} words is cut."
    )
    vocabulary = predictor.bundle.vocabulary
    others = sorted((tokenise(example.plot) for example in get_examples()), key=len)
    others = [tokens for tokens in others if tokens != list(steps.tokens)]
    rows = [vocabulary.ids(tokens, predictor.max_tokens) for tokens in (others[0], others[-1])]
    table = pad([np.asarray(steps.ids, dtype=np.int32), *rows])
    names = ["this plot", "a short one", "a long one"]
    lines = [f"{name:<12}{_ends(row)}" for name, row in zip(names, table, strict=True)]
    st.code("\n".join(lines), language=None)


def _vectors(steps: Steps, predictor: Predictor) -> None:
    vectors = vectors_of(bundle_key(), predictor)
    st.markdown(
        f"**6 Word vectors** · each number picks a row of {vectors.shape[1]} numbers, which training has "
        "shaped. The LSTM reads row after row: this is all it ever sees."
    )
    read = list(steps.tokens[: len(steps.ids)])[:_SHOWN_VECTORS]
    if not read:
        st.markdown(small("There is no word to look up."))
        return
    cells = vector_cells(read, vectors[list(steps.ids[: len(read)])])
    st.altair_chart(
        vectors_chart(cells, len(read)),
        alt=f"Coloured squares: the first numbers of the vectors of {', '.join(read)}.",
    )
    st.markdown(
        small(
            "The first words, and the first numbers of each: brown below zero, blue above. Words used "
            "alike have rows alike: see *Learned words*."
        )
    )


def _ends(row: np.ndarray) -> str:
    """The first and the last ids of a row of the table."""
    cells = [f"{number:>5}" for number in row]
    if len(cells) > _SHOWN_IDS:
        cells = [*cells[: _SHOWN_IDS // 2], "    …", *cells[-(_SHOWN_IDS // 2) :]]
    return " ".join(cells)


def _badge(word: str, is_known: bool) -> str:
    return f":blue-badge[{word}]" if is_known else f":orange-badge[{word} ?]"


def _start(text: str) -> str:
    words = text.split()
    return " ".join(words[:_SHOWN_WORDS]) + _more(len(words))


def _more(n_words: int) -> str:
    return f" … and {n_words - _SHOWN_WORDS:,} more" if n_words > _SHOWN_WORDS else ""
