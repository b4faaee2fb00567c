"""``plie rapports``: every report of the calendar that is due and not there yet."""

import datetime as dt

import click

from ..ecriture import check_folder
from ..francais import INSECABLE
from ..marque import est_libre
from ..settings import Settings
from .options import JOUR
from .purger import tell_simulation
from .remplacer import a_remplacer, option_remplacer

VERROU = ".rapports.verrou"


@click.command(
    help="Produit les rapports du calendrier de plie.toml qui sont dus et manquent encore. Peut être relancée sans risque, même deux fois en même temps."
)
@click.option("--dus", is_flag=True, help="Ne fait que ce qui est dû et manque (c'est aussi ce qui est fait sans cette option).")
@click.option("--au", type=JOUR, metavar="AAAA-MM-JJ", help="Date à laquelle on se place (par défaut : aujourd'hui).")
@click.option("--forcer", is_flag=True, help="Publie malgré des constats bloquants de la charte ; la première page le dit.")
@click.option("--processus", type=click.IntRange(1), metavar="N", help="Nombre de rapports en parallèle (par défaut : le nombre de cœurs).")
@click.option("--simuler", is_flag=True, help="Dit ce qui serait produit, et ne produit rien.")
@option_remplacer
@click.pass_obj
def commande(settings: Settings, dus: bool, au: dt.date | None, forcer: bool, processus: int | None, simuler: bool, remplacer: bool) -> int:
    """List what is due, run what is missing, write the index, tell what was done, skipped, failed."""
    from ..photo_figee import figer
    from ..rapports import mots
    from ..rapports.index_pages import ecrire_index
    from ..verrou import hold

    for folder in (settings.rapports, settings.curated):
        check_folder(folder)
    for line in mots.controler(settings):
        click.echo(line, err=True)
    now = dt.datetime.now().replace(microsecond=0)
    day = au or now.date()
    if simuler:
        return _simulate(settings, day)
    a_remplacer(settings, [settings.rapports / "index.html"], remplacer)
    with hold(settings.rapports / VERROU, "plie rapports", attente=3600, prevenir=lambda text: click.echo(text, err=True)):
        with figer(settings) as frozen:
            code = _run(frozen, day, now, forcer, processus)
        ecrire_index(settings, now)
    click.echo("Index : data/rapports/index.html")
    return code


def _run(settings: Settings, day: dt.date, now: dt.datetime, forcer: bool, processus: int | None) -> int:
    from ..rapports.calendrier import trier
    from ..rapports.index_pages import ecrire_index
    from ..rapports.inscription import reconcilier
    from ..rapports.serie import produire_serie

    photo, due = _due(settings, day)
    trouble = reconcilier(settings, [one.edition for one in due])
    if trouble:
        click.echo(
            f"{trouble}\nLes pages sont publiées quand même{INSECABLE}: elles seront inscrites au journal au prochain passage.", err=True
        )
    waiting, there, todo = trier(settings, photo, due)
    done = []
    if todo:
        passage = _passage(settings, photo, now, forcer)
        try:
            done = produire_serie(settings, [one.edition for one in todo], passage, processus=processus, suivi=_tell)
        except BaseException:
            ecrire_index(settings, now)  # interrupted or failed midway: what was published is in the index all the same
            raise
    failed = [one for one in done if one.statut != "publié"]
    _tell_left(settings, waiting, there)
    click.echo(
        f"{len(done) - len(failed)} produits, {len(there)} déjà là, {len(waiting)} en attente, {len(failed)} en échec ({len(due)} dus au {day:%d/%m/%Y})."
    )
    return 1 if failed else 0


def _due(settings: Settings, day: dt.date) -> tuple[dt.date, list]:
    """The photo, and what the calendar asks for on a day."""
    from ..database import newest_photo, open_database
    from ..rapports.calendrier import echeances

    with open_database(settings) as con:
        photo = newest_photo(con)
        codes = [code for (code,) in con.execute("SELECT DISTINCT code_referent FROM curated.referent WHERE photo = ?", [photo]).fetchall()]
    return photo, echeances(settings, day, codes)


def _tell_left(settings: Settings, waiting: list, there: list) -> None:
    for one in waiting:
        click.echo(f"En attente d'une photo plus récente : {one.edition.nom}")
    for one in there:
        if not est_libre(settings, settings.rapports / f"{one.edition.nom}.html"):
            click.echo(f"Gardé tel quel (modifié depuis, ou venu d'ailleurs) : data/rapports/{one.edition.nom}.html")


def _simulate(settings: Settings, day: dt.date) -> int:
    """Say what would be produced; nothing is run nor written."""
    from ..rapports.calendrier import trier

    photo, due = _due(settings, day)
    waiting, there, todo = trier(settings, photo, due)
    for one in todo:
        click.echo(f"Serait produit : data/rapports/{one.edition.nom}.html ({one.diffusion})")
    _tell_left(settings, waiting, there)
    click.echo(
        f"{len(todo)} à produire, {len(there)} déjà là, {len(waiting)} en attente ({len(due)} dus au {day:%d/%m/%Y}), sur la photo du {photo:%d/%m/%Y}."
    )
    return tell_simulation("rien n'a été produit, et la charte n'a pas été contrôlée")


def _passage(settings: Settings, photo: dt.date, now: dt.datetime, forcer: bool):
    from ..charte import score_de_photo
    from ..rapports.blocage import verrou_publication
    from ..rapports.serie import Passage
    from . import _version

    gate = verrou_publication(settings, photo, forcer=forcer)
    banner = (gate.resume, *gate.phrases) if gate.est_ferme else ()
    return Passage(photo, now, _version(), score_de_photo(settings, photo), banner)


def _tell(execution) -> None:
    line = f"{execution.statut.capitalize()} : {execution.nom}"
    click.echo(
        line if execution.statut == "publié" else f"{line}\n  " + execution.message.replace("\n", "\n  "), err=execution.statut != "publié"
    )
