"""``plie cle``: the key that encrypts the base, made, changed, or given up."""

import os

import click

from ..errors import PlieError
from ..francais import INSECABLE, compte
from ..settings import Settings

NOUVELLE = "PLIE_CLE_NOUVELLE"
AIDE = """Gère la clé qui chiffre la base, ses copies Parquet et ses journaux (voir docs/securite.md).

\b
creer    écrit une clé neuve dans le fichier que dit [securite] cle (plie.cle) ;
         et celle des pseudonymes, dans le fichier que dit [securite] cle_pseudonymes
tourner  change la clé : tout est réécrit sous une clé neuve, tout ou rien
retirer  déchiffre tout, quand plie.toml ne demande plus le chiffrement
"""


@click.command(help=AIDE)
@click.argument("action", metavar="creer|tourner|retirer", type=click.Choice(["creer", "tourner", "retirer"]))
@click.pass_obj
def commande(settings: Settings, action: str) -> int:
    """Do it and say what to keep where."""
    {"creer": _create, "tourner": _rotate, "retirer": _remove}[action](settings)
    return 0


def _create(settings: Settings) -> None:
    from .. import chiffrement

    made = []
    for reglage, what in (("cle", "Clé de la base"), ("cle_pseudonymes", "Clé des pseudonymes")):
        path = chiffrement.chemin(settings, reglage)
        if not path.exists():
            chiffrement.ecrire(path, chiffrement.nouvelle())
            made.append(path)
            click.secho(f"{what} écrite{INSECABLE}: {path}", bold=True)
    if not made:
        raise PlieError(
            "Les clés existent déjà : aucune n'a été remplacée.\nPour changer celle de la base : plie cle tourner.".replace(
                " :", f"{INSECABLE}:"
            )
        )
    click.echo(
        "Copiez-les tout de suite en lieu sûr, hors de cette machine (coffre-fort de mots de passe)\u00a0: sans la clé, une base chiffrée est perdue."
    )
    if not chiffrement.est_demande(settings):
        click.echo(
            "Pour chiffrer, mettez dans plie.toml la section [securite] et la ligne chiffrement = true, puis lancez «\u00a0plie charger\u00a0»."
        )


def _rotate(settings: Settings) -> None:
    from .. import chiffrement
    from ..ingest import coffre

    if not chiffrement.est_demande(settings):
        raise PlieError(
            "plie.toml ne demande pas le chiffrement\u00a0: il n'y a pas de clé à changer.\nMettez [securite] chiffrement = true, puis «\u00a0plie cle creer\u00a0»."
        )
    with _lock(settings, "plie cle tourner"):
        coffre.finir(settings)
        former = chiffrement.cle(settings)
        assert former is not None
        in_environment = bool(os.environ.get(chiffrement.VARIABLE, "").strip())
        secret = os.environ.get(NOUVELLE, "").strip() if in_environment else chiffrement.nouvelle()
        if len(secret) < chiffrement.LONGUEUR_MIN or secret == former.secret:
            raise PlieError(
                f"La clé vient de la variable {chiffrement.VARIABLE}\u00a0: donnez la nouvelle dans {NOUVELLE} ({chiffrement.LONGUEUR_MIN} caractères au moins, différente de l'ancienne).\nRien n'a été changé."
            )
        done = coffre.tourner(settings, former, secret, garder=not in_environment)
    click.secho(f"Clé changée\u00a0: {compte(done, 'fichier réécrit', 'fichiers réécrits')} sous la nouvelle.", bold=True)
    where = (
        f"Mettez dès maintenant la nouvelle clé dans {chiffrement.VARIABLE}"
        if in_environment
        else f"Copiez-la en lieu sûr ({chiffrement.chemin(settings, 'cle')})"
    )
    click.echo(f"{where}. Gardez l'ancienne tant que des sauvegardes d'avant ce jour existent.")


def _remove(settings: Settings) -> None:
    from .. import chiffrement
    from ..ingest import coffre

    if chiffrement.est_demande(settings):
        raise PlieError(
            "plie.toml demande encore le chiffrement\u00a0: rien n'est déchiffré.\nMettez d'abord [securite] chiffrement = false."
        )
    with _lock(settings, "plie cle retirer"):
        coffre.finir(settings)
        locked = [path for path in coffre.fichiers(settings) if chiffrement.est_chiffre(path)]
        if locked:
            coffre.convertir(settings, locked, chiffrement.lire(settings, "cle", chiffrement.VARIABLE), None)
    click.secho(f"{compte(len(locked), 'fichier déchiffré', 'fichiers déchiffrés')}." if locked else "Rien n'est chiffré.", bold=True)


def _lock(settings: Settings, operation: str):
    from .. import verrou

    return verrou.hold(
        settings.curated / verrou.NOM,
        operation,
        attente=settings.config["ingestion"]["attente_verrou_s"],
        prevenir=lambda text: click.echo(text, err=True),
    )
