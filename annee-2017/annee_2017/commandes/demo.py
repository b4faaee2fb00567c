"""``plie demo``: the whole chain on the reference year, by the very commands a user would type."""

import click

from plie_analysis.errors import PlieError
from plie_analysis.marque import etrangers
from plie_analysis.settings import Settings

from ..territoire import preparer
from .comparer import DOSSIER

STEPS = (
    ("Exports synthétiques de l'année de référence", ["synthese", "--annee", "2017"]),
    ("Chargement des exports", ["charger"]),
    ("Contrôle de la charte de saisie", ["controler"]),
    ("Lettre de décembre 2017", ["rapport", "lettre", "--mois", "2017-12"]),
    ("Rapport annuel 2017", ["rapport", "annuel", "--annee", "2017"]),
    ("Cohortes d'entrée", ["rapport", "cohortes", "--annee", "2017"]),
    ("Chiffres publiés et chiffres calculés", ["comparer", "rapport-2017"]),
)
TO_OPEN = (
    "rapports/lettre-2017-12.html",
    "rapports/rapport-annuel-2017.html",
    "rapports/cohortes-2017.html",
    f"{DOSSIER}/comparaison-rapport-2017.html",
)


@click.command(
    help="Fait toute la chaîne sur l'année de référence 2017 : exports synthétiques, chargement, charte, lettre et rapport annuel."
)
@click.pass_obj
def commande(settings: Settings) -> int:
    """Run each step in turn; stop at the first that cannot be done."""
    from plie_analysis.cli import run

    _refuse_real_photos(settings)
    preparer(settings.racine)
    worst = 0
    for number, (title, arguments) in enumerate(STEPS, start=1):
        click.secho(f"\n[{number}/{len(STEPS)}] {title}", bold=True)
        code = run([*arguments, "--racine", str(settings.racine)])
        if code not in (0, 1):
            return code
        worst = max(worst, code)
    click.secho("\nÀ ouvrir dans un navigateur, dans cet ordre :", bold=True)
    for name in TO_OPEN:
        path = settings.racine / "data" / name
        if path.is_file():
            click.echo(f"  {path.as_uri()}")
    click.echo("Pour explorer soi-même : plie atelier")
    return worst


def _refuse_real_photos(settings: Settings) -> None:
    """The demonstration never mixes its invented people with photos that somebody put there."""
    photos = sorted(folder for folder in settings.raw.glob("[!.]*") if folder.is_dir()) if settings.raw.is_dir() else []
    if strangers := [folder.name for folder in photos if etrangers(folder)]:
        raise PlieError(
            f"Le dossier data/raw/ contient des exports que la démonstration n'a pas écrits, ou modifiés depuis ({strangers[0]}) : elle n'y mêle pas ses données inventées.\nDonnez-lui un dossier vide : mkdir essai && plie demo --racine essai"
        )
