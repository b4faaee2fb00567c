"""``plie atelier``: JupyterLab, in French, on the welcome notebook; nothing is written in the user's home."""

import os
import shutil
from pathlib import Path

import click

from .. import enfants
from ..errors import PlieError
from ..settings import Settings

REGLAGES = Path(__file__).with_name("jupyterlab")
ACCUEIL = "00_accueil.ipynb"
PACKAGE_PARENT = Path(__file__).resolve().parents[2]


@click.command(help="Ouvre JupyterLab, en français, sur le carnet d'accueil du dossier de travail.")
@click.option("--sans-navigateur", is_flag=True, help="N'ouvre pas le navigateur : affiche l'adresse à y copier.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8888,
    show_default=True,
    metavar="NOMBRE",
    help="Port local (le suivant s'il est pris).",
)
@click.pass_obj
def commande(settings: Settings, sans_navigateur: bool, port: int) -> int:
    """Start JupyterLab on the working folder and wait until it is closed."""
    folder = _own_notebooks(settings)
    click.echo("JupyterLab démarre. Pour l'arrêter : Ctrl+C dans cette fenêtre.")
    # Away from the group of the terminal: Ctrl-C reaches this process, which ends JupyterLab and its kernels without a question.
    apart = {"process_group": 0} if os.name == "posix" else {}
    code = enfants.run(arguments(settings, folder, sans_navigateur=sans_navigateur, port=port), env=environment(settings), **apart)
    if code:
        raise PlieError("JupyterLab s'est arrêté sur une erreur : lisez les lignes ci-dessus.", code=1)
    return 0


def arguments(settings: Settings, folder: Path, *, sans_navigateur: bool, port: int) -> list[str]:
    """The command that starts JupyterLab: local only, without any look-up of news, updates or extensions."""
    shown = (folder / ACCUEIL).relative_to(settings.racine).as_posix()
    return [
        *enfants.command("jupyterlab"),
        f"--ServerApp.root_dir={settings.racine}",
        f"--LabApp.default_url=/lab/tree/{shown}",
        f"--ServerApp.port={port}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.open_browser={not sans_navigateur}",
        # JupyterLab refuses to start for root, which is who one is in most containers.
        *(["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []),
    ]  # fmt: skip


def environment(settings: Settings) -> dict[str, str]:
    """Settings shipped with the project; what the user changes stays in the working folder."""
    own = settings.curated / ".jupyterlab"
    before = os.environ.get("JUPYTER_CONFIG_PATH", "")
    paths = os.environ.get("PYTHONPATH", "")
    return {
        **os.environ,
        "PLIE_RACINE": str(settings.racine),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(PACKAGE_PARENT), paths])),
        "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, [str(REGLAGES), before])),
        "JUPYTERLAB_SETTINGS_DIR": str(own / "reglages"),
        "JUPYTERLAB_WORKSPACES_DIR": str(own / "espaces"),
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTER_DATA_DIR": str(own / "donnees"),
        "JUPYTER_RUNTIME_DIR": str(own / "execution"),
        "IPYTHONDIR": str(own / "ipython"),
    }


def _own_notebooks(settings: Settings) -> Path:
    """The notebooks of the working folder; those of the house that it has not are copied there."""
    own = settings.racine / "notebooks"
    own.mkdir(exist_ok=True)
    missing = [paths[0] for paths in settings.files("notebooks", "*.ipynb").values() if paths[-1].parent.resolve() != own.resolve()]
    for path in missing:
        shutil.copyfile(path, own / path.name)
    if missing:
        click.echo("Les carnets de l'atelier ont été copiés dans notebooks/ : ils sont à vous.")
    return own
