"""What a viewer may set for a run, checked together where it enters."""

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from genre_core import limits
from genre_core.data.catalogue import CATALOGUE
from genre_core.faults import config_error
from genre_core.genres import GENRES

__all__ = ["CORPORA", "SHIPPED_DIMENSIONS", "UPLOAD", "RunSettings", "Vectors", "make_settings"]

UPLOAD = "upload.csv"
"""What ``corpus`` is for a table that comes with the run, and the file it is kept in."""

CORPORA = tuple(entry.name for entry in CATALOGUE.values() if entry.kind == "corpus")

SHIPPED_DIMENSIONS = 128
"""Numbers in a word's vector in the bundle that ships."""

Vectors = Literal["shipped", "word2vec", "counted", "glove", "random"]
_GLOVE_DIMENSIONS = (50, 100, 200, 300)
_DIMENSIONS: dict[Vectors, int] = {"shipped": SHIPPED_DIMENSIONS, "glove": 100}
_OWN_DIMENSIONS = 64
_FEWEST_GENRES = 2
_JOINER, _NON_JOINER = "\u200d", "\u200c"  # of emoji, and of scripts such as Persian


def _one_line(text: str) -> str:
    if not text.replace(_JOINER, "").replace(_NON_JOINER, "").isprintable():
        raise ValueError("a name is one line of letters that can be seen")
    return text.strip()


def _known_corpus(corpus: str) -> str:
    names = corpus.split("+")
    if corpus != UPLOAD and (set(names) - set(CORPORA) or len(set(names)) != len(names)):
        raise ValueError(f"a corpus is {', '.join(CORPORA)}, some of them joined by +, or {UPLOAD}")
    return corpus


def _known_genres(genres: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if genres is None:
        return None
    chosen = tuple(genre for genre in GENRES if genre in genres)
    if len(chosen) != len(genres) or len(chosen) < _FEWEST_GENRES:
        raise ValueError(
            f"genres are {_FEWEST_GENRES} or more of {', '.join(GENRES)}, each named once"
        )
    return chosen


class RunSettings(BaseModel):
    """Everything that decides a run: what it reads, what is built, how it learns."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: Annotated[
        str, Field(max_length=limits.MAX_NAME_CHARACTERS), AfterValidator(_one_line)
    ] = ""
    preset: Annotated[
        str, Field(max_length=limits.MAX_NAME_CHARACTERS, pattern=r"^[a-z0-9-]*$")
    ] = ""
    """Key of the preset it came from; empty for none."""
    corpus: Annotated[str, AfterValidator(_known_corpus)] = "open"
    genres: Annotated[tuple[str, ...] | None, AfterValidator(_known_genres)] = None
    """Genres to tell apart; None for all that the training films have."""
    n_films: Annotated[int, Field(ge=20, le=limits.MAX_FILMS)] | None = None
    """Training films, at most: always the same ones of a corpus; None for all."""
    watched_plot: Annotated[str, Field(max_length=limits.MAX_PLOT_CHARACTERS)] = ""
    """A plot whose scores are told after each epoch; empty for none."""
    max_words: Annotated[int, Field(ge=50, le=limits.MAX_WORDS)] = 5_000
    """Words the model knows, at most."""
    n_layers: Annotated[int, Field(ge=1, le=limits.MAX_LAYERS)] = 1
    units: Annotated[int, Field(ge=2, le=limits.MAX_UNITS)] = 32
    """LSTM units in each direction."""
    bidirectional: bool = True
    """Read each plot from both ends."""
    dropout: Annotated[float, Field(ge=0, le=0.9)] = 0.3
    """Share of the word vectors' numbers and of the pooled states hidden in training."""
    word_dropout: Annotated[float, Field(ge=0, le=0.5)] = 0.05
    """Share of the words hidden in training, on average."""
    learning_rate: Annotated[float, Field(gt=0, le=1)] = 3e-3
    """Size of a learning step, at its peak."""
    batch_size: Annotated[int, Field(ge=4, le=limits.MAX_BATCH_SIZE)] = 32
    """Plots between two learning steps."""
    epochs: Annotated[int, Field(ge=1, le=limits.MAX_EPOCHS)] = 8
    """Times every training plot is read, at most."""
    patience: Annotated[int, Field(ge=1, le=limits.MAX_EPOCHS)] = 4
    """Epochs without a better validation mAP before the end."""
    vectors: Vectors = "shipped"
    """Where the word vectors start."""
    dimensions: Annotated[int, Field(ge=2, le=limits.MAX_DIMENSIONS)] | None = None
    """Numbers in a word's vector; None for what suits the vectors."""
    train_vectors: bool = True
    """Let the word vectors learn too."""
    averaging: Annotated[float, Field(ge=0, le=0.999)] = 0.0
    """Memory of the running average of the weights; 0 for none."""
    linear_share: Annotated[float, Field(ge=0, le=0.9)] = 0.0
    """Say of a linear reader beside the LSTM in the bundle; 0 for an LSTM alone."""
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 1
    attempts: Annotated[int, Field(ge=0, le=limits.MAX_ATTEMPTS)] = 0
    """Trainings tried before the run, in search of better settings; 0 for none."""
    goes_on_from: Annotated[
        str, Field(max_length=limits.MAX_ID_CHARACTERS, pattern=r"^[a-z0-9-]*$")
    ] = ""
    """Id of a run whose search goes on in this one; empty for none."""

    @model_validator(mode="after")
    def _dimensions_suit_the_vectors(self) -> "RunSettings":
        if self.vectors == "shipped" and self.dimensions not in (None, SHIPPED_DIMENSIONS):
            raise ValueError(
                f"dimensions: the shipped word vectors have {SHIPPED_DIMENSIONS} numbers each "
                f"(got {self.dimensions})"
            )
        if self.vectors == "glove" and self.dimensions not in (None, *_GLOVE_DIMENSIONS):
            raise ValueError(
                f"dimensions: GloVe vectors have {', '.join(map(str, _GLOVE_DIMENSIONS))} numbers "
                f"each (got {self.dimensions})"
            )
        return self

    @property
    def vector_dimensions(self) -> int:
        """Numbers in a word's vector, as they will be."""
        return self.dimensions or _DIMENSIONS.get(self.vectors, _OWN_DIMENSIONS)


def make_settings(**values: Any) -> RunSettings:
    """Checked settings; raises ConfigError that names every setting at fault, its rule and its value."""
    try:
        return RunSettings.model_validate(values)
    except ValidationError as error:
        raise config_error(error) from error
