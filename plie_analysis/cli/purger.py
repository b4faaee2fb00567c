"""``plie purger``: the retention rule, after confirmation."""

import datetime as dt
import sys

import click

from ..errors import PlieError
from ..francais import INSECABLE, date_courte, date_longue
from ..settings import Settings
from .options import JOUR
from .sceller import tell


@click.command(
    help="Retire les photos antérieures à une date : dossiers de data/raw/, lignes de la base et du journal de la charte, copies Parquet, listes de rejets. Tout ou rien, après confirmation."
)
@click.option(
    "--avant",
    type=JOUR,
    metavar="AAAA-MM-JJ",
    required=True,
    help="Les photos d'avant ce jour sont retirées ; celle de ce jour est gardée.",
)
@click.option("--oui", is_flag=True, help="Confirme d'avance.")
@click.option("--simuler", is_flag=True, help="Dit ce qui serait retiré, et ne retire rien.")
@click.pass_obj
def commande(settings: Settings, avant: dt.date, oui: bool, simuler: bool) -> int:
    """List, ask, remove, tell what was kept."""
    from ..curate import write_parquet
    from ..ingest.purge import examiner, purger, refuser_etrangers

    retention = examiner(settings, avant)
    if retention.is_empty:
        click.echo(f"Rien à retirer{INSECABLE}: aucune photo d'avant le {date_longue(avant)}.")
        _tell_kept(retention)
        return 0
    click.secho(f"À retirer (avant le {date_longue(avant)}){INSECABLE}:", bold=True)
    _list("dossiers de data/raw/", retention.dossiers)
    _list("photos de la base", retention.photos)
    if retention.rejets:
        click.echo(f"  listes de rejets{INSECABLE}: {', '.join(retention.rejets)}")
    _tell_kept(retention)
    if not retention.photos_gardees:
        click.secho(f"Attention{INSECABLE}: la base n'aura plus aucune photo.", fg="yellow")
    refuser_etrangers(settings, retention)
    if simuler:
        return tell_simulation("rien n'a été retiré")
    if not oui:
        confirm()
    purger(settings, retention, export=write_parquet, progress=tell)
    click.secho("Photos retirées. La base, le journal de la charte et les copies Parquet sont refaits sans elles.", bold=True)
    click.echo("Les rapports déjà publiés (data/rapports/) et vos sauvegardes ne sont pas touchés.")
    return 0


def tell_simulation(what: str) -> int:
    """Say that nothing was changed; the exit code."""
    click.secho(f"Simulation{INSECABLE}: {what}. Relancez sans --simuler pour le faire.", bold=True)
    return 0


def confirm() -> None:
    """Go on only with « oui ». Raises ``PlieError`` otherwise."""
    click.echo(f"Tapez «{INSECABLE}oui{INSECABLE}» pour confirmer{INSECABLE}: ", nl=False, err=True)
    answer = sys.stdin.readline() if sys.stdin else ""
    if answer.strip().lower() != "oui":
        raise PlieError("Sans confirmation, rien n'a été retiré.\nRelancez et tapez «\u00a0oui\u00a0», ou ajoutez --oui.")


def _list(title: str, days) -> None:
    if days:
        click.echo(f"  {title}{INSECABLE}: {', '.join(map(date_courte, days))}")


def _tell_kept(retention) -> None:
    if retention.dossiers_gardes or retention.photos_gardees:
        click.echo(f"Gardé{INSECABLE}:")
        _list("dossiers de data/raw/", retention.dossiers_gardes)
        _list("photos de la base", retention.photos_gardees)
