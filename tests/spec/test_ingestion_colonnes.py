"""A column read as it writes: order of day and month, serial numbers, times and zones, decimal marks, units, bounds, lines alike."""

import datetime as dt

import pytest
from xlsxwriter import Workbook

from tests.exports import load, load_exports, opened, rejects, rows, write_photo

ETAPES = "N° étape;N° parcours;Opération;Date de début;Date de fin;Heures hebdomadaires\n"


def etapes(*debuts: str) -> str:
    return ETAPES + "".join(f"E{n};P1;CDDI;{debut};;35\n" for n, debut in enumerate(debuts, 1))


def aides(*montants: str) -> str:
    return "N° parcours;Date;Nature;Montant\n" + "".join(
        f"P1;{n:02d}/03/2017;transport;{montant}\n" for n, montant in enumerate(montants, 1)
    )


def save(path, table: list[list]) -> None:
    """A workbook of one sheet, its dates and numbers native."""
    with Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Export")
        for rank, row in enumerate(table):
            sheet.write_row(rank, 0, row)


def said(bilan, requete: str) -> str:
    (fichier,) = [fichier for photo in bilan.photos for fichier in photo.fichiers if fichier.requete == requete]
    return " ".join(fichier.remarques).replace("\u00a0", " ")


def starts(con) -> list[str | None]:
    return [day and day.isoformat() for (day,) in rows(con, "etapes", "date_debut")]


@pytest.mark.parametrize(
    ("debuts", "lues"),
    [
        (["2017-01-31 23:50:39", "2017-04-09 23:50:39"], ["2017-02-01", "2017-04-10"]),
        (["31/01/2017 23:50:39", "01/02/2017"], ["2017-02-01", "2017-02-01"]),
        (["2017-01-31T23:00:00.000Z", "2017-07-31T22:00:00.000Z"], ["2017-02-01", "2017-08-01"]),
        (["2017-02-01T00:00:00+01:00", "2017-02-01 00:00:00"], ["2017-02-01", "2017-02-01"]),
        (["2017-01-31 23:00:00", "31/01/2017 23:59:59", "2017-02-01 14:30:00"], [None, None, "2017-02-01"]),
        (["10817", "10417", "42887", "02/10/2017"], [None, None, "2017-06-01", "2017-10-02"]),
        (["42766.99350694", "42887"], ["2017-02-01", "2017-06-01"]),
        (["31/12/2017", "10957", "1022017", "1817"], ["2017-12-31", None, None, None]),
        (["17/12/31", "15/09/17", "2017-06-01"], [None, None, "2017-06-01"]),
        (["15/09/17", "01/02/2017"], ["2017-09-15", "2017-02-01"]),
        (["04/15/2017", "04/05/2017", "05/05/2017"], [None, None, "2017-05-05"]),
        (["15/04/2017", "04/05/2017", "04/25/2017"], ["2017-04-15", None, None]),
        (["04/05/2017 12:00:00 AM", "01/02/2017", "05/05/2017"], [None, None, "2017-05-05"]),
        (["15/04/2017", "04/05/2017", "31/02/2017"], ["2017-04-15", "2017-05-04", None]),
    ],
)
def test_a_date_is_read_as_its_column_proves_or_rejected(tmp_path, debuts, lues):
    con = load_exports(tmp_path, etapes=etapes(*debuts))
    assert starts(con) == lues
    assert sorted(line for _, line, column, *_ in rejects(con) if column == "Date de début") == [
        n for n, lue in enumerate(lues, 2) if lue is None
    ]


def test_a_column_that_mixes_both_orders_is_named(tmp_path):
    write_photo(tmp_path, etapes=etapes("15/04/2017", "04/05/2017", "04/25/2017"))
    assert "« Date de début » : des dates y sont écrites mois/jour" in said(load(tmp_path), "etapes")


@pytest.mark.parametrize("textes", [["05/05/2017"], ["05/05/2017", "06/06/2017", "04/25/2017"]])
def test_a_workbook_whose_native_dates_may_have_been_swapped(tmp_path, textes):
    """A spreadsheet turned 04/05/2017 (5 April) into 4 May and left 04/15/2017 as text: no native date is after the 12th."""
    book = [
        ETAPES.strip().split(";"),
        ["E1", "P1", "CDDI", dt.datetime(2017, 5, 4), None, 35],
        ["E2", "P1", "CDDI", "04/15/2017", None, 35],
    ]
    book += [[f"E{n}", "P1", "CDDI", texte, None, 35] for n, texte in enumerate(textes, 3)]
    save(write_photo(tmp_path, etapes=None) / "etapes.xlsx", book)
    load(tmp_path)
    assert starts(opened(tmp_path))[:3] == [None, None, "2017-05-05"]


@pytest.mark.parametrize(("fin", "lue"), [("30/06/18", dt.date(2018, 6, 30)), ("17/12/31", None), ("31/12/31", None)])
def test_an_end_may_be_planned_a_little_after_the_photo(tmp_path, fin, lue):
    con = load_exports(tmp_path, etapes=f"{ETAPES}E1;P1;CDDI;01/02/17;{fin};35\n")
    assert rows(con, "etapes", "date_debut", "date_fin") == [(dt.date(2017, 2, 1), lue)]


def test_a_birth_of_two_digits_is_in_the_past(tmp_path):
    con = load_exports(
        tmp_path,
        participants="N° dossier;Civilité;Date de naissance;Commune\nD1;M.;05/11/75;Dijon\nD2;M.;05/11/25;Dijon\nD3;M.;20880;Dijon\n",
    )
    assert [day for (day,) in rows(con, "participants", "date_naissance")] == [dt.date(1975, 11, 5), dt.date(1925, 11, 5), None]


@pytest.mark.parametrize(
    ("montants", "lus"),
    [
        (["1.234,50", "1.250", "12,5"], [1234.5, 1250, 12.5]),
        (["1,234.50", "1,250", "12.5"], [1234.5, 1250, 12.5]),
        (["1.250", "12"], [None, 12]),
        (["1,250", "12"], [1.25, 12]),
        (["1,250", "12.5"], [None, 12.5]),
        (["1.250", "12.5"], [1.25, 12.5]),
        (["1.250", "12.5", "1.234,50"], [None, 12.5, 1234.5]),
        (["450 €", "1 234,5 euros", "€ 12", "1,5 k€", "3 h"], [450, 1234.5, 12, 1500, None]),
        (["12 34", "1 234", "1\u202f234\u00a0567"[:5], "1 23 456"], [None, 1234, 1234, None]),
        (["inf", "1e999", "-10", "99999999"], [None, None, -10, None]),
    ],
)
def test_an_amount_is_read_as_its_column_writes(tmp_path, montants, lus):
    con = load_exports(tmp_path, aides=aides(*montants))
    assert [value for (value,) in rows(con, "aides", "montant_euros")] == lus
    assert len([1 for requete, *_ in rejects(con) if requete == "aides"]) == lus.count(None)


HEURES = {
    "35 h": 35,
    "90 min": 1.5,
    "1h30": 1.5,
    "35 h/semaine": 35,
    "2 mois": None,
    "300": None,
    "-3": None,
    "01:30:00": 1.5,
    "24,5": 24.5,
}
MINUTES = {
    "1h": 60,
    "2 heures": 120,
    "1h30": 90,
    "1 h 30 min": 90,
    "45 min": 45,
    "50": 50,
    "2 jours": None,
    "-5": None,
    "2000": None,
    "300": 300,
    "01:15:00": 75,
}
MOIS = {"14": 14, "2 ans": 24, "6 mois": 6, "3 semaines": None, "-1": None, "5000": None}
ETP = {"0,8": 0.8, "1 ETP": 1, "80 %": 0.8, "13,2": None, "-1": None, "35 h": None}


@pytest.mark.parametrize(
    ("requete", "entete", "colonne", "spec"),
    [
        (
            "etapes",
            "N° étape;N° parcours;Opération;Date de début;Heures hebdomadaires\nX{n};P1;CDDI;01/02/2017;{}\n",
            "nb_heures_hebdo",
            HEURES,
        ),
        ("entretiens", "N° entretien;N° parcours;Date;Modalité;Durée (min)\nX{n};P1;01/02/2017;physique;{}\n", "duree_minutes", MINUTES),
        (
            "parcours",
            "N° parcours;N° dossier;Code référent;Date d'entrée;Mois sans activité à l'entrée\nP{n};D1;R1;01/02/2017;{}\n",
            "nb_mois_sans_activite",
            MOIS,
        ),
        ("referents", "Code référent;Structure porteuse;ETP\nR{n};Mission locale;{}\n", "nb_etp", ETP),
    ],
)
def test_a_unit_belongs_to_its_column(tmp_path, requete, entete, colonne, spec):
    header, line = entete.splitlines()
    text = "\n".join([header, *(line.replace("{n}", str(n)).replace("{}", ecrit) for n, ecrit in enumerate(spec, 1))]) + "\n"
    con = load_exports(tmp_path, **{requete: text})
    assert [valeur for (valeur,) in rows(con, requete, colonne)] == list(spec.values())
    assert len([1 for query, *_, portee in rejects(con) if query == requete and portee == "valeur"]) == list(spec.values()).count(None)


def test_a_native_number_of_three_decimals_is_no_group_of_thousands(tmp_path):
    book = [
        ["N° parcours", "Date", "Nature", "Montant"],
        ["P1", dt.datetime(2017, 3, 3), "transport", 12.125],
        ["P1", dt.datetime(2017, 3, 4), "transport", "1.234,50"],
    ]
    save(write_photo(tmp_path) / "aides.xlsx", book)
    load(tmp_path)
    assert rows(opened(tmp_path), "aides", "montant_euros") == [(12.125,), (1234.5,)]


@pytest.mark.parametrize(
    ("requete", "texte", "dit"),
    [
        (
            "aides",
            aides("12,5") + "P1;01/03/2017;transport;12,5\n",
            "1 ligne identique à une autre en tout point, soit 12,50 € comptés en plus",
        ),
        ("veilles", "N° parcours;Date de début;Date de fin\n" + "P1;01/03/2017;02/03/2017\n" * 3, "2 lignes identiques"),
        ("situations", "N° dossier;Situation;Date de début\n" + "D1;RSA;01/03/2017\n" * 2, "1 ligne identique"),
        ("freins", "N° parcours;Famille de frein;Intensité;Date d'évaluation\n" + "P1;mobilité;2;01/03/2017\n" * 2, "1 ligne identique"),
        ("actions", "N° parcours;Action;Session\n" + "P1;Start Again;S1\n" * 2, "1 ligne identique"),
        ("referents", "Code référent;Structure porteuse;ETP\n" + "R1;Mission locale;0,5\n" * 2, "1 ligne identique"),
    ],
)
def test_lines_alike_are_kept_and_told(tmp_path, requete, texte, dit):
    write_photo(tmp_path, **{requete: texte})
    assert dit in said(load(tmp_path), requete)
    assert all(kept for (kept,) in rows(opened(tmp_path), requete, "est_retenue"))


def test_lines_that_differ_are_not_told(tmp_path):
    write_photo(tmp_path, aides=aides("12,5", "12,5"))
    assert "identique" not in said(load(tmp_path), "aides")
