"""Whether runs can be started here: not on a read-only server, nor without what training needs."""

from importlib.util import find_spec

from genre_core.read_only import READ_ONLY, is_read_only

__all__ = ["why_no_training"]

_NEEDED = ("tensorflow", "keras", "gensim", "sklearn", "tf2onnx", "optuna")


def why_no_training() -> str | None:
    """What keeps runs from being started on this server, in words; None where nothing does."""
    if is_read_only():
        return READ_ONLY
    # Looked for and not loaded: that is for the worker.
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        return (
            f"Training needs libraries that reading plots does not, and here {', '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} missing. Install them with "
            "`python -m pip install -r requirements.txt`, or train on another machine and put its run "
            "into the folder that PLOTLINE_RUNS names."
        )
    return None
