"""What pydantic finds wrong with settings, as one sentence for whoever set them."""

import math
from typing import Any

from pydantic import ValidationError

from genre_core.errors import ConfigError

__all__ = ["config_error"]


def config_error(error: ValidationError) -> ConfigError:
    """Every setting at fault, its rule and its value, and the next step."""
    faults = [_in_words(dict(fault)) for fault in error.errors(include_url=False)]
    return ConfigError(f"{'; '.join(faults)}. Change and start again.")


def _in_words(fault: dict[str, Any]) -> str:
    """``epochs: Input should be less than or equal to 60 (got 61)``."""
    message = str(fault["msg"]).removeprefix("Value error, ")
    names = [part for part in fault["loc"] if isinstance(part, str)]
    if not names:
        return message
    value = fault["input"]
    shown = str(value) if isinstance(value, float) and not math.isfinite(value) else repr(value)
    return f"{names[-1]}: {message} (got {shown:.80})"
