"""Run as a program where no GPU is seen: commands one after another, TensorFlow loaded once for all.

Tells JSON, for each its exit code and what it wrote to stderr.
"""

import contextlib
import io
import json
import sys

from genre_core.cli.app import main


def outcome(arguments: list[str]) -> tuple[int, str]:
    """What the command, typed by a person, would have left."""
    told = io.StringIO()
    sys.argv[1:] = arguments
    with contextlib.redirect_stderr(told):
        try:
            main()
        except SystemExit as end:
            return int(end.code or 0), told.getvalue()
    return 0, told.getvalue()


if __name__ == "__main__":
    COMMANDS = json.loads(sys.argv[1])
    print(json.dumps([outcome(arguments) for arguments in COMMANDS]))
