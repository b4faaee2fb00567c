"""What a file is, judged by its content: read under any name, or refused by its true name with an advice that works."""

import gzip
import io
import zipfile

import pytest

from plie_analysis.errors import PlieError
from tests.exports import ETAPES, PARCOURS, PARTICIPANTS, load, opened, rows, write_photo
from tests.ods import ods
from tests.spec.test_ingestion_classeurs import xlsx
from tests.spec.test_ingestion_feuilles import refused, remarks, xml2003

LIGNES = [line.split(";") for line in PARTICIPANTS.splitlines()]
ATTENDU = [("D1", "Dijon", 2), ("D2", "Chenôve", 3)]


def page(lines: list[list[str]]) -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    return f"<html><head><style>td {{ color: red }}</style></head><body><table border=1>{body}</table></body></html>"


def zipped(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, inside in files.items():
            archive.writestr(nom.replace("__", "."), inside)
    return content.getvalue()


CLASSEUR = xlsx({"Export": LIGNES})
LUS = {
    "xls": {
        "xlsx": CLASSEUR,
        "ods": ods({"Export": LIGNES}),
        "xml 2003": xml2003({"Export": LIGNES}),
        "html": page(LIGNES).encode(),
        "html cp1252": page(LIGNES).encode("cp1252"),
        "tabulé": PARTICIPANTS.replace(";", "\t").encode("cp1252"),
        "utf-16": PARTICIPANTS.replace(";", "\t").encode("utf-16"),
        "texte": PARTICIPANTS.encode(),
    },
    "csv": {"xlsx": CLASSEUR, "html": page(LIGNES).encode(), "csv.gz": gzip.compress(PARTICIPANTS.encode())},
    "xlsx": {"xml 2003": xml2003({"Export": LIGNES}), "texte": PARTICIPANTS.encode()},
    "ods": {"xlsx": CLASSEUR},
    "xlsm": {"xlsx": CLASSEUR},
    "html": {"html": page(LIGNES).encode()},
    "xml": {"xml 2003": xml2003({"Export": LIGNES})},
    "csv.gz": {"csv": gzip.compress(PARTICIPANTS.encode("cp1252"))},
    "xlsx.gz": {"xlsx": gzip.compress(CLASSEUR)},
    "zip": {
        "csv": zipped(export__csv=PARTICIPANTS.encode()),
        "xlsx": zipped(export__xlsx=CLASSEUR),
        "csv.gz": zipped(export__csv__gz=gzip.compress(PARTICIPANTS.encode())),
    },
    "dat": {"texte": PARTICIPANTS.encode()},
}


@pytest.mark.parametrize(("extension", "genre"), [(extension, genre) for extension, contents in LUS.items() for genre in contents])
def test_read_under_any_name(tmp_path, extension, genre):
    write_photo(tmp_path, **{"participants": None, f"participants_{extension}": LUS[extension][genre]})
    load(tmp_path)
    con = opened(tmp_path)
    assert rows(con, "participants", "id_dossier", "commune", "ligne") == ATTENDU
    assert con.execute("SELECT DISTINCT fichier FROM raw.participants").fetchall() == [(f"participants.{extension}",)]
    assert con.execute("SELECT count(*) FROM raw.rejet").fetchone() == (0,)


def test_another_kind_than_its_name_is_told(tmp_path):
    write_photo(tmp_path, participants=None, participants_xls=PARTICIPANTS.encode(), parcours=None, parcours_csv=PARCOURS)
    bilan = load(tmp_path)
    assert "malgré son nom, c’est un texte" in remarks(bilan, "participants") and not remarks(bilan, "parcours")


REFUSES = {
    "pdf": (b"%PDF-1.4\n" + b"\0" * 300, "un document PDF"),
    "docx": (zipped(**{"[Content_Types]__xml": b"<x/>", "word/document__xml": b"<x/>"}), "un document Word"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 300, "une image"),
    "eml": (b"Received: from exemple\r\nSubject: export\r\n\r\nBonjour", "un message électronique"),
    "json": (b'[{"dossier": "D1"}]', "un fichier JSON"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 300, "une archive 7-Zip"),
    "xlsx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
        "protégé par un mot de passe",
    ),
    "bin": (bytes(range(256)) * 40, "ni un texte ni un classeur"),
    "zip": (zipped(participants__csv=b"a", notice__txt=b"b"), "« notice.txt » et « participants.csv »"),
}


@pytest.mark.parametrize("extension", REFUSES)
@pytest.mark.parametrize("requete", ["participants", "aides"])
def test_refused_by_its_true_name_even_for_a_query_that_nobody_has_to_give(tmp_path, requete, extension):
    content, nom = REFUSES[extension]
    write_photo(tmp_path, **{requete: None, f"{requete}_{extension}": content})
    told = refused(tmp_path)
    assert f"{requete}.{extension}" in told and nom in told


def test_beside_the_export_a_document_is_left_aside_and_named(tmp_path):
    folder = write_photo(tmp_path)
    (folder / "participants, notice.pdf").write_bytes(b"%PDF-1.4\n")
    assert load(tmp_path).photos[0].ignores == ("participants, notice.pdf (un document PDF)",)


def test_an_export_and_its_workbook_are_two_files_for_one_query(tmp_path):
    folder = write_photo(tmp_path)
    (folder / "etapes.dat").write_text(ETAPES, encoding="utf-8")
    assert "2 fichiers pour la requête « etapes » : etapes.csv, etapes.dat" in refused(tmp_path)


@pytest.mark.parametrize(
    ("extension", "content"), [("csv.gz", gzip.compress(b"0" * 60_000_000)), ("zip", zipped(a__csv=b"0" * 60_000_000))]
)
def test_what_swells_is_refused(tmp_path, extension, content):
    write_photo(tmp_path, **{"participants": None, f"participants_{extension}": content})
    assert "dépasserait la taille permise" in refused(tmp_path)


@pytest.mark.parametrize("content", [gzip.compress(PARTICIPANTS.encode())[:-20], zipped(a__csv=PARTICIPANTS.encode())[:-30]])
def test_a_compressed_file_cut_short_is_refused(tmp_path, content):
    write_photo(tmp_path, participants=None, participants_gz=content)
    told = refused(tmp_path)
    assert "participants.gz" in told and "abîmé ou coupé" in told


def test_a_page_cut_short_is_refused(tmp_path):
    write_photo(tmp_path, participants=None, participants_xls=page(LIGNES).encode()[:-60])
    assert "abîmé ou coupé" in refused(tmp_path)


@pytest.mark.parametrize("wrap", [lambda table: table, lambda table: f"<table><tr><td>Titre</td></tr><tr><td>{table}</td></tr></table>"])
def test_a_page_with_spans_entities_and_nested_tables(tmp_path, wrap):
    header, *lines = LIGNES
    table = (
        f"<table><tr><th colspan={len(header)}>Liste</th></tr><tr><th>{'<th>'.join(header)}<tr>"
        + "<tr>".join("<td>" + "<td>".join(cell.replace("ô", "&ocirc;") or "&nbsp;" for cell in line) for line in lines)
        + "</table>"
    )
    write_photo(tmp_path, participants=None, participants_xls=wrap(table).encode())
    load(tmp_path)
    assert rows(opened(tmp_path), "participants", "id_dossier", "commune", "ligne") == [("D1", "Dijon", 3), ("D2", "Chenôve", 4)]


def test_a_document_that_declares_entities_is_refused(tmp_path):
    bomb = xml2003({"Export": LIGNES}).replace(
        b"?><Workbook", b'?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Workbook'
    )
    write_photo(tmp_path, participants=None, participants_xls=bomb)
    assert "participants.xls est refusé" in refused(tmp_path)


def test_an_archive_of_the_whole_photo_is_told(tmp_path):
    write_photo(tmp_path, participants=None, extraction_zip=zipped(participants__csv=PARTICIPANTS.encode()))
    with pytest.raises(PlieError) as error:
        load(tmp_path)
    assert "décompressez-la" in error.value.message
