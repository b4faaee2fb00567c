"""``plie atelier``: JupyterLab, in French, on the explorer, with the folders of the one who works; nothing is written in the user's home."""

import json
import os

import click

from .. import enfants
from ..portes import carnets, dossiers, lancement
from ..settings import Settings, house
from .options import options_de_porte

ACCUEIL = "explorer.ipynb"
PAGES = "/files/data/rapports/"
GUIDES = "/lab/tree/carnets/guides/{}.md"


@click.command(help="Ouvre JupyterLab, en français, sur l'explorateur et sur vos dossiers.")
@options_de_porte(8888)
@click.pass_obj
def commande(settings: Settings, sans_navigateur: bool, port: int) -> int:
    """Start JupyterLab on the working folder and wait until it is closed."""
    for name in carnets.poser(settings):
        click.echo(
            f"carnets/{name} est gardé tel que vous l'avez modifié. Pour avoir la nouvelle version livrée, renommez le vôtre puis relancez."
        )
    click.echo("JupyterLab démarre. Pour l'arrêter : Ctrl+C dans cette fenêtre.")
    lancement.servir(
        arguments(settings, sans_navigateur=sans_navigateur, port=port), lancement.environment(settings, PAGES, GUIDES), "JupyterLab"
    )
    return 0


def arguments(settings: Settings, *, sans_navigateur: bool, port: int) -> list[str]:
    """The command that starts JupyterLab: local only, without any look-up of news, updates or extensions."""
    own = settings.racine / "notebooks"
    shown = [*dossiers.DOSSIERS, *(["notebooks"] if own.resolve() != house("notebooks").resolve() else [])]
    return [
        *enfants.command("jupyterlab"),
        f"--ServerApp.root_dir={settings.racine}",
        "--ServerApp.contents_manager_class=plie_analysis.portes.dossiers.SesDossiers",
        *(f"--SesDossiers.dossiers={folder}" for folder in shown),
        f"--ServerApp.tornado_settings={json.dumps({'websocket_max_message_size': lancement.MESSAGE_MAX})}",
        f"--LabApp.default_url=/lab/tree/{carnets.DOSSIER}/{ACCUEIL}",
        "--KernelManager.transport_encryption=required",
        f"--ServerApp.port={port}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.open_browser={not sans_navigateur}",
        # JupyterLab refuses to start for root, which is who one is in most containers.
        *(["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []),
    ]  # fmt: skip
