"""Why a run broke off and what to do about it, in words."""

import errno

from genre_core.jobs.settings import RunSettings

__all__ = ["fault_in_words", "lost_in_words", "what_to_lower"]

_WORDS_READ = 256  # of a plot, at most
_KEPT_OF_A_UNIT = 10  # for each word: four gates, its two states, and what flows back through them
_COPIES = 5  # of each weight: itself, its gradient, two of the optimizer, the best so far


def what_to_lower(settings: RunSettings) -> str:
    """The settings that memory goes into, the one that takes most first, each with its value."""
    per_word = (
        _KEPT_OF_A_UNIT * settings.units * settings.n_layers * (2 if settings.bidirectional else 1)
    )
    batch = settings.batch_size * _WORDS_READ * (per_word + settings.vector_dimensions)
    words = settings.max_words * settings.vector_dimensions * _COPIES
    of_batch = f"batch size (now {settings.batch_size}) or LSTM units (now {settings.units})"
    of_words = f"words kept (now {settings.max_words:,})"
    first, second = (of_batch, of_words) if batch >= words else (of_words, of_batch)
    return f"lower {first}, then {second}"


def lost_in_words(settings: RunSettings, *, has_search: bool, has_checkpoint: bool) -> str:
    """What became of a run whose process ended without a word."""
    if has_checkpoint:
        kept = "What it had learned by its last finished epoch is kept: it can go on from there."
    elif has_search:
        kept = "What its search had tried is kept: it can go on from there."
    else:
        kept = "It had not finished an epoch, so nothing is kept: it can begin anew."
    return (
        "The process that trained has ended without a word: it was killed, the machine was restarted, or "
        f"memory or the disk was full. {kept} If memory was short, {what_to_lower(settings)}, and start "
        "it again."
    )


def fault_in_words(error: Exception, settings: RunSettings | None, *, goes_on: bool) -> str:
    """Why a worker broke off, by what it caught; the settings are None where it had not read them."""
    then = "press Go on" if goes_on else "start again"
    if settings and _is_lack_of_memory(error):
        return (
            f"The machine had no memory left for this run. To need less, {what_to_lower(settings)}, and "
            f"start again; if something else took it, {then} when that has ended."
        )
    if isinstance(error, OSError):
        return (
            f"The run's folder could not be written or read ({error.strerror or error}). "
            f"Free some space, or make it writable, and {then}."
        )
    lower = f" If memory was short, {what_to_lower(settings)}." if settings else ""
    return (
        f"The run broke off with a fault that was not foreseen ({type(error).__name__}). "
        f"The end of its log says more.{lower}"
    )


def _is_lack_of_memory(error: Exception) -> bool:
    """NumPy and Python, the system, TensorFlow (whose errors are unknown here) and its threads."""
    return (
        isinstance(error, MemoryError)
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
        or type(error).__name__ == "ResourceExhaustedError"
        or any(sign in str(error) for sign in ("OOM when", "bad_alloc", "start new thread"))
    )
