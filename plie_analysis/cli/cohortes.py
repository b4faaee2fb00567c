"""``plie cohortes``: entries followed by cohorte, and publics compared."""

import click

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

GRAINS = ("annee", "trimestre", "mois")
FORMATS = ("tableau", "csv", "xlsx")
TABLES = ("cohortes", "ecarts")


@click.command(
    help="Suit les cohortes d'entrée jusqu'à une date : sorties par nature, durées (parcours ouverts compris), étapes, écarts entre publics. Pour la maison seule."
)
@click.option(
    "--par",
    metavar="AXE",
    multiple=True,
    callback=separees,
    help="Répartit selon un axe lu à l'entrée (répétable, ou séparés par des virgules : les axes se croisent).",
)
@click.option("--au", type=JOUR, metavar="AAAA-MM-JJ", help="Date d'observation, comprise.")
@click.option("--du", type=JOUR, metavar="AAAA-MM-JJ", help="Premières entrées retenues (par défaut : la première de la photo).")
@click.option("--grain", type=click.Choice(GRAINS), default="annee", show_default="annee", help="Cohorte d'entrée.")
@click.option("--connu-au", type=JOUR, metavar="AAAA-MM-JJ", help="Ne compte que ce qui était saisi à cette date.")
@option_filtre
@option_photo
@option_moteur
@option_lac
@option_diffusion
@click.option(
    "--table",
    "laquelle",
    type=click.Choice(TABLES),
    default="cohortes",
    show_default="cohortes",
    help="En CSV : les mesures des cohortes ou les écarts entre publics.",
)
@option_format(FORMATS)
@option_sortie
@option_remplacer
@click.option("--fiches", is_flag=True, help="Affiche les fiches de méthode.")
@click.pass_obj
@click.pass_context
def commande(
    ctx, settings: Settings, par, au, du, grain, connu_au, filtre, photo, moteur, lac, diffusion, laquelle, forme, output, remplacer, fiches
) -> None:
    """Show the sheets, or compute and print."""
    from .. import cohortes
    from ..moteurs import open_moteur, reglages_de
    from ..moteurs.lac import phrase
    from ..origine import avis
    from ..protection.porte import SUIVI, Porte
    from .cohortes_tableau import tableau_text
    from .formes import csv_text, write, xlsx_bytes
    from .indicateurs import _pairs

    if fiches:
        click.echo(cohortes.fiches_text(), nl=False)
        return
    if not au:
        raise click.UsageError("Indiquez la date d'observation avec --au (AAAA-MM-JJ), ou demandez --fiches.")
    forme = forme_de(ctx, forme, output, FORMATS)
    refuse_existing(settings, output, remplacer)
    settings = reglages_de(settings, lac)
    with open_moteur(settings, moteur, lac=lac, photo=photo) as con:
        porte = Porte(settings, con, photo=None if lac else photo, diffusion=diffusion)
        porte.reserver("Le suivi des cohortes", SUIVI)
        filtres = _pairs(filtre, "--filtre AXE=MODALITÉ")
        suivi = cohortes.suivre(
            con, config=settings.config, photo=porte.photo, au=au, du=du, grain=grain, par=par, connu_au=connu_au, filtres=filtres
        )
        frame, gaps = cohortes.tableau(suivi), cohortes.comparer(suivi)
        said = avis(con, porte.photo)
        if lac:
            click.secho(phrase(con), fg="yellow", err=True)
    if forme != "tableau":
        for sentence in said:
            click.secho(sentence, fg="yellow", err=True)
    if forme == "xlsx":
        target = output or settings.rapports / f"cohortes_{suivi.demande.au.isoformat()}.xlsx"
        if not output:
            a_remplacer(settings, [target], remplacer)
        write(target, xlsx_bytes({"Cohortes": frame, "Écarts": gaps}, said))
        if not output:
            signer(settings, target, empreinte(target))
        return
    text = (
        csv_text(frame if laquelle == "cohortes" else gaps)
        if forme == "csv"
        else "".join(f"{sentence}\n" for sentence in said) + tableau_text(suivi, frame, gaps)
    )
    if output:
        write(output, text.encode("utf-8"))
    else:
        click.echo(text, nl=False)
