"""A small photo that touches every query, and every disorder of the contract applied to it at random."""

import csv
import datetime as dt
import io
import random
from itertools import pairwise

from plie_analysis.contrat import Column, queries
from tests.exports import PHOTO
from tests.ods import ods

D = dt.date
# Canonical values, in the order of the columns of the contract; a code is its code, None is an unknown.
PROPRE = {
    "participants": [
        ("0012", "Mme", D(1980, 2, 1), "21000", "Dijon", "Grésilles", "V", True, D(2016, 3, 1)),
        ("0013", "M.", D(1975, 12, 31), "21300", "Chenôve", "Le Mail", "Vbis", False, None),
        ("0014", "Mme", D(1992, 7, 9), "21800", "Quetigny", "hors QPV", "9", None, D(2017, 1, 15)),
        ("0015", "M.", D(1961, 10, 30), "21600", "Longvic", "Bief du Moulin", "IV", True, D(2017, 2, 15)),
        ("0016", "Mme", D(1999, 1, 4), None, "Fontaine-lès-Dijon", None, None, False, D(2017, 2, 16)),
    ],
    "prescriptions": [
        ("R1", "0012", "Pôle emploi", D(2016, 12, 1), D(2016, 12, 20), "entrée", D(2017, 1, 3), None, None, D(2017, 1, 4)),
        (
            "R2",
            "0013",
            "Mission locale",
            D(2017, 3, 2),
            None,
            "non-entrée",
            D(2017, 3, 9),
            "Absent aux rendez-vous",
            "Parenthèse",
            D(2017, 3, 10),
        ),
        ("R3", "0014", "Conseil départemental", D(2017, 11, 5), None, "en attente", None, None, None, None),
    ],
    "parcours": [
        (
            "P1",
            "0012",
            "R1",
            "REF01",
            D(2017, 1, 10),
            "Sans activité depuis plus d'un an",
            "Mobilité ou logement",
            14,
            D(2017, 11, 15),
            "EMPLOI",
            D(2017, 1, 12),
            D(2017, 11, 20),
        ),
        (
            "P2",
            "0013",
            None,
            "REF02",
            D(2015, 2, 3),
            "Bénéficiaire de minima sociaux",
            None,
            30,
            D(2017, 12, 1),
            "SUIVI PLIE + 30 MOIS",
            D(2015, 2, 4),
            None,
        ),
        (
            "P3",
            "0014",
            "R3",
            "REF01",
            D(2017, 6, 30),
            None,
            "Santé ou handicap",
            None,
            D(2017, 8, 15),
            "NON-RESPECT DU CONTRAT D'ENGAGEMENT",
            None,
            D(2017, 8, 16),
        ),
        ("P4", "0015", None, "REF02", D(2017, 9, 1), None, None, 0, None, None, D(2017, 9, 1), None),
    ],
    "etapes": [
        ("E1", "P1", "Mission intérim", D(2017, 3, 1), D(2017, 4, 30), 35.0, "Manpower", False, D(2017, 3, 2)),
        ("E2", "P1", "Chantier ETHIC O FIL", D(2017, 5, 1), None, 24.5, None, False, None),
        ("E3", "P3", "Formation qualifiante SAP", D(2017, 7, 3), D(2017, 7, 28), None, "Organisme d'été", None, D(2017, 7, 4)),
        ("E4", "P4", "Clauses d'insertion (CTTI / Contrat Pro/ CDD/CDI)", D(2017, 10, 2), None, 30.25, "ARIQ", True, D(2017, 10, 3)),
    ],
    "entretiens": [
        ("T1", "P1", D(2017, 1, 10), "physique", 60, True, False, D(2017, 1, 11)),
        ("T2", "P1", D(2017, 2, 10), "téléphone", 15, False, None, None),
        ("T3", "P2", D(2017, 2, 28), "autre", None, None, True, D(2017, 3, 1)),
    ],
    "situations": [
        ("0012", "RSA", D(2016, 1, 1), D(2017, 2, 28)),
        ("0013", "sans ressources", D(2015, 1, 1), None),
        ("0014", "ARE", D(2017, 1, 1), None),
    ],
    "veilles": [("P1", D(2017, 7, 1), D(2017, 8, 31), "Santé"), ("P4", D(2017, 12, 1), None, None)],
    "referents": [
        ("REF01", "IFPA", 1.0, D(2015, 1, 1), None),
        ("REF02", "CESAM", 0.8, D(2015, 1, 1), D(2017, 6, 30)),
        ("REF02", "CESAM", 0.5, D(2017, 7, 1), None),
    ],
    "freins": [("P1", "mobilité", 3, D(2017, 1, 12)), ("P1", "langue", 0, D(2017, 1, 12)), ("P3", "garde d'enfants", 2, D(2017, 7, 1))],
    "actions": [
        ("P1", "Start Again", "2017-1", D(2017, 3, 1), D(2017, 3, 20), D(2017, 6, 30), "achevée"),
        ("P3", "DAQ", None, D(2017, 8, 1), None, None, None),
    ],
    "etapes_action": [
        ("P1", "Start Again", "2017-1", "bilan", "mobilité", "réalisé", D(2017, 4, 6), D(2017, 4, 7)),
        ("P1", "Start Again", "2017-1", "suivi", "création d'activité", None, D(2017, 12, 31), None),
        ("P3", "DAQ", None, "information collective", None, None, D(2017, 8, 1), D(2017, 8, 2)),
    ],
    "aides": [("P1", D(2017, 3, 3), "garde d'enfants", "Formation", 1234.56), ("P2", D(2017, 4, 4), "transport", "Emploi", 40.0)],
    "clauses": [
        ("C1", "P4", "PLIE", "BTP", "CTTI", D(2017, 9, 5), True, D(2017, 10, 2), None, 1035.75),
        ("C2", None, "Id'ées Intérim", "services", "Contrat pro", D(2017, 9, 6), False, None, None, None),
    ],
    "entretiens_qualitatifs": [
        ("P1", D(2017, 5, 9), "mobilité", "participant", D(2017, 5, 10)),
        ("P3", D(2017, 9, 1), "garde d'enfants", "référent", None),
    ],
}
# Other writings of some codes than their case, accents, apostrophes and blanks.
ALIAS = {
    "EMPLOI": ["EMPLOI (CDI et CDD + 6 mois - hors emplois aidés)"],
    "NON-RESPECT DU CONTRAT D'ENGAGEMENT": ["SUIVI IMPOSSIBLE (abs injustifiées, injoignable, comportement inadapté)"],
    "Chantier ETHIC O FIL": ["Chantier ETHIC’O FIL", "ETHIC'O FIL"],
    "Formation qualifiante SAP": ["Formation qualifiante – SERVICE À LA PERSONNE", "Formation qualifiante - SERVICE A LA PERSONNE"],
    "Mission locale": ["MILO"],
    "Conseil départemental": ["CD21"],
    "Mme": ["Madame", "Mlle"],
    "M.": ["Monsieur", "M", "Mr"],
    "Bief du Moulin": ["Bief Moulin (Longvic)"],
    "Le Mail": ["CHENÔVE – Le Mail"],
    "Absent aux rendez-vous": ["Absent aux RDV"],
    "hors QPV": ["", "  ", "-", "Hors quartier"],
    "Contrat pro": ["C/PRO"],
    "Sans activité depuis plus d'un an": ["DELD"],
}
MOIS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
ABSENTS = ["", "", "", " ", "-", "NR", "N/A", "Non renseigné", "\u00a0"]
INCONNUS = ["NR", "?", "à vérifier", "N/A"]
EPOCH = dt.date(1899, 12, 30)
TITRES = ["Export Up Viesion du 31/12/2017", "Liste;des;dossiers", "", ";;;", "sep=;", "PLIE, 2017"]
TOTAUX = ["Total", "TOTAL : 57", "Total général", "total"]
ENCODAGES = ["utf-8", "utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "cp850"]


def kept(requete: str) -> list[Column]:
    """The columns of a query whose values are found again in ``raw``: all but the coordinates."""
    return [column for column in queries()[requete] if column.is_kept]


def clean() -> dict[str, str]:
    """``fichier`` → CSV in UTF-8, semicolons, canonical headers and values."""
    files = {}
    for requete, rows in PROPRE.items():
        lines = io.StringIO()
        out = csv.writer(lines, delimiter=";", lineterminator="\n")
        out.writerow([column.entete for column in kept(requete)])
        out.writerows([_plain(column, value) for column, value in zip(kept(requete), row, strict=True)] for row in rows)
        files[f"{requete}_csv"] = lines.getvalue()
    return files


def disturbed(chance: random.Random) -> dict[str, bytes]:
    """The same photo as a real software might hand it over: the names tell the formats."""
    files = {}
    for requete, rows in PROPRE.items():
        extension = chance.choice(["csv", "csv", "csv", "txt", "tsv", "xlsx", "ods"])
        make = {"xlsx": _xlsx, "ods": lambda lines: ods({"Feuille1": lines})}.get(extension)
        table = _table(chance, requete, rows, native=make is not None)
        files[f"{requete}_{extension}"] = make(table) if make else _text(chance, table)
    return files


def _plain(column: Column, value) -> str:
    if value is None:
        return "NR" if column.colonne == "quartier" else ""
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _table(chance: random.Random, requete: str, rows: list[tuple], *, native: bool) -> list[list]:
    """Lines of cells: titles, headers in another order and writing, columns that no one asked for, rows, blank lines, total."""
    columns = list(kept(requete))
    order = chance.sample(range(len(columns)), len(columns))
    extra = sorted(chance.sample(range(len(columns) + 1), chance.choice([0, 0, 1, 2])), reverse=True)
    header = [_header(chance, columns[rank].entete) for rank in order]
    # One way of writing per column, as software does, unless hands wrote it.
    style = {column.colonne: chance.random() for column in columns}
    body = [[_cell(chance, columns[rank], row[rank], style[columns[rank].colonne], native) for rank in order] for row in rows]
    for number, place in enumerate(extra):
        header.insert(place, ["Remarque", "Couleur"][number])
        for line in body:
            line.insert(place, chance.choice(["", "x", 'dit "oui"', "a;b,c|d", "sur deux\nlignes", '12" de long']))
    lines = [[title] for title in chance.sample(TITRES, chance.choice([0, 0, 1, 2]))] + [header]
    for line in body:
        lines += [[]] * chance.choice([0, 0, 0, 0, 1]) + [line]
    lines += [[""] * len(header)] * chance.choice([0, 0, 1])
    if chance.random() < 0.3:
        lines.append([chance.choice(TOTAUX), *[""] * chance.choice([0, len(header) - 1])])
    return lines + [[]] * chance.choice([0, 0, 1, 3])


def _header(chance: random.Random, entete: str) -> str:
    forms = [
        entete,
        entete.upper(),
        entete.lower(),
        _unaccented(entete),
        entete.replace("'", "’"),
        entete.replace(" ", "  "),
        f" {entete} ",
        entete.replace(" ", "\u00a0"),
    ]
    if entete.startswith("N° "):
        forms += [f"No {entete[3:]}", f"Numéro {entete[3:]}", f"Numéro de {entete[3:]}", f"Nº {entete[3:]}"]
    return chance.choice(forms)


def _cell(chance: random.Random, column: Column, value, style: float, native: bool):
    """One cell; ``style`` keeps most of a column alike."""
    alike = chance.random() < 0.8
    if value is None:
        return chance.choice(INCONNUS) if column.colonne == "quartier" else chance.choice(ABSENTS)
    if isinstance(value, bool):
        forms = (["Oui", "oui", "OUI", "O", "1", "VRAI", "X"], ["Non", "non", "NON", "N", "0", "FAUX"])[0 if value else 1]
        return _pick(chance, [value, *forms] if native else forms, style, alike)
    if isinstance(value, dt.date):
        return _pick(chance, _dates(value, native), style, alike)
    if isinstance(value, float):
        text = f"{value:.2f}"
        forms = [
            _plain(column, value),
            text,
            text.replace(".", ","),
            f"{value:,.2f}".replace(",", " ").replace(".", ","),
            f"{value:,.2f}".replace(",", "\u00a0").replace(".", ",") + (" €" if column.nature == "euros" else ""),
            f"{value:,.2f}".replace(",", "\u202f"),
        ]
        return _pick(chance, [value, *forms] if native else forms, style, alike)
    if isinstance(value, int):
        return _pick(chance, [value, str(value)] if native else [str(value), f" {value}", f"{value},0"], style, alike)
    if column.type == "code":
        return _label(chance, value)
    return value if chance.random() < 0.9 else chance.choice([f" {value}", f"{value} ", f"{value}\u00a0"])


def _dates(value: dt.date, native: bool) -> list:
    forms = [
        f"{value:%d/%m/%Y}",
        f"{value:%Y-%m-%d}",
        f"{value:%d.%m.%Y}",
        f"{value:%d/%m/%y}",
        f"{value:%Y-%m-%d} 00:00:00",
        f"{value:%d}-{MOIS[value.month - 1]}-{value:%y}",
        f"{value.day}/{value.month}/{value.year}",
        str((value - EPOCH).days),
    ]
    return [value, (value - EPOCH).days, *forms] if native else forms


def _label(chance: random.Random, code: str) -> str:
    forms = [
        code,
        code,
        code.upper(),
        code.lower(),
        _unaccented(code),
        code.replace("'", "’"),
        code.replace(" ", "  "),
        f" {code} ",
        code.replace("-", "–"),
    ]
    return chance.choice(forms + ALIAS.get(code, []) * 2)


def _pick(chance: random.Random, forms: list, style: float, alike: bool):
    return forms[int(style * len(forms))] if alike else chance.choice(forms)


def _unaccented(texte: str) -> str:
    return texte.translate(str.maketrans("éèêàâîôùûçÉÈÀ", "eeeaaiouucEEA"))


def _text(chance: random.Random, lines: list[list]) -> bytes:
    """The lines as a CSV, in one of the encodings that can write them."""
    written = io.StringIO()
    newline = chance.choice(["\n", "\r\n"])
    quoting = chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    out = csv.writer(written, delimiter=chance.choice([";", ";", ",", "\t", "|"]), quoting=quoting, lineterminator=newline)
    for line in lines:
        if line:
            out.writerow(line)
        else:
            written.write(newline)
    text = written.getvalue()
    text = text if chance.random() < 0.7 else text.rstrip("\r\n")
    encoding = chance.choice(ENCODAGES)
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8")


def _xlsx(lines: list[list]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        book.add_worksheet("Lisez-moi").write(0, 0, "Extraction")
        hidden = book.add_worksheet("Ancien")
        hidden.hide()
        sheet = book.add_worksheet("Export")
        for row, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif isinstance(cell, dt.date):
                    sheet.write_datetime(row, column, dt.datetime.combine(cell, dt.time()), day)
                else:
                    sheet.write(row, column, cell)
    return content.getvalue()


def check() -> None:
    """The clean photo is in the order of the contract and holds every query."""
    assert list(PROPRE) == list(queries())
    assert PHOTO and all(len(row) == len(kept(requete)) for requete, rows in PROPRE.items() for row in rows)
    assert all(first != second for rows in PROPRE.values() for first, second in pairwise(rows))
