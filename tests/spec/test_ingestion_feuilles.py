"""Which sheets of a workbook are read: several as one table, what is set aside is named, what could be wrong is refused."""

import datetime as dt

import pytest

from plie_analysis.errors import PlieError
from tests.exports import load, opened, reasons, rejects, rows, write_photo
from tests.ods import ods
from tests.spec.test_ingestion_classeurs import xlsx

ETAPES = ["N° étape", "N° parcours", "Opération", "Date de début", "Organisme"]
AIDES = ["N° parcours", "Date", "Nature", "Montant"]


def xml2003(sheets: dict[str, list[list]]) -> bytes:
    def cell(value) -> str:
        return f'<Cell><Data ss:Type="String">{value}</Data></Cell>' if value else "<Cell/>"

    def row(line: list) -> str:
        return f"<Row>{''.join(map(cell, line))}</Row>"

    tables = "".join(f'<Worksheet ss:Name="{nom}"><Table>{"".join(map(row, lines))}</Table></Worksheet>' for nom, lines in sheets.items())
    return f'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{tables}</Workbook>'.encode()


FORMATS = {"xlsx": xlsx, "ods": ods, "xml": xml2003}


def etape(number: int, day: str = "01/03/2017", operation: str = "CDDI") -> list:
    return [f"E{number:03}", "P1", operation, day, "Chantier du Lac"]


def refused(racine) -> str:
    with pytest.raises(PlieError) as error:
        load(racine)
    assert error.value.code == 2
    return error.value.message.replace("\u00a0", " ")


def remarks(bilan, requete: str) -> str:
    return " ; ".join(
        remarque for fichier in bilan.photos[0].fichiers if fichier.requete == requete for remarque in fichier.remarques
    ).replace("\u00a0", " ")


@pytest.mark.parametrize("extension", FORMATS)
def test_sheets_with_the_same_headers_are_one_table_whose_lines_keep_their_numbers(tmp_path, extension):
    sheets = {
        "Notice": [["Extraction du logiciel"]],
        "Export": [["Étapes"], [], ETAPES, etape(1), etape(2, day="31/02/2017")],
        "Export (2)": [ETAPES, etape(3), etape(4, operation="Opération martienne"), etape(3), [None, "P1", "CDDI", "01/03/2017", "x"]],
    }
    write_photo(tmp_path, **{f"etapes_{extension}": FORMATS[extension](sheets)})
    bilan = load(tmp_path)
    con = opened(tmp_path)
    assert con.execute("SELECT id_etape, fichier, ligne, est_retenue FROM raw.etapes ORDER BY fichier, ligne").fetchall() == [
        ("E001", f"etapes.{extension}", 4, True),
        ("E002", f"etapes.{extension}", 5, False),
        ("E003", f"etapes.{extension}, feuille « Export (2) »", 2, True),
        ("E004", f"etapes.{extension}, feuille « Export (2) »", 3, True),
        ("E003", f"etapes.{extension}, feuille « Export (2) »", 4, False),
        (None, f"etapes.{extension}, feuille « Export (2) »", 5, False),
    ]
    assert con.execute("SELECT DISTINCT feuille, ligne FROM raw.rejet ORDER BY ALL").fetchall() == [
        ("Export", 5),
        ("Export (2)", 3),
        ("Export (2)", 4),
        ("Export (2)", 5),
    ]
    assert "« N° étape » déjà lu à la ligne 2 de la feuille « Export (2) » : seule la première ligne est gardée" in reasons(con)
    said = remarks(bilan, "etapes")
    assert "« Export » et « Export (2) »" in said and "« Notice »" in said
    assert con.execute(
        "SELECT nb_lignes, nb_ecartees, nb_lues, nb_retenues, nb_rejetees FROM raw.fichier WHERE requete = 'etapes'"
    ).fetchone() == (6, 0, 6, 3, 3)


def test_the_same_line_of_two_sheets_is_two_lines(tmp_path):
    sheets = {"A": [ETAPES, etape(1)], "B": [ETAPES, etape(2)]}
    write_photo(tmp_path, etapes_xlsx=xlsx(sheets))
    load(tmp_path)
    assert rows(opened(tmp_path), "etapes", "id_etape", "est_retenue") == [("E001", True), ("E002", True)]


def test_columns_in_another_order_on_the_second_sheet(tmp_path):
    write_photo(tmp_path, etapes_xlsx=xlsx({"A": [ETAPES, etape(1)], "B": [ETAPES[::-1], etape(2)[::-1]]}))
    load(tmp_path)
    assert sorted(rows(opened(tmp_path), "etapes", "id_etape", "organisme")) == [("E001", "Chantier du Lac"), ("E002", "Chantier du Lac")]


def test_a_sheet_without_headers_continues_the_one_before(tmp_path):
    write_photo(
        tmp_path,
        etapes_xlsx=xlsx(
            {
                "Export": [ETAPES, *map(etape, range(1, 9))],
                "Export (2)": [etape(9), etape(10)],
                "Codes": [["CDDI", "Contrat"], ["PMSMP", "Immersion"]],
            }
        ),
    )
    said = remarks(load(tmp_path), "etapes")
    assert len(rows(opened(tmp_path), "etapes", "id_etape")) == 10
    assert "sans en-têtes, lue comme la suite : « Export (2) »" in said and "« Codes »" in said


@pytest.mark.parametrize("extension", FORMATS)
def test_sheets_that_say_the_same_things_are_refused_by_name(tmp_path, extension):
    write_photo(
        tmp_path,
        **{
            f"etapes_{extension}": FORMATS[extension](
                {"2016": [ETAPES, etape(1), etape(2)], "2017": [ETAPES, etape(2, day="01/04/2017"), etape(3)]}
            )
        },
    )
    assert "les feuilles « 2016 » et « 2017 »" in refused(tmp_path)


def test_lines_without_a_key_that_come_again_in_another_sheet(tmp_path):
    aide = ["P1", "01/03/2017", "Transport", "50"]
    write_photo(tmp_path, aides_xlsx=xlsx({"Export": [AIDES, aide], "Ancien export": [AIDES, aide]}))
    assert "« Export » et « Ancien export »" in refused(tmp_path)
    write_photo(tmp_path, aides_xlsx=xlsx({"Export": [AIDES, aide], "Suite": [AIDES, ["P2", *aide[1:]]]}))
    load(tmp_path)
    assert len(rows(opened(tmp_path), "aides", "id_parcours")) == 2


def test_sheets_with_other_columns_are_refused(tmp_path):
    write_photo(tmp_path, etapes_xlsx=xlsx({"Export": [ETAPES, etape(1)], "Autre": [ETAPES[:4], etape(2)[:4]]}))
    told = refused(tmp_path)
    assert "« Export » et « Autre »" in told and "« Organisme »" in told


def test_a_hidden_sheet_is_named_and_not_read(tmp_path):
    write_photo(tmp_path, etapes_xlsx=xlsx({"Export": [ETAPES, etape(1)], "Brouillon": [ETAPES, etape(2)]}, hidden=("Brouillon",)))
    assert "feuille masquée, non lue : « Brouillon »" in remarks(load(tmp_path), "etapes")
    assert rows(opened(tmp_path), "etapes", "id_etape") == [("E001",)]


def test_a_total_is_set_aside_and_counted_on_each_sheet(tmp_path):
    write_photo(tmp_path, etapes_xlsx=xlsx({"A": [ETAPES, etape(1), ["Total", 1]], "B": [ETAPES, etape(2), ["Total", 1]]}))
    load(tmp_path)
    assert opened(tmp_path).execute("SELECT nb_lignes, nb_ecartees, nb_lues FROM raw.fichier WHERE requete = 'etapes'").fetchone() == (
        4,
        2,
        2,
    )


@pytest.mark.parametrize("maker", [xlsx, ods])
def test_empty_columns_and_lines_in_front(tmp_path, maker):
    lines = [[], [None, None, *ETAPES], [None, None, *etape(1)], [None, None, "E002", "P1", "CDDI", dt.date(2017, 4, 1), "0012"]]
    write_photo(tmp_path, **{f"etapes_{'ods' if maker is ods else 'xlsx'}": maker({"A": lines})})
    load(tmp_path)
    assert rows(opened(tmp_path), "etapes", "ligne", "id_etape", "date_debut", "organisme") == [
        (3, "E001", dt.date(2017, 3, 1), "Chantier du Lac"),
        (4, "E002", dt.date(2017, 4, 1), "0012"),
    ]
    assert rejects(opened(tmp_path)) == []
