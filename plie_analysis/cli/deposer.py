"""``plie deposer``: one photo, pseudonymised, in a lake that several PLIE share."""

import datetime as dt
from pathlib import Path

import click

from ..settings import Settings
from .options import option_photo


@click.command(
    help="Dépose dans DOSSIER la photo pseudonymisée de ce PLIE, à côté de celles des autres : « plie indicateurs --lac DOSSIER » les lit ensemble."
)
@click.argument("dossier", metavar="DOSSIER", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--cle",
    "cle",
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Fichier de la clé des pseudonymes, propre à ce PLIE et hors du lac ; il est créé, pour vous seul, s'il n'existe pas.",
)
@option_photo
@click.pass_obj
def commande(settings: Settings, dossier: Path, cle: Path, photo: dt.date | None) -> None:
    """Deposit, and say where."""
    from ..database import open_database
    from ..moteurs.depot import cle_de, deposer, preparer

    with open_database(settings) as con:
        preparer(settings, con, dossier, photo)
        secret, is_new = cle_de(cle, dossier)
        place = deposer(settings, con, dossier, secret, photo)
    if is_new:
        click.echo(f"Clé créée : {cle}. Gardez-en une copie hors du lac : sans elle, les pseudonymes changent au prochain dépôt.")
    click.echo(f"Photo déposée : {place}")
