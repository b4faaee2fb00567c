"""The published figures as data: figures.csv and audit.csv, the rows printed without number, the relations."""

import csv
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from plie_analysis.errors import PlieError

DECIMALS = re.compile(r"\d,(\d+)")
REQUIRED = ("id", "valeur_imprimee", "valeur", "unite", "ligne", "ligne_source")


@dataclass(frozen=True)
class Figure:
    """One printed number."""

    id: str
    imprime: str
    valeur: float
    unite: str
    libelle: str
    ligne: int

    @property
    def decimals(self) -> int:
        """Decimals of the print."""
        fraction = DECIMALS.search(self.imprime)
        return len(fraction[1]) if fraction else 0

    @property
    def half_unit(self) -> float:
        """Half of the last digit printed of a percentage; 0 for a count, which is exact."""
        return 0.5 / 10**self.decimals if self.unite in ("%", "points") else 0.0

    @property
    def name(self) -> str:
        """Row label of the table, or the last part of the id."""
        return self.libelle or self.id


def read_figures(folder: Path, *, audit: bool = False) -> dict[str, Figure]:
    """Figures by id, in the order of the text; with ``audit``, those of audit.csv after them, when it is there.

    Raises ``PlieError`` naming the file and the line when a column, an id or a number is wrong.
    """
    paths = [folder / "figures.csv", *(path for path in [folder / "audit.csv"] if audit and path.is_file())]
    found: dict[str, Figure] = {}
    for path in paths:
        for number, row in read_rows(path, REQUIRED):
            figure = _figure(row, f"{path.name}, ligne {number}")
            if figure.id in found:
                raise PlieError(f"{path.name}, ligne {number} : l'identifiant {figure.id} est déjà pris.\nGardez-en un seul.")
            found[figure.id] = figure
    return found


def _figure(row: dict, where: str) -> Figure:
    try:
        value, line = float(row["valeur"]), int(row["ligne_source"])
    except ValueError:
        raise PlieError(
            f"{where} : « {row['valeur']} » ou « {row['ligne_source']} » n'est pas un nombre.\n"
            "Écrivez la valeur avec un point décimal et la ligne du texte en entier."
        ) from None
    return Figure(row["id"], row["valeur_imprimee"], value, row["unite"], row["ligne"], line)


def read_gaps(folder: Path) -> dict[str, str]:
    """Table rows printed without their number: id → label. Empty when the file is absent."""
    path = folder / "lignes_sans_nombre.csv"
    if not path.is_file():
        return {}
    return {row["id"]: row["libelle"] for _, row in read_rows(path, ("id", "libelle"))}


def read_relations(folder: Path, name: str) -> dict:
    """Content of relations.toml, or of audit.toml (empty when it is not there): lists ``relation`` and ``egalites``, table ``genres``."""
    path = folder / name
    if name == "audit.toml" and not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PlieError(f"Le fichier {path.name} manque dans {folder.name}.\nRestaurez le dossier de référence.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PlieError(f"{path.name} ne peut pas être lu : {error}.\nCorrigez cette ligne (syntaxe TOML).") from error


def read_rows(path: Path, required: tuple[str, ...]):
    """Rows of a CSV with their line number, once its columns are known to be there."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = [name for name in required if name not in (reader.fieldnames or [])]
            if missing:
                raise PlieError(f"{path.name} : colonne {missing[0]} absente (trouvé : {', '.join(reader.fieldnames or ['rien'])}).")
            for row in reader:
                if any(row[name] is None for name in required):
                    raise PlieError(f"{path.name}, ligne {reader.line_num} : ligne tronquée.\nRestaurez le fichier.")
                yield reader.line_num, row
    except FileNotFoundError:
        raise PlieError(f"Le fichier {path.name} manque dans {path.parent.name}.\nRestaurez le dossier de référence.") from None
    except UnicodeDecodeError as error:
        raise PlieError(f"{path.name} n'est pas enregistré en UTF-8 : {error.reason}.\nEnregistrez-le en UTF-8.") from error
