"""Settings of one training run, checked together where they enter. Imports no Keras."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from genre_core.faults import config_error
from genre_core.models.config import LSTMConfig

__all__ = ["TrainingConfig", "make_config"]


class TrainingConfig(BaseModel):
    """Everything that decides a training run besides its corpora."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    model: LSTMConfig = LSTMConfig()
    max_words: Annotated[int, Field(ge=10, le=200_000)] = 28_000
    """Words the model knows, at most."""
    min_plots: Annotated[int, Field(ge=1, le=1_000)] = 3
    """Training plots that a known word stands in, at least."""
    train_tokens: Annotated[int, Field(ge=1, le=2_000)] = 256
    """Words read of a plot in training: a window of a longer one."""
    max_tokens: Annotated[int, Field(ge=1, le=5_000)] = 1_000
    """Words read of a plot in use, from its start."""
    vectors: Literal["counted", "word2vec", "glove", "shipped", "random"] = "word2vec"
    """Where the word vectors start."""
    lessons_share: Annotated[float, Field(ge=0, le=1)] = 0.7
    """Say of a teacher in what is learned, where there is one; the labels have the rest."""
    word_dropout: Annotated[float, Field(ge=0, lt=1)] = 0.05
    """Share of the words hidden in training, on average."""
    rare_genre_power: Annotated[float, Field(ge=0, le=1)] = 0.5
    """How much more a rare genre weighs in the loss: its frequency to minus this power; 0: all alike."""
    epochs: Annotated[int, Field(ge=1, le=200)] = 7
    """Times every training plot is read, at most."""
    patience: Annotated[int, Field(ge=1, le=200)] = 3
    """Epochs without a better validation mAP before the end."""
    batch_size: Annotated[int, Field(ge=1, le=4_096)] = 64
    """Plots between two learning steps."""
    learning_rate: Annotated[float, Field(gt=0, le=10)] = 2e-3
    """Size of a learning step, at its peak."""
    averaging: Annotated[float, Field(ge=0, lt=1)] = 0.99
    """Memory of the running average of the weights; 0 for none."""
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 1
    """One seed, one machine: one result."""


def make_config(**settings: Any) -> TrainingConfig:
    """A checked configuration; LSTM settings may stand beside the others.

    Raises ConfigError that names every setting at fault, its rule and its value.
    """
    lstm = {name: settings.pop(name) for name in LSTMConfig.model_fields if name in settings}
    try:
        return TrainingConfig.model_validate({**settings, "model": lstm})
    except ValidationError as error:
        raise config_error(error) from error
