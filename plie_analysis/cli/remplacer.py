"""``--remplacer``: the one way to write over a file that the workshop cannot prove to be its own."""

from collections.abc import Iterable
from pathlib import Path

import click

from .. import marque
from ..errors import PlieError
from ..settings import Settings

option_remplacer = click.option(
    "--remplacer", is_flag=True, help="Écrase aussi un fichier que l'atelier n'a pas écrit, ou qui a été modifié depuis."
)


def a_remplacer(settings: Settings, paths: Iterable[Path], remplacer: bool) -> None:
    """Before any work on files of ``data/``: with ``remplacer`` they may be written over, else a foreign one is refused (``PlieError``)."""
    (marque.adopter if remplacer else marque.refuser_etrangers)(settings, list(paths))


def refuse_existing(settings: Settings, output: Path | None, remplacer: bool) -> None:
    """A file named by --sortie is written once, and again only with ``--remplacer``. Raises ``PlieError``."""
    if output and output.exists() and not remplacer:
        raise PlieError(
            f"Le fichier {marque.montrer(settings, output)} existe déjà\u00a0: il n'est pas remplacé.\nDonnez un autre nom à --sortie, ou ajoutez --remplacer."
        )
