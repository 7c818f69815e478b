import pytest

from genre_core.errors import ConfigError
from genre_core.models.config import LSTMConfig
from genre_core.training.config import TrainingConfig, make_config


def test_defaults() -> None:
    """Without a setting everything is as in the bundle that ships."""
    assert TrainingConfig() == make_config()


def test_settings_of_the_lstm_beside_the_others() -> None:
    """Nobody needs to know which setting is the LSTM's."""
    config = make_config(units=7, epochs=2)
    assert (LSTMConfig(units=7), 2) == (config.model, config.epochs)


def test_all_faults_together() -> None:
    """Every setting at fault is named with its rule and its value, those of the LSTM too."""
    with pytest.raises(ConfigError) as told:
        make_config(units=1, dropout=1, epochs=0, vectors="fasttext", batchsize=8, seed=1)
    message = str(told.value)
    for name, value in {
        "units": "1",
        "dropout": "1",
        "epochs": "0",
        "vectors": "'fasttext'",
        "batchsize": "8",
    }.items():
        assert f"{name}: " in message
        assert f"(got {value})" in message
    assert "seed" not in message


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("dimensions", 2, 300),
        ("units", 2, 512),
        ("n_layers", 1, 3),
        ("max_words", 10, 200_000),
        ("min_plots", 1, 1_000),
        ("train_tokens", 1, 2_000),
        ("max_tokens", 1, 5_000),
        ("epochs", 1, 200),
        ("patience", 1, 200),
        ("batch_size", 1, 4_096),
        ("seed", 0, 2**31 - 1),
    ],
)
def test_bounds(name: str, least: int, most: int) -> None:
    """Each whole number may be at its bounds and not beyond them."""
    for value in (least, most):
        settings = make_config(**{name: value}).model_dump()
        assert value == {**settings["model"], **settings}[name]
    for value in (least - 1, most + 1):
        with pytest.raises(ConfigError, match=rf"{name}: .*got {value}"):
            make_config(**{name: value})


@pytest.mark.parametrize("name", ["dropout", "vector_dropout", "averaging", "learning_rate"])
@pytest.mark.parametrize("value", [-0.1, 11, float("nan"), float("inf"), "much", None])
def test_shares(name: str, value: object) -> None:
    """Shares and step sizes are finite numbers in their range."""
    with pytest.raises(ConfigError, match=name):
        make_config(**{name: value})
