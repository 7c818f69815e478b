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

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression
from torch import nn
from transformers import AutoModel, AutoTokenizer

from genre_core.errors import TrainingError

__all__ = ["Teacher", "TeacherConfig", "tune_teacher"]

_FROM_THE_START = 0.4  # of the long plots, in training; the others from anywhere
_LAYER_DECAY = 0.95
_TOLERATED_WEIGHT = 0.01  # scikit-learn's C, for the linear start

Pieces = npt.NDArray[np.int64]
Logits = npt.NDArray[np.float32]


@dataclass(frozen=True)
class TeacherConfig:
    """How the transformer is tuned."""

    epochs: int = 3
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
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Ids and mask ``(batch, n_pieces)`` → logits ``(batch, n_genres)`` and mean state."""
        states = self.encoder(input_ids=pieces, attention_mask=is_piece).last_hidden_state
        mean = (states * is_piece[..., None]).sum(1) / is_piece.sum(1, keepdim=True)
        return self.genres(self.dropout(mean)), mean

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """Ids of each text, whole, without the signs before and after."""
        found = self.tokenizer(list(texts), verbose=False)["input_ids"]
        return [np.array(ids[1:-1], dtype=np.int64) for ids in found]

    def read(self, texts: Sequence[str], batch_size: int = 64) -> tuple[Logits, Logits]:
        """Logits ``(n_texts, n_genres)`` and mean states ``(n_texts, width)`` of the start of each text."""
        self.train(mode=False)
        rows = [self._with_signs(ids[: self.config.max_pieces - 2]) for ids in self.pieces(texts)]
        order = np.argsort([len(row) for row in rows], kind="stable")
        logits = np.zeros((len(rows), self.genres.out_features), dtype=np.float32)
        means = np.zeros((len(rows), self.genres.in_features), dtype=np.float32)
        with torch.no_grad(), _in_bfloat16():
            for start in range(0, len(order), batch_size):
                places = order[start : start + batch_size]
                some_logits, some_means = self(*_batch([rows[place] for place in places]))
                logits[places], means[places] = some_logits.float(), some_means.float()
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


def tune_teacher(
    teacher: Teacher,
    plots: Sequence[str],
    labels: npt.NDArray[np.bool_],
    *,
    after_epoch: Callable[[int, float], object] = lambda *_: None,
) -> None:
    """Tune on plots with ``labels (n_plots, n_genres)``; ``after_epoch`` is told epoch and mean loss."""
    config = teacher.config
    teacher.start_from_linear(plots, labels)
    chance = np.random.default_rng(config.seed)
    texts, wanted = teacher.pieces(plots), labels.astype(np.float32)
    groups = list(_parameter_groups(teacher, config.learning_rate))
    rates = [group["lr"] for group in groups]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
    trained = [weights for group in groups for weights in group["params"]]
    n_steps, step = config.epochs * math.ceil(len(texts) / config.batch_size), 0
    for epoch in range(config.epochs):
        teacher.train()
        losses: list[float] = []
        rows = [teacher.window(ids, chance) for ids in texts]
        for places in _batches_of_like_length(rows, config.batch_size, chance):
            step += 1
            pace = min(1, step / (0.06 * n_steps)) * (1 - (step - 1) / n_steps)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * pace
            with _in_bfloat16():
                logits, _ = teacher(*_batch([rows[place] for place in places]))
            loss = nn.functional.binary_cross_entropy_with_logits(
                logits.float(), torch.from_numpy(wanted[places])
            )
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            losses.append(loss.item())
        after_epoch(epoch + 1, float(np.mean(losses)))


def _parameter_groups(teacher: Teacher, rate: float) -> Iterator[dict[str, Any]]:
    """Each tensor with its own rate: the lower a layer, the less it has to change."""
    n_layers = teacher.encoder.config.num_hidden_layers
    for name, weights in teacher.named_parameters():
        if not weights.requires_grad:
            continue
        below = 0
        if ".layer." in name:
            below = n_layers - 1 - int(name.split(".layer.")[1].split(".")[0])
        yield {
            "params": [weights],
            "lr": rate * _LAYER_DECAY**below,
            "weight_decay": 0.01 if weights.ndim > 1 else 0.0,
        }


def _batches_of_like_length(
    rows: Sequence[Pieces], batch_size: int, chance: np.random.Generator
) -> list[npt.NDArray[np.intp]]:
    shuffled = chance.permutation(len(rows))
    batches: list[npt.NDArray[np.intp]] = []
    for start in range(0, len(shuffled), 40 * batch_size):
        pool = shuffled[start : start + 40 * batch_size]
        pool = pool[np.argsort([len(rows[place]) for place in pool], kind="stable")]
        batches += [pool[i : i + batch_size] for i in range(0, len(pool), batch_size)]
    chance.shuffle(batches)
    return batches


def _batch(rows: Sequence[Pieces]) -> tuple[torch.Tensor, torch.Tensor]:
    width = max(len(row) for row in rows)
    pieces = np.zeros((len(rows), width), dtype=np.int64)
    is_piece = np.zeros((len(rows), width), dtype=np.float32)
    for place, row in enumerate(rows):
        pieces[place, : len(row)] = row
        is_piece[place, : len(row)] = 1
    return torch.from_numpy(pieces), torch.from_numpy(is_piece)


def _in_bfloat16() -> torch.autocast:
    return torch.autocast("cpu", torch.bfloat16)
