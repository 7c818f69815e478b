"""How much one request may ask for, and how many requests at once."""

from genre_core.limits import MAX_PLOT_CHARACTERS

__all__ = [
    "MAX_AT_ONCE",
    "MAX_BODY_BYTES",
    "MAX_BODY_SECONDS",
    "MAX_FIELDS",
    "MAX_IGNORED_BYTES",
    "MAX_PLOTS",
    "MAX_PLOT_CHARACTERS",
    "MAX_PROBLEMS",
    "STOP_SECONDS",
]


MAX_PLOTS = 512
"""Plots of a batch: a tenth of a second's reading for short ones, some seconds for long ones."""
MAX_BODY_BYTES = 4 * 2**20
"""A batch of plots of 8,000 characters, the longest of the corpora."""
MAX_BODY_SECONDS = 30.0
"""Seconds a body may take to come."""
MAX_IGNORED_BYTES = 16 * MAX_BODY_BYTES
"""Bytes of a body that was refused which are let pass, so that its sender comes to read why."""
MAX_AT_ONCE = 32
"""Requests with a body that are read or wait: with their bodies, some hundred megabytes at most."""
MAX_FIELDS = 16
"""Fields of a body that are looked at, though it needs one."""
MAX_PROBLEMS = 10
"""Faults of a body that are told one by one; the rest is counted."""
STOP_SECONDS = 10
"""Seconds that requests have to end in when the server is asked to stop."""
