"""``plie indicateurs``: compute, list or explain the indicators."""

from pathlib import Path

import click

from ..errors import PlieError
from ..exercice import exercice_de
from ..marque import empreinte, signer
from ..settings import Settings
from .options import (
    JOUR,
    forme_de,
    option_diffusion,
    option_filtre,
    option_format,
    option_lac,
    option_moteur,
    option_photo,
    option_sortie,
    separees,
)
from .remplacer import a_remplacer, option_remplacer, refuse_existing

FORMATS = ("tableau", "csv", "json", "xlsx")


@click.command(help="Calcule des indicateurs (tous, si aucun n'est nommé) sur une période, bornes comprises.")
@click.argument("ids", metavar="[ID…]", nargs=-1)
@click.option("--du", type=JOUR, metavar="AAAA-MM-JJ", help="Premier jour de la période.")
@click.option("--au", type=JOUR, metavar="AAAA-MM-JJ", help="Dernier jour de la période.")
@click.option("--connu-au", type=JOUR, metavar="AAAA-MM-JJ", help="Ne compte que ce qui était saisi à cette date.")
@click.option(
    "--par", metavar="AXE", multiple=True, callback=separees, help="Répartit selon un axe (répétable, ou séparés par des virgules)."
)
@option_filtre
@click.option(
    "--part",
    metavar="AXE",
    multiple=True,
    callback=separees,
    help="Change les nombres en parts du total sur cet axe, demandé aussi avec --par (répétable).",
)
@click.option("--parametre", metavar="NOM=VALEUR", multiple=True, help="Règle un indicateur, par exemple hors=lettre (répétable).")
@option_photo
@option_moteur
@option_lac
@option_diffusion
@option_format(FORMATS)
@option_sortie
@option_remplacer
@click.option("--liste", is_flag=True, help="Décrit tous les indicateurs et tous les axes.")
@click.option("--fiche", metavar="ID", help="Affiche la fiche de méthode d'un indicateur, avec sa requête.")
@click.pass_obj
@click.pass_context
def commande(
    ctx,
    settings: Settings,
    ids,
    du,
    au,
    connu_au,
    par,
    filtre,
    part,
    parametre,
    photo,
    moteur,
    lac,
    diffusion,
    forme,
    output,
    remplacer,
    liste,
    fiche,
) -> None:
    """List, explain, or compute and print."""
    from .indicateurs_formats import liste_text, write

    if liste:
        click.echo(liste_text(settings.config), nl=False)
        return
    asked = {
        "du": du, "au": au, "connu_au": connu_au, "par": par, "part": part, "photo": photo,
        "filtres": _pairs(filtre, "--filtre AXE=MODALITÉ"),
        "parametres": {name: values[-1] for name, values in _pairs(parametre, "--parametre NOM=VALEUR").items()},
    }  # fmt: skip
    if fiche:
        click.echo(_fiche(settings, fiche, asked), nl=False)
        return
    if not du or not au:
        raise click.UsageError("Indiquez la période avec --du et --au (AAAA-MM-JJ), ou demandez --liste.")
    from ..indicateurs.periode import read_periode

    read_periode(du, au)
    forme = forme_de(ctx, forme, output, FORMATS)
    refuse_existing(settings, output, remplacer)
    target = _target(settings, output, forme, du, au)
    if target and not output:
        a_remplacer(settings, [target], remplacer)
    frame, said, reserves, lignes = _compute(settings, ids, asked, diffusion, moteur, lac)
    for sentence in reserves:
        click.secho(sentence, fg="yellow", err=True)
    if forme == "tableau":
        frame = _nommee(frame, au, settings.config, lignes)
    write(frame, forme, target, said, inventees=bool(said))
    if target and not output:
        signer(settings, target, empreinte(target))


def _compute(settings: Settings, ids: tuple[str, ...], asked: dict, diffusion: str, moteur: str, lac: str):
    """The rows that can be shown, what must be said of the photo (invented people) and of the period (not covered), and the nomenclatures that name."""
    from ..indicateurs.appellations import noms_dates
    from ..indicateurs.periode import read_date
    from ..moteurs import open_moteur, reglages_de
    from ..moteurs.lac import RESERVE, phrase
    from ..origine import avis
    from ..protection.porte import Porte
    from ..survie.couverture import debut_de_couverture

    question = {name: value for name, value in asked.items() if name != "photo"}
    photo = read_date(asked["photo"], "photo") if asked["photo"] else None
    settings = reglages_de(settings, lac)
    with open_moteur(settings, moteur, lac=lac, photo=photo) as con:
        porte = Porte(settings, con, photo=None if lac else photo, diffusion=diffusion)
        if lac:
            porte.reserver("Un lac", RESERVE)
        found = porte.indicateurs(ids or _possible(porte, question), **question)
        known = read_date(asked["connu_au"], "connu au") if asked["connu_au"] else None
        coverage = debut_de_couverture(con, porte.photo, settings.config, known)
        read = (phrase(con),) if lac else ()
        reserves = (*read, *found.avis, *coverage.reserves(porte.photo, read_date(asked["du"], "du")))
        return found.frame, avis(con, porte.photo), reserves, noms_dates(con)


def _nommee(frame, au: str, config: dict, lignes):
    """The rows under the names of the period: what a person reads; the other forms keep the codes, which do not change."""
    from ..indicateurs.appellations import appellation
    from ..indicateurs.definitions import axes
    from ..indicateurs.periode import read_date

    day = read_date(au, "au")
    named = {
        name: frame[name].map({code: appellation(name, code, day, config, lignes) for code in frame[name].unique()})
        for name in frame.columns
        if name in axes()
    }
    return frame.assign(**named)


def _possible(porte, question: dict) -> list[str]:
    """Every indicator that this question suits; the reason why the others are left out goes to standard error."""
    wanted, left_out = porte.possibles(**question)
    if not wanted:
        raise PlieError("Aucun indicateur ne répond à cette question.\n" + "\n".join(left_out[:3]))
    for line in left_out:
        click.echo(f"Non calculé, {line}", err=True)
    return wanted


def _fiche(settings: Settings, name: str, asked: dict) -> str:
    from ..database import newest_photo, open_database
    from ..indicateurs import definitions
    from ..indicateurs.choix import find
    from ..indicateurs.fiche import fiche, sheet_plan

    known = definitions(settings.config)
    definition = known[find(name, known, f"L'indicateur « {name} » n'existe pas.")]
    if not settings.base.is_file():
        return fiche(definition, settings.config, None, [])
    with open_database(settings) as con:
        asked["au"] = asked["au"] or asked["photo"] or newest_photo(con)
        asked["du"] = asked["du"] or exercice_de(settings.config).annee_du(asked["au"]).debut
        plan, offered = sheet_plan(con, definition, settings.config, asked)
        return fiche(definition, settings.config, plan, offered)


def _pairs(options: tuple[str, ...], usage: str) -> dict[str, list[str]]:
    read: dict[str, list[str]] = {}
    for option in options:
        name, equal, value = option.partition("=")
        if not equal or not name.strip() or not value.strip():
            raise click.UsageError(f"« {option} » ne se lit pas : écrivez {usage}.")
        read.setdefault(name.strip(), []).append(value.strip())
    return read


def _target(settings: Settings, output: Path | None, forme: str, du: str, au: str) -> Path | None:
    if output is None and forme == "xlsx":
        return settings.rapports / f"indicateurs_{du}_{au}.xlsx"
    return output
