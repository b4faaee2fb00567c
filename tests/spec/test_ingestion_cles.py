"""Numbers and codes: cleaned of what spreadsheets add, refused when they are something else, found again across a link."""

import pytest

from plie_analysis.errors import PlieError
from tests.exports import PARCOURS, PARTICIPANTS, load, load_exports, opened, reasons, rejects, rows, write_photo

ENTETE = "N° dossier;Civilité;Date de naissance;Commune\n"


def participants(*numeros: str) -> str:
    return ENTETE + "".join(f"{numero};Mme;01/02/1980;Dijon\n" for numero in numeros)


def parcours(*liens: str, referent: str = "R1") -> str:
    return "N° parcours;N° dossier;Code référent;Date d'entrée\n" + "".join(
        f"P{n};{lien};{referent};10/01/2017\n" for n, lien in enumerate(liens, 1)
    )


def told(bilan, requete: str) -> str:
    """The remarks about a file, with ordinary spaces."""
    (fichier,) = [fichier for photo in bilan.photos for fichier in photo.fichiers if fichier.requete == requete]
    return " ".join(fichier.remarques).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ('="D0101"', "D0101"),
        ('"=""D0101"""', "D0101"),
        ("=D0101", "D0101"),
        ("'D0101", "D0101"),
        (" \u00a0D0101\u200b", "D0101"),
        ('="0012"', "0012"),
        ("101.0", "101"),
        ("101,00", "101"),
        ("17-0012/B", "17-0012/B"),
        ("D 12", "D 12"),
        ("012345678", "012345678"),
        ("170321000001", "170321000001"),
    ],
)
def test_what_a_spreadsheet_adds_to_a_number_is_taken_off(tmp_path, ecrit, lu):
    con = load_exports(tmp_path, participants=participants(ecrit, "D2"), parcours=parcours(lu))
    assert rows(con, "participants", "id_dossier") == [(lu,), ("D2",)]
    assert {requete for requete, *_ in rejects(con)} <= {"etapes"}


@pytest.mark.parametrize(
    "ecrit",
    [
        "06 12 34 56 78",
        "0612345678",
        "+33612345678",
        "marie@exemple.fr",
        "2800221000001",
        "2 80 02 21 000 001 23",
        "12/03/1981",
        "DUPONT",
        "Marie Dupont",
        "12 rue Foch",
        "#NOM?",
        "Édité le 05/01/2018",
        "x" * 60,
    ],
)
@pytest.mark.parametrize("requete", ["participants", "parcours"])
def test_what_is_not_a_number_is_refused_and_never_written(tmp_path, requete, ecrit):
    files = (
        {"participants": participants(ecrit, "D1", "D2")}
        if requete == "participants"
        else {"parcours": PARCOURS + f"P9;{ecrit};R1;10/01/2017;;\n"}
    )
    con = load_exports(tmp_path, **files)
    line = 2 if requete == "participants" else 4
    # What is surely personal makes a shifted line, rejected whole; the rest is a line whose number cannot be one.
    assert {(requete, line, "N° dossier", None, "ligne"), (requete, line, None, None, "ligne")} & set(rejects(con))
    assert not con.execute(f"SELECT count(*) FROM raw.{requete} WHERE ligne = ? AND est_retenue", [line]).fetchone()[0]
    written = str([con.execute(f"FROM raw.{table}").fetchall() for table in ("participants", "parcours", "rejet")])
    assert ecrit not in written


@pytest.mark.parametrize("absent", ["\\N", "(null)", "NULL", "nan", "#N/A", "<NA>", "NaT", "None"])
def test_the_marks_of_databases_are_missing(tmp_path, absent):
    con = load_exports(
        tmp_path,
        parcours=PARCOURS + f"P3;{absent};R1;10/01/2017;;\n",
        aides=f"N° parcours;Date;Nature;Montant\nP1;03/03/2017;transport;{absent}\nP2;{absent};transport;12\n",
        veilles=f"N° parcours;Date de début;Date de fin;Motif\nP1;03/03/2017;{absent};{absent}\n",
    )
    assert rows(con, "parcours", "id_dossier", "est_retenue")[2] == (None, False)
    assert rows(con, "aides", "montant_euros", "date_aide") == [(None, rows(con, "veilles", "date_debut")[0][0]), (12.0, None)]
    assert rows(con, "veilles", "date_fin", "motif") == [(None, None)]
    assert {motif for motif in reasons(con) if "lisible" in motif} == set()


@pytest.mark.parametrize("ecrit", ["1,70321E+11", "1.70321E+11", "1E+11", "1.7e+16", "1,70321E11"])
@pytest.mark.parametrize(
    ("requete", "texte", "colonne"),
    [
        ("participants", participants("{}"), "N° dossier"),
        ("parcours", PARCOURS + "{};D1;R1;10/01/2017;;\n", "N° parcours"),
        ("parcours", PARCOURS + "P3;D1;{};10/01/2017;;\n", "Code référent"),
        ("aides", "N° parcours;Date;Nature;Montant\n{};03/03/2017;transport;12\n", "N° parcours"),
        ("clauses", "N° contrat;N° parcours;Secteur;Date de début\nC1;{};BTP;01/02/2017\n", "N° parcours"),
    ],
)
def test_scientific_notation_stops_the_load_and_names_the_column(tmp_path, requete, texte, colonne, ecrit):
    write_photo(tmp_path, **{requete: texte.replace("{}", ecrit)})
    with pytest.raises(PlieError) as refused:
        load(tmp_path)
    assert refused.value.code == 2
    assert colonne in refused.value.message and "scientifique" in refused.value.message and "Texte" in refused.value.message


def test_leading_zeros_lost_on_one_side_of_a_link_are_put_back(tmp_path):
    write_photo(
        tmp_path,
        participants=participants("0012", "0013"),
        parcours=parcours("12", "13"),
        etapes="N° étape;N° parcours;Opération;Date de début\nE1;P1;CDDI;01/03/2017\n",
    )
    bilan = load(tmp_path)
    con = opened(tmp_path)
    assert rows(con, "parcours", "id_dossier", "est_retenue") == [("0012", True), ("0013", True)]
    assert rejects(con) == []
    assert "« N° dossier » : 2 lignes rattachées à participants" in told(bilan, "parcours")


def test_zeros_lost_in_the_query_referred_to_are_recognised_too(tmp_path):
    con = load_exports(
        tmp_path,
        participants=participants("12", "13"),
        parcours=parcours("0012", "0013"),
        etapes="N° étape;N° parcours;Opération;Date de début\nE1;P1;CDDI;01/03/2017\n",
    )
    assert rows(con, "parcours", "id_dossier", "est_retenue") == [("12", True), ("13", True)]


def test_a_number_that_may_be_two_is_rejected(tmp_path):
    """« 12 » exists, and so does « 0012 »: where zeros were lost (13 is 0013), nobody knows which one a link means."""
    write_photo(
        tmp_path,
        participants=participants("0012", "12", "0013"),
        parcours=parcours("12", "13", "012", "0012"),
        etapes="N° étape;N° parcours;Opération;Date de début\nE1;P4;CDDI;01/03/2017\n",
    )
    bilan = load(tmp_path)
    con = opened(tmp_path)
    assert rows(con, "parcours", "id_dossier", "est_retenue") == [(None, False), ("0013", True), (None, False), ("0012", True)]
    assert "rien n'a été deviné" in told(bilan, "parcours")


def test_two_writings_in_one_column_are_never_merged(tmp_path):
    """« 12 » and « 0012 » both stand in the links: they may be two persons, one of whom is missing."""
    con = load_exports(
        tmp_path,
        participants=participants("0012", "D2"),
        parcours=parcours("0012", "12"),
        etapes="N° étape;N° parcours;Opération;Date de début\nE1;P1;CDDI;01/03/2017\n",
    )
    assert rows(con, "parcours", "id_dossier", "est_retenue") == [("0012", True), (None, False)]


def test_case_and_blanks_do_not_break_a_link(tmp_path):
    con = load_exports(
        tmp_path,
        participants=participants("D0101", "d 0102"),
        parcours=parcours("d0101", "D0102"),
        etapes="N° étape;N° parcours;Opération;Date de début\nE1;P1;CDDI;01/03/2017\n",
    )
    assert rows(con, "parcours", "id_dossier", "est_retenue") == [("D0101", True), ("d 0102", True)]


def test_a_code_of_referent_and_an_optional_link_are_mended(tmp_path):
    con = load_exports(
        tmp_path,
        parcours=parcours("D1", "D2", referent="7"),
        referents="Code référent;Structure porteuse;ETP\n007;Mission locale;1\n",
        clauses="N° contrat;N° parcours;Secteur;Date de début\nC1;p1;BTP;01/02/2017\n",
    )
    assert rows(con, "parcours", "code_referent") == [("007",), ("007",)]
    assert rows(con, "clauses", "id_parcours", "est_retenue") == [("P1", True)]


def test_the_codes_of_an_earlier_photo_do_not_mend_those_of_another(tmp_path):
    write_photo(tmp_path, "2016-12-31", referents="Code référent;Structure porteuse;ETP\n007;Mission locale;1\n")
    write_photo(tmp_path, parcours=parcours("D1", "D2", referent="7"))
    load(tmp_path)
    assert rows(opened(tmp_path), "parcours", "code_referent")[2:] == [("7",), ("7",)]


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("21000", "21000"),
        ('="01000"', "01000"),
        ("1000", "01000"),
        ("2A004", "2A004"),
        ("21 000", "21000"),
        ("F-21000", "21000"),
        ("21000.0", "21000"),
    ],
)
def test_a_postal_code_is_five_digits(tmp_path, ecrit, lu):
    con = load_exports(
        tmp_path,
        participants=f"N° dossier;Civilité;Date de naissance;Code postal;Commune\nD1;Mme;01/02/1980;{ecrit};Dijon\nD2;M.;01/02/1980;21000;Dijon\n",
    )
    assert rows(con, "participants", "code_postal") == [(lu,), ("21000",)]
    assert rejects(con) == []


@pytest.mark.parametrize("ecrit", ["0612345678", "DIJON", "210000"])
def test_another_text_in_the_postal_code_is_a_value_rejected_and_not_written(tmp_path, ecrit):
    con = load_exports(
        tmp_path,
        participants=f"N° dossier;Civilité;Date de naissance;Code postal;Commune\nD1;Mme;01/02/1980;{ecrit};Dijon\nD2;M.;01/02/1980;21000;Dijon\n",
    )
    assert rows(con, "participants", "code_postal", "est_retenue")[0] == (None, True)
    assert rejects(con) == [("participants", 2, "Code postal", None, "valeur")]


@pytest.mark.parametrize("ecrit", ["12 rue Foch", "marie@exemple.fr"])
def test_a_line_with_an_address_in_the_postal_code_is_rejected_whole(tmp_path, ecrit):
    """What belongs to a person strayed there: its line is moved, and none of it is written."""
    con = load_exports(
        tmp_path,
        participants=f"N° dossier;Civilité;Date de naissance;Code postal;Commune\nD1;Mme;01/02/1980;{ecrit};Dijon\nD2;M.;01/02/1980;21000;Dijon\n",
    )
    assert rows(con, "participants", "id_dossier", "est_retenue") == [("D2", True)]
    assert [reject for reject in rejects(con) if reject[0] == "participants"] == [("participants", 2, None, None, "ligne")]
    assert not any(
        ecrit in str(row) for table in ("participants", "rejet", "fichier") for row in con.execute(f"FROM raw.{table}").fetchall()
    )


FAITS = {
    "participants": (PARTICIPANTS.replace(";Nom", ""), "D9;;;;;;", "D8;Mme;01/02/1980;21000;;;"),
    "referents": ("Code référent;Structure porteuse;ETP\nR1;Mission locale;1\n", "R9;;1", "R2;Mission locale;"),
    "actions": ("N° parcours;Action;Session;Date d'orientation\n", "P1;;lundi;", "P1;Start Again;;"),
    "aides": ("N° parcours;Date;Nature;Montant\n", "P1;03/03/2017;;", "P1;03/03/2017;transport;"),
    "situations": ("N° dossier;Situation;Date de début\n", "D1;;03/03/2017", "D1;RSA;03/03/2017"),
    "freins": ("N° parcours;Famille de frein;Intensité;Date d'évaluation\n", "P1;;;03/03/2017", "P1;;2;03/03/2017"),
    "clauses": ("N° contrat;N° parcours;Secteur;Date de début;Heures réalisées\n", "C9;P1;;;120", "C8;P1;BTP;;"),
}


@pytest.mark.parametrize("requete", FAITS)
def test_a_number_alone_is_no_fact(tmp_path, requete):
    header, hollow, thin = FAITS[requete]
    header = header.replace("D1;Mme;SECRETNOM", "D1;Mme").replace("D2;M.;SECRETNOM", "D2;M.")
    con = load_exports(tmp_path, **{requete: f"{header}{hollow}\n{thin}\n"})
    line = header.count("\n") + 1
    kept = {number for number, retenue in rows(con, requete, "ligne", "est_retenue") if retenue}
    assert line not in kept and line + 1 in kept
    assert [portee for query, number, *_, portee in rejects(con) if (query, number) == (requete, line)] == ["ligne"]
    assert con.execute("SELECT nb_lues = nb_retenues + nb_rejetees FROM raw.fichier WHERE requete = ?", [requete]).fetchone() == (True,)
