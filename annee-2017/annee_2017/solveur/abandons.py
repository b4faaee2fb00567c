"""What the plan gives up, with the proof that the printed figures cannot all hold."""

import csv
import itertools
from pathlib import Path

from plie_analysis.francais import MOIS

from . import contraintes
from .calendrier import LETTERS
from .etapes_comptes import COUNTED, Interval, deviations
from .occupation import Etape

HEADER = ("periode", "figure", "valeur_publiee", "valeur_obtenue", "preuve")


def least(months: dict[int, int]) -> int:
    """Fewest étapes that can give these monthly counts: those of the first month, then every rise."""
    counts = [months.get(t, 0) for t in COUNTED]
    return counts[0] + sum(max(0, b - a) for a, b in itertools.pairwise(counts))


def etapes_given_up(etapes: list[Etape]) -> list[tuple]:
    """Monthly counts of étapes that could not be kept."""
    wanted, year = contraintes.etapes()
    intervals = [Interval(e.operation, e.debut, e.fin) for e in etapes if e.fin >= 1]
    found = []
    for operation, t, published, obtained in sorted(deviations(intervals), key=lambda d: (d[1], d[0])):
        if operation not in year:
            proof = "ligne absente du tableau annuel, dont les lignes font exactement 1742"
        elif least(wanted[operation]) > year[operation]:
            proof = (
                f"{year[operation]} étapes dans l'année, alors que les comptes mensuels en demandent au moins {least(wanted[operation])}"
            )
        else:
            proof = "porte les étapes des lignes absentes du tableau annuel, pour que le total du mois et de sa classe reste celui imprimé"
        found.append((f"2017-{t:02d}", f"étapes « {operation} » en {MOIS[t - 1]}", published, obtained, proof))
    return found + _totals(intervals)


def _totals(intervals: list[Interval]) -> list[tuple]:
    found = []
    for row in contraintes.rows("totaux_etapes"):
        t, published = int(row["mois"]), int(row["valeur"])
        obtained = len(intervals) if t == 12 else sum(i.debut <= t <= i.fin for i in intervals)
        if obtained != published:
            found.append(
                (
                    f"2017-{t:02d}",
                    f"total des étapes en {MOIS[t - 1]}",
                    published,
                    obtained,
                    "les comptes annuels par opération ne laissent pas assez d'étapes pour ce mois",
                )
            )
    return found


def stocks_given_up() -> list[tuple]:
    """Monthly « accompagnés » that contradict the file active plus the exits of the same letter."""
    active, printed = contraintes.monthly("file_active"), contraintes.monthly("accompagnes")
    exits = contraintes.cumulated("sorties_cumulees", "motif")
    found = []
    for t in LETTERS:
        gone = sum(counts[t] for counts in exits.values())
        implied = int(active[t]) + gone
        if implied != int(printed[t]):
            found.append(
                (
                    f"2017-{t:02d}",
                    f"personnes accompagnées à fin {MOIS[t - 1]} 2017",
                    int(printed[t]),
                    implied,
                    f"file active {int(active[t])} + sorties {gone} = {implied}",
                )
            )
    return found


def section_three() -> list[tuple]:
    """Contradictions of sections 2 and 3."""
    return [
        (
            "2017",
            "part des absences parmi les non-entrées (§2.2)",
            "30 %",
            "33 %",
            "la lettre de décembre imprime 1/3 des mêmes 276 non-entrées",
        ),
        ("2017", "bénéficiaires de Remobilisation (§3.1.7)", 112, 109, "le tableau par sexe fait 56 + 53 = 109"),
        ("2017", "validés sur les clauses, marchés de services (§3.1.5.2)", 40, 39, "40 validés pour 39 candidats orientés sur ce secteur"),
        ("2017", "validés sur les clauses, BTP (§3.1.5.2)", 31, 32, "71 validés au total moins 39"),
        (
            "2017",
            "part du motif Formation dans les aides (§3.1.6)",
            "76 %",
            "66 %",
            "24 % + 76 % + 10 % = 110 % ; 24 % + 66 % + 10 % = 100 %",
        ),
        (
            "2017",
            "seniors reçus aux rencontres du 5 juillet (§3.1.1)",
            18,
            8,
            "18 personnes dont 8 participants du PLIE : les autres n'ont pas de parcours",
        ),
        (
            "2017",
            "location solidaire (§3.1.6)",
            "3 306 €",
            "hors export",
            "l'export des aides ne porte que l'enveloppe souple, dont le total est 10 057 €",
        ),
        (
            "2016",
            "parcours ouverts au 1er janvier 2017",
            "1525 - 726 = 799",
            "1291 - 494 = 797",
            "deux connaissances : les chiffres de 2016 valent à ce qui était saisi le 31/12/2016",
        ),
    ]


def write(path: Path, etapes: list[Etape]) -> int:
    """Write ``abandons.csv`` and give back how many figures it holds."""
    rows = section_three() + stocks_given_up() + etapes_given_up(etapes)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
    return len(rows)
