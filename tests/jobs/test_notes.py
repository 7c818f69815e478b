"""What is said about the figures, and when."""

from genre_core.jobs.notes import notes_on

GUESS = {"loss": 0.4, "micro_f1": 0.3}


def epochs(*figures: tuple[float, float, float]) -> list[dict]:
    return [{"loss": a, "val_loss": b, "val_micro_f1": c} for a, b, c in figures]


def test_better_than_not_reading_is_said_once() -> None:
    """At the first epoch above the guess, not at the next."""
    first = epochs((0.5, 0.39, 0.33))
    [note] = notes_on(first, GUESS)
    assert "better (F1 0.33) than somebody who has not read the plot (F1 0.30)" in note
    assert [] == notes_on([*first, *epochs((0.4, 0.38, 0.4))], GUESS)


def test_learning_by_heart() -> None:
    """Said when validation loss has risen three times in a row, and once a run."""
    told = epochs((0.5, 0.3, 0.5), (0.4, 0.31, 0.5), (0.3, 0.32, 0.5), (0.2, 0.33, 0.5))
    assert ["Validation loss has risen for 3 epochs while training loss fell"] == [
        note.split(":")[0] for note in notes_on(told, GUESS)
    ]
    assert [] == notes_on(told[:3], GUESS)
    assert [] == notes_on([*told, *epochs((0.1, 0.34, 0.5))], GUESS)
    assert [] == notes_on([*told, *epochs((0.2, 0.3, 0.5)), *told[1:]], GUESS)


def test_steps_too_large() -> None:
    """Worse than no reading after two epochs."""
    bad = epochs((2.0, 0.9, 0.2), (1.5, 0.8, 0.2))
    [note] = notes_on(bad, GUESS)
    assert "try a tenth of the learning rate" in note
    assert [] == notes_on(bad[:1], GUESS)
    assert [] == notes_on(epochs((0.5, 0.41, 0.2), (0.4, 0.41, 0.31)), GUESS)
    assert [] == notes_on([bad[0], *epochs((0.4, 0.39, 0.3))], GUESS)


def test_figures_that_are_missing() -> None:
    """A figure that was no number says nothing."""
    assert [] == notes_on([{"loss": None, "val_loss": None, "val_micro_f1": None}] * 4, {})
