"""``plie rapport``: one notebook, run and published as one HTML page."""

import datetime as dt
from pathlib import Path

import click

from ..marque import empreinte, signer
from ..protection.niveaux import NIVEAUX
from ..settings import Settings
from .avancement import en_cours
from .options import ANNEE, JOUR, MOIS, TRIMESTRE
from .remplacer import a_remplacer, option_remplacer


@click.command(
    help="Produit un rapport en une page HTML dans data/rapports/ : lettre, annuel, ou tout carnet à paramètres du dossier notebooks/."
)
@click.argument("nom", metavar="NOM")
@click.option("--mois", type=MOIS, metavar="AAAA-MM", help="Mois de la lettre (par défaut : le dernier que la photo couvre en entier).")
@click.option("--annee", type=ANNEE, metavar="AAAA", help="Année du rapport (par défaut : la dernière que la photo couvre en entier).")
@click.option(
    "--trimestre",
    type=TRIMESTRE,
    metavar="AAAA-T4",
    help="Trimestre de la lettre, à la place du mois, ou de la fiche d'un prescripteur, à la place de l'année.",
)
@click.option("--prescripteur", metavar="NOM", help="Le prescripteur dont on veut la fiche, nommé comme dans les tableaux.")
@click.option("--referent", metavar="CODE", help="Limite aux parcours d'un référent.")
@click.option(
    "--dossier",
    metavar="NUMERO",
    help="La personne dont on veut le parcours (un tiret, « - » : le numéro est demandé, et ne reste pas dans l'historique du terminal). Ce numéro n'est écrit nulle part.",
)
@click.option(
    "--connu-au",
    "connu_au",
    type=JOUR,
    metavar="AAAA-MM-JJ",
    help="Ce qui était connu à cette date (lettre : par défaut, le dernier jour du mois).",
)
@click.option(
    "--diffusion",
    type=click.Choice(NIVEAUX),
    help="À qui la page est destinée : masque les petits effectifs, ou refuse avec la raison (par défaut : interne, rien n'est masqué).",
)
@click.option("--parametre", metavar="NOM=VALEUR", multiple=True, help="Un autre paramètre du carnet (répétable).")
@click.option("--pdf", is_flag=True, help="Écrit aussi la page en PDF (demande Chromium).")
@click.option("--forcer", is_flag=True, help="Publie malgré des constats bloquants de la charte ; la première page le dit.")
@option_remplacer
@click.pass_obj
def commande(
    settings: Settings, nom, mois, annee, trimestre, prescripteur, referent, dossier, connu_au, diffusion, parametre, pdf, forcer, remplacer
) -> int:
    """Check the parameters and the gate, run, publish, tell where the page is."""
    from ..database import newest_photo, open_database
    from ..photo_figee import figer
    from ..rapports import mots
    from ..rapports.mots_de_page import de_la_page
    from ..rapports.rapport import demander
    from ..rapports.verification import completer

    if trimestre and mois:
        raise click.UsageError("--mois et --trimestre ne disent pas la même période : gardez l'un ou l'autre.")
    if trimestre and annee and annee != trimestre[0]:
        raise click.UsageError("--annee et --trimestre ne disent pas la même année : gardez --trimestre seul.")
    given = {
        "mois": mois,
        "annee": trimestre[0] if trimestre else annee,
        "trimestre": trimestre and trimestre[1],
        "prescripteur": prescripteur,
        "referent": referent,
        "connu_au": connu_au and connu_au.isoformat(),
        "diffusion": diffusion,
        **dict(_pair(text) for text in parametre),
    }
    asked = {name: value for name, value in given.items() if value}
    for line in mots.controler(settings, demander(settings, nom, asked).carnet.nom):
        click.echo(line, err=True)
    if dossier == "-":
        dossier = click.prompt("Numéro du dossier", hide_input=True)
    if pdf:
        from ..rapports.pdf import navigateur

        navigateur()
    with figer(settings) as frozen:
        with open_database(frozen) as con:
            photo = newest_photo(con)
            edition = completer(frozen, con, photo, nom, asked, dossier or "")
        words = de_la_page(settings, edition.carnet, edition.valeurs)
        page = settings.rapports / f"{edition.nom}.html"
        a_remplacer(settings, [page, settings.rapports / "index.html", *([page.with_suffix(".pdf")] if pdf else [])], remplacer)
        page = _publish(frozen, edition, photo, forcer)
    _tell(settings, edition.titre, page)
    if words:
        click.echo(f"Mots de l'équipe : {words.fichier} ({', '.join(words.titres)})")
    if pdf:
        from ..rapports.pdf import ecrire_pdf

        written = ecrire_pdf(page)
        signer(settings, written, empreinte(written))
        _tell(settings, "PDF", written)
    return 0


def _publish(settings: Settings, edition, photo: dt.date, forcer: bool) -> Path:
    from ..charte import score_de_photo
    from ..rapports.blocage import verrou_publication
    from ..rapports.index_pages import ecrire_index
    from ..rapports.inscription import reconcilier
    from ..rapports.serie import Passage, executer_une
    from . import _version

    now = dt.datetime.now().replace(microsecond=0)
    gate = verrou_publication(settings, photo, forcer=forcer)
    banner = (gate.resume, *gate.phrases) if gate.est_ferme else ()
    passage = Passage(photo, now, _version(), score_de_photo(settings, photo), banner)
    reconcilier(settings, [edition])
    with en_cours(f"{edition.titre} ({edition.nom}) en cours de production"):
        _, failure = executer_une(settings, edition, passage)
    ecrire_index(settings, now)
    if failure:
        raise failure
    return settings.rapports / f"{edition.nom}.html"


def _pair(text: str) -> tuple[str, str]:
    name, equal, value = text.partition("=")
    if not equal or not name.strip():
        raise click.UsageError(f"« {text} » ne se lit pas : écrivez --parametre NOM=VALEUR.")
    return name.strip(), value.strip()


def _tell(settings: Settings, titre: str, path: Path) -> None:
    size = f"{path.stat().st_size / 1e6:.1f}".replace(".", ",")
    click.echo(f"{titre} : {path.relative_to(settings.racine).as_posix()} ({size} Mo)")
