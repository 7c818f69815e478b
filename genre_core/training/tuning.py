"""How a teacher is tuned on labelled plots, and several become one."""
# Its libraries are no part of the development environment.
# pyright: reportMissingImports=false

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from genre_core.training.teacher import Pieces, Teacher, TeacherConfig, batch_of, in_bfloat16

__all__ = ["tune_teacher", "tune_teachers"]

_LAYER_DECAY = 0.95


def tune_teachers(
    weights: Path,
    plots: Sequence[str],
    labels: npt.NDArray[np.bool_],
    config: TeacherConfig,
    n_teachers: int,
    say: Callable[[str], object],
) -> Teacher:
    """One teacher of the mean weights of several, which differ by their seeds.

    They start from one point and end close enough to each other that the mean of their weights says about
    the mean of what they say (Wortsman et al. 2022, https://arxiv.org/abs/2203.05482): several opinions at
    the price of reading once. ``labels (n_plots, n_genres)``.
    """
    mean: dict[str, torch.Tensor] = {}
    teacher: Teacher | None = None
    for number in range(n_teachers):
        say(f"Teacher {number + 1} of {n_teachers}: tuning it on {len(plots):,} plots")
        teacher = Teacher(weights, labels.shape[1], replace(config, seed=config.seed + number))
        tune_teacher(
            teacher,
            plots,
            labels,
            after_epoch=lambda epoch, loss: say(
                f"epoch {epoch} of {config.epochs}: loss {loss:.4f}"
            ),
        )
        for name, values in teacher.state_dict().items():
            mean[name] = mean.get(name, 0) + values.double() / n_teachers
    if teacher is None:
        raise ValueError(f"One teacher or more is needed; got {n_teachers}.")
    teacher.load_state_dict(mean)
    return teacher


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
            with in_bfloat16():
                logits, _, _ = teacher(*batch_of([rows[place] for place in places]))
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
