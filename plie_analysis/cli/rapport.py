"""``plie rapport``: one notebook, run and published as one HTML page."""

import datetime as dt

import click

from ..settings import Settings

NIVEAUX = ("interne", "partenaires", "publique")


@click.command(help="Produit un rapport en une page HTML dans data/rapports/ : lettre, annuel, ou tout carnet à paramètres du dossier notebooks/.")
@click.argument("nom", metavar="NOM")
@click.option("--mois", metavar="AAAA-MM", help="Mois de la lettre.")
@click.option("--annee", metavar="AAAA", help="Année du rapport.")
@click.option("--referent", metavar="CODE", help="Limite aux parcours d'un référent.")
@click.option("--connu-au", "connu_au", metavar="AAAA-MM-JJ", help="Ce qui était connu à cette date (lettre : par défaut, le dernier jour du mois).")
@click.pass_obj
def commande(settings: Settings, nom: str, mois: str | None, annee: str | None, referent: str | None, connu_au: str | None) -> int:
    """Check the parameters, run, publish, tell where the page is."""
    from ..presentation.periodes import lire_annee, lire_date, lire_mois
    from ..rapports.rapport import demander, produire
    from . import _version

    given = {"mois": mois and f"{lire_mois(mois).debut:%Y-%m}", "annee": annee and str(lire_annee(annee)), "referent": referent, "connu_au": connu_au and lire_date(connu_au).isoformat()}
    demande = demander(settings, nom, {name: value for name, value in given.items() if value})
    page = produire(settings, demande, execution=dt.datetime.now().replace(second=0, microsecond=0), version=_version())
    click.echo(f"{demande.titre} : {page.relative_to(settings.racine).as_posix()} ({page.stat().st_size / 1e6:.1f} Mo)".replace(".", ",", 0))
    return 0
