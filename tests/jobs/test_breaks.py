"""What broke a run off is said with the setting to lower, and with the way on."""

import errno

import pytest

from genre_core.jobs.breaks import fault_in_words, lost_in_words, what_to_lower
from genre_core.jobs.settings import RunSettings, make_settings


def test_what_takes_most_memory_is_named_first() -> None:
    """Large batches of many units, or many words; each with the value it has now."""
    batches = make_settings(batch_size=512, units=256, max_words=1_000)
    words = make_settings(batch_size=4, units=2, bidirectional=False, max_words=40_000,
                          dimensions=300, vectors="random")  # fmt: skip
    assert what_to_lower(batches).startswith("lower batch size (now 512) or LSTM units (now 256)")
    assert what_to_lower(words).startswith("lower words kept (now 40,000), then batch size")


class ResourceExhaustedError(Exception):
    """As TensorFlow names its own."""


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        ResourceExhaustedError("OOM when allocating tensor"),
        RuntimeError("can't start new thread"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_lack_of_memory(error: Exception) -> None:
    """Whoever noticed it."""
    text = fault_in_words(error, RunSettings(), goes_on=True)
    assert "no memory left for this run. To need less, lower batch size (now 32)" in text
    assert text.endswith("press Go on when that has ended.")


def test_a_full_disk_and_the_unforeseen() -> None:
    """The system's word, and the way on: from what is kept, or from the start."""
    full = OSError(errno.ENOSPC, "No space left on device")
    text = fault_in_words(full, RunSettings(), goes_on=False)
    assert (
        "(No space left on device). Free some space, or make it writable, and start again" in text
    )
    assert "make it writable, and press Go on" in fault_in_words(full, None, goes_on=True)
    assert "not foreseen (KeyError)" in fault_in_words(KeyError("x"), None, goes_on=True)


@pytest.mark.parametrize(
    ("has_search", "has_checkpoint", "kept"),
    [
        (False, False, "nothing is kept: it can begin anew"),
        (False, True, "by its last finished epoch is kept: it can go on"),
        (True, False, "What its search had tried is kept: it can go on"),
        (True, True, "by its last finished epoch is kept: it can go on"),
    ],
)
def test_a_process_that_ended_without_a_word(
    has_search: bool, has_checkpoint: bool, kept: str
) -> None:
    """What is kept of it."""
    text = lost_in_words(RunSettings(), has_search=has_search, has_checkpoint=has_checkpoint)
    assert kept in text
    assert "If memory was short, lower batch size (now 32)" in text
