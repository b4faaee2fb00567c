"""The readable part of a bundle: the method sheets, the definitions, the SQL, the guide of the evaluator."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from .. import francais
from ..indicateurs import axes, definitions
from ..indicateurs.fiche import fiche, sheet_plan
from ..settings import PACKAGE
from .calculs import Recalcul
from .colonnes import Colonne
from .fenetres import TableauScelle

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
    con, config: dict, folder: Path, columns: dict[str, tuple[Colonne, ...]], *, du: dt.date, au: dt.date, sauf: dict[str, str]
) -> None:
    """Write ``METHODE.md``: the rules common to all figures, the axes, one sheet per indicator with its query, the columns.

    ``sauf``: the indicators that the bundle cannot compute, each with its reason, in French.
    """
    parts = [(HERE / "methode.md").read_text(encoding="utf-8")]
    parts.append(
        "## Axes\n\n| axe | titre | modalités |\n|---|---|---|\n"
        + "\n".join(f"| `{axe.id}` | {axe.titre} | {', '.join(axe.modalites) or '–'} |" for axe in axes().values())
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
    parts.append(
        "## Ce que deviennent les colonnes\n\n| table | colonne | traitement | raison |\n|---|---|---|---|\n"
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


def _treatment(column: Colonne) -> str:
    names = {
        "garder": "gardée",
        "cle": "clé nouvelle",
        "mois": "ramenée au 1er du mois",
        "tranche": "ramenée au bas de sa tranche",
        "age": "date de substitution",
        "retirer": "retirée",
    }
    return f"| {column.table} | {column.nom} | {names[column.traitement]} | {column.raison or '–'} |"
