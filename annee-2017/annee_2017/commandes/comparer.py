"""``plie comparer``: each published figure beside the computed one."""

import datetime as dt
from functools import partial
from pathlib import Path

import click

from plie_analysis import francais
from plie_analysis.cli.remplacer import a_remplacer, option_remplacer
from plie_analysis.ecriture import check_target
from plie_analysis.errors import PlieError
from plie_analysis.marque import est_libre, oublier
from plie_analysis.settings import Settings

from .. import DONNEES

NB = francais.INSECABLE
SHOWN = 10
# Computed figures, small ones too: apart from the pages that leave.
DOSSIER = "comparaison"
# What the word is worth on a photo that was made to give the published totals.
PORTEE = (
    f"Sur cette photo inventée, «{NB}égal{NB}» prouve que le code et les définitions refont le total publié à partir de données fabriquées pour le refaire. "
    "Il ne prouve ni que le rapport dit vrai, ni que les vraies données donneraient le même nombre."
)
MAISON = f"Pour la maison seule{NB}: rien n’est masqué dans cette page, elle ne se diffuse pas."


@click.command(
    help="Confronte chaque chiffre publié au chiffre calculé : égal, expliqué (par quoi), écart, non calculable. "
    "Écrit une page HTML et un CSV dans data/comparaison/, pour la maison seule. Code de sortie 1 s'il reste un écart."
)
@click.argument("nom", metavar="NOM")
@click.option("--coherence", is_flag=True, help="Compare seulement les chiffres imprimés entre eux : aucune base n'est lue.")
@click.option(
    "--format",
    "forme",
    type=click.Choice(["tableau", "csv"]),
    default="tableau",
    show_default=True,
    help="tableau : un résumé ; csv : toutes les lignes.",
)
@option_remplacer
@click.pass_obj
def commande(settings: Settings, nom: str, coherence: bool, forme: str, remplacer: bool) -> int:
    """Compare, write, print; 1 when a gap remains."""
    folder = _folder(settings, nom)
    return _audit(folder, forme) if coherence else _compare(settings, folder, forme, remplacer)


def _folder(settings: Settings, nom: str) -> Path:
    """The reference folder of that name, of the package before that of the working folder. Raises ``PlieError`` with those that exist."""
    known = {path.parent.name: path.parent for place in (settings.reference, DONNEES) for path in sorted(place.glob("*/figures.csv"))}
    if nom in known:
        return known[nom]
    raise PlieError(
        f"Aucune figure publiée ne s'appelle «{NB}{nom}{NB}».{francais.vouliez_vous_dire(nom, known)}\nDossiers de référence{NB}: {', '.join(sorted(known))}."
    )


def _audit(folder: Path, forme: str) -> int:
    from ..comparaison import auditer, en_csv
    from ..page.rapprochement import bilan

    audit = auditer(folder)
    if forme == "csv":
        click.echo(en_csv(audit.contradictions), nl=False)
        return 0
    click.secho(bilan(audit), bold=True)
    for genre in audit.genres.reset_index().to_dict("records"):
        counts = f"{francais.compte(genre['verifications'], 'vérification')}, {francais.compte(genre['rompue'], 'contradiction')}"
        click.secho(f"\n{francais.espaces(genre['titre'])}{NB}: {counts}", bold=True)
        for row in audit.contradictions.to_dict("records"):
            if row["genre"] == genre["genre"]:
                _tell_contradiction(row)
    return 0


def _tell_contradiction(row: dict) -> None:
    """A relation that the print does not keep: the print, the formula with its numbers, what is said of it."""
    from ..comparaison.coherence_formule import ecrit

    click.echo(f"\n{francais.espaces(row['enonce'])}")
    click.echo(f"  imprimé{NB}: {row['imprime']} ({row['figure_a']})")
    expected = ecrit(row["valeur_b"])
    worked = "" if row["calcul"] == expected else f"{row['calcul']} = "
    click.echo(f"  attendu{NB}: {row['sens']}{worked}{expected} ({row['figure_b']})")
    click.echo(f"  {francais.espaces(row['cause'])}")


def _compare(settings: Settings, folder: Path, forme: str, remplacer: bool) -> int:
    from plie_analysis.database import newest_photo, open_database
    from plie_analysis.indicateurs import calculer
    from plie_analysis.origine import avis
    from plie_analysis.rapports.publication import publier
    from plie_analysis.scellement.versions import code_version

    from ..comparaison import ECART, auditer, comparer, en_csv
    from ..page.rapprochement import page_html

    names = [f"comparaison-{folder.name}.{kind}" for kind in ("html", "csv")]
    targets = [settings.racine / "data" / DOSSIER / name for name in names]
    for target in targets:
        check_target(target)
    a_remplacer(settings, targets, remplacer)
    con = open_database(settings)
    try:
        photo = newest_photo(con)
        invented = avis(con, photo)
        table = comparer(folder, partial(calculer, con, config=settings.config), settings.config)
    finally:
        con.close()
    said = (*invented, PORTEE) if invented else ()
    page = page_html(
        table,
        auditer(folder),
        titre=f"Chiffres publiés, chiffres calculés{NB}: {folder.name.replace('-', ' ')}",
        organisme=settings.config["plie"]["nom"],
        photo=photo,
        execution=dt.datetime.now().replace(second=0, microsecond=0),
        version=code_version(),
        avis=(MAISON, *said),
    )
    text = en_csv(table)
    written = [publier(target, content.encode("utf-8"), settings) for target, content in zip(targets, (page, text), strict=True)]
    for former in (settings.rapports / name for name in names):  # where an earlier version wrote them, among the pages that leave
        if former.is_file() and est_libre(settings, former):
            oublier(settings, former)
    for sentence in said:
        click.secho(sentence, fg="yellow", err=True)
    if forme == "csv":
        click.echo(text, nl=False)
    else:
        _tell(table, written, settings.racine)
    gaps = table[table["statut"] == ECART]
    if len(gaps):
        _tell_gaps(gaps)
    return 1 if len(gaps) else 0


def _tell(table, written: list[Path], racine: Path) -> None:
    """One line per section, the outcome, where the page is."""
    from ..comparaison import EGAL, NON_CALCULABLE, REGLAGE, STATUTS, resumer
    from ..page.rapprochement import TITRES

    lines = [
        (
            ("Lettres, " if row["document"] == "lettre" else "Rapport, ") + str(row["section"]),
            [row["figures"], *(row[statut] for statut in STATUTS)],
        )
        for row in resumer(table).to_dict("records")
    ]
    lines.append(("Ensemble", [sum(numbers) for numbers in zip(*(numbers for _, numbers in lines), strict=True)]))
    heads = ["chiffres", *(TITRES[statut].lower() for statut in STATUTS)]
    width = max(len(name) for name, _ in lines)
    click.secho(f"{'':<{width}}" + "".join(f"{head:>{len(head) + 3}}" for head in heads), bold=True)
    for name, numbers in lines:
        cells = "".join(f"{francais.nombre(number):>{len(head) + 3}}" for number, head in zip(numbers, heads, strict=True))
        click.secho(f"{name:<{width}}{cells}", bold=name == "Ensemble")
    reachable = table[table["statut"] != NON_CALCULABLE]
    if len(reachable):
        share = 100 * (reachable["statut"] == EGAL).mean()
        click.echo(f"\n{francais.pourcentage(share, 1)} des {francais.nombre(len(reachable))} chiffres calculables sont égaux.")
    if read := int((table["regle"] == REGLAGE).sum()):
        click.echo(f"{francais.compte(read, 'd’eux se lit', 'd’entre eux se lisent')} dans les réglages, et non dans les exports.")
    click.echo(f"Page et CSV{NB}: {' et '.join(path.relative_to(racine).as_posix() for path in written)}")


def _tell_gaps(gaps) -> None:
    """How many gaps remain, and the first ones, on standard error."""
    count = francais.compte(len(gaps), "écart reste sans explication", "écarts restent sans explication")
    click.secho(f"{count}{NB}:", fg="red", err=True)
    for row in gaps.head(SHOWN).to_dict("records"):
        click.echo(f"  {row['id']}{NB}: imprimé {row['imprime']}, calculé {_number(row['valeur_calculee'])}", err=True)
    if len(gaps) > SHOWN:
        click.echo(f"  … et {francais.nombre(len(gaps) - SHOWN)} autres, dans la page et le CSV", err=True)


def _number(value: float) -> str:
    return francais.nombre(value, 0 if float(value).is_integer() else 2)
