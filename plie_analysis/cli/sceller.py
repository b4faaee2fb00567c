"""``plie sceller``: the evaluator's bundle."""

import datetime as dt
from pathlib import Path

import click

from ..francais import INSECABLE, compte, date_longue, nombre, periode
from ..settings import Settings
from .options import JOUR

# Attributes of a page that a person reads, or hears; the text itself has none.
LUS = ("", "aria-label", "title", "alt")


@click.command(
    help="Écrit dans DOSSIER (nouveau ou vide) le dossier scellé de l'évaluateur : données pseudonymisées, méthode, tableaux, empreintes. Tout ou rien."
)
@click.argument("dossier", metavar="DOSSIER", type=click.Path(path_type=Path))
@click.option(
    "--du",
    type=JOUR,
    metavar="AAAA-MM-JJ",
    help="Premier jour de la période (par défaut : l'année, ou l'exercice, qui vient de finir à la date de la photo).",
)
@click.option("--au", type=JOUR, metavar="AAAA-MM-JJ", help="Dernier jour de la période.")
@click.option("--photo", type=JOUR, metavar="AAAA-MM-JJ", help="Photo à sceller (par défaut : la plus récente).")
@click.option("--sans-carnets", is_flag=True, help="N'exécute pas les lettres ni le rapport annuel (beaucoup plus rapide).")
@click.option(
    "--signer",
    "cle",
    metavar="CLÉ",
    type=click.Path(path_type=Path),
    help="Signe le dossier avec cette clé privée OpenSSH (ssh-keygen -t ed25519).",
)
@click.option(
    "--niveau",
    "level",
    type=click.Choice(("exact", "grossi")),
    default="exact",
    show_default="exact",
    help="Dates au jour (évaluateur lié par convention), ou grossies tant qu'aucun chiffre ne change (plus long).",
)
@click.option("--graine", type=int, hidden=True)
@click.pass_obj
def commande(
    settings: Settings,
    dossier: Path,
    du: dt.date | None,
    au: dt.date | None,
    photo: dt.date | None,
    sans_carnets: bool,
    cle: Path | None,
    level: str,
    graine: int | None,
) -> int:
    """Write the bundle and tell what it holds."""
    from ..rapports import mots
    from ..scellement import sceller
    from ..scellement.pages import MOTS

    if not sans_carnets:
        mots.controler_tout(settings)
    days = {"du": du, "au": au, "photo": photo}
    now = dt.datetime.now().replace(microsecond=0)
    done = sceller(
        settings,
        dossier,
        scelle_le=now,
        carnets_de=None if sans_carnets else notebooks(now),
        progress=tell,
        cle=cle,
        level=level,
        graine=graine,
        **days,
    )
    click.secho(f"Dossier scellé{INSECABLE}: {done.dossier}", bold=True)
    for sentence in done.avis:
        click.secho(f"  {sentence}", fg="yellow")
    click.echo(f"  photo du {date_longue(done.photo)}, {periode(done.du, done.au)}")
    click.echo(
        f"  {compte(done.nb_tableaux, 'tableau', 'tableaux')}, {compte(done.nb_chiffres, 'chiffre')}, tous retrouvés sur les données pseudonymisées{INSECABLE}; {compte(done.nb_carnets, 'carnet exécuté', 'carnets exécutés')}"
    )
    if done.mots:
        click.echo(
            f"  mots de l'équipe, tels quels dans les pages et dans {MOTS}/ (relisez-les{INSECABLE}: ils ne doivent nommer personne){INSECABLE}: {', '.join(done.mots)}"
        )
    if done.refus:
        click.echo(
            f"  {compte(len(done.refus), 'calcul impossible', 'calculs impossibles')}, avec leur raison, dans tableaux/non_calcules.csv"
        )
    click.echo(f"  empreinte à donner à l'évaluateur par un autre moyen{INSECABLE}: {done.empreinte}")
    for named, rows in done.mesures.items():
        known = rows[-1]
        click.echo(
            f"  niveau {named}{INSECABLE}: k = {known.k}{INSECABLE}; {nombre(known.seuls)} parcours sur {nombre(known.parcours)} sont seuls à porter leurs dates, leur sexe, leur commune et leur niveau (METHODE.md)"
        )
    if done.signature:
        click.echo(f"  signé par la clé {done.signature}")
    return 0


def tell(what: str, done: int, total: int) -> None:
    """One plain line of progress, on standard error."""
    click.echo(f"[{done + 1}/{total}] {what}" if total else what, err=True)


def notebooks(now: dt.datetime):
    """What runs the notebooks in a working folder and returns their pages, which say they were made at ``now``."""
    from ..rapports import noyaux_prets
    from ..rapports.rapport import demander, produire
    from ..settings import load_settings
    from . import _version

    def run(racine: Path, wanted: list[tuple[str, dict[str, str]]]) -> list[Path]:
        settings = load_settings(racine)
        pages = []
        noyaux_prets.precharger(racine)
        try:
            for rank, (nom, parametres) in enumerate(wanted):
                tell(f"carnet {nom} {' '.join(parametres.values())}", rank, len(wanted))
                pages.append(produire(settings, demander(settings, nom, parametres), execution=now.replace(second=0), version=_version()))
        finally:
            noyaux_prets.congedier()
        return pages

    return run


def printed(page: Path) -> list[tuple[str, str, str]]:
    """What a page prints that holds a number: title above it, place, text, in its order."""
    from ..rapports.lecture_page import lire

    read = (one for one in lire(page.read_text(encoding="utf-8")) if one.attribut in LUS and one.balise not in ("script", "style", "!"))
    return [(one.titre, one.lieu, " ".join(one.texte.split())) for one in read if any(map(str.isdigit, one.texte))]
