"""Pretrained weights: a preset of keras-hub by name, or a folder in the Hugging Face format."""
# keras-hub is no part of the development environment.
# pyright: reportMissingImports=false

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from genre_core.errors import ConfigError, TrainingError
from genre_core.text.vocabulary import PADDING, UNKNOWN, Vocabulary

__all__ = ["PRESETS", "Pieces", "find_weights", "import_keras_hub", "load_backbone", "read_pieces"]

PRESETS = {
    "distil_bert_base_en_uncased": "DistilBERT, 66 million weights, a download of about 250 MB",
    "bert_base_en_uncased": "BERT base, 109 million",
    "bert_small_en_uncased": "BERT small, 29 million",
    "bert_tiny_en_uncased": "BERT tiny, 4 million",
}
"""Uncased English models that keras-hub downloads by name."""

FILES = ("config.json", "model.safetensors", "vocab.txt")
_KINDS = ("distilbert", "bert")

_HOW_TO_GET = (
    f"Download {', '.join(FILES[:-1])} and {FILES[-1]} of distilbert/distilbert-base-uncased from "
    "huggingface.co into a folder and name it with --weights, or name a preset, which is downloaded: "
    f"{', '.join(PRESETS)}."
)


@dataclass(frozen=True)
class Pieces:
    """The word pieces of a pretrained model, in the order that bundles keep them."""

    vocabulary: Vocabulary
    rows: npt.NDArray[np.intp]
    """``(n_pieces,)``: the row of the model's own table of vectors that each id has."""
    kind: str
    """``distilbert`` or ``bert``."""


def import_keras_hub() -> Any:
    """The optional library; raises ConfigError with how to install it."""
    for library in ("keras_hub", "safetensors"):  # keras-hub reads folders with the other
        if find_spec(library) is None:
            raise ConfigError(
                f"A pretrained transformer needs {library}, which is not installed. "
                "Run `.venv/bin/python -m pip install -r requirements-transformer.txt`."
            )
    import keras_hub

    return keras_hub


def find_weights(weights: str) -> Path | str:
    """The folder, or the preset's name; raises ConfigError for what is neither."""
    folder = Path(weights or "no folder").expanduser()
    if weights in PRESETS and not folder.is_dir():
        return weights
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        lacks = f"lacks {', '.join(missing)}" if folder.is_dir() else "is neither"
        raise ConfigError(
            f"Weights are a preset's name or a folder with {', '.join(FILES)}; {weights!r} {lacks}. "
            + _HOW_TO_GET
        )
    if (kind := _kind(folder)) not in _KINDS:
        raise ConfigError(
            f"A folder of weights holds a DistilBERT or a BERT, and the config.json in {weights} says "
            f"{kind!r}. {_HOW_TO_GET}"
        )
    return folder


def read_pieces(weights: str) -> Pieces:
    """The vocabulary of the weights, padding at 0 and unknown at 1; ConfigError, TrainingError."""
    found = find_weights(weights)
    if isinstance(found, str):
        keras_hub = import_keras_hub()
        pieces = _fetched(weights, lambda: keras_hub.tokenizers.Tokenizer.from_preset(found))
        kind = "distilbert" if found.startswith("distil") else "bert"
        return _in_our_order(pieces.get_vocabulary(), kind, weights)
    text = (found / "vocab.txt").read_text(encoding="utf-8", errors="replace")
    lines = [line.rstrip() for line in text.removesuffix("\n").split("\n")]
    return _in_our_order(lines, _kind(found), weights)


def load_backbone(weights: str, pieces: Pieces, seed: int) -> Any:
    """The pretrained encoder in Keras, its word vectors in the order of ``pieces``.

    Raises ConfigError, and TrainingError for weights that cannot be had or read.
    """
    import keras

    keras_hub = import_keras_hub()
    found = find_weights(weights)
    keras.utils.set_random_seed(seed)
    backbone = _fetched(weights, lambda: keras_hub.models.Backbone.from_preset(str(found)))
    table = backbone.token_embedding.embeddings
    if table.shape[0] < len(pieces.rows):
        raise TrainingError(
            f"Each word piece has a vector, and {weights} has {table.shape[0]:,} vectors for "
            f"{len(pieces.rows):,} pieces. Take vocab.txt and model.safetensors of the same model."
        )
    vectors = np.array(table)
    vectors[: len(pieces.rows)] = vectors[pieces.rows]
    table.assign(vectors)
    return backbone


def _fetched(weights: str, load: Any) -> Any:
    try:
        return load()
    except (
        Exception
    ) as error:  # keras-hub, kagglehub and safetensors each have classes of their own
        what = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise TrainingError(
            f"The weights {weights} cannot be had ({what}). {_HOW_TO_GET}"
        ) from error


def _in_our_order(pieces: Sequence[str], kind: str, weights: str) -> Pieces:
    """``[PAD]`` and ``[UNK]`` change places with the pieces at 0 and 1, under the names bundles use."""
    needed = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
    cased = [piece for piece in pieces if piece[:1] != "[" and piece != piece.lower()]
    if cased or not set(needed) <= set(pieces) or len(set(pieces)) < len(pieces):
        raise ConfigError(
            f"The vocabulary of an uncased BERT names {', '.join(needed)} and each other piece once, in "
            f"lower case; that of {weights} does not{f' ({cased[0]})' if cased else ''}. {_HOW_TO_GET}"
        )
    rows = np.arange(len(pieces))
    for place, name in ((PADDING, "[PAD]"), (UNKNOWN, "[UNK]")):
        at = int(np.flatnonzero(rows == list(pieces).index(name))[0])
        rows[[place, at]] = rows[[at, place]]
    words = [pieces[row] for row in rows.tolist()]
    words[PADDING], words[UNKNOWN] = "[padding]", "[unknown]"
    return Pieces(Vocabulary(tuple(words)), rows, kind)


def _kind(folder: Path) -> str:
    try:
        return str(json.loads((folder / "config.json").read_text(encoding="utf-8"))["model_type"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            f"A folder of weights has a config.json that names its model_type; that in {folder} does not "
            f"({error!r}). {_HOW_TO_GET}"
        ) from error
