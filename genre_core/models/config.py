"""The shape of the LSTM, checked once where it enters. Imports no Keras."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["LSTMConfig"]


class LSTMConfig(BaseModel):
    """What decides the graph of :func:`genre_core.models.lstm.build_lstm`."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    dimensions: Annotated[int, Field(ge=2, le=300)] = 128
    """Numbers in a word's vector."""
    units: Annotated[int, Field(ge=2, le=512)] = 128
    """LSTM units in each direction."""
    n_layers: Annotated[int, Field(ge=1, le=3)] = 1
    bidirectional: bool = True
    """Read each plot from both ends."""
    vector_dropout: Annotated[float, Field(ge=0, lt=1)] = 0.3
    """Share of a vector's numbers hidden in training, the same ones all along a plot."""
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.3
    """Share of the pooled states hidden in training."""
    linear_share: Annotated[float, Field(ge=0, lt=1)] = 0.4
    """Say of the linear reader beside the LSTM in the logits; 0 for an LSTM alone."""
    train_vectors: bool = True
    """Let the word vectors learn too."""
