"""``plie charger``: the exports of one or several photos into the database."""

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import click

from ..francais import INSECABLE, compte, date_longue, enumeration, nombre
from ..libelles import propre
from ..settings import Settings

CHIFFRES = (
    ("nb_lignes", "lignes", 12),
    ("nb_retenues", "retenues", 12),
    ("nb_rejetees", "rejetées", 12),
    ("nb_ecartees", "hors données", 14),
    ("nb_valeurs_rejetees", "valeurs écartées", 18),
)


@click.command(
    help="Charge les exports de data/raw/ dans la base : toutes les photos, ou celles dont on donne la date (AAAA-MM-JJ). Tout ou rien : en cas d'erreur, la base garde son contenu."
)
@click.argument("photos", nargs=-1, metavar="[PHOTO]…")
@click.option("--relire", is_flag=True, help="Relit les photos même si rien n'a changé.")
@click.option("--simuler", is_flag=True, help="Lit tout et dit ce qui changerait, sans rien écrire.")
@click.pass_obj
def commande(settings: Settings, photos: tuple[str, ...], relire: bool, simuler: bool) -> int:
    """Load, then print a line per query; the exit code is 0 even with rejects, which are told."""
    from ..curate import build, write_parquet
    from ..ingest import load_photos
    from ..ingest.simulation import refuser_listes, simulation

    with simulation(settings) if simuler else nullcontext(settings) as place, _progress() as progress:
        bilan = load_photos(
            place,
            photos or None,
            charge_le=dt.datetime.now().replace(microsecond=0),
            curate=build,
            export=None if simuler else write_parquet,
            progress=progress,
            relire=relire,
        )
    if simuler:
        refuser_listes(settings, (photo.photo for photo in bilan.photos if not photo.deja_chargee))
    for photo in bilan.photos:
        _tell(photo, simuler)
    for said in bilan.avis:
        click.secho(said, fg="yellow")
    if simuler:
        click.secho(f"Simulation{INSECABLE}: rien n'a été écrit. Relancez sans --simuler pour charger.", bold=True)
    return 0


def _tell(photo, simule: bool = False) -> None:
    state = (
        f"déjà chargée, rien n'a changé{INSECABLE}: rien n'est réécrit" if photo.deja_chargee else "serait chargée" if simule else "chargée"
    )
    click.secho(f"Photo du {date_longue(photo.photo)}{INSECABLE}: {state}.", bold=True)
    width = max(len(fichier.requete) for fichier in photo.fichiers)
    click.echo(f"  {'requête':<{width}}" + "".join(f"{title:>{size}}" for _, title, size in CHIFFRES))
    for fichier in photo.fichiers:
        click.echo(f"  {fichier.requete:<{width}}" + "".join(f"{nombre(getattr(fichier, champ)):>{size}}" for champ, _, size in CHIFFRES))
    click.echo(f"  {_total(photo)}")
    for fichier in photo.fichiers:
        if fichier.colonnes_inconnues:
            one = len(fichier.colonnes_inconnues) == 1
            quoted = enumeration(f"«{INSECABLE}{propre(nom)}{INSECABLE}»" for nom in fichier.colonnes_inconnues)
            click.echo(
                f"  {fichier.fichier}{INSECABLE}: {'colonne inconnue, non lue' if one else 'colonnes inconnues, non lues'}{INSECABLE}: {quoted}"
            )
        for remarque in fichier.remarques:
            click.echo(f"  {fichier.fichier}{INSECABLE}: {remarque}")
    if photo.ignores:
        click.echo(
            f"  Fichiers laissés de côté (leur nom ne commence par aucune requête, ou ce n'est pas un tableau){INSECABLE}: {', '.join(map(propre, photo.ignores))}"
        )
    if photo.nb_rejets:
        click.echo(
            f"  {compte(photo.nb_rejets, 'rejet')}, avec leur raison, dans data/curated/rejets-{photo.photo}.csv"
            if not simule
            else f"  {compte(photo.nb_rejets, 'rejet')}{INSECABLE}: le chargement les écrirait, avec leur raison, dans data/curated/rejets-{photo.photo}.csv"
        )


def _total(photo) -> str:
    """The account of the lines of a photo: those found are kept, rejected, or no data; none is lost."""
    lignes, retenues, rejetees, ecartees = (
        sum(getattr(fichier, champ) for fichier in photo.fichiers) for champ in ("nb_lignes", "nb_retenues", "nb_rejetees", "nb_ecartees")
    )
    return f"{compte(lignes, 'ligne')} = {compte(retenues, 'retenue')} + {compte(rejetees, 'rejetée')} + {nombre(ecartees)} hors données (totaux, en-têtes répétés, mentions…)"


@contextmanager
def _progress() -> Iterator:
    """A bar on a terminal, plain lines in a log; both on standard error."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: click.echo(f"[{done + 1}/{total}] {what}" if total else what, err=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Lecture des fichiers", total=None)
        yield lambda what, done, total: bar.update(task, description=what.replace("[", "\\["), completed=done, total=total or None)
