"""The published figures with what computes them: figures.csv, read whole and checked against the definitions."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plie_analysis.contrat import REFERENTIELS
from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import axes as known_axes
from plie_analysis.indicateurs import definitions
from plie_analysis.schema.natures import Nombre

from .coherence_figures import Figure, read_figures, read_rows

COLUMNS: tuple[str, ...] = ("id", "document", "section", "tableau", "ligne", "colonne", "valeur_imprimee", "valeur", "unite")
COLUMNS += ("ligne_source", "indicateur", "axes", "du", "au", "connu_au", "parametres", "calculable", "raison")
PARAMETRES = ("rapporte_a", "motifs_exclus", "evolution_sur", "arrondi", "depart", "retard_sur", "signe", "moyenne_par", "reglage")
ENSEMBLE = "ensemble"


@dataclass(frozen=True)
class Fenetre:
    """The clock of a figure: ``[du ; au]``, both days included, as known at ``connu_au`` (None: today)."""

    du: dt.date
    au: dt.date
    connu_au: dt.date | None

    def in_year(self, year: int) -> "Fenetre":
        """The same days of another year, known at their end."""
        au = month_end(year, self.au.month) if self.au == month_end(self.au.year, self.au.month) else self.au.replace(year=year)
        return Fenetre(self.du.replace(year=year), au, au)

    def __str__(self) -> str:
        known = f", connu au {self.connu_au:%d/%m/%Y}" if self.connu_au else ""
        return f"du {self.du:%d/%m/%Y} au {self.au:%d/%m/%Y}{known}"


@dataclass(frozen=True)
class Condition:
    """What an axis must be: one of these modalities, or (``sauf``) any other."""

    axe: str
    modalites: tuple[str, ...]
    sauf: bool = False

    def holds(self, modalite: str) -> bool:
        """Whether a modality is meant."""
        return (modalite in self.modalites) is not self.sauf


@dataclass(frozen=True)
class Publiee:
    """One printed number and its meaning (see README.md of the reference folder)."""

    figure: Figure
    document: str
    section: str
    tableau: str
    colonne: str
    indicateur: str
    conditions: tuple[Condition, ...]
    fenetre: Fenetre | None
    parametres: Mapping[str, str]
    raison: str

    @property
    def id(self) -> str:
        """Identifier in figures.csv."""
        return self.figure.id

    @property
    def publication(self) -> str:
        """The report, or the letter of one month (« lettre-2017-03 »)."""
        return self.id.partition(".")[0]

    @property
    def calculable(self) -> bool:
        """Whether the exports can give it."""
        return not self.raison

    @property
    def horloge(self) -> Fenetre:
        """The clock of a figure that the exports can give."""
        assert self.fenetre is not None
        return self.fenetre

    @property
    def reglage(self) -> str:
        """The setting that the figure prints (« protocole.entrees_par_etp »); empty when it is counted."""
        return self.parametres.get("reglage", "")

    def modalites(self, axe: str) -> tuple[str, ...]:
        """Modalities that the figure names on an axis; empty when it does not, or names those to leave out."""
        return next((c.modalites for c in self.conditions if c.axe == axe and not c.sauf), ())


def read_publiees(folder: Path, config: dict) -> list[Publiee]:
    """Every figure of ``<folder>/figures.csv``, in the order of the text.

    Raises ``PlieError`` naming the file and the line: unknown indicator, axis or parameter, number or date that
    cannot be read, identifier used twice, share without what it is related to.
    """
    figures = read_figures(folder)
    known = definitions(config)
    path = folder / "figures.csv"
    return [_publiee(row, figures[row["id"]], known, f"{path.name}, ligne {number}") for number, row in read_rows(path, COLUMNS)]


def _publiee(row: dict, figure: Figure, known: dict, where: str) -> Publiee:
    shared = (figure, row["document"], row["section"], row["tableau"], row["colonne"])
    if row["calculable"] not in ("oui", "non"):
        raise PlieError(f"{where} : « {row['calculable']} » dans la colonne calculable.\nÉcrivez oui ou non.")
    if row["calculable"] == "non":
        if not row["raison"]:
            raise PlieError(f"{where} : {figure.id} n'est pas calculable et ne dit pas pourquoi.\nRemplissez la colonne raison.")
        return Publiee(*shared, row["indicateur"], (), None, {}, row["raison"])
    parametres = _parametres(row["parametres"], where)
    fenetre = Fenetre(
        _date(row["du"], "du", where),
        _date(row["au"], "au", where),
        _date(row["connu_au"], "connu_au", where) if row["connu_au"] else None,
    )
    if "reglage" in parametres:
        return Publiee(*shared, "", (), fenetre, parametres, "")
    if row["indicateur"] not in known:
        raise PlieError(
            f"{where} : l'indicateur « {row['indicateur']} » n'existe pas.\n"
            "Corrigez la colonne indicateur (liste : « plie indicateurs --liste ») ou mettez « non » dans calculable, avec une raison."
        )
    if figure.unite == "%" and isinstance(known[row["indicateur"]], Nombre) and not {"rapporte_a", "evolution_sur"} & set(parametres):
        raise PlieError(
            f"{where} : « {row['indicateur']} » est un nombre, la figure une part.\nDites à quoi elle se rapporte : rapporte_a=ensemble, par exemple."
        )
    return Publiee(*shared, row["indicateur"], _conditions(row["axes"], where), fenetre, parametres, "")


def _conditions(text: str, where: str) -> tuple[Condition, ...]:
    found = []
    for part in filter(None, text.split(";")):
        axe, equal, values = part.partition("=")
        if axe not in known_axes() or not equal:
            raise PlieError(f"{where} : l'axe « {axe} » n'existe pas.\nCorrigez la colonne axes (axe=modalité, séparés par « ; »).")
        found.append(Condition(axe, tuple(values.removeprefix("!").split("|")), values.startswith("!")))
    return tuple(found)


def _parametres(text: str, where: str) -> dict[str, str]:
    found = {}
    for part in filter(None, text.split(";")):
        name, _, value = part.partition("=")
        if name not in PARAMETRES or not value:
            raise PlieError(f"{where} : le paramètre « {part} » n'est pas prévu.\nParamètres possibles : {', '.join(PARAMETRES)}.")
        found[name] = value
    return found


def _date(text: str, column: str, where: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise PlieError(f"{where} : la date « {text} » ({column}) ne se lit pas.\nÉcrivez-la AAAA-MM-JJ.") from None


def month_end(year: int, month: int) -> dt.date:
    """Last day of a month."""
    return (dt.date(year, month, 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def excluded_choice(motifs: str) -> str:
    """The choice of the parameter ``hors`` that leaves out exactly these motives, by the nomenclature.

    Raises ``PlieError`` when no choice does.
    """
    wanted = set(motifs.split("|"))
    rows = [row for _, row in read_rows(REFERENTIELS / "motif_sortie.csv", ("code", "hors_rapport", "hors_lettre"))]
    for choice in ("rapport", "lettre"):
        if {row["code"] for row in rows if row[f"hors_{choice}"] == "oui"} == wanted:
            return choice
    raise PlieError(
        f"figures.csv : aucun taux ne met à part exactement {motifs.replace('|', ', ')}.\nCorrigez motifs_exclus ou la nomenclature motif_sortie.csv."
    )
