"""``plie explorer``: the explorer alone in the browser, without cells nor anything of the engine room."""

import click

from .. import enfants
from ..portes import lancement
from ..settings import Settings
from .options import options_de_porte

PAGES = "/rapports/"
GUIDES = "/guides/{}"


@click.command(help="Ouvre l'explorateur seul dans le navigateur : questions, exports, photos et rapports, sans code.")
@options_de_porte(8866)
@click.pass_obj
def commande(settings: Settings, sans_navigateur: bool, port: int) -> int:
    """Serve the explorer of the working folder and wait until it is closed."""
    notebook = settings.files("notebooks", "explorer.ipynb")["explorer"][0]
    click.echo("L'explorateur démarre. Pour l'arrêter : Ctrl+C dans cette fenêtre.")
    arguments = [str(notebook), str(port), str(settings.rapports), *(["--sans-navigateur"] if sans_navigateur else [])]
    lancement.servir(
        enfants.command("plie_analysis.portes.page_seule", *arguments), lancement.environment(settings, PAGES, GUIDES), "L'explorateur"
    )
    return 0
