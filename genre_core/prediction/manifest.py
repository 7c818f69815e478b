"""``bundle.json``: what a trained model is, what it was trained on and how well it does."""

import hashlib
import json
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from genre_core.errors import BundleError
from genre_core.limits import MAX_MANIFEST_BYTES
from genre_core.prediction.manifest_parts import FilmsBySplit, Metrics, Training
from genre_core.strict_json import read_json

__all__ = ["MANIFEST", "SCHEMA_VERSION", "Manifest", "TextSettings", "read_manifest", "seal_of"]

MANIFEST = "bundle.json"
SCHEMA_VERSION = 2
"""2 added the settings of a text besides ``max_tokens``; a bundle of schema 1 has their defaults."""


_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def _safe_everywhere(name: str) -> str:
    """Windows opens a device where it reads ``con.onnx``, and leaves out the dot of ``model.``."""
    if _DEVICE.match(name) or name.endswith("."):
        raise ValueError("a name that Windows does not take for that of a file")
    return name


FileName = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$"), AfterValidator(_safe_everywhere)
]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Threshold = Annotated[float, Field(ge=0, le=1)]


class TextSettings(BaseModel):
    """How a plot becomes token ids for this model."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_tokens: int = Field(ge=1, description="Words read of a plot.")
    tokeniser: Literal["words", "wordpiece"] = "words"
    """Our words, or pieces of words between ``[CLS]`` and ``[SEP]``, which count as read."""
    unknown: Literal["one_id", "left_out"] = "one_id"
    """What becomes of a word that is not in the vocabulary."""
    keeps: Literal["start", "end"] = "start"
    """What is read of a plot with too many words, those left out not counted."""
    pairs: bool = False
    """Whether pairs of neighbouring words that the vocabulary has follow the words."""

    @model_validator(mode="after")
    def _room_for_a_piece(self) -> "TextSettings":
        if self.tokeniser == "wordpiece" and self.max_tokens < 3:  # noqa: PLR2004 - two signs, one piece
            raise ValueError("pieces of words stand between two signs: max_tokens is 3 or more")
        return self


class Manifest(BaseModel):
    """The contents of ``bundle.json``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["plotline-bundle"] = "plotline-bundle"
    schema_version: int = SCHEMA_VERSION
    name: str
    genres: tuple[str, ...] = Field(min_length=1)
    thresholds: tuple[Threshold, ...]
    text: TextSettings
    training: Training
    """The training configuration."""
    data: dict[str, FilmsBySplit]
    """Corpora and films by split."""
    metrics: Metrics
    """Scores by split and corpus; under ``mistakes`` what is read wrong of test, by corpus."""
    versions: dict[str, str]
    """Libraries the model was trained and exported with."""
    files: dict[FileName, Sha256]
    """SHA-256 of every file beside ``bundle.json``."""

    @model_validator(mode="after")
    def _one_threshold_a_genre(self) -> "Manifest":
        if len(self.thresholds) != len(self.genres) or len(set(self.genres)) != len(self.genres):
            raise ValueError(
                f"each genre has one threshold and one name: "
                f"{len(self.genres)} genres, {len(self.thresholds)} thresholds"
            )
        return self

    def to_json(self) -> str:
        """The file's text, with a seal: the SHA-256 of all else in it."""
        content = self.model_dump(mode="json")
        return (
            json.dumps({**content, "seal": seal_of(content)}, indent=2, ensure_ascii=False) + "\n"
        )


def read_manifest(folder: Path) -> Manifest:
    """Read and check ``bundle.json``; raises BundleError with the reason."""
    path = folder / MANIFEST
    try:
        if not path.is_file():  # a link to a device would never end
            raise FileNotFoundError
        if path.stat().st_size > MAX_MANIFEST_BYTES:
            raise ValueError(f"more than {MAX_MANIFEST_BYTES:,} bytes")
        content = read_json(path.read_bytes())
    except FileNotFoundError:
        raise BundleError(
            f"A bundle is a folder with {MANIFEST} in it, and {folder} has none. "
            "Name the folder that `python -m genre_core train` wrote."
        ) from None
    except (OSError, ValueError) as error:
        raise BundleError(f"{path} cannot be read ({error}). {_COPY_AGAIN}") from error
    if not isinstance(content, dict) or content.get("format") != "plotline-bundle":
        raise BundleError(
            f"{path} is not ours: its format is not plotline-bundle. "
            "Name the folder that `python -m genre_core train` wrote."
        )
    version = content.get("schema_version")
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise BundleError(
            f"{folder} is of bundle schema {version}, and this Plotline reads schemas up to "
            f"{SCHEMA_VERSION}. Update Plotline, or train the model again with this one."
        )
    seal = content.pop("seal", None)
    if seal != seal_of(content):
        raise BundleError(f"{path} has been changed since it was written. {_COPY_AGAIN}")
    try:
        return Manifest.model_validate(content)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'bundle'}: {fault['msg']}"
            for fault in error.errors()
        )
        raise BundleError(f"{path} does not fit the schema: {faults}. {_COPY_AGAIN}") from error


_COPY_AGAIN = "Copy the bundle again from where it came, or train it again."


def seal_of(content: dict[str, Any]) -> str:
    """The SHA-256 of what a manifest holds, its seal aside."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
