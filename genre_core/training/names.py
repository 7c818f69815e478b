"""Other names in training: a genre is not learned from what its heroes are called."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genre_core.text.names import find_names
from genre_core.training.prepare import Prepared

__all__ = ["NameSwapper"]

TokenIds = npt.NDArray[np.int32]


@dataclass(frozen=True)
class NameSwapper:
    """Swaps the names of a plot for names of training plots, each as often as it is met there."""

    share: float
    """Share of the plots whose names are swapped."""
    pools: tuple[TokenIds, TokenIds]
    """Ids of first and of last names, once for each training plot that has them."""
    kinds: npt.NDArray[np.int8]
    """``(n_words,)``: 0 for a first name, 1 for a last, -1 for any other word."""

    @classmethod
    def of(cls, prepared: Prepared, share: float) -> "NameSwapper":
        """Names that the training plots show to be some, of those that the vocabulary has."""
        train = prepared.splits["train"]
        names = find_names(train.plots)
        words = prepared.vocabulary.words
        kinds = np.array([0 if w in names.first else 1 if w in names.last else -1 for w in words])
        met = np.concatenate([np.unique(row) for row in train.rows])
        first, last = (met[kinds[met] == kind].astype(np.int32) for kind in (0, 1))
        return cls(share, (first, last), kinds.astype(np.int8))

    def __call__(self, row: TokenIds, random: np.random.Generator) -> TokenIds:
        """The token ids ``(n_ids,)`` of a plot, by chance with other names: one for one, throughout."""
        if random.random() >= self.share:
            return row
        swapped = row.copy()
        kinds = self.kinds[row]
        for kind, pool in enumerate(self.pools):
            places = np.flatnonzero(kinds == kind)
            if places.size:
                own, which = np.unique(row[places], return_inverse=True)
                swapped[places] = pool[random.integers(len(pool), size=len(own))][which]
        return swapped
