"""``plie controler``: the charte run on a photo, the pages of results and the correction lists."""

import contextlib
import csv
import datetime as dt
import sys
from pathlib import Path

import click

from ..francais import INSECABLE, compte, date_longue, nombre, pourcentage
from ..libelles import pour_tableur
from ..settings import Settings
from .options import JOUR
from .remplacer import a_remplacer, option_remplacer

MARQUES = {"bloquante": "red", "à corriger": "yellow", "alerte": "cyan"}


@click.command(
    help="Contrôle une photo selon la charte de saisie, écrit les pages de résultats et une liste de correction par référent."
    " Code de sortie 1 quand un constat bloquant demande une personne."
)
@click.option(
    "--suite", "suites", multiple=True, metavar="NOM", help="Ne contrôle que cette table (répétable) : participant, parcours, etape…"
)
@click.option("--referent", metavar="CODE", help="Ne montre et n'écrit que la liste de ce référent.")
@click.option(
    "--format",
    "forme",
    type=click.Choice(["tableau", "csv"]),
    default="tableau",
    show_default=True,
    help="tableau : un résumé par article ; csv : tous les constats.",
)
@click.option("--photo", type=JOUR, metavar="AAAA-MM-JJ", help="La photo à contrôler (par défaut : la plus récente).")
@option_remplacer
@click.pass_obj
def commande(settings: Settings, suites: tuple[str, ...], referent: str | None, forme: str, photo: dt.date | None, remplacer: bool) -> int:
    """Control the photo, write the pages, print; 1 when a blocking finding stands."""
    from .. import database
    from ..charte import controle, journal, lecture, pages
    from ..ingest.retour import retour
    from ..origine import avis

    with contextlib.closing(database.open_database(settings)) as con:
        day = photo or database.newest_photo(con)
        controle.verifier_demande(con, settings, day, suites, referent)
        said = avis(con, day)
    pages.verifier_cibles(settings)
    if remplacer:
        a_remplacer(settings, (settings.rapports / "qualite").rglob("*.*"), remplacer)
    for earlier in controle.photos_a_controler(settings, day):
        _say(f"Contrôle de la photo du {date_longue(earlier)}, pour la tendance")
        controle.controler(settings, earlier)
    controle.controler(settings, day, suites, lambda table: _say(f"Contrôle{INSECABLE}: {table}"))
    with journal.ouvrir(settings) as con:
        written = pages.ecrire(
            settings, day, fait_le=dt.datetime.now().replace(microsecond=0), referent=referent, numeros=retour(settings, day)
        )
        found = lecture.bilans(con, day, suites)
        if referent:
            found = _of_referent(found, list(lecture.constats(con, day, tables=suites, referent=referent)))
        for sentence in said:
            click.secho(sentence, fg="yellow", err=True)
        if forme == "csv":
            _print_csv(lecture.constats(con, day, tables=suites, referent=referent))
        else:
            egal = {"referent": referent} if referent else {}
            notes = lecture.notes(con, day, settings.config["charte"]["poids"], "referent" if referent else None, **egal)
            _print_table(day, found, None if suites else next(iter(notes), None), written, settings.racine)
    return 1 if any(bilan.gravite == "bloquante" and bilan.nb_constats for bilan in found) else 0


def _of_referent(found: list, constats: list) -> list:
    """The articles with the findings of one référent only."""
    import dataclasses

    count = {(b.article, b.table): sum((c.article, c.table) == (b.article, b.table) for c in constats) for b in found}
    return [dataclasses.replace(b, nb_constats=count[b.article, b.table]) for b in found if count[b.article, b.table]]


def _print_csv(constats) -> None:
    """Every finding, one line each: a stable interface."""
    from ..charte.lecture import COLONNES

    lines = csv.writer(sys.stdout, lineterminator="\n")
    lines.writerow(COLONNES)
    for constat in constats:
        lines.writerow([pour_tableur(getattr(constat, column) or "") for column in COLONNES])


def _print_table(photo: dt.date, found: list, note, written: list[Path], racine: Path) -> None:
    """One line per article and table that has findings, by severity; then what could not be judged."""
    from ..charte.articles import GRAVITES
    from ..charte.lecture import plus_graves_d_abord

    click.secho(f"Charte de saisie, photo du {date_longue(photo)}", bold=True)
    wrong = plus_graves_d_abord(found)
    for gravite in GRAVITES:
        group = [bilan for bilan in wrong if bilan.gravite == gravite]
        total = sum(bilan.nb_constats for bilan in group)
        click.secho(f"\n{gravite.capitalize()}{INSECABLE}: {compte(total, 'constat')}", fg=MARQUES[gravite], bold=True)
        for bilan in group:
            share = f" ({pourcentage(bilan.part, 1)} des lignes)" if bilan.part is not None else ""
            click.echo(f"  {bilan.article}  {bilan.table:<12} {nombre(bilan.nb_constats):>8}{share}  {bilan.phrase}")
    absent = [bilan for bilan in found if bilan.statut == "non applicable"]
    if absent:
        click.secho("\nNon applicables (rien n'a pu être jugé)", bold=True)
        for bilan in absent:
            click.echo(f"  {bilan.article}  {bilan.table:<12} {bilan.raison}")
    if note is not None:
        click.echo(
            f"\nScore de saisie{INSECABLE}: {nombre(note.valeur, 1)} / 100 ({nombre(note.nb_sans_constat)} lignes sans constat sur"
            f" {nombre(note.nb_lignes)}{INSECABLE}; {nombre(note.nb_bloquantes)} bloquées, {nombre(note.nb_a_corriger)} à corriger,"
            f" {nombre(note.nb_alertes)} en alerte)"
        )
    click.echo(
        f"\nPages et listes de correction{INSECABLE}: {written[0].relative_to(racine)}"
        + (f" et {compte(len(written) - 1, 'autre fichier', 'autres fichiers')}" if len(written) > 1 else "")
    )


def _say(text: str) -> None:
    """Progress, on standard error."""
    click.echo(text, err=True)
