"""One training of ``bench to-quality``, in this process.

python -m genre_core.benchmarks.to_quality_side NAME ASKED_AS_JSON
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from genre_core.benchmarks.to_quality import Asked, best_micro_f1, films_of, read_corpora
from genre_core.training.prepare import prepare
from genre_core.training.process import start_process

__all__ = ["main"]


def main(told: str) -> dict[str, Any]:
    """As ``genre_core.benchmarks.to_quality.measure`` tells it."""
    asked = Asked(**json.loads(told))
    device = start_process(asked.device)
    # Only now: the device is chosen before Keras is loaded.
    from genre_core.benchmarks.looks import Looks
    from genre_core.training.fit import fit
    from genre_core.training.lessons import read_lessons, take_lessons
    from genre_core.training.vectors import starting_vectors

    started = time.perf_counter()
    config = asked.config()
    prepared = prepare(read_corpora(asked), config.max_words, config.min_plots)
    lessons = read_lessons(Path(asked.lessons)) if asked.lessons else None
    taught = take_lessons(prepared, lessons, config.lessons_share) if lessons else None
    vectors = starting_vectors(prepared, config, lessons)
    preparing = time.perf_counter() - started
    films = films_of(prepared, asked.on)
    looks = Looks(
        films,
        config.max_tokens,
        lambda probabilities: best_micro_f1(films.labels, probabilities, prepared.genres),
        asked,
        started,
    )
    fit(prepared, config, vectors, taught=taught, progress=False, observer=looks)
    return {
        "device": device,
        "reached": looks.reached,
        "preparing": preparing,
        "batches": looks.batches,
        "looks": looks.taken,
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[2])))
