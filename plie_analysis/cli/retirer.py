"""``plie retirer``: one photo leaves the base, after confirmation; its raw folder stays."""

import click

from ..francais import INSECABLE, date_courte, date_longue
from ..settings import Settings
from .purger import confirm, tell_simulation
from .sceller import tell


@click.command(
    help="Retire une photo (AAAA-MM-JJ) de la base, des copies Parquet, des rejets et du journal de la charte. Son dossier de data/raw/ n'est pas touché. Tout ou rien, après confirmation."
)
@click.argument("photo", metavar="PHOTO")
@click.option("--oui", is_flag=True, help="Confirme d'avance.")
@click.option("--simuler", is_flag=True, help="Dit ce qui serait retiré, et ne retire rien.")
@click.pass_obj
def commande(settings: Settings, photo: str, oui: bool, simuler: bool) -> int:
    """Tell, ask, remove, tell what stays."""
    from ..curate import write_parquet
    from ..ingest.photos import lire_photo
    from ..ingest.purge import examiner_seule, purger, refuser_etrangers

    day = lire_photo(photo, "retirer")
    retention = examiner_seule(settings, day)
    click.secho(f"À retirer{INSECABLE}: la photo du {date_longue(day)}", bold=True)
    if retention.photos:
        click.echo("  ses lignes de la base et de ses copies Parquet, ses constats du journal de la charte")
    for name in retention.rejets:
        click.echo(f"  sa liste de rejets{INSECABLE}: data/curated/{name}")
    if retention.photos_gardees:
        click.echo(f"Photos gardées{INSECABLE}: {', '.join(map(date_courte, retention.photos_gardees))}")
    else:
        click.secho(f"Attention{INSECABLE}: la base n'aura plus aucune photo.", fg="yellow")
    refuser_etrangers(settings, retention)
    if simuler:
        return tell_simulation("rien n'a été retiré")
    if not oui:
        confirm()
    purger(settings, retention, export=write_parquet, progress=tell)
    click.secho(f"Photo du {date_longue(day)} retirée.", bold=True)
    if (settings.raw / day.isoformat()).is_dir():
        click.echo(
            f"Le dossier data/raw/{day}/ n'est pas touché{INSECABLE}: «{INSECABLE}plie charger{INSECABLE}» le relira, sauf si vous le déplacez."
        )
    click.echo("Les rapports déjà publiés (data/rapports/) et vos sauvegardes ne sont pas touchés.")
    return 0
