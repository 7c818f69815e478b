"""A stronger reader as the LSTM's teacher: a small transformer, tuned on the training plots.

It is used in training only, and never ships. It knows words from a far larger library than ours; what it
says about the training plots carries some of that over (Hinton, Vinyals and Dean 2015,
https://arxiv.org/abs/1503.02531; for LSTMs Tang et al. 2019, https://arxiv.org/abs/1903.12136).
A linear model of its untouched states is where it starts from: a random start would spoil, in the first
steps, what the transformer came to know (Kumar et al. 2022, https://arxiv.org/abs/2202.10054).
Needs the libraries in requirements-teacher.txt. PyTorch rather than Keras, because it computes in
bfloat16 on an ordinary processor.
"""
# Its libraries are no part of the development environment.
# pyright: reportMissingImports=false, reportUntypedBaseClass=false

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression
from torch import nn
from transformers import AutoModel, AutoTokenizer

from genre_core.errors import TrainingError

__all__ = ["Pieces", "Teacher", "TeacherConfig", "batch_of", "in_bfloat16"]

_FROM_THE_START = 0.4  # of the long plots, in training; the others from anywhere
_TOLERATED_WEIGHT = 0.01  # scikit-learn's C, for the linear start

Pieces = npt.NDArray[np.int64]
Logits = npt.NDArray[np.float32]
Listener = Callable[[npt.NDArray[np.intp], npt.NDArray[np.float32]], object]


@dataclass(frozen=True)
class TeacherConfig:
    """How the transformer is tuned."""

    epochs: int = 1
    """Once: a teacher that meets a plot again learns its labels by heart, and then has nothing else to
    tell about it."""
    batch_size: int = 48
    learning_rate: float = 3e-4
    """Peak, of the topmost layer; each layer below learns a little less than the one above."""
    max_pieces: int = 160
    """Word pieces read of a plot, with one sign before and one after."""
    word_dropout: float = 0.05
    """Share of the pieces hidden in training, on average."""
    seed: int = 1


class Teacher(nn.Module):
    """A transformer, the mean of its last states, and a logit for each genre."""

    def __init__(self, weights: Path, n_genres: int, config: TeacherConfig):
        super().__init__()
        torch.manual_seed(config.seed)
        try:
            self.tokenizer = AutoTokenizer.from_pretrained(weights, local_files_only=True)
            self.encoder = AutoModel.from_pretrained(
                weights,
                local_files_only=True,
                attn_implementation="eager",
                hidden_dropout_prob=0.0,  # hidden words are dropout enough, and cost nothing
                attention_probs_dropout_prob=0.0,
            )
        except (OSError, ValueError) as error:
            what = str(error).splitlines()[0]
            raise TrainingError(
                f"A teacher starts from a folder with a BERT in the Hugging Face format; {weights} holds "
                f"none that can be read ({what}). Download sentence-transformers/all-MiniLM-L6-v2."
            ) from error
        self.config = config
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.genres = nn.Linear(width, n_genres)
        nn.init.normal_(self.genres.weight, std=0.02)
        nn.init.zeros_(self.genres.bias)
        self.encoder.embeddings.requires_grad_(False)

    def forward(
        self, pieces: torch.Tensor, is_piece: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Ids and mask ``(batch, n_pieces)`` → logits ``(batch, n_genres)``, mean state and all states."""
        states = self.encoder(input_ids=pieces, attention_mask=is_piece).last_hidden_state
        mean = (states * is_piece[..., None]).sum(1) / is_piece.sum(1, keepdim=True)
        return self.genres(self.dropout(mean)), mean, states

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """Ids of each text, whole, without the signs before and after."""
        found = self.tokenizer(list(texts), verbose=False)["input_ids"]
        return [np.array(ids[1:-1], dtype=np.int64) for ids in found]

    def read(
        self, texts: Sequence[str], batch_size: int = 64, listener: Listener | None = None
    ) -> tuple[Logits, Logits]:
        """Logits ``(n_texts, n_genres)`` and mean states ``(n_texts, width)`` of the start of each text.

        ``listener`` is told of each batch the places of its texts, and the states
        ``(batch, n_pieces, width)`` of their pieces, padded at the end.
        """
        self.train(mode=False)
        rows = [self._with_signs(ids[: self.config.max_pieces - 2]) for ids in self.pieces(texts)]
        order = np.argsort([len(row) for row in rows], kind="stable")
        logits = np.zeros((len(rows), self.genres.out_features), dtype=np.float32)
        means = np.zeros((len(rows), self.genres.in_features), dtype=np.float32)
        with torch.no_grad(), in_bfloat16():
            for start in range(0, len(order), batch_size):
                places = order[start : start + batch_size]
                some_logits, some_means, states = self(*batch_of([rows[place] for place in places]))
                logits[places], means[places] = some_logits.float(), some_means.float()
                if listener:
                    listener(places, states[:, 1:].float().numpy())
        return logits, means

    def start_from_linear(self, texts: Sequence[str], labels: npt.NDArray[np.bool_]) -> None:
        """Take the weights of a logistic regression on the mean states as they are now."""
        states = self.read(texts)[1]
        centre, spread = states.mean(axis=0), states.std()
        weights, biases = self.genres.weight.detach().numpy(), self.genres.bias.detach().numpy()
        for genre, of_genre in enumerate(labels.T):
            if of_genre.all() or not of_genre.any():
                continue
            linear = LogisticRegression(C=_TOLERATED_WEIGHT, max_iter=500)
            linear.fit((states - centre) / spread, of_genre)
            weights[genre] = np.asarray(linear.coef_)[0] / spread
            biases[genre] = np.asarray(linear.intercept_)[0] - weights[genre] @ centre

    def window(self, ids: Pieces, chance: np.random.Generator) -> Pieces:
        """What is read of a text in training: a stretch of a long one, with some pieces hidden."""
        spare = len(ids) - (self.config.max_pieces - 2)
        if spare > 0:
            start = 0 if chance.random() < _FROM_THE_START else chance.integers(spare + 1)
            ids = ids[start : start + self.config.max_pieces - 2]
        hidden = chance.random(len(ids)) < 2 * self.config.word_dropout * chance.random()
        return self._with_signs(np.where(hidden, self.tokenizer.mask_token_id, ids))

    def _with_signs(self, ids: Pieces) -> Pieces:
        first, last = self.tokenizer.cls_token_id, self.tokenizer.sep_token_id
        return np.concatenate([[first], ids, [last]])


def batch_of(rows: Sequence[Pieces]) -> tuple[torch.Tensor, torch.Tensor]:
    """Padded ids ``(n_rows, n_pieces)`` and which of them are pieces, as a teacher is called with."""
    width = max(len(row) for row in rows)
    pieces = np.zeros((len(rows), width), dtype=np.int64)
    is_piece = np.zeros((len(rows), width), dtype=np.float32)
    for place, row in enumerate(rows):
        pieces[place, : len(row)] = row
        is_piece[place, : len(row)] = 1
    return torch.from_numpy(pieces), torch.from_numpy(is_piece)


def in_bfloat16() -> torch.autocast:
    """A context in which products are computed in bfloat16, twice as fast on many a processor."""
    return torch.autocast("cpu", torch.bfloat16)
