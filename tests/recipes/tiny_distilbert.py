"""A DistilBERT of two narrow layers with random weights, in the Hugging Face format."""
# Its library is no part of the development environment.
# pyright: reportMissingImports=false

import json
import os
from pathlib import Path

import numpy as np

WORDS = (
    "a",
    "the",
    "man",
    "woman",
    "finds",
    "love",
    "death",
    "ghost",
    "house",
    "war",
    "town",
    "family",
    "night",
    "young",
    "old",
    "his",
    "her",
)
TINY_PIECES = (
    *("[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *".,'-!?", *WORDS),
    *[mark + sign for sign in "abcdefghijklmnopqrstuvwxyz0123456789" for mark in ("", "##")],
)
WIDTH, HEADS, INNER, LAYERS, POSITIONS = 16, 2, 32, 2, 64


def pieces() -> list[str]:
    """BERT's own where the data home has them, else a few words and all letters."""
    own = Path(os.environ.get("GENRE_DATA_HOME", "")) / "bert" / "vocab.txt"
    if own.is_file():
        return own.read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(TINY_PIECES))


def write_weights(folder: Path, **changes: object) -> dict[str, np.ndarray]:
    """Write config.json, model.safetensors and vocab.txt; the tensors by name. ``changes`` to the config."""
    from safetensors.numpy import save_file

    words = pieces()
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    config = {
        "model_type": "distilbert",
        "vocab_size": len(words),
        "dim": WIDTH,
        "hidden_dim": INNER,
        "n_heads": HEADS,
        "n_layers": LAYERS,
        "max_position_embeddings": POSITIONS,
        "dropout": 0.1,
        "architectures": ["DistilBertForMaskedLM"],
    }
    (folder / "config.json").write_text(json.dumps(config | changes))
    tensors = _tensors(len(words))
    save_file(tensors, folder / "model.safetensors")
    return tensors


def _tensors(n_pieces: int) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(0)

    def some(*shape: int) -> np.ndarray:
        return chance.normal(0, 0.3, shape).astype(np.float32)

    found = {
        "embeddings.word_embeddings.weight": some(n_pieces, WIDTH),
        "embeddings.position_embeddings.weight": some(POSITIONS, WIDTH),
        "embeddings.LayerNorm.weight": 1 + some(WIDTH),
        "embeddings.LayerNorm.bias": some(WIDTH),
    }
    for number in range(LAYERS):
        layer = f"transformer.layer.{number}."
        for name in ("q_lin", "k_lin", "v_lin", "out_lin"):
            found[f"{layer}attention.{name}.weight"] = some(WIDTH, WIDTH)
            found[f"{layer}attention.{name}.bias"] = some(WIDTH)
        for name in ("sa_layer_norm", "output_layer_norm"):
            found[f"{layer}{name}.weight"] = 1 + some(WIDTH)
            found[f"{layer}{name}.bias"] = some(WIDTH)
        found[f"{layer}ffn.lin1.weight"], found[f"{layer}ffn.lin1.bias"] = (
            some(INNER, WIDTH),
            some(INNER),
        )
        found[f"{layer}ffn.lin2.weight"], found[f"{layer}ffn.lin2.bias"] = (
            some(WIDTH, INNER),
            some(WIDTH),
        )
    return {f"distilbert.{name}": tensor for name, tensor in found.items()}


def states_by_hand(tensors: dict[str, np.ndarray], ids: list[int]) -> np.ndarray:
    """The last states ``(n_ids, WIDTH)`` of one text, by the formulas of the paper and NumPy alone."""
    from scipy.special import erf, softmax

    def get(name: str) -> np.ndarray:
        return tensors[f"distilbert.{name}"].astype(np.float64)

    def dense(values: np.ndarray, name: str) -> np.ndarray:
        return values @ get(f"{name}.weight").T + get(f"{name}.bias")

    def norm(values: np.ndarray, name: str) -> np.ndarray:
        centred = values - values.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return centred / spread * get(f"{name}.weight") + get(f"{name}.bias")

    states = get("embeddings.word_embeddings.weight")[ids]
    states = states + get("embeddings.position_embeddings.weight")[: len(ids)]
    states = norm(states, "embeddings.LayerNorm")
    for number in range(LAYERS):
        layer = f"transformer.layer.{number}."
        q, k, v = (
            dense(states, f"{layer}attention.{name}").reshape(len(ids), HEADS, -1).swapaxes(0, 1)
            for name in ("q_lin", "k_lin", "v_lin")
        )
        shares = softmax(q @ k.swapaxes(1, 2) / np.sqrt(WIDTH / HEADS), axis=-1)
        heard = (shares @ v).swapaxes(0, 1).reshape(len(ids), WIDTH)
        states = norm(states + dense(heard, f"{layer}attention.out_lin"), f"{layer}sa_layer_norm")
        inner = dense(states, f"{layer}ffn.lin1")
        inner = inner * (1 + erf(inner / np.sqrt(2))) / 2
        states = norm(states + dense(inner, f"{layer}ffn.lin2"), f"{layer}output_layer_norm")
    return states
