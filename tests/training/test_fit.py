import math

import keras
import numpy as np
import pytest

from genre_core.errors import TrainingError
from genre_core.evaluation import score
from genre_core.training.fit import Fitted, fit
from genre_core.training.prepare import Prepared
from genre_core.training.reading import read_plots
from tests.tiny import tiny_config

COLUMNS = [
    "epoch",
    "loss",
    "val_loss",
    "val_micro_f1",
    "val_macro_f1",
    "val_mAP",
    "learning_rate",
    "seconds",
    "plots_per_second",
]


def fit_tiny(prepared: Prepared, cancelled=lambda: False, progress=False, **changes) -> Fitted:
    config = tiny_config(**changes)
    return fit(prepared, config, None, progress=progress, cancelled=cancelled)


def validation_map(fitted: Fitted, prepared: Prepared) -> float:
    films = prepared.splits["validation"]
    return score(films.labels, read_plots(fitted.model, films.rows, 60), 0.5, prepared.genres).mAP


@pytest.fixture(scope="module")
def fitted(prepared: Prepared) -> Fitted:
    """A run of a few epochs."""
    return fit_tiny(prepared, epochs=4)


def test_history(fitted: Fitted) -> None:
    """One record an epoch, every figure a number, in columns that are always the same."""
    assert [1, 2, 3, 4] == [record["epoch"] for record in fitted.history]
    for record in fitted.history:
        assert COLUMNS == list(record)
        assert all(math.isfinite(value) for value in record.values())
        assert record["seconds"] > 0


def test_loss_falls(fitted: Fitted) -> None:
    """The model learns."""
    assert fitted.history[-1]["loss"] < fitted.history[0]["loss"]
    assert fitted.history[-1]["val_loss"] < fitted.history[0]["val_loss"]


def test_mixed_precision(prepared: Prepared) -> None:
    """The model learns in half precision too, with a scaled loss and averaged weights."""
    before = keras.config.dtype_policy()
    keras.mixed_precision.set_global_policy("mixed_float16")
    try:
        mixed = fit_tiny(prepared, epochs=3)
    finally:
        keras.mixed_precision.set_global_policy(before)
    assert "float16" == mixed.model.get_layer("lstm_1").compute_dtype
    for loss in ("loss", "val_loss"):
        by_epoch = [record[loss] for record in mixed.history]
        assert sorted(by_epoch, reverse=True) == by_epoch
    best = max(record["val_mAP"] for record in mixed.history)
    assert best == pytest.approx(validation_map(mixed, prepared), abs=1e-6)


def test_learning_rate_falls(fitted: Fitted) -> None:
    """After the warm-up the steps get smaller, down to a fiftieth."""
    rates = [record["learning_rate"] for record in fitted.history]
    assert sorted(rates, reverse=True) == rates
    assert 0.02 / 50 == pytest.approx(rates[-1], rel=0.05)


def test_seed_progress_and_cancel(
    prepared: Prepared, fitted: Fitted, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another seed gives another model; the terminal gets a line an epoch, and stdout nothing.

    Asked to stop in the third epoch, the run ends there with the best epoch so far.
    """
    batches_an_epoch, asked = 9, 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 2 * batches_an_epoch

    stopped = fit_tiny(prepared, epochs=12, seed=2, progress=True, cancelled=cancelled)
    by_epoch = [record["val_mAP"] for record in stopped.history]
    assert 2 * batches_an_epoch + 1 == asked
    assert 3 == len(by_epoch)
    assert max(by_epoch) == pytest.approx(validation_map(stopped, prepared), abs=1e-6)
    assert stopped.history[0]["loss"] != fitted.history[0]["loss"]
    shown = capsys.readouterr()
    assert "" == shown.out
    assert "epoch 1  loss 0." in shown.err
    assert "epoch 2  loss 0." in shown.err
    assert "18/108" in shown.err


def test_best_epoch_is_kept(prepared: Prepared) -> None:
    """When validation gets no better for as long as patience lasts, the best epoch's model is back."""
    wild = fit_tiny(prepared, epochs=30, patience=1, learning_rate=5.0, averaging=0)
    by_epoch = [record["val_mAP"] for record in wild.history]
    assert len(by_epoch) < 30
    assert by_epoch[-1] <= max(by_epoch[:-1])
    assert max(by_epoch) == pytest.approx(validation_map(wild, prepared), abs=1e-6)


def test_loss_that_is_no_number(prepared: Prepared) -> None:
    """The run ends at the batch where it happened, and says which setting to change."""
    runaway = np.full((len(prepared.vocabulary), 8), np.inf, dtype=np.float32)
    with pytest.raises(TrainingError, match=r"loss became nan at batch 1: .*Lower the learning"):
        fit(prepared, tiny_config(), runaway, progress=False)
