"""``plie synthese``: the invented photo of the reference year."""

import click

from plie_analysis.francais import INSECABLE, compte, nombre
from plie_analysis.settings import Settings


@click.command(
    help="Écrit la photo synthétique de l'année de référence : des personnes inventées, dont les totaux sont ceux du rapport d'activité."
)
@click.option("--annee", type=int, default=2017, show_default=True, metavar="AAAA", help="Année de référence.")
@click.option("--echelle", type=int, default=1, show_default=True, metavar="N", help="Multiplie les personnes par N (bancs d'essai).")
@click.option(
    "--graine", type=int, default=2017, show_default=True, metavar="G", help="Change les personnes, sans changer aucun chiffre publié."
)
@click.option(
    "--desordre",
    is_flag=True,
    help="Ajoute le désordre des vrais exports et des fautes de saisie ; la liste de ce qui a été abîmé est écrite à côté.",
)
@click.pass_obj
def commande(settings: Settings, annee: int, echelle: int, graine: int, desordre: bool) -> int:
    """Write the photo and say where it is."""
    from ..synthese import write_disordered, write_photo

    def progress(done: int, total: int) -> None:
        if total > 1:
            click.echo(f"[{nombre(done)}/{nombre(total)}] copies écrites", err=True)

    if not desordre:
        folder = write_photo(settings, annee=annee, echelle=echelle, graine=graine, progress=progress)
        click.echo(f"Photo écrite dans data/raw/{folder.name}/{INSECABLE}: {compte(len(list(folder.glob('[!.]*'))), 'fichier')}.")
        return 0
    folder, mistakes = write_disordered(settings, annee=annee, echelle=echelle, graine=graine)
    click.echo(
        f"Photo en désordre écrite dans data/raw/{folder.name}/{INSECABLE}: {compte(len(list(folder.glob('[!.]*'))), 'fichier')}, {compte(mistakes, 'faute')} de saisie."
    )
    click.echo(f"Ce qui a été abîmé{INSECABLE}: data/verite-{folder.name}.csv (fautes) et data/desordre-{folder.name}.csv (fichiers).")
    return 0
