"""What a model said about a split, as it is kept beside the model: read as if a stranger had written it."""

import io
import sys
import zipfile
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genre_core.limits import MAX_SCORES_BYTES

__all__ = ["StoredScores", "read_scores"]

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    TypeError,
    EOFError,
    OSError,
    OverflowError,
    MemoryError,  # an array that says it has more numbers than fit
    RuntimeError,  # a zip that wants a password or is packed in a way Python does not know
)


@dataclass(frozen=True)
class StoredScores:
    """Kept so that thresholds can be studied without the model."""

    film_ids: npt.NDArray[np.str_]
    """``(n_films,)``"""
    corpora: npt.NDArray[np.str_]
    """``(n_films,)``: the corpus each film came from."""
    probabilities: npt.NDArray[np.float32]
    """``(n_films, n_genres)``"""
    labels: npt.NDArray[np.bool_]
    """``(n_films, n_genres)``"""


def read_scores(content: bytes) -> StoredScores:
    """The scores in an .npz file; raises ValueError with the reason.

    The arrays fit each other, every probability lies between 0 and 1, and nothing is unpickled.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            n_bytes = sum(member.file_size for member in archive.infolist())
        if n_bytes > MAX_SCORES_BYTES:
            raise ValueError(f"it unpacks to {n_bytes:,} bytes of {MAX_SCORES_BYTES:,}")
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            found = {name: np.asarray(arrays[name]) for name in StoredScores.__annotations__}
        scores = StoredScores(**found)
        _check(scores)
    except _DAMAGE as error:
        raise ValueError(str(error) or type(error).__name__) from error
    return scores


def _check(scores: StoredScores) -> None:
    shape, kinds = scores.labels.shape, [array.dtype.kind for array in vars(scores).values()]
    fits = (
        kinds == ["U", "U", "f", "b"]
        and len(shape) == 2  # noqa: PLR2004 - films and genres
        and scores.probabilities.shape == shape
        and scores.film_ids.shape == scores.corpora.shape == shape[:1]
    )
    if not fits:
        raise ValueError("its arrays are not two names, scores and labels for each film")
    if not ((scores.probabilities >= 0) & (scores.probabilities <= 1)).all():  # NaN is neither
        raise ValueError("a score lies outside of 0 to 1")
    if max(map(_largest_character, (scores.film_ids, scores.corpora))) > sys.maxunicode:
        raise ValueError("a name has a character that there is not")


def _largest_character(names: npt.NDArray[np.str_]) -> int:
    """NumPy keeps characters as numbers, and Python breaks at one beyond the last there is."""
    number = np.dtype(np.uint32).newbyteorder(names.dtype.byteorder)
    return int(np.frombuffer(names.tobytes(), dtype=number).max(initial=0))
