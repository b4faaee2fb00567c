"""XLSX, XLS and ODS: native dates, zeros kept, hidden sheets, the sheet that has the headers; and what is refused."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from plie_analysis.errors import PlieError
from tests.exports import load_exports, reasons, rejects, rows
from tests.ods import ods

FIXTURES = Path(__file__).parents[1] / "fixtures"
HEADER = ["N° dossier", "Civilité", "Nom", "Date de naissance", "Code postal", "Commune", "RQTH"]
ROWS = [
    ["0012", "Mme", "SECRETNOM", dt.date(1980, 2, 1), "01000", "Dijon", True],
    ["0013", "M.", "SECRETNOM", dt.datetime(1975, 12, 31), 21300.0, "Chenôve", "Non"],
]
READ = ("id_dossier", "civilite", "date_naissance", "code_postal", "commune", "est_rqth")
EXPECTED = [("0012", "Mme", dt.date(1980, 2, 1), "01000", "Dijon", True), ("0013", "M.", dt.date(1975, 12, 31), "21300", "Chenôve", False)]
PARCOURS = "N° parcours;N° dossier;Code référent;Date d'entrée\nP1;0012;R1;10/01/2017\n"
ETAPES = "N° étape;N° parcours;Opération;Date de début\nE1;P1;CDDI;01/03/2017\n"


def xlsx(sheets: dict[str, list[list]], hidden: tuple[str, ...] = ()) -> bytes:
    """A workbook with these sheets, rows of cells."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(lines):
                for column, cell in enumerate(cells):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(
                            row, column, dt.datetime.combine(cell, dt.time()) if not isinstance(cell, dt.datetime) else cell, day
                        )
                    elif isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    elif cell is not None:
                        sheet.write(row, column, cell)
            if name in hidden:
                sheet.hide()
        next(sheet for sheet in book.worksheets() if sheet.name not in hidden).activate()
    return content.getvalue()


def load_workbook(tmp_path, extension: str, content: bytes | Path, etapes: str = ETAPES):
    return load_exports(tmp_path, parcours=PARCOURS, etapes=etapes, **{"participants": None, f"participants_{extension}": content})


def test_native_dates_numbers_and_leading_zeros(tmp_path):
    con = load_workbook(tmp_path, "xlsx", xlsx({"Export": [HEADER, *ROWS]}))
    assert rows(con, "participants", *READ) == EXPECTED
    assert rejects(con) == []


def test_the_visible_sheet_that_has_the_headers(tmp_path):
    sheets = {
        "Brouillon": [HEADER, ["9999", "M.", "x", dt.date(1950, 1, 1), "21000", "Dijon", "Non"]],
        "Lisez-moi": [["Extraction du 31/12/2017"]],
        "Export": [["Liste des participants"], [], HEADER, ROWS[0], [], ROWS[1], ["Total", 2]],
        "Feuil3": [],
    }
    con = load_workbook(tmp_path, "xlsx", xlsx(sheets, hidden=("Brouillon",)))
    assert rows(con, "participants", *READ) == EXPECTED
    assert rows(con, "participants", "ligne") == [(4,), (6,)]
    assert rejects(con) == []


def test_rejects_name_the_sheet_and_the_line(tmp_path):
    lines = [["Titre"], HEADER, ROWS[0], [], [*ROWS[1][:5], "Atlantide", "Non"]]
    con = load_workbook(tmp_path, "xlsx", xlsx({"Mon export": lines}))
    assert con.execute("SELECT fichier, feuille, ligne, colonne, valeur, portee FROM raw.rejet").fetchall() == [
        ("participants.xlsx", "Mon export", 5, "Commune", "Atlantide", "valeur")
    ]


def test_a_serial_number_is_a_date(tmp_path):
    con = load_workbook(
        tmp_path, "xlsx", xlsx({"Export": [HEADER, [*ROWS[0][:3], 29252, *ROWS[0][4:]], [*ROWS[1][:3], "31/12/1975", *ROWS[1][4:]]]})
    )
    assert rows(con, "participants", *READ) == EXPECTED


def test_ods(tmp_path):
    con = load_workbook(tmp_path, "ods", ods({"Feuille1": [["Titre"], HEADER, *ROWS]}))
    assert rows(con, "participants", *READ) == EXPECTED
    assert rejects(con) == []


def test_xls(tmp_path):
    con = load_workbook(tmp_path, "xls", FIXTURES / "participants.xls")
    assert rows(con, "participants", "id_dossier", "date_naissance", "commune", "code_postal", "ligne") == [
        ("0012", dt.date(1980, 2, 1), "Quetigny", "21800", 4),
        ("0013", dt.date(1975, 12, 31), "Dijon", "21000", 5),
    ]


def test_a_missing_column_names_the_sheet(tmp_path):
    with pytest.raises(PlieError) as refused:
        load_workbook(tmp_path, "xlsx", xlsx({"Export": [["N° dossier", "Civilité", "Commune"], ["1", "M.", "Dijon"]]}))
    told = refused.value.message.replace("\u00a0", " ")
    assert "participants.xlsx, feuille « Export » : la colonne obligatoire « Date de naissance » est introuvable" in told


@pytest.mark.parametrize("extension", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"\0" * 100, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_what_is_no_workbook_is_refused(tmp_path, extension, content):
    with pytest.raises(PlieError) as refused:
        load_workbook(tmp_path, extension, content)
    assert f"participants.{extension} ne peut pas être lu" in refused.value.message


def test_a_workbook_cut_short_is_refused(tmp_path):
    content = xlsx({"Export": [HEADER, *ROWS]})
    with pytest.raises(PlieError):
        load_workbook(tmp_path, "xlsx", content[: len(content) // 2])


def bomb(declared: int | None = None) -> bytes:
    """A workbook whose sheet swells to 60 MB from 60 KB; ``declared`` is the size that its directory pretends."""
    content = io.BytesIO(xlsx({"Export": [HEADER, *ROWS]}))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"\0" * 60_000_000)
        info = archive.getinfo("xl/worksheets/sheet2.xml")
        if declared is not None:
            info.file_size = declared
    return content.getvalue()


@pytest.mark.parametrize("declared", [None, 100])
def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path, declared):
    content = bomb(declared)
    assert len(content) < 100_000
    with pytest.raises(PlieError) as refused:
        load_workbook(tmp_path, "xlsx", content)
    assert "participants.xlsx est refusé" in refused.value.message
    assert "dépasserait la taille permise" in refused.value.message


def test_the_reason_of_a_value_is_the_same_as_in_a_csv(tmp_path):
    con = load_workbook(tmp_path, "xlsx", xlsx({"Export": [HEADER, [*ROWS[0][:5], "Dijjon", True]]}))
    assert reasons(con) == ["libellé inconnu ; vouliez-vous dire « Dijon » ?"]
