"""How much a run may ask for: sizes that a laptop trains in minutes, and a server can keep."""

from genre_core.data.upload import MAX_UPLOAD_BYTES

__all__ = [
    "MAX_ATTEMPTS",
    "MAX_BATCH_SIZE",
    "MAX_EPOCHS",
    "MAX_FILMS",
    "MAX_LAYERS",
    "MAX_NAME_CHARACTERS",
    "MAX_PLOT_CHARACTERS",
    "MAX_QUEUED",
    "MAX_RUNS",
    "MAX_SECONDS",
    "MAX_UNITS",
    "MAX_UPLOAD_BYTES",
    "MAX_WORDS",
]

MAX_RUNS = 50
"""Runs kept in the folder, queued and running ones among them."""
MAX_QUEUED = 5
"""Runs that wait while one trains."""
MAX_SECONDS = 3 * 60 * 60
"""Seconds a run may take; then it stops as if somebody had asked, and keeps its best epoch."""
MAX_ATTEMPTS = 50
"""Trainings of a search for better settings."""
MAX_FILMS = 40_000
"""Training films; of a larger corpus that many are taken."""
MAX_EPOCHS = 60
MAX_WORDS = 40_000
MAX_UNITS = 256
MAX_LAYERS = 2
MAX_BATCH_SIZE = 512
MAX_NAME_CHARACTERS = 60
MAX_PLOT_CHARACTERS = 20_000
