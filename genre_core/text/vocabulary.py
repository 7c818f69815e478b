"""Words to ids and back: the numbers an LSTM reads in place of words."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from genre_core.errors import BundleError

__all__ = ["PADDING", "UNKNOWN", "Vocabulary", "pad"]

PADDING = 0
UNKNOWN = 1
_MOST_COUNTED = 2_000_000
_SPECIAL = ("[padding]", "[unknown]")  # brackets never come out of the tokeniser

TokenIds = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Vocabulary:
    """The words a model knows: ``words[id]``, where ids 0 and 1 are padding and unknown."""

    words: tuple[str, ...]

    @classmethod
    def from_tokens(
        cls,
        plots: Iterable[Sequence[str]],
        max_words: int,
        min_plots: int = 1,
        left_out: Container[str] = (),
    ) -> "Vocabulary":
        """The ``max_words`` words found in most plots, each in ``min_plots`` or more; ties by alphabet.

        ``plots`` are tokenised plots of the training split alone: a word seen only in validation or
        test is unknown, as it would be in use, and so is one that
        is ``left_out``. Of more than ``_MOST_COUNTED`` words the rarest are
        forgotten while counting, as word2vec does: their counts may then be too low.
        """
        plots_with_word: Counter[str] = Counter()
        fewest = 1
        for tokens in plots:
            plots_with_word.update(word for word in set(tokens) if word not in left_out)
            while len(plots_with_word) > _MOST_COUNTED:
                kept = {word: n for word, n in plots_with_word.items() if n > fewest}
                plots_with_word, fewest = Counter(kept), fewest + 1
        ranked = sorted(plots_with_word.items(), key=lambda item: (-item[1], item[0]))
        frequent = [word for word, n_plots in ranked[:max_words] if n_plots >= min_plots]
        return cls(_SPECIAL + tuple(frequent))

    @classmethod
    def from_bytes(cls, content: bytes, path: Path) -> "Vocabulary":
        """What ``vocabulary.txt`` holds: one word a line, the line number is the id; raises BundleError."""
        try:
            words = tuple(content.decode().splitlines())
        except UnicodeDecodeError as error:
            raise BundleError(
                f"The vocabulary {path} cannot be read ({error}). Use an undamaged bundle."
            ) from error
        if words[:2] != _SPECIAL or len(set(words)) != len(words):
            raise BundleError(
                f"A vocabulary starts with {_SPECIAL[0]} and {_SPECIAL[1]} and names each word once; "
                f"{path} does not. Use an undamaged bundle."
            )
        return cls(words)

    def write(self, path: Path) -> None:
        """Write one word a line."""
        path.write_text("\n".join(self.words) + "\n", encoding="utf-8")

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.words) if number > UNKNOWN}

    @property
    def n_known(self) -> int:
        """Words with an id of their own, padding and unknown aside."""
        return len(self._ids)

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: str) -> bool:
        return word in self._ids

    def ids(self, tokens: Sequence[str], max_tokens: int | None = None) -> TokenIds:
        """Token ids ``(n_tokens,) int32`` of one plot, cut at the end after ``max_tokens``.

        A plot without words becomes one unknown token, because an LSTM needs something to read.
        """
        ids = [self._ids.get(token, UNKNOWN) for token in tokens[:max_tokens]]
        return np.asarray(ids or [UNKNOWN], dtype=np.int32)


def pad(rows: Sequence[TokenIds]) -> TokenIds:
    """Rows of different lengths as one array ``(n_rows, longest) int32``, 0 at the right."""
    padded = np.zeros((len(rows), max(map(len, rows), default=0)), dtype=np.int32)
    for padded_row, row in zip(padded, rows, strict=True):
        padded_row[: len(row)] = row
    return padded
