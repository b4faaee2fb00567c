"""The readable part of a bundle: the method sheets, the definitions, the SQL, the guide of the evaluator."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from .. import francais
from ..indicateurs import axes, definitions
from ..indicateurs.fiche import fiche, sheet_plan
from ..settings import PACKAGE
from .anonymat import PROCHE_JOURS, Anonymat
from .calculs import Recalcul
from .colonnes import Colonne
from .fenetres import TableauScelle
from .niveau import Colonnes, grossies

HERE = Path(__file__).parent
SQL, DEFINITIONS = "sql", "definitions"


def write_definitions(folder: Path) -> None:
    """Copy the definitions, and the SQL that builds each curated table."""
    target = folder / DEFINITIONS
    (target / "tables").mkdir(parents=True)
    for name in ("indicateurs", "axes", "tables"):
        shutil.copyfile(PACKAGE / "indicateurs" / f"{name}.toml", target / f"{name}.toml")
    for name in ("calculs.toml", "colonnes.csv"):
        shutil.copyfile(HERE / name, target / name)
    for path in sorted((PACKAGE / "sql").glob("*.sql")):
        shutil.copyfile(path, target / "tables" / path.name)


def write_sql(done: Recalcul, wanted: list[TableauScelle], folder: Path) -> None:
    """Write the queries of each table as they ran, for the last of its windows."""
    target = folder / SQL
    target.mkdir()
    for tableau in wanted:
        if tableau.nom in done.sql:
            window = tableau.fenetres[-1]
            known = f", connu au {window.connu_au}" if window.connu_au else ""
            head = f"-- {tableau.titre}.\n-- Requêtes exécutées pour la fenêtre du {window.du} au {window.au}{known}.\n\n"
            (target / f"{tableau.nom}.sql").write_text(head + done.sql[tableau.nom], encoding="utf-8", newline="\n")


def write_method(
    con,
    config: dict,
    folder: Path,
    columns: Colonnes,
    exact: Colonnes,
    *,
    du: dt.date,
    au: dt.date,
    sauf: dict[str, str],
    mesures: dict[str, list[Anonymat]],
    substituts: tuple[int, int, int],
) -> None:
    """Write ``METHODE.md``: the rules common to all figures, the axes, one sheet per indicator with its query, the columns.

    ``columns`` as the bundle holds them, ``exact`` as it would with every day kept. ``sauf``: the indicators that the bundle cannot
    compute, each with its reason, in French. ``mesures``, ``substituts``: how well rows are hidden (``anonymat``).
    """
    parts = [(HERE / "methode.md").read_text(encoding="utf-8")]
    parts.append(
        "## Axes\n\n| axe | titre | modalités |\n|---|---|---|\n"
        + "\n".join(f"| `{axe.id}` | {axe.titre} | {', '.join(axe.modalites) or '–'} |" for axe in axes(config).values())
        + "\n"
    )
    parts.append("## Fiches des indicateurs\n")
    asked: dict[str, Any] = {"du": du, "au": au, "connu_au": None, "photo": None, "par": (), "part": (), "filtres": {}, "parametres": {}}
    for definition in definitions(config).values():
        if definition.id in sauf:
            parts.append(
                f"### {definition.titre} (`{definition.id}`)\n\n{definition.definition}\n\nNon calculé ici : il {sauf[definition.id]}.\n"
            )
        else:
            parts.append("##" + fiche(definition, config, *sheet_plan(con, definition, config, asked)))
    parts += _reidentification(mesures, substituts, grossies(exact, columns))
    parts.append(
        "## Ce que deviennent les colonnes\n\nSanté : la colonne peut dire quelque chose de la santé de la personne (article 9 du RGPD).\n\n"
        "| table | colonne | traitement | santé | raison |\n|---|---|---|---|---|\n"
        + "\n".join(_treatment(column) for group in columns.values() for column in group)
        + "\n"
    )
    (folder / "METHODE.md").write_text("\n".join(parts), encoding="utf-8", newline="\n")


def write_guide(
    folder: Path,
    *,
    organisme: str,
    photo: dt.date,
    du: dt.date,
    au: dt.date,
    version: str,
    nb_tableaux: int,
    nb_chiffres: int,
    avis: tuple[str, ...] = (),
) -> None:
    """Write ``LISEZMOI.md``; ``avis`` stands in its first lines."""
    text = (HERE / "lisezmoi.md").read_text(encoding="utf-8")
    told = {
        "organisme": organisme, "photo": francais.date_longue(photo), "periode": francais.periode(du, au), "version": version,
        "nb_tableaux": francais.nombre(nb_tableaux), "nb_chiffres": francais.nombre(nb_chiffres),
    }  # fmt: skip
    (folder / "LISEZMOI.md").write_text(
        "".join(f"> **{sentence}**\n\n" for sentence in avis) + text.format_map(told), encoding="utf-8", newline="\n"
    )


def _reidentification(mesures: dict[str, list[Anonymat]], substituts: tuple[int, int, int], coarse: set[tuple[str, str]]):
    """What a person who knows a parcours could find in the bundle, in numbers."""
    total, same, near = substituts
    yield (
        "## Ce qui permettrait de reconnaître quelqu'un\n\n"
        "Pour chaque jeu de colonnes qu'un proche peut connaître : k, le plus petit nombre de parcours qui portent la même combinaison ; "
        "les parcours seuls dans la leur ; ceux qui sont moins de cinq. Un parcours seul se retrouve par qui connaît ces colonnes.\n"
    )
    for level, rows in mesures.items():
        yield f"### Niveau « {level} »\n\n| jeu de colonnes | parcours | k | seuls | moins de 5 |\n|---|---|---|---|---|\n" + "".join(
            f"| {row.jeu} | {row.parcours} | {row.k} | {row.seuls} | {row.moins_de_cinq} |\n" for row in rows
        )
    yield (
        f"Dates de naissance de substitution : sur {total}, {_part(same, total)} sont la vraie date et {_part(near, total)} en sont à "
        f"{PROCHE_JOURS} jours au plus.\n"
    )
    if coarse:
        names = ", ".join(f"`{table}.{column}`" for table, column in sorted(coarse))
        yield f"Dates grossies, sans qu'aucun chiffre du dossier ne change : {names}. Les autres sont au jour parce qu'un chiffre en dépend.\n"


def _part(n: int, total: int) -> str:
    return f"{francais.nombre(100 * n / total, 1)} %" if total else "0 %"


def _treatment(column: Colonne) -> str:
    names = {
        "garder": "gardée",
        "cle": "clé nouvelle",
        "mois": "ramenée au 1er du mois",
        "mois_sauf_dernier": "ramenée au 1er du mois, le dernier jour restant",
        "fin_de_mois": "ramenée au dernier jour du mois, ou à la photo",
        "tranche": "ramenée au bas de sa tranche",
        "age": "date de substitution",
        "retirer": "retirée",
    }
    return (
        f"| {column.table} | {column.nom} | {names[column.traitement]} | {'oui' if column.est_de_sante else '–'} | {column.raison or '–'} |"
    )
