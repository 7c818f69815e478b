"""JSON from elsewhere: every number is one, every character whole, and nesting has an end."""

import json
from typing import Any

from pydantic_core import from_json

__all__ = ["read_json"]


def read_json(data: bytes) -> Any:
    """What stands in JSON in UTF-8 (RFC 8259); raises ValueError with the reason.

    Python's own reader takes more than that. Refused here: NaN and infinity, also as ``1e999``; half a
    character (``\\ud800``), which no page can show; nesting deeper than some 200 brackets.
    """
    value = from_json(data, allow_inf_nan=False)
    json.dumps(value, allow_nan=False)  # 1e999 was read as infinity
    return value
