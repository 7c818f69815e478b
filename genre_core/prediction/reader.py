"""Token ids to probabilities by ONNX Runtime."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from genre_core.errors import BundleError
from genre_core.text.vocabulary import pad

__all__ = ["OnnxReader"]

_TOKENS_IN_A_BATCH = (
    4096  # Twice as many are no faster, and ONNX Runtime keeps 40 MB more for good.
)
_PLOTS_IN_A_BATCH = 64


class OnnxReader:
    """An exported model, ready to read. Safe to share between threads.

    ``model`` is the content of ``model.onnx``; ``threads`` 0 lets ONNX Runtime take one for each core.
    Raises BundleError for something that is no model.
    """

    def __init__(self, model: bytes, *, threads: int = 0):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Waiting threads sleep rather than spin: a training beside them needs the cores.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                model, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # ONNX Runtime has a class of its own for every failure
            raise BundleError(
                f"ONNX Runtime cannot load the model ({error}). "
                "Install the onnxruntime named in requirements.txt, or train the model again."
            ) from error
        self._outputs = self._session.get_outputs()

    @property
    def has_states(self) -> bool:
        """Whether the model tells its pooled state; those exported before it could do not."""
        return len(self._outputs) > 1

    def read(self, rows: Sequence[npt.NDArray[np.int32]]) -> npt.NDArray[np.float32]:
        """Probabilities ``(n_rows, n_genres) float32`` of rows of token ids, each of one id or more."""
        logits = self._run(rows, output=0)
        return np.exp(-np.logaddexp(0, -logits))  # a sigmoid, no overflow

    def states(self, rows: Sequence[npt.NDArray[np.int32]]) -> npt.NDArray[np.float32]:
        """Pooled states ``(n_rows, n_numbers) float32``; raises BundleError where there are none."""
        if not self.has_states:
            raise BundleError(
                "This model was exported without its pooled state. Train it again to have it."
            )
        return self._run(rows, output=1)

    def _run(self, rows: Sequence[npt.NDArray[np.int32]], output: int) -> npt.NDArray[np.float32]:
        wanted = self._outputs[output]
        values = np.zeros((len(rows), wanted.shape[-1]), dtype=np.float32)
        for places in _batches_of_like_length(rows):
            ids = pad([rows[place] for place in places])
            values[places] = np.asarray(self._session.run([wanted.name], {"token_ids": ids})[0])
        return values


def _batches_of_like_length(rows: Sequence[npt.NDArray[np.int32]]) -> Iterator[list[int]]:
    """Places of rows, batch by batch from short to long, each batch within its share of memory."""
    batch: list[int] = []
    for place in sorted(range(len(rows)), key=lambda place: len(rows[place])):
        full = len(batch) == _PLOTS_IN_A_BATCH
        if full or (batch and (len(batch) + 1) * len(rows[place]) > _TOKENS_IN_A_BATCH):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
