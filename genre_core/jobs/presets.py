"""Runs prepared for a lesson: each shows one thing, and asks first what will happen."""

from dataclasses import dataclass

from genre_core.jobs.settings import SHIPPED_DIMENSIONS, RunSettings, make_settings

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


_LESSON: dict[str, object] = {
    "epochs": 6,
    "units": 32,
    "bidirectional": False,
    "dropout": 0.2,
    "learning_rate": 1e-2,
    "batch_size": 32,
}
"""The quick lesson; others change one thing of it, so that the curves compare."""

PRESETS: tuple[Preset, ...] = (
    _preset(
        "quick-lesson",
        "Quick lesson",
        "At first the model knows nothing about genres. After how many times of reading all films "
        "will it name them better than somebody who has not read the plots?",
        "The loss falls and F1 climbs, fast at first, then slower. The lines of single batches jump: "
        "each batch is other films.",
        **_LESSON,
    ),
    _preset(
        "good-model",
        "Good model",
        "What makes a model better: more units, more time, reading from both ends, or a second opinion?",
        "It climbs higher than the quick lesson, and keeps the epoch that was best on validation. A "
        "linear reader has a say in the finished model: compare the test scores of both.",
        epochs=9,
        patience=3,
        units=64,
        learning_rate=5e-3,
        averaging=0.9,
        linear_share=0.4,
        max_words=8_000,
    ),
    _preset(
        "overfit",
        "Overfit on purpose",
        "What happens when a model reads few films very often, with nothing to hold it back?",
        "Training loss falls ever further while validation loss turns and rises: it knows these films by "
        "heart, and knows no more about others.",
        **{
            **_LESSON,
            "n_films": 200,
            "epochs": 20,
            "patience": 20,
            "dropout": 0.0,
            "word_dropout": 0.0,
            "learning_rate": 2e-2,
            "batch_size": 16,
        },
    ),
    _preset(
        "high-rate",
        "Learning rate too high",
        "The quick lesson with learning steps a hundred times as large: does it learn a hundred times "
        "faster?",
        "The loss jumps up and down instead of falling: each step goes too far. F1 stays near that of "
        "not reading at all.",
        **{**_LESSON, "learning_rate": 1.0, "patience": 6},
    ),
    _preset(
        "no-vectors",
        "No pretrained vectors",
        "The quick lesson, but every word starts as random numbers. What must the model learn besides "
        "genres?",
        "It starts later and ends lower: it has to learn the words themselves from 960 plots.",
        **{**_LESSON, "vectors": "random", "dimensions": SHIPPED_DIMENSIONS},
    ),
    _preset(
        "tiny-data",
        "Tiny data",
        "Can a model learn 18 genres from 60 films?",
        "Training loss falls, and F1 on films it has not read stays low, however often it reads.",
        **{**_LESSON, "n_films": 60, "epochs": 15, "patience": 15, "batch_size": 8},
    ),
    _preset(
        "search",
        "Search for settings",
        "Eight short trainings, each with other settings. Which of them matters most: layers, units, "
        "learning rate, dropout, or the number of words?",
        "The line of the best so far climbs in steps, most of them small. Eight trainings are a hint and no "
        "proof: search on, and see whether the same settings stay ahead.",
        **{**_LESSON, "n_films": 400, "epochs": 4, "learning_rate": 1e-3, "attempts": 8},
    ),
)


def preset(key: str) -> Preset | None:
    """The preset of that key, or None."""
    return next((preset for preset in PRESETS if preset.key == key), None)
