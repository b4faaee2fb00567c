"""CSV as they come: encodings, delimiters, titles, totals, blank lines, quotes; and the line numbers of what is wrong."""

import pytest

from plie_analysis.errors import PlieError
from tests.exports import ETAPES, MINIMUM, PARCOURS, PARTICIPANTS, load_exports, reasons, rejects, rows

EXPECTED = [("D1", "Mme", "Dijon", "Grésilles", 2), ("D2", "M.", "Chenôve", "hors QPV", 3)]
READ = ("id_dossier", "civilite", "commune", "quartier", "ligne")


@pytest.mark.parametrize(
    ("encoding", "newline"),
    [
        ("utf-8", "\n"),
        ("utf-8", "\r\n"),
        ("utf-8", "\r"),
        ("utf-8-sig", "\r\n"),
        ("cp1252", "\r\n"),
        ("latin-1", "\n"),
        ("utf-16", "\r\n"),
        ("utf-16-le", "\n"),
        ("utf-16-le", "\r\n"),
        ("utf-16-be", "\n"),
        ("cp850", "\r\n"),
        ("mac_roman", "\r"),
    ],
)
def test_every_encoding_and_line_end(tmp_path, encoding, newline):
    text = PARTICIPANTS.replace("\n", newline)
    bom = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") and newline == "\n" else ""
    con = load_exports(tmp_path, participants=(bom + text).encode(encoding))
    assert rows(con, "participants", *READ) == EXPECTED
    assert rejects(con) == []


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_an_accent_that_comes_late_is_read_too(tmp_path, encoding):
    """The whole file is checked, not its beginning: the first accent of the data comes after several megabytes."""
    plain = "".join(f"A{n};M.;01/01/1980;Dijon;{'x' * 500}\n" for n in range(10000))
    text = "N dossier;Sexe;Date de naissance;Commune;Remarque\n" + plain + "D1;M.;01/01/1980;Chenôve;été\nD2;M.;01/01/1980;Dijon;\n"
    con = load_exports(tmp_path, participants=text.encode(encoding))
    assert con.execute("SELECT count(*), any_value(ligne) FILTER (commune = 'Chenôve') FROM raw.participants").fetchone() == (10002, 10002)
    assert rejects(con) == []


@pytest.mark.parametrize(("delimiter", "extension"), [(";", "csv"), (",", "csv"), ("\t", "tsv"), ("\t", "csv"), ("|", "txt"), (";", "tsv")])
def test_every_delimiter(tmp_path, delimiter, extension):
    text = PARTICIPANTS.replace(";", delimiter)
    con = load_exports(tmp_path, **{"participants": None, f"participants_{extension}": text})
    assert rows(con, "participants", *READ) == EXPECTED


def test_a_decimal_comma_in_a_comma_delimited_file(tmp_path):
    con = load_exports(tmp_path, etapes='N° étape,N° parcours,Opération,Date de début,Heures hebdomadaires\nE1,P1,CDDI,01/03/2017,"26,5"\n')
    assert rows(con, "etapes", "nb_heures_hebdo") == [(26.5,)]


def test_title_blank_lines_and_total(tmp_path):
    text = f"\ufeffExport du 31/12/2017;;;\n\n;;;;;;;\n{PARTICIPANTS.replace('D2', chr(10) + 'D2')}\nTotal;2;;;;;;\n\n;;;;;;;\n"
    con = load_exports(tmp_path, participants=text)
    assert [(d, line) for d, *_, line in rows(con, "participants", *READ)] == [("D1", 5), ("D2", 7)]
    assert rejects(con) == []
    assert con.execute(
        "SELECT nb_lues, nb_retenues, nb_rejetees, ligne_entete FROM raw.fichier WHERE requete = 'participants'"
    ).fetchone() == (2, 2, 0, 4)


@pytest.mark.parametrize(
    "total",
    [
        "Total;2;;;;;;",
        "TOTAL : 2",
        "Total général;;;;;;;2",
        "total général : 57",
        "Totaux;;;;;;2;",
        '"Total";"2";;;;;;',
        "Nombre total",
        "Sous-total;1;;;;;;\nTotal;2;;;;;;",
    ],
)
def test_closing_totals(tmp_path, total):
    con = load_exports(tmp_path, participants=PARTICIPANTS + total + "\n")
    assert [row[0] for row in rows(con, "participants", "id_dossier")] == ["D1", "D2"]
    assert rejects(con) == []
    assert con.execute(
        "SELECT nb_lignes, nb_ecartees, nb_lues, nb_retenues, nb_rejetees FROM raw.fichier WHERE requete = 'participants'"
    ).fetchone() == (3 + total.count("\n"), 1 + total.count("\n"), 2, 2, 0)


def test_quotes_delimiters_and_line_breaks_inside_fields(tmp_path):
    text = """\
"N° dossier";"Civilité";"Adresse";"Date de naissance";"Commune"
"D1";"Mme";"1; rue ""du Lac""
bâtiment B
";"01/02/1980";"Dijon"
"D2";"M.";"";"31/12/1975";"Chenôve"
D3;M.;12" de long;31/12/1975;Dijon
"""
    con = load_exports(tmp_path, participants=text)
    assert rows(con, "participants", "id_dossier", "commune", "ligne") == [("D1", "Dijon", 2), ("D2", "Chenôve", 5), ("D3", "Dijon", 6)]
    assert rejects(con) == []


def test_a_header_broken_over_two_lines(tmp_path):
    text = 'N° dossier;"Civilité\n(M./Mme)";Civilité;"Date de\nnaissance";Commune\nD1;x;Mme;01/02/1980;Dijon\nD2;y;M.;31/12/1975;Dijon\n'
    con = load_exports(tmp_path, participants=text)
    assert rows(con, "participants", "id_dossier", "civilite", "ligne") == [("D1", "Mme", 4), ("D2", "M.", 5)]


@pytest.mark.parametrize("tail", ["P3;D1;R", 'P3;D1;"R1', 'P3;D1;R1;10/01/2017;;"EMPL', "P3;D1;R1;10/01/2017;;EMPLOI;;x;y"])
def test_a_line_that_cannot_be_cut_is_rejected_alone(tmp_path, tail):
    con = load_exports(tmp_path, parcours=PARCOURS + tail + "\n")
    assert rows(con, "parcours", "id_parcours", "est_retenue") == [("P1", True), ("P2", True)]
    assert rejects(con) == [("parcours", 4, None, None, "ligne")]
    assert con.execute("SELECT nb_lues, nb_retenues, nb_rejetees FROM raw.fichier WHERE requete = 'parcours'").fetchone() == (3, 2, 1)


def test_an_export_cut_in_the_middle_of_a_line(tmp_path):
    con = load_exports(tmp_path, etapes=ETAPES[: ETAPES.index("14/04/2017") - 3])
    assert [row[0] for row in rows(con, "etapes", "id_etape")] == ["E1"]
    assert rejects(con) == [("etapes", 3, None, None, "ligne")]
    assert "coupée" in reasons(con)[0]


def test_a_quote_never_closed_costs_one_line(tmp_path):
    lines = [f"P{n};D1;R1;10/01/2017;;" for n in range(3, 40)]
    lines[5] = 'P8;"D1;R1;10/01/2017;;'
    con = load_exports(tmp_path, parcours=PARCOURS + "\n".join(lines) + "\n")
    assert len(rows(con, "parcours", "ligne")) == 2 + 37 - 1
    assert rejects(con) == [("parcours", 9, None, None, "ligne")]


def test_delimiters_too_many_at_the_end_of_most_lines_lose_nothing(tmp_path):
    con = load_exports(tmp_path, parcours=PARCOURS.replace("EMPLOI\n", "EMPLOI;;\n").replace("2017;;\n", "2017;;;;\n"))
    assert rows(con, "parcours", "motif_sortie") == [("EMPLOI",), (None,)]
    assert rejects(con) == []


def test_delimiters_too_many_on_one_line_are_a_shift(tmp_path):
    con = load_exports(tmp_path, parcours=PARCOURS.replace("EMPLOI\n", "EMPLOI;;\n") + "P3;D1;R1;10/01/2017;;\n")
    assert rows(con, "parcours", "id_parcours") == [("P2",), ("P3",)]
    assert rejects(con)[-1] == ("parcours", 2, None, None, "ligne")


def test_blanks_of_every_kind_around_values(tmp_path):
    text = PARTICIPANTS.replace("D1;Mme", "\u00a0D1\u202f;\tMme \u200b").replace("Chenôve", " Chenôve\u00a0")
    con = load_exports(tmp_path, participants=text)
    assert rows(con, "participants", *READ) == EXPECTED
    assert rows(con, "participants", "civilite_saisi", "commune_saisi") == [("Mme", "Dijon"), ("M.", "Chenôve")]


def test_line_numbers_are_those_of_the_file(tmp_path):
    """In order (line = rank), then with blank lines and a field over two lines: each reject says the line where its record begins."""
    wrong = "Titre\n\n" + PARCOURS + 'P3;D1;R1;31/02/2017;;\n\n"P4";D1;"R\n1";10/01/2017;;\nP5;D9;R1;10/01/2017;;\n'
    con = load_exports(tmp_path, parcours=wrong)
    assert [(line, column) for _, line, column, *_ in rejects(con)] == [(6, "Date d'entrée"), (10, "N° dossier")]
    assert rows(con, "parcours", "id_parcours", "ligne")[3] == ("P4", 8)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "est vide (0 octet)"),
        (b"\n\n\n", "aucune ligne d'en-têtes reconnue"),
        ("bonjour\ntout le monde\n", "aucune ligne d'en-têtes reconnue"),
        (PARTICIPANTS.splitlines()[0] + "\n", "ne contient aucune ligne de données"),
        (PARTICIPANTS.splitlines()[0], "ne contient aucune ligne de données"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 40, "participants.csv"),
    ],
)
def test_what_is_no_export_is_refused(tmp_path, content, told):
    with pytest.raises(PlieError) as refused:
        load_exports(tmp_path, participants=content)
    assert told in refused.value.message.replace("\u00a0", " ")
    assert "participants.csv" in refused.value.message
    assert not (tmp_path / "data" / "curated" / "plie.duckdb").exists()


def test_an_optional_file_with_a_header_only_is_an_empty_export(tmp_path):
    con = load_exports(tmp_path, veilles="N° parcours;Date de début;Date de fin;Motif\n")
    assert con.execute("SELECT nb_lues, nb_retenues FROM raw.fichier WHERE requete = 'veilles'").fetchone() == (0, 0)
    assert con.execute("SELECT count(*) FROM raw.fichier WHERE requete = 'freins'").fetchone() == (0,)


def test_every_line_is_kept_or_rejected(tmp_path):
    parcours = PARCOURS + "P1;D1;R1;01/02/2017;;\n;D1;R1;01/02/2017;;\nP5;D7;R1;01/02/2017;;\nP6;D1;R1;;;\nP7;D1;R1\n;;;;;\n"
    con = load_exports(tmp_path, parcours=parcours)
    assert con.execute("SELECT nb_lues, nb_retenues, nb_rejetees FROM raw.fichier WHERE requete = 'parcours'").fetchone() == (7, 2, 5)
    assert rejects(con) == [
        ("parcours", 4, "N° parcours", "P1", "ligne"),
        ("parcours", 5, "N° parcours", None, "ligne"),
        ("parcours", 6, "N° dossier", "D7", "ligne"),
        ("parcours", 7, "Date d'entrée", None, "ligne"),
        ("parcours", 8, None, None, "ligne"),
    ]
    assert rows(con, "parcours", "ligne", "est_retenue") == [(2, True), (3, True), (4, False), (5, False), (6, False), (7, False)]


def test_a_link_to_a_line_that_is_not_kept_is_not_kept(tmp_path):
    participants = PARTICIPANTS.replace("D2;", ";")
    con = load_exports(tmp_path, participants=participants)
    assert rows(con, "parcours", "id_parcours", "est_retenue") == [("P1", True), ("P2", False)]
    assert rows(con, "etapes", "id_etape", "est_retenue") == [("E1", True), ("E2", False)]
    found = reasons(con)
    assert found[0] == "la ligne de parcours qui porte ce numéro n'a pas été retenue"
    assert found[1] == "ce numéro n'existe pas dans participants"


def test_an_optional_link_is_emptied_and_the_line_kept(tmp_path):
    clauses = "N° contrat;N° parcours;Secteur;Heures réalisées\nC1;P1;BTP;35\nC2;;services;20,5\nC3;P99;BTP;7\n"
    con = load_exports(tmp_path, clauses=clauses)
    assert rows(con, "clauses", "id_contrat", "id_parcours", "est_retenue") == [("C1", "P1", True), ("C2", None, True), ("C3", None, True)]
    assert rejects(con) == [("clauses", 4, "N° parcours", "P99", "valeur")]


def test_the_minimum_loads_without_a_reject(tmp_path):
    con = load_exports(tmp_path, **MINIMUM)
    assert rejects(con) == []
    assert rows(con, "etapes", "nb_heures_hebdo", "est_clause", "operation") == [(26.5, True, "CDDI"), (35.0, False, "PMSMP")]
