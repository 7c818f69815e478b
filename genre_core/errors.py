"""Every error Plotline raises on purpose.

PlotlineError
├── CorpusError            a corpus, table or genre table cannot be read
│   └── ColumnError        a table lacks a column that is needed
├── DownloadError          a download failed, or what came is not what was promised
├── VectorsError           a word-vector file is damaged or does not fit
├── PlotError              a text cannot be read as a plot
├── BundleError            a bundle is missing, damaged, too new or not ours
├── EvaluationError        probabilities, labels or thresholds that cannot be scored
├── ConfigError            a training setting is out of its range
├── TrainingError          a training run could not go on
└── RunError               a run cannot be started, found, taken up, stopped or deleted

Each message gives the rule, the value received and the next step, and is fit to be shown to a user
as it stands: pages and the command line print it without a traceback.
"""

__all__ = [
    "BundleError",
    "ColumnError",
    "ConfigError",
    "CorpusError",
    "DownloadError",
    "EvaluationError",
    "PlotError",
    "PlotlineError",
    "RunError",
    "TrainingError",
    "VectorsError",
]


class PlotlineError(Exception):
    """Something the user can put right; its message says how."""


class CorpusError(PlotlineError):
    """A corpus, table or genre table cannot be read."""


class ColumnError(CorpusError):
    """A table lacks a column that is needed; where columns can be named, naming one may help."""


class DownloadError(PlotlineError):
    """A download failed, or what came is not what was promised."""


class VectorsError(PlotlineError):
    """A word-vector file is damaged or does not fit."""


class PlotError(PlotlineError):
    """A text cannot be read as a plot."""


class BundleError(PlotlineError):
    """A bundle is missing, damaged, too new or not ours."""


class EvaluationError(PlotlineError):
    """Probabilities, labels or thresholds cannot be scored together."""


class ConfigError(PlotlineError):
    """A training setting is out of its range."""


class TrainingError(PlotlineError):
    """A training run could not go on."""


class RunError(PlotlineError):
    """A run cannot be started, found, taken up, stopped or deleted."""
