"""Tables of the report itself, described in tableaux.toml, and the notes of releve.csv."""

from .fabrique import Fabrique, Mesure, Place, table, toml
from .texte import Texte, TranscriptionError

SECTIONS = {
    "accompagnes": "entrees",
    "file-active": "entrees",
    "enquete": "non-entrees",
    "start-again": "actions",
    "seniors": "actions",
    "sorties-positives": "sorties",
}
TOTALS = ("Total", "TOTAL")


def read_tables(texte: Texte, fabrique: Fabrique) -> None:
    """Add the figures of each table of tableaux.toml."""
    labels = _labels()
    for spec in toml("tableaux.toml")["tableau"]:
        first, last = spec["lignes"]
        parts: list[str] = []
        for number in range(first, last + 1):
            _read_row(texte, fabrique, spec, number, labels, parts)


def read_notes(texte: Texte, fabrique: Fabrique) -> None:
    """Add the figures noted by hand (prose and irregular tables), one per row of releve.csv."""
    for note in table("releve.csv"):
        number = int(note["ligne"])
        texte.take(number, note["imprime"], int(note["rang"]))
        section = _section(note["id"])
        mesure = Mesure(*(note[key] for key in ("unite", "horloge", "indicateur", "axes", "parametres", "raison")))
        place = Place(number, section, note["tableau"] or "texte")
        fabrique.add(note["id"], note["imprime"], place, mesure)


def _section(identity: str) -> str:
    """Section of a note: « 2.3 » for the report, the theme for a letter."""
    first, second = identity.split(".")[:2]
    if first in ("texte", "comparaison"):
        return SECTIONS.get(second, second)
    return first.replace("-", ".") if first[0].isdigit() else first


def _labels() -> dict[tuple[str, str], tuple[str, str]]:
    """(axis, printed label) → (key, axis=modality)."""
    labels = {(m["axe"], m["graphie"]): (m["cle"], f"{m['axe']}={m['modalite']}") for m in table("modalites.csv")}
    for motif in table("motifs.csv"):
        axis = "motif_sortie" if motif["famille"] == "sortie" else "motif_non_entree"
        labels[axis, motif["graphie"]] = (motif["cle"], f"{axis}={motif['modalite']}")
    return labels


def _read_row(texte: Texte, fabrique: Fabrique, spec: dict, number: int, labels: dict, parts: list[str]) -> None:
    """Add the figures of a row; ``parts`` gathers the modalities printed so far, which a total of shares adds up."""
    cells = texte.cells(number)
    label = cells[0][1]
    is_total = label in TOTALS
    if not is_total and (spec["axe"], label) not in labels:
        raise TranscriptionError(f"ligne {number} : libellé « {label} » inconnu de modalites.csv")
    key, axes = ("total", spec.get("total", "")) if is_total else labels[spec["axe"], label]
    axes = axes.replace(f"{spec['axe']}=", f"{spec.get('axe_calcule', spec['axe'])}=")
    if not is_total:
        parts.append(axes.partition("=")[2])
    if len(cells) - 1 < len(spec["colonnes"]):
        raise TranscriptionError(f"ligne {number} : {len(spec['colonnes'])} colonnes attendues")
    for position, column, title, unit, hour, indicator, own, parameters, reason in spec["colonnes"]:
        printed = cells[position][1]
        texte.take(number, printed, _rank(cells, position))
        added = f"{spec.get('axe_calcule', spec['axe'])}={_together(parts)}"
        mesure = Mesure(unit, hour, indicator, own, parameters, reason).with_axes(added if is_total and unit == "%" else axes)
        place = Place(number, spec["cle"].split(".")[0].replace("-", "."), spec["titre"], label, title)
        suffix = f"{spec['cle']}.{key}.{column}"
        fabrique.add(suffix, printed, place, mesure)
    texte.take_rest(number)


def _together(parts: list[str]) -> str:
    """The modalities of all the rows; every one of the axis (« ! ») when a row stands for all the others."""
    return "!" if any(part.startswith("!") for part in parts) else "|".join(parts)


def _rank(cells: list[tuple[int, str]], position: int) -> int:
    """Rank of a cell among the cells of the row that print the same text."""
    return sum(text == cells[position][1] for _, text in cells[1 : position + 1])
