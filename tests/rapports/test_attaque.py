"""The attacker: only the published pages in hand, bound each hidden count by linear programming.

Two successive letters and the annual report of the reference year, at the level of the public and at that of partners, who read
both. What the attacker knows is read in the HTML: tables (captions, groups, totals, columns that follow one another), the figures
under each share, the JSON of the graphs, the comments; that a page shows its zeros, so that what it hides is at least 1; that what
is cumulated does not fall.
"""

import datetime as dt
import re
import shutil

import numpy as np
import pytest
from bs4 import BeautifulSoup
from scipy.optimize import linprog

from plie_analysis.rapports.rapport import demander, produire
from plie_analysis.settings import load_settings

SEUIL = 11
PAGES = (("lettre", {"mois": "2017-09"}), ("lettre", {"mois": "2017-10"}), ("annuel", {"annee": "2017"}))
HIDDEN = "n. c."
NOMBRE = re.compile(r"[\d\u202f,−]+")


@pytest.fixture(scope="module")
def toutes(annee_2017, tmp_path_factory):
    racine = tmp_path_factory.mktemp("attaque")
    shutil.copy(annee_2017.racine / "plie.toml", racine)
    (racine / "data" / "curated").mkdir(parents=True)
    shutil.copy(annee_2017.base, racine / "data" / "curated")
    settings = load_settings(racine)
    stamp = {"execution": dt.datetime(2018, 2, 1), "version": "essai"}
    return {
        niveau: [
            BeautifulSoup(
                produire(settings, demander(settings, nom, {**values, "diffusion": niveau}), **stamp).read_text(encoding="utf-8"),
                "html.parser",
            )
            for nom, values in PAGES
        ]
        for niveau in ("publique", "partenaires")
    }


@pytest.fixture(scope="module")
def pages(toutes):
    return toutes["publique"]


def columns_of(page, rank: int):
    """Every column of counts of a page: ``(caption, header, [(row label, kind, value or None)])``, hidden = None."""
    for number, table in enumerate(page.find_all("table")):
        heads = [cell.get_text(strip=True) for cell in table.thead.find_all("th")]
        rows = table.tbody and [row for body in table.find_all("tbody") for row in body.find_all("tr")]
        for position, head in enumerate(heads[1:]):
            cells = [
                (row.th.get_text(strip=True), (row.get("class") or [""])[0], row.find_all("td")[position])
                for row in rows or []
                if len(row.find_all("td")) > position
            ]
            if any("%" in cell.get_text() for _, _, cell in cells) or not any(
                cell.get("data-valeur") or HIDDEN in cell.get_text() for _, _, cell in cells
            ):
                continue
            yield (
                (rank, number, table.caption.get_text(strip=True)),
                head,
                [
                    (label, kind if has_figure(cell) else "titre" if kind == "groupe" else "blanc", value_of(cell))
                    for label, kind, cell in cells
                ],
            )


def has_figure(cell) -> bool:
    return bool(cell.get("data-valeur")) or HIDDEN in cell.get_text()


def value_of(cell):
    return float(cell["data-valeur"]) if cell.get("data-valeur") else None


def knowledge(pages):
    """Cells by key, and the equations that the layout of the tables gives away: ``{key: coefficient}`` = 0."""
    cells, equations = {}, []
    for rank, page in enumerate(pages):
        for table, head, rows in columns_of(page, rank):
            keys = []
            for position, (label, kind, value) in enumerate(rows):
                key = (table, head, position, label)
                if kind not in ("titre", "blanc"):
                    cells[key] = value
                if kind != "blanc":
                    keys.append((key, kind))
            equations += sums(keys)
            equations += quarters(cells, table, head, rows)
    equations += across_letters(cells)
    return cells, [equation for equation in equations if holds(cells, equation)]


def sums(keys):
    """A group is the sum of its rows; the total is that of the groups, or of each block of rows under a mere title."""
    found, head, leaves, groups, blocks = [], None, [], [], []
    for key, kind in [*keys, (None, "fin")]:
        if kind == "":
            leaves.append(key)
            continue
        if leaves:
            blocks.append(leaves)
            if head:
                found.append({head: -1, **dict.fromkeys(leaves, 1)})
        if kind == "total":
            found += [{key: -1, **dict.fromkeys(block, 1)} for block in ([groups] if groups else blocks)]
        head, leaves = (key if kind == "groupe" else None), []
        groups += [key] if kind == "groupe" else []
    return found


def quarters(cells, table, head, rows):
    """In a table whose columns are successive periods then « Total », each row adds up."""
    if head != "Total":
        return []
    parts = [
        key
        for key in cells
        if key[0] == table and re.match(r"(1er|2e|3e|4e) trim|janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc", key[1])
    ]
    return [
        {(table, head, position, label): -1, **{key: 1 for key in parts if key[2:] == (position, label)}}
        for position, (label, _, _) in enumerate(rows)
    ]


def across_letters(cells):
    """Cumulated in October = cumulated in September + in October."""
    found = []
    for key in cells:
        (rank, number, caption), head, position, label = key
        # Étapes in progress do not add up from month to month: one that lasts counts in each.
        if rank == 1 and head.startswith("Depuis janvier 2017") and not caption.startswith("Étapes"):
            before = [other for other in cells if other[0][:2] == (0, number) and other[1] == head and other[3] == label]
            month = [
                other
                for other in cells
                if other[0] == (rank, number, caption) and other[1] == "En octobre" and other[2:] == (position, label)
            ]
            found += [{key: -1, one: 1, other: 1} for one in before for other in month]
    # The motives cumulated in each letter have no column of the month: nothing more to subtract.
    return found


def holds(cells, equation) -> bool:
    """Whether every cell was met, and an equation between visible cells is true (a sum of persons may not be)."""
    if any(key not in cells for key in equation):
        return False
    values = [cells[key] for key in equation]
    return None in values or abs(sum(cells[key] * weight for key, weight in equation.items())) < 1e-6


def intervals(cells, equations):
    """For each hidden cell, the bounds that the visible ones leave."""
    hidden = [key for key, value in cells.items() if value is None]
    column = {key: rank for rank, key in enumerate(hidden)}
    rows, known = [], []
    for equation in equations:
        if any(key in column for key in equation):
            row = np.zeros(len(hidden))
            for key, weight in equation.items():
                if key in column:
                    row[column[key]] = weight
            rows.append(row)
            known.append(-sum(cells[key] * weight for key, weight in equation.items() if key not in column))
    for key in hidden:
        if not any(row[column[key]] for row in rows):
            yield key, 1, np.inf
            continue
        aim = np.zeros(len(hidden))
        aim[column[key]] = 1
        low = linprog(aim, A_eq=np.array(rows), b_eq=known, bounds=(1, None))
        high = linprog(-aim, A_eq=np.array(rows), b_eq=known, bounds=(1, None))
        assert low.status == 0, "the attacker's equations must be true"
        yield key, low.fun, np.inf if high.status == 3 else -high.fun


def test_no_hidden_count_can_be_pinned(pages):
    cells, equations = knowledge(pages)
    found = list(intervals(cells, equations))
    assert len(found) > 30, "small counts there are"
    assert sum(np.isfinite(high) for _, _, high in found) > 10, "the attacker does bound some of them"
    pinned = [(key, low, high) for key, low, high in found if high - low < SEUIL - 1e-6]
    assert not pinned


def test_partners_who_read_both_levels_pin_nothing_either(toutes):
    """A cell that one of the two pages shows is known; the others are tied to the same cell of the other page."""
    cells, equations = knowledge([*toutes["publique"], *toutes["partenaires"]])
    named: dict = {}
    for key in cells:
        (rank, _, caption), head, _, label = key
        named.setdefault((rank % len(PAGES), caption, head, label), []).append(key)
    pairs = [keys for keys in named.values() if len(keys) == 2]
    assert len(pairs) > 100
    learnt = 0
    for one, other in pairs:
        known = {value for value in (cells[one], cells[other]) if value is not None}
        assert len(known) < 2, "both pages print the same figure"
        learnt += len(known) == 1 and None in (cells[one], cells[other])
        if known:
            cells[one] = cells[other] = known.pop()
        else:
            equations.append({one: 1, other: -1})
    assert learnt > 10, "partners do read more"
    pinned = [
        (key, low, high) for key, low, high in intervals(cells, [one for one in equations if holds(cells, one)]) if high - low < 5 - 1e-6
    ]
    assert not pinned


def test_the_attacker_can_win(pages):
    """Uncover all hidden cells of a sum but one: the attacker must then pin it, or the test above would prove nothing."""
    cells, equations = knowledge(pages)
    bounded = {key: high for key, _, high in intervals(cells, equations) if np.isfinite(high)}
    equation = next(equation for equation in equations if len(bounded.keys() & equation.keys()) >= 2 and -1 in equation.values())
    kept, *uncovered = [key for key in equation if key in bounded]
    left = [one for one in equations if one is equation]
    cells.update({key: bounded[kept] / (2 * len(uncovered)) for key in uncovered})
    ((_, low, high),) = [found for found in intervals(cells, left) if found[0] == kept]
    assert high - low < 1e-6


def test_no_small_count_is_printed(pages):
    cells, _ = knowledge(pages)
    small = [
        key
        for key, value in cells.items()
        if value is not None
        and 0 < value < SEUIL
        and not re.search(r"jour|mois|durée|ETP|objectif", " ".join(map(str, (key[0][2], key[1], key[3]))), re.IGNORECASE)
    ]
    assert not small


def test_graphs_hold_no_hidden_value(pages):
    """Every number drawn is printed in a table of the same page."""
    for page in pages:
        printed = {NOMBRE.match(cell.get_text(strip=True))[0] for cell in page.find_all("td") if cell.get("data-valeur")}
        said = [mark.get_text().rpartition("\u00a0: ")[2] for mark in page.select("svg rect > title, svg circle > title")]
        assert said and not [one for one in said if NOMBRE.match(one)[0] not in printed]


def test_comments_name_no_hidden_row(pages):
    met = set()
    for page in pages:
        said = " ".join(block.get_text(" ", strip=True) for block in page.find_all(class_="commentaires"))
        figures = [
            (row.th.get_text(strip=True), [cell for cell in row.find_all("td") if has_figure(cell)])
            for row in page.find_all("tr")
            if row.find("td")
        ]
        shown = {label for label, cells in figures if any(HIDDEN not in cell.get_text() for cell in cells)}
        hidden = {label for label, cells in figures if cells} - shown
        assert not [label for label in hidden if re.search(rf"{re.escape(label)} \(\d", said, re.IGNORECASE)]
        met |= hidden
    assert met, "rows wholly hidden there are"
