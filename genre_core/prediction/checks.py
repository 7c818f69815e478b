"""What a reader of plots should be told before it trusts an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from genre_core.errors import PlotError
from genre_core.limits import MAX_PLOT_CHARACTERS, MAX_TEXT_CHARACTERS
from genre_core.prediction.predictor import Predictor
from genre_core.text.tokens import tokenise

__all__ = ["PlotWarning", "check_plot", "check_text"]

_FEWEST_WORDS = 8
_MOST_UNKNOWN = 0.5
_LEAST_ENGLISH = 0.15

_COMMON_WORDS = frozenset(
    """
    a about after again all also an and any are as at back be because been before being between
    but by can could do does down each for from get gets go goes had has have he her him himself
    his how i if in into is it its just like more most must new no not now of off on one only or
    other out over own she so some still such take takes than that the their them then there
    these they this those through to too two up us very was way we were what when where which
    while who whom whose why will with without would you your
    """.split()  # noqa: SIM905 - a list would take a line a word
)

Code = Literal[
    "empty", "short", "too_long", "cut", "common_words_only", "not_english", "unknown_words"
]


@dataclass(frozen=True)
class PlotWarning:
    """One thing to know about a text, as a code and as a sentence fit to be shown."""

    code: Code
    message: str


def check_text(text: str) -> str:
    """The text, when it is not too long to be read while somebody waits; PlotError."""
    if len(text) > MAX_TEXT_CHARACTERS:
        raise PlotError(
            f"A text may have {MAX_TEXT_CHARACTERS:,} characters, a long novel's, and this one has "
            f"{len(text):,}. Paste the plot alone."
        )
    return text


def check_plot(
    plot: str, predictor: Predictor, tokens: Sequence[str] | None = None
) -> list[PlotWarning]:
    """Warnings about one text for one model; an ordinary plot gets none.

    ``tokens``: those of ``predictor.tokens(plot)``, where they are known already.
    """
    tokens = predictor.tokens(plot) if tokens is None else tokens
    words = tokens if predictor.bundle.manifest.text.tokeniser == "words" else tokenise(plot)
    if not words:
        return [
            PlotWarning(
                "empty",
                "There is not a word here that the model could read. Paste a plot of a few sentences.",
            )
        ]
    return [*_about_length(plot, words, tokens, predictor), *_about_words(words, tokens, predictor)]


def _about_length(
    plot: str, words: Sequence[str], tokens: Sequence[str], predictor: Predictor
) -> list[PlotWarning]:
    found: list[PlotWarning] = []
    if len(words) < _FEWEST_WORDS:
        found.append(
            PlotWarning(
                "short", f"{_count(len(words))}: under {_FEWEST_WORDS}, the answer is a guess."
            )
        )
    if len(plot) > MAX_PLOT_CHARACTERS:
        found.append(
            PlotWarning(
                "too_long",
                f"{len(plot):,} characters: a plot has {MAX_PLOT_CHARACTERS:,} at most. Is this one plot?",
            )
        )
    settings = predictor.bundle.manifest.text
    if settings.unknown == "left_out":
        tokens = [token for token in tokens if token in predictor.bundle.vocabulary]
    if len(tokens) > settings.max_tokens:
        which = "first" if settings.keeps == "start" else "last"
        what = "words" if settings.tokeniser == "words" else "pieces of words"
        found.append(
            PlotWarning(
                "cut",
                f"The model reads the {which} {settings.max_tokens:,} {what}; "
                f"this text has {len(tokens):,}.",
            )
        )
    return found


def _about_words(
    words: Sequence[str], tokens: Sequence[str], predictor: Predictor
) -> list[PlotWarning]:
    vocabulary = predictor.bundle.vocabulary
    if predictor.bundle.manifest.text.unknown == "left_out":  # common words are left out on purpose
        tokens = [token for token in tokens if token not in _COMMON_WORDS] or tokens
    unknown = sum(token not in vocabulary for token in tokens) / max(1, len(tokens))
    common = sum(word in _COMMON_WORDS for word in words) / len(words)
    found: list[PlotWarning] = []
    if common == 1:
        found.append(
            PlotWarning("common_words_only", "Only words like “the” and “of”: they tell no genre.")
        )
    if len(words) >= _FEWEST_WORDS and common < _LEAST_ENGLISH:
        found.append(
            PlotWarning(
                "not_english",
                "This does not look like English, the only language the model has read.",
            )
        )
    if unknown > _MOST_UNKNOWN:
        found.append(
            PlotWarning(
                "unknown_words",
                f"{unknown:.0%} of the words are unknown to the model and tell it nothing.",
            )
        )
    return found


def _count(n_words: int) -> str:
    return "1 word" if n_words == 1 else f"{n_words} words"
