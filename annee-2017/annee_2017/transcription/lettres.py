"""Tables of the eleven letters: entries, refusals, étapes, exits."""

import re

from .fabrique import Fabrique, Mesure, Place, table
from .texte import Texte, TranscriptionError, is_number

CLASSES = {
    "emploi": "emploi",
    "formation non qualifiantes": "formation non qualifiante",
    "formation qualifiante": "formation qualifiante",
    "formations qualifiantes": "formation qualifiante",
    "dispositif de mobilisation": "mobilisation",
}
SHARE = {"emploi": ("part_etapes_emploi", "", "")}


class Lecteur:
    """Reads the tables of one letter."""

    def __init__(self, texte: Texte, fabrique: Fabrique, first: int, last: int):
        self.texte, self.fabrique = texte, fabrique
        self.first, self.last = first, last
        self.month = fabrique.letter_of(first)
        self.gaps: list[dict] = []

    def read(self) -> list[dict]:
        """Add every table of the letter; returns the rows printed without their number."""
        self._entries()
        self._refusals()
        self._steps()
        self._exit_summary()
        self._exits()
        return self.gaps

    def _find(self, pattern: str, optional: bool = False) -> int:
        for number in range(self.first, self.last + 1):
            if re.search(pattern, self.texte.line(number)):
                return number
        if optional:
            return 0
        raise TranscriptionError(f"lettre {self.month} : rien ne ressemble à « {pattern} »")

    def _rows(self, after: int) -> list[int]:
        """Rows that follow a header, down to the first empty line."""
        rows = []
        for number in range(after + 1, self.last + 1):
            if not self.texte.line(number).strip():
                break
            rows.append(number)
        return rows

    def _add(self, number: int, printed: str, suffix: str, label: str, column: str, section: str, mesure: Mesure):
        titles = {"entrees": "Entrées et file active", "non-entrees": "Motifs de non-entrée"}
        titles |= {"etapes": "Participants en étapes de parcours", "sorties": "Sorties"}
        self.fabrique.add(suffix, printed, Place(number, section, titles[section], label, column), mesure)

    def _columns(self, number: int, section: str, columns: list[str], cells: list[str]) -> None:
        """A row whose cells are named by lettres.toml."""
        seen: dict[str, int] = {}
        for column, printed in zip(columns, cells, strict=True):
            seen[printed] = seen.get(printed, 0) + 1
            self.texte.take(number, printed, seen[printed])
            known, name = self.fabrique.config["colonnes"], f"{section}.{column}"
            title, *measure = known.get(f"{self.month}.{name}") or known[name]
            self._add(number, printed, f"{section}.{column}", "TOTAL", title, section, Mesure(*measure))
        self.texte.take_rest(number)

    def _entries(self) -> None:
        number = self._find(r"^TOTAL[^\t]*\t12,\d\t")
        cells = [text for _, text in self.texte.cells(number)]
        self._columns(number, "entrees", self.fabrique.config["entrees"][str(len(cells))], cells[1:])

    def _refusals(self) -> None:
        header = self._find(r"^Motifs Non entrée\t", optional=True)
        if not header:
            return
        self.texte.take_rest(header)
        titles = [text for _, text in self.texte.cells(header)][1:]
        labels = {m["graphie"]: m for m in table("motifs.csv") if m["famille"] == "non_entree"}
        for number in self._rows(header):
            (_, label), *cells = self.texte.cells(number)
            if label not in labels:
                raise TranscriptionError(f"ligne {number} : motif de non-entrée « {label} » inconnu")
            seen: dict[str, int] = {}
            for title, (_, printed) in zip(titles, cells, strict=True):
                if not printed:
                    continue
                seen[printed] = seen.get(printed, 0) + 1
                self.texte.take(number, printed, seen[printed])
                key, unit, hour, base = self._refusal_column(title)
                axes = f"motif_non_entree={labels[label]['modalite']}"
                mesure = Mesure(unit, hour, "non_entrees_par_motif", axes, base)
                suffix = f"non-entrees.{labels[label]['cle']}.{key}"
                self._add(number, printed, suffix, label, title, "non-entrees", mesure)
            self.texte.take_rest(number)

    def _refusal_column(self, title: str) -> tuple[str, str, str, str]:
        """(key, unit, clock, base of a share) of a column of the table of refusals."""
        if title == "%":
            return "part", "%", "cumul", "rapporte_a=ensemble"
        if title == "TOTAL":
            return "total", "personnes", "cumul", ""
        if "Trim" in title:
            return "2017-T1", "personnes", "2017-T1", ""
        months = ["Janvier", "Février", "Mars", "Avril", "Mai"]
        month = f"2017-{months.index(title) + 1:02d}"
        return month, "personnes", "mois" if month == self.month else month, ""

    def _steps(self) -> None:
        header = self._find(r"^Classification / Op")
        operations = {o["graphie"]: o for o in table("operations.csv")}
        current, shares = "", set()
        for number in self._rows(header):
            texts = [text for _, text in self.texte.cells(number) if text]
            numbers = [text for text in texts if is_number(text) and not text.endswith("%")]
            share = [text for text in texts if text.endswith("%")]
            if any(text.startswith("TOTAL") for text in texts):
                self.texte.take(number, numbers[0])
                mesure = Mesure("etapes", "etapes", "etapes")
                self._add(number, numbers[0], "etapes.total.nb", "TOTAL", "Nb", "etapes", mesure)
                break
            label = [text for text in texts if not is_number(text)][-1]
            if label not in operations:
                raise TranscriptionError(f"ligne {number} : opération « {label} » absente de operations.csv")
            operation = operations[label]
            if operation["classe_variable"] != "oui":
                current = operation["classe"]
            self._step(number, label, operation, current, numbers)
            if share:
                printed_class = self._printed_class(number, texts)
                if printed_class in shares:
                    raise TranscriptionError(f"ligne {number} : deuxième pourcentage pour « {printed_class} »")
                shares.add(printed_class)
                self._share(number, share[0], printed_class)
            self.texte.take_rest(number)

    def _step(self, number: int, label: str, operation: dict, printed_class: str, numbers: list[str]) -> None:
        key = f"etapes.{printed_class.replace(' ', '-')}.{operation['cle']}"
        if not numbers:
            self.gaps.append(
                {
                    "document": f"lettre-{self.month}",
                    "id": f"lettre-{self.month}.{key}.nb",
                    "libelle": label,
                    "ligne_source": number,
                }
            )
            return
        if len(numbers) > 1:
            raise TranscriptionError(f"ligne {number} : plusieurs nombres pour « {label} »")
        self.texte.take(number, numbers[0], _rank_after_label(self.texte, number, numbers[0]))
        mesure = Mesure("etapes", "etapes", "etapes", f"operation={operation['operation']}")
        self._add(number, numbers[0], f"{key}.nb", label, "Nb", "etapes", mesure)

    def _printed_class(self, number: int, texts: list[str]) -> str:
        for text in texts:
            for start, name in CLASSES.items():
                exact = text.lower() == start
                if exact or (name == "mobilisation" and text.lower().startswith(start)):
                    return name
        raise TranscriptionError(f"ligne {number} : pourcentage sans classe")

    def _share(self, number: int, printed: str, name: str) -> None:
        self.texte.take(number, printed)
        indicator, axes, base = SHARE.get(name, ("etapes", f"classe_etape={name}", "rapporte_a=ensemble"))
        mesure = Mesure("%", "etapes", indicator, axes, base)
        self._add(number, printed, f"etapes.{name.replace(' ', '-')}.part", name, "%", "etapes", mesure)

    def _exit_summary(self) -> None:
        header = self._find(r"(?i)sorties positives cumulées au [\d/]+\tSorties « autres »")
        self.texte.take_rest(header)
        number = header + 1
        cells = [text for _, text in self.texte.cells(number) if text]
        columns = self.fabrique.config["sorties"].get(self.month) or self.fabrique.config["sorties"][str(len(cells))]
        self._columns(number, "sorties", columns, cells)

    def _exits(self) -> None:
        header = self._find(r"^Motifs sortie\t")
        labels = {m["graphie"]: m for m in table("motifs.csv") if m["famille"] == "sortie"}
        nature = "positive"
        for number in self._rows(header):
            texts = [text for _, text in self.texte.cells(number) if text]
            names = [text for text in texts if not is_number(text)]
            count, *share = [text for text in texts if is_number(text)]
            if names[0] == "Autres":
                nature = "autre"
            self.texte.take(number, count, _rank_after_label(self.texte, number, count))
            if names[-1] == "Total":
                measure = Mesure("parcours", "cumul", f"sorties_{nature}s")
                self._add(number, count, f"sorties.{nature}s.total.nb", "Total", "NB", "sorties", measure)
            else:
                self._exit(number, names[-1], count, nature, labels)
            if share:
                self.texte.take(number, share[0])
                indicator = (
                    ("taux_sorties_positives", "", "")
                    if nature == "positive"
                    else ("sorties", "nature_sortie=autre", "rapporte_a=ensemble")
                )
                self._add(
                    number,
                    share[0],
                    f"sorties.{nature}s.part",
                    names[0],
                    "%",
                    "sorties",
                    Mesure("%", "cumul", *indicator),
                )
            self.texte.take_rest(number)

    def _exit(self, number: int, label: str, count: str, nature: str, labels: dict) -> None:
        if label not in labels:
            raise TranscriptionError(f"ligne {number} : motif de sortie « {label} » inconnu")
        motif = labels[label]
        if motif["nature"] != nature:
            raise TranscriptionError(f"ligne {number} : « {label} » n'est pas une sortie {nature}")
        mesure = Mesure("parcours", "cumul", "sorties", f"motif_sortie={motif['modalite']}")
        self._add(number, count, f"sorties.{nature}s.{motif['cle']}.nb", label, "NB", "sorties", mesure)


def _rank_after_label(texte: Texte, number: int, printed: str) -> int:
    """Rank, among the equal numbers of the row, of the cell that holds the count (labels may hold digits too)."""
    start = next(offset for offset, text in texte.cells(number) if text == printed)
    same = [token.start for token in texte.tokens(number) if token.digits == printed and not token.suffix]
    return same.index(start) + 1
