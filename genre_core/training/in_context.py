"""What a teacher makes of a word: the mean of its states wherever the word stands.

A word alone tells a transformer little; where it stands, the state of a word carries what the text around
it is about (Bommasani, Davis and Cardie 2020, https://aclanthology.org/2020.acl-main.431).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from genre_core.training.teacher import Teacher

__all__ = ["WordsInContext", "main_directions"]

_NO_WORD = -1
_DOUBT = 3.0  # pieces: a word met as often is as much the mean of all words as what was met
_LARGEST = 5.5  # times the usual number; a few words farther out would cost all others their 8 bits

States = npt.NDArray[np.float32]


class WordsInContext:
    """Mean states ``(n_words, width)`` of words, from all texts that :meth:`read` is given."""

    def __init__(self, teacher: Teacher, words: Sequence[str]):
        self._teacher = teacher
        self._places = {word: place for place, word in enumerate(words)}
        self._sums = np.zeros((len(words), teacher.genres.in_features))
        self._counts = np.zeros(len(words))

    def read(self, texts: Sequence[str]) -> States:
        """The teacher's logits for the texts ``(n_texts, n_genres)``; their words are listened to."""
        words_of = self._words_of_pieces(texts)

        def listen(places: npt.NDArray[np.intp], states: States) -> None:
            n_pieces = states.shape[1]
            rows = [words_of[place][:n_pieces] for place in places]
            words = np.concatenate(rows)
            pieces = np.concatenate(
                [n_pieces * row + np.arange(len(of)) for row, of in enumerate(rows)]
            )
            known = words != _NO_WORD
            met, numbers = np.unique(words[known], return_inverse=True)
            table = sparse.csr_matrix(
                (np.ones(len(numbers), dtype=np.float32), (numbers, pieces[known])),
                shape=(len(met), len(rows) * n_pieces),
            )
            self._sums[met] += table @ states.reshape(-1, states.shape[-1])
            self._counts[met] += np.bincount(numbers, minlength=len(met))

        return self._teacher.read(texts, listener=listen)[0]

    def means(self) -> States:
        """Each word's mean state; of a word seldom met, drawn to the mean of all."""
        of_all = self._sums.sum(axis=0) / max(self._counts.sum(), 1)
        means = (self._sums + _DOUBT * of_all) / (self._counts + _DOUBT)[:, None]
        return means.astype(np.float32)

    def _words_of_pieces(self, texts: Sequence[str]) -> list[npt.NDArray[np.int64]]:
        """The place of the word that each piece is of, as far as a teacher reads."""
        longest = self._teacher.config.max_pieces - 2
        encoded = self._teacher.tokenizer(
            list(texts), add_special_tokens=False, verbose=False, return_offsets_mapping=True
        )
        found: list[npt.NDArray[np.int64]] = []
        for text, encoding in zip(texts, encoded.encodings, strict=True):
            ends: dict[int, tuple[int, int]] = {}
            for word, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True):
                ends[word] = (ends[word][0] if word in ends else start, end)
            places = {
                word: self._places.get(text[start:end].lower(), _NO_WORD)
                for word, (start, end) in ends.items()
            }
            words = [places[word] for word in encoding.word_ids[:longest]]
            found.append(np.array(words, dtype=np.int64))
        return found


def main_directions(states: States, dimensions: int) -> States:
    """The directions in which words differ most, as word vectors ``(n_words, dimensions)``.

    The first directions would drown the others: each is divided by the root of its own spread.
    """
    centred = states - states.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    vectors = centred @ directions[:dimensions].T
    vectors /= np.sqrt(np.maximum(vectors.std(axis=0), 1e-6))
    vectors /= max(vectors.std(), 1e-6)
    return np.clip(vectors, -_LARGEST, _LARGEST).astype(np.float32)
