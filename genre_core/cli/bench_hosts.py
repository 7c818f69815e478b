"""The command ``bench hosts``."""

import typer

from genre_core.cli.common import AsJson, print_json

__all__ = ["hosts"]


def hosts(as_json: AsJson = False) -> None:
    """Try whether several machines can teach one model: two processes, by TensorFlow and by JAX."""
    from genre_core.benchmarks.hosts import measure

    answers = measure()
    if as_json:
        print_json(answers)
        return
    for name, answer in answers.items():
        if answer["works"]:
            typer.echo(
                f"{name}: works, in {answer['seconds']:.0f} s; weights within "
                f"{answer['largest_difference']:.1e} of those that one process learned."
            )
        else:
            typer.echo(f"{name}: does not work: {answer['said']}")
