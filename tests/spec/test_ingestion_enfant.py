"""The process that reads a workbook: what it may take, what its death becomes, and that it never outlives the load."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import xlsxwriter

from plie_analysis.errors import PlieError
from plie_analysis.ingest import load_photos
from plie_analysis.settings import load_settings
from tests.exports import CHARGE_LE, load, opened, reasons, rejects, rows, write_photo
from tests.ods import ods
from tests.spec.test_ingestion_classeurs import FIXTURES, xlsx
from tests.spec.test_ingestion_feuilles import ETAPES, etape, refused

ICI = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")


@POSIX
@pytest.mark.parametrize("nom", ["classeur_abime_24_go.xls", "classeur_tronque.xls"])
def test_a_damaged_workbook_takes_its_reader_and_nothing_else(tmp_path, nom):
    """The first of them asks for 24 GB: the load itself is bounded too, so that a fault here does not take the machine."""
    write_photo(tmp_path)
    load(tmp_path)
    before = (tmp_path / "data" / "curated" / "plie.duckdb").read_bytes()
    write_photo(tmp_path, participants=None, participants_xls=FIXTURES / nom)
    (tmp_path / "data" / "raw" / "2017-12-31" / "participants.csv").unlink()
    code = f"import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30)); sys.argv = ['plie', '--racine', {str(tmp_path)!r}, 'charger']; from plie_analysis.cli import main; sys.exit(main())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ICI, capture_output=True, text=True, timeout=200)
    assert done.returncode == 2
    assert "participants.xls ne peut pas être lu" in done.stderr and "abîmé" in done.stderr
    assert "Traceback" not in done.stderr and "panicked" not in done.stderr
    assert (tmp_path / "data" / "curated" / "plie.duckdb").read_bytes() == before
    assert not (tmp_path / "data" / "curated" / ".chargement").exists()


@POSIX
def test_too_little_memory_or_time_is_told(tmp_path):
    write_photo(tmp_path, etapes_xlsx=xlsx({"Export": [ETAPES, etape(1)]}))
    (tmp_path / "plie.toml").write_text("[ingestion]\nclasseur_memoire_max = 50_000_000\n", encoding="utf-8")
    assert "etapes.xlsx ne peut pas être lu" in refused(tmp_path)
    (tmp_path / "plie.toml").unlink()
    # Less than the least that plie.toml takes: no workbook is read in no time.
    settings = load_settings(tmp_path)
    settings.config["ingestion"]["classeur_secondes_max"] = 0
    with pytest.raises(PlieError) as late:
        load_photos(settings, None, charge_le=CHARGE_LE)
    told = late.value.message.replace("\u00a0", " ")
    assert late.value.code == 2 and "etapes.xlsx ne peut pas être lu" in told and "arrêtée après 0 secondes" in told
    load(tmp_path)
    assert rows(opened(tmp_path), "etapes", "id_etape") == [("E001",)]


@POSIX
def test_the_reader_ends_with_the_load(tmp_path):
    """Its parent is killed while it reads from a file that never comes."""
    tube = tmp_path / "classeur.xlsx"
    os.mkfifo(tube)
    code = (
        "import subprocess, sys, os; from plie_analysis.ingest.lecture import FEUILLES\n"
        f"p = subprocess.Popen([sys.executable, '-m', FEUILLES, 'xml2003', {str(tube)!r}, {str(tmp_path)!r}, str(os.getpid()), '2000000000', '600'], stdin=subprocess.PIPE)\n"
        "print(p.pid, flush=True); p.wait()"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ICI, stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    writer = os.open(tube, os.O_WRONLY)  # opens once the reader is there
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    for _ in range(100):
        if _is_gone(child):
            break
        time.sleep(0.1)
    os.close(writer)
    assert _is_gone(child)


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z"


def with_formulas(path: Path) -> Path:
    """Formulas: with its result, without (as writers that do not compute leave it), with an empty text, and errors."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Export")
        for row, line in enumerate([ETAPES, *map(etape, range(1, 7))]):
            sheet.write_row(row, 0, line)
        sheet.write_formula(1, 4, '=A1&""', None, "Atelier vélo")
        sheet.write_formula(2, 4, "=A1", None, "")
        sheet.write_formula(3, 3, "=A1", None, "")
        sheet.write_formula(4, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(5, 0, "=Z1", None, "#REF!")
        sheet.write_formula(6, 4, "=NA()", None, "#N/A")
    return path


def test_a_formula_without_a_result_and_an_error_are_rejects_of_their_cell(tmp_path):
    write_photo(tmp_path, etapes_xlsx=with_formulas(tmp_path / "source.xlsx"))
    load(tmp_path)
    con = opened(tmp_path)
    assert rows(con, "etapes", "id_etape", "operation", "organisme") == [
        ("E001", "CDDI", "Atelier vélo"),
        ("E002", "CDDI", None),
        ("E004", None, "Chantier du Lac"),
        ("E006", "CDDI", None),
    ]
    assert rejects(con) == [
        ("etapes", 3, "Organisme", None, "valeur"),
        ("etapes", 4, None, None, "ligne"),
        ("etapes", 5, "Opération", "#DIV/0!", "valeur"),
        ("etapes", 6, None, None, "ligne"),
    ]
    assert "formule dont le résultat n'a pas été enregistré" in reasons(con)[0] and "« Date de début »" in reasons(con)[1]
    assert con.execute("SELECT nb_lignes, nb_lues, nb_retenues, nb_rejetees FROM raw.fichier WHERE requete = 'etapes'").fetchone() == (
        6,
        6,
        4,
        2,
    )


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(tmp_path):
    content = xlsx({"Export": [ETAPES, [*etape(1)[:4], None]]})
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                data = data.replace(b"</row></sheetData>", b'<c r="E2" t="str"><f>IF(1,"","")</f><v></v></c></row></sheetData>')
            new.writestr(entry, data)
    write_photo(tmp_path, etapes_xlsx=packed.getvalue())
    load(tmp_path)
    assert rows(opened(tmp_path), "etapes", "id_etape", "organisme") == [("E001", None)] and not rejects(opened(tmp_path))


def test_a_formula_without_a_result_in_ods(tmp_path):
    write_photo(tmp_path, etapes_ods=ods({"Export": [ETAPES, [*etape(1)[:4], "of:=[.A1]"], etape(2)]}))
    load(tmp_path)
    assert rejects(opened(tmp_path)) == [("etapes", 2, "Organisme", None, "valeur")]


def test_lines_of_formulas_without_results_are_all_counted(tmp_path):
    write_photo(tmp_path, etapes_ods=ods({"Export": [ETAPES, ["of:=[.A1]"] * 5, ["of:=[.A1]"] * 5, etape(1)]}))
    load(tmp_path)
    assert opened(tmp_path).execute("SELECT nb_lues, nb_retenues, nb_rejetees FROM raw.fichier WHERE requete = 'etapes'").fetchone() == (
        3,
        1,
        2,
    )


@pytest.mark.parametrize("colonne", ["Organisme", "Opération"])
def test_an_error_of_the_spreadsheet_in_a_text(tmp_path, colonne):
    lines = [ETAPES, etape(1)]
    lines[1][ETAPES.index(colonne)] = "#VALEUR!"
    write_photo(tmp_path, etapes="\n".join(map(";".join, lines)))
    load(tmp_path)
    assert rejects(opened(tmp_path)) == [("etapes", 2, colonne, "#VALEUR!", "valeur")]


def test_an_error_in_the_records_of_an_xls(tmp_path):
    """A BIFF stream: one sheet whose cells A1 and B2 hold errors."""
    import struct

    from plie_analysis.ingest.feuilles import biff

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    head = record(biff.BOF, bytes(8))
    sheet = (
        head
        + record(biff.BOOLERR, struct.pack("<HHHBB", 0, 0, 0, 0x17, 1))
        + record(biff.FORMULA, struct.pack("<HHH", 1, 1, 0) + b"\x02\0\x07\0\0\0\xff\xff" + bytes(8))
        + record(biff.BOOLERR, struct.pack("<HHHBB", 2, 0, 0, 1, 0))
        + record(biff.EOF, b"")
    )
    size = len(head) + 4 + 12 + 4
    records = head + record(biff.BOUNDSHEET, struct.pack("<I", size) + bytes(8)) + record(biff.EOF, b"") + sheet
    assert [list(biff._errors(records, position)) for position in biff._sheets(records)] == [[(0, 0, 0x17), (1, 1, 0x07)]]


def test_the_records_of_a_real_xls_are_found():
    from plie_analysis.ingest.feuilles import biff, ole

    assert len(biff._sheets(ole.stream(FIXTURES / "participants.xls", ("Workbook", "Book")))) == 1
    assert biff.errors(FIXTURES / "participants.xls") == {0: {}}


def test_a_refusal_is_a_plie_error(tmp_path):
    write_photo(tmp_path, etapes_xlsx=xlsx({"Export": [["x"]]}))
    with pytest.raises(PlieError):
        load(tmp_path)
