"""Progress of a long work: a moving line on a terminal, one plain line in a log; on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from ..libelles import propre


@contextmanager
def en_cours(texte: str) -> Iterator[None]:
    """Say what is being done, and for how long on a terminal, while the block runs."""
    if not sys.stderr.isatty():
        click.echo(f"{propre(texte)}…", err=True)
        yield
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        bar.add_task(escape(propre(texte)), total=None)
        yield
