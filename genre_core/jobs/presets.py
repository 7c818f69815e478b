"""Runs prepared for a lesson: each shows one thing, and asks first what will happen."""

from dataclasses import dataclass

from genre_core.jobs.settings import RunSettings, make_settings

__all__ = ["PRESETS", "WATCHED_PLOT", "Preset", "preset"]

WATCHED_PLOT = (
    "A young couple inherits a lonely house by the sea. At night they hear footsteps in the empty "
    "attic, and the diary of a drowned child begins to write itself."
)
"""A plot of our own, whose scores are watched unless the viewer writes another."""


@dataclass(frozen=True)
class Preset:
    """Settings with a question to ask before the start, and what there is to see after it."""

    key: str
    title: str
    question: str
    what_to_see: str
    settings: RunSettings


def _preset(key: str, title: str, question: str, what_to_see: str, **settings: object) -> Preset:
    made = make_settings(name=title, preset=key, watched_plot=WATCHED_PLOT, **settings)
    return Preset(key, title, question, what_to_see, made)


PRESETS: tuple[Preset, ...] = (
    _preset(
        "quick-lesson",
        "Quick lesson",
        "At first the model knows nothing about genres. After how many times of reading all films "
        "will it name more right than wrong?",
        "The loss falls fast, then slower; F1 climbs. Both lines bend: most is learned early.",
        epochs=6,
    ),
    _preset(
        "good-model",
        "Good model",
        "What makes a model better: more units, more time, or knowing words beforehand?",
        "It learns for longer, ends when validation gets no better, and keeps its best epoch.",
        epochs=20,
        units=96,
        patience=5,
        averaging=0.9,
        linear_share=0.4,
    ),
    _preset(
        "overfit",
        "Overfit on purpose",
        "What happens when a model reads few films very often, with nothing to hold it back?",
        "Training loss goes towards zero while validation loss turns and rises: it learns these films "
        "by heart.",
        n_films=200,
        epochs=25,
        patience=25,
        units=64,
        dropout=0.0,
        word_dropout=0.0,
    ),
    _preset(
        "high-rate",
        "Learning rate too high",
        "A learning step ten times larger: does the model learn ten times faster?",
        "The loss jumps up and down instead of falling: each step overshoots.",
        epochs=8,
        patience=8,
        learning_rate=0.3,
    ),
    _preset(
        "no-vectors",
        "No pretrained vectors",
        "Now every word starts as random numbers. What must the model learn besides genres?",
        "It starts later and ends lower: it has to learn the words from 960 plots alone.",
        epochs=6,
        vectors="random",
        dimensions=192,
    ),
    _preset(
        "tiny-data",
        "Tiny data",
        "Can a model learn 18 genres from 60 films?",
        "F1 on films it has not seen hardly moves, however long it trains.",
        n_films=60,
        epochs=15,
        patience=15,
    ),
)


def preset(key: str) -> Preset | None:
    """The preset of that key, or None."""
    return next((preset for preset in PRESETS if preset.key == key), None)
