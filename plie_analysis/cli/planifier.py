"""``plie planifier``: the lines that make ``plie rapports --dus`` run by itself."""

import shlex
import sys
from pathlib import Path

import click

from ..settings import Settings

HEURE, MINUTE = 5, 30
MODELES = Path(__file__).parent / "planification"
SYSTEMES = ("cron", "systemd", "windows")


@click.command(help="Donne les lignes à installer pour que les rapports dus soient produits chaque nuit.")
@click.option(
    "--systeme",
    type=click.Choice(SYSTEMES),
    default="windows" if sys.platform == "win32" else "cron",
    show_default=True,
    help="Planificateur de la machine.",
)
@click.option("--heure", metavar="HH:MM", default=f"{HEURE:02}:{MINUTE:02}", show_default=True, help="Heure de départ.")
@click.pass_obj
def commande(settings: Settings, systeme: str, heure: str) -> None:
    """Print the lines; nothing is installed."""
    hour, _, minute = heure.partition(":")
    if not (hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
        raise click.UsageError(f"« {heure} » n'est pas une heure : écrivez HH:MM, par exemple 05:30.")
    model = (MODELES / f"{systeme}.txt").read_text(encoding="utf-8")
    quote = _windows if systeme == "windows" else shlex.quote
    values = {
        "python": quote(sys.executable),
        "racine": quote(str(settings.racine)),
        "journal": quote(str(settings.rapports / "journal.log")),
        "heure": f"{int(hour):02}",
        "minute": f"{int(minute):02}",
        "heure_cron": str(int(hour)),
        "minute_cron": str(int(minute)),
    }
    if systeme == "cron":
        # In a crontab a bare % ends the command.
        values = {name: value.replace("%", r"\%") for name, value in values.items()}
    if systeme == "systemd":
        values = {name: value.replace("%", "%%") for name, value in values.items()}
    click.echo(model.format_map(values), nl=False)


def _windows(text: str) -> str:
    return f'\\"{text}\\"'
