"""The pages that the app has, so that a new one is tested like all others from its first day."""

import re
from pathlib import Path

__all__ = ["PAGES"]

_APP = Path(__file__).resolve().parents[1] / "app.py"
PAGES = tuple(dict.fromkeys(re.findall(r"(\w+)\.render", _APP.read_text(encoding="utf-8"))))
"""Their names, which are their addresses, in the order of the navigation."""
