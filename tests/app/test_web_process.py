"""What the web process holds: no TensorFlow, and little memory."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_PAGE = """
from streamlit.testing.v1 import AppTest
page = AppTest.from_file("app.py", default_timeout=60).run()
assert not page.exception and page.subheader, page
"""
_READ_MORE = """
from pages.parts.bundle import get_predictor
from pages.parts.examples import get_examples
from pages.parts.reading import read_plot
examples = get_examples()
for number in range(500):
    read_plot(examples[number % len(examples)].plot * (number % 20 + 1), get_predictor())
"""
_COMPARE = """
from streamlit.testing.v1 import AppTest
page = AppTest.from_string("from pages import models; models.render()", default_timeout=60).run()
assert not page.exception and len(page.subheader) == 2, page
"""
_REPORT = """
import json, sys
from genre_core.benchmarks.memory import peak_megabytes
print(json.dumps({
    "heavy": sorted({"tensorflow", "keras", "sklearn", "gensim"} & set(sys.modules)),
    "peak_megabytes": peak_megabytes(),
}))
"""


def report_of(*programs: str) -> dict:
    """Run programs one after the other in one fresh process, and report on it."""
    command = [sys.executable, "-c", "".join([*programs, _REPORT])]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def test_500_predictions_stay_light():
    """No TensorFlow, Keras, scikit-learn or gensim, and less than 400 MB at the peak."""
    report = report_of(_PAGE, _READ_MORE)
    assert [] == report["heavy"]
    assert report["peak_megabytes"] < 400


def test_comparing_models_stays_light():
    """The figures of all systems and of a pair need no scikit-learn, and no recipe."""
    report = report_of(_COMPARE)
    assert [] == report["heavy"]
    assert report["peak_megabytes"] < 500


def test_the_probe_sees_a_heavy_library():
    """The test above can fail."""
    assert ["sklearn"] == report_of("import sklearn\n")["heavy"]
