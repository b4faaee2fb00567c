"""What both doors share: the environment of a server that reads the project's own settings and writes nothing in the user's home."""

import os
from pathlib import Path

from .. import droits, enfants
from ..errors import PlieError
from ..settings import Settings

PARENT = Path(__file__).resolve().parents[2]
JUPYTER = Path(__file__).with_name("jupyter")
# Where a kernel finds the published pages, as a link from its page: what a door serves under this address, it serves to its reader alone.
PAGES = "PLIE_PAGES"
# The same of the guides: an address in which « {} » is the name of one.
GUIDES = "PLIE_GUIDES"
# A photo deposited in a page comes in one message: a hundred megabytes of exports must pass.
MESSAGE_MAX = 512 * 1024 * 1024


def environment(settings: Settings, pages: str, guides: str) -> dict[str, str]:
    """The environment of a server: the settings shipped with the project; what the user changes stays in the working folder."""
    own = settings.curated / ".jupyterlab"
    return {
        **os.environ,
        "PLIE_RACINE": str(settings.racine),
        PAGES: pages,
        GUIDES: guides,
        "PYTHONPATH": _after(PARENT, "PYTHONPATH"),
        "JUPYTER_PATH": _after(JUPYTER, "JUPYTER_PATH"),
        "JUPYTER_CONFIG_PATH": _after(JUPYTER, "JUPYTER_CONFIG_PATH"),
        "JUPYTERLAB_SETTINGS_DIR": str(own / "reglages"),
        "JUPYTERLAB_WORKSPACES_DIR": str(own / "espaces"),
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTER_DATA_DIR": str(own / "donnees"),
        "JUPYTER_RUNTIME_DIR": str(own / "execution"),
        "IPYTHONDIR": str(own / "ipython"),
    }


def servir(arguments: list[str], environnement: dict[str, str], nom: str) -> None:
    """Run a server until it is closed. Raises ``PlieError`` (code 1) when it ends on an error."""
    # Away from the group of the terminal: Ctrl-C reaches this process, which ends the server and its kernels without a question.
    # What it saves (a notebook and its outputs, what is uploaded) is its owner's alone.
    apart = {"process_group": 0, "umask": droits.MASQUE} if os.name == "posix" else {}
    if enfants.run(arguments, env=environnement, **apart):
        raise PlieError(f"{nom} s'est arrêté sur une erreur : lisez les lignes ci-dessus.", code=1)


def _after(path: Path, variable: str) -> str:
    """The value of a variable that lists folders, with ours before the others."""
    return os.pathsep.join(filter(None, [str(path), os.environ.get(variable, "")]))
