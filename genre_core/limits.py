"""How much is taken in, kept and tried: every limit, in one place.

Each constant has a line that says what it bounds and what happens beyond it; ``docs/limits.md`` is made
of them, and a test holds it to that.
"""

# --- Files that are read ---------------------------------------------------------------------------

MAX_FILE_BYTES = 200_000_000
"""Bytes of a file that is held in memory, unpacked where it is a .gz; beyond, it is refused."""

MAX_FILE_LINES = 5_000_000
"""Lines of such a file; beyond, it is refused."""

MAX_STREAMED_BYTES = 100 * MAX_FILE_BYTES
"""Bytes, unpacked, of a table that training reads from disk; beyond, it is refused."""

MAX_STREAMED_LINES = 100 * MAX_FILE_LINES
"""Lines of such a table; beyond, it is refused."""

MAX_COLUMNS = 1_000
"""Columns of a table; a wider one is refused."""

MAX_LINES_PER_ROW = 200
"""Lines that one quoted row may span; beyond, the quote counts as a stray one and swallows nothing."""

MAX_LITERAL_CHARACTERS = 10_000
"""Characters of a genre cell that is read as a JSON or Python list; a longer one is split at its commas."""

MAX_DOWNLOAD_BYTES = 2**30
"""Bytes of a download, and of each file taken out of an archive; beyond, it is broken off."""

# --- What a viewer hands over ----------------------------------------------------------------------

MAX_UPLOAD_BYTES = 5 * 2**20
"""Bytes of a table of films for the dataset or train page; a larger one is refused."""

MAX_BULK_BYTES = 20 * 2**20
"""Bytes of a table of plots to name the genres of, on the predict page; a larger one is refused."""

MAX_BULK_ROWS = 20_000
"""Rows of such a table, about a minute of reading; beyond, it is refused."""

MAX_THRESHOLD_BYTES = 100_000
"""Bytes of a file of thresholds; a larger one is refused."""

MAX_TEXT_CHARACTERS = 1_000_000
"""Characters of a text in the box of the predict page, a long novel's; a longer one is refused."""

MAX_PLOT_CHARACTERS = 20_000
"""Characters of one plot; a longer one brings a warning, and is refused over HTTP or as a watched plot."""

MAX_SHARED_CHARACTERS = 2_000
"""Characters of a plot in a link, as mail programs cut longer links; a longer one is refused."""

MAX_NAME_CHARACTERS = 60
"""Characters of a run's name; a longer one is refused."""

MAX_ID_CHARACTERS = 100
"""Characters of the id of a run whose search goes on; a longer one is refused."""

# --- What a program sends over HTTP ----------------------------------------------------------------

MAX_BODY_BYTES = 4 * 2**20
"""Bytes of a request over HTTP; a larger one is refused."""

MAX_IGNORED_BYTES = 16 * MAX_BODY_BYTES
"""Bytes of a refused request that are let pass, so that its sender reads why; then the line is cut."""

MAX_BODY_SECONDS = 30
"""Seconds in which a request over HTTP has to come; a slower one is refused."""

MAX_PLOTS = 512
"""Plots of a batch over HTTP, some seconds' reading where they are long; a larger one is refused."""

MAX_FIELDS = 16
"""Fields of a request, which needs one, that are judged one by one; more are one fault together."""

MAX_PROBLEMS = 10
"""Faults of a request that are told one by one; the rest is counted."""

MAX_REQUESTS = 32
"""Requests with plots that are read or wait at a time; one more is told to come again."""

MAX_STOP_SECONDS = 10
"""Seconds in which requests under way may end when the server is stopped; then they are broken off."""

# --- Bundles ---------------------------------------------------------------------------------------

MAX_MANIFEST_BYTES = 10_000_000
"""Bytes of ``bundle.json``; a larger one is refused."""

MAX_MODEL_BYTES = 2**31
"""Bytes of each other file of a bundle, as ONNX allows; a bundle with a larger one is refused."""

MAX_SCORES_BYTES = 2**30
"""Bytes, unpacked, of the stored scores of one split; beyond, they are refused."""

# --- Runs ------------------------------------------------------------------------------------------

MAX_RUNS = 50
"""Runs kept, queued and running ones among them; beyond, none starts until one is deleted."""

MAX_QUEUED = 5
"""Runs that wait while one trains; beyond, none starts until one has ended."""

MAX_SECONDS = 3 * 60 * 60
"""Seconds a run may take; then it stops as if somebody had asked, and keeps its best epoch."""

MAX_ATTEMPTS = 50
"""Trainings of a search for better settings; more are refused."""

MAX_FILMS = 40_000
"""Training films of a run; of a larger corpus that many are taken."""

MAX_EPOCHS = 60
"""Epochs of a run; more are refused."""

MAX_WORDS = 40_000
"""Words that a run's model knows; more are refused."""

MAX_UNITS = 256
"""LSTM units in each direction; more are refused."""

MAX_LAYERS = 2
"""LSTM layers; more are refused."""

MAX_DIMENSIONS = 300
"""Numbers in a word's vector; more are refused."""

MAX_BATCH_SIZE = 512
"""Plots between two learning steps; more are refused."""
