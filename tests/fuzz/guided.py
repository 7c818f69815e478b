"""``python -m tests.fuzz.guided TARGET …``: libFuzzer, led by which lines of ours an input reaches.

Started by ``python -m tests.fuzz`` where atheris is installed, with seeds that Hypothesis drew.
"""

import sys

import atheris  # pyright: ignore[reportMissingModuleSource] - optional

with atheris.instrument_imports(include=["genre_core"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Fuzz one target; the other arguments are libFuzzer's."""
    name, *options = sys.argv[1:]
    atheris.Setup([sys.argv[0], *options], TARGETS[name].check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
