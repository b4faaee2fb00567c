"""A file is what it holds, whatever its name says: read, or refused with an advice that works."""

import gzip
import html

from tests.cas.base import TABLES, archive, cas, cellules, complet, refuse, texte, xlsx
from tests.ods import ods

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ETAPES = cellules("etapes")
ABIME = ("abîmé", "coupé", "tronqué", "incomplet", "illisible", "valable")
LU = complet("etapes")
SANS_ISSUE = ("Renommez-le, ou nommez-le",)


def page(lignes: list[list[str]], encodage: str = "utf-8") -> bytes:
    """The rows as the HTML table that web programs name « .xls »."""
    rangees = "".join("<tr>" + "".join(f"<td>{html.escape(cellule)}</td>" for cellule in ligne) + "</tr>\n" for ligne in lignes)
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encodage}"></head><body><table border="1">{rangees}</table></body></html>'.encode(
        encodage
    )


def spreadsheetml(lignes: list[list[str]]) -> bytes:
    """The rows as the XML of Excel 2003."""
    rangees = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{html.escape(cellule)}</Data></Cell>' for cellule in ligne) + "</Row>"
        for ligne in lignes
    )
    espace = "urn:schemas-microsoft-com:office:spreadsheet"
    return f'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="{espace}" xmlns:ss="{espace}"><Worksheet ss:Name="Export"><Table>{rangees}</Table></Worksheet></Workbook>'.encode()


def nomme(nom: str, contenu: bytes | str, *mots: str, lisible: bool = True, quoi: str):
    """A file of that name: read whole when it can be, else refused with its name and one of these words."""
    refus = refuse(*mots, dit=(nom,), ne_dit_pas=SANS_ISSUE)
    return cas(f"{quoi} sous le nom {nom}", {nom: contenu}, *([LU, refus] if lisible else [refus]))


CLASSEUR = xlsx({"Export": ETAPES})
CSV = TABLES["etapes"]

CAS = [
    nomme("etapes.xls", page(ETAPES), "HTML", "page web", quoi="tableau HTML"),
    nomme("etapes.xls", page(ETAPES, "cp1252"), "HTML", "page web", quoi="tableau HTML de Windows-1252"),
    nomme("etapes.csv", page(ETAPES), "HTML", "page web", quoi="tableau HTML"),
    nomme("etapes.xlsx", page(ETAPES), "HTML", "page web", quoi="tableau HTML"),
    nomme("etapes.xls", "\ufeff" + page(ETAPES).decode(), "HTML", "page web", quoi="tableau HTML à marque d'ordre d'octets"),
    nomme("etapes.xls", spreadsheetml(ETAPES), "XML", quoi="XML de 2003"),
    nomme("etapes.xml", spreadsheetml(ETAPES), "XML", quoi="XML de 2003"),
    nomme("etapes.xls", texte(ETAPES, "\t").encode("cp1252"), "texte", "CSV, renommez", quoi="texte tabulé de Windows-1252"),
    nomme("etapes.xls", texte(ETAPES, "\t").encode("utf-16"), "texte", "CSV, renommez", quoi="texte tabulé en UTF-16"),
    nomme("etapes.xls", CSV, "texte", "CSV, renommez", quoi="CSV à points-virgules"),
    nomme("etapes.xlsx", CSV, "texte", "CSV, renommez", quoi="CSV"),
    nomme("etapes.ods", CSV, "texte", "CSV, renommez", quoi="CSV"),
    nomme("etapes.csv", CLASSEUR, "XLSX", "classeur", quoi="classeur XLSX"),
    nomme("etapes.txt", CLASSEUR, "XLSX", "classeur", quoi="classeur XLSX"),
    nomme("etapes.ods", CLASSEUR, "XLSX", quoi="classeur XLSX"),
    nomme("etapes.xlsx", ods({"Export": ETAPES}), "ODS", "OpenDocument", quoi="classeur ODS"),
    nomme("etapes.xls", ods({"Export": ETAPES}), "ODS", "OpenDocument", quoi="classeur ODS"),
    nomme("etapes.xlsm", CLASSEUR, "xlsx", "XLSX", quoi="classeur à macros"),
    nomme("etapes.XLSX", CLASSEUR, "xlsx", quoi="extension en capitales"),
    nomme("etapes.csv.gz", gzip.compress(CSV.encode(), mtime=0), "décompress", "extra", quoi="CSV compressé"),
    nomme("etapes.xlsx.gz", gzip.compress(CLASSEUR, mtime=0), "décompress", "extra", quoi="classeur compressé"),
    nomme("etapes.csv", gzip.compress(CSV.encode(), mtime=0), "compressé", quoi="CSV compressé"),
    nomme("etapes.csv.gz", gzip.compress(CSV.encode(), mtime=0)[:-9], *ABIME, lisible=False, quoi="CSV compressé et coupé"),
    nomme("etapes.zip", archive({"etapes_2017.csv": CSV}), "décompress", "extra", quoi="archive d'un fichier"),
    nomme("etapes.csv.zip", archive({"export.csv": CSV}), "décompress", "extra", quoi="archive d'un fichier d'un autre nom"),
    nomme(
        "etapes.zip",
        archive({"etapes.csv": CSV, "participants.csv": TABLES["participants"]}),
        "plusieurs",
        "deux",
        "2 fichiers",
        "extra",
        "décompress",
        lisible=False,
        quoi="archive de deux fichiers",
    ),
    nomme("etapes.zip", archive({}), "vide", "aucun", "extra", "décompress", lisible=False, quoi="archive vide"),
    nomme("etapes.xls", OLE + b"\x00" * 4088, *ABIME, lisible=False, quoi="ancien classeur abîmé"),
    nomme("etapes.csv", OLE + b"\x00" * 4088, *ABIME, "classeur", lisible=False, quoi="ancien classeur abîmé"),
    nomme("etapes.xlsx", CLASSEUR[:2000], *ABIME, lisible=False, quoi="classeur coupé"),
    nomme("etapes.xlsx", CLASSEUR[:-40], *ABIME, lisible=False, quoi="classeur coupé de sa fin"),
    nomme("etapes.ods", ods({"Export": ETAPES})[:400], *ABIME, lisible=False, quoi="ODS coupé"),
    nomme("etapes.xls", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "PDF", *ABIME, lisible=False, quoi="PDF"),
    nomme(
        "etapes.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "PDF", "en-têtes", lisible=False, quoi="PDF"
    ),
    nomme("etapes.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "image", "en-têtes", *ABIME, lisible=False, quoi="image"),
    nomme(
        "etapes.xlsx",
        archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
        *ABIME,
        "classeur",
        lisible=False,
        quoi="document de traitement de texte",
    ),
    nomme("etapes.csv", b"", "vide", "en-têtes", lisible=False, quoi="fichier vide"),
    nomme("etapes.xlsx", b"", "vide", *ABIME, lisible=False, quoi="fichier vide"),
    nomme(
        "etapes.csv",
        b"<!DOCTYPE html><html><body><h1>Session expir\xc3\xa9e</h1></body></html>",
        "HTML",
        "page web",
        "en-têtes",
        lisible=False,
        quoi="page de connexion",
    ),
    nomme("etapes.csv", "sep=;\n" + CSV, "sep=", quoi="CSV qui commence par sep="),
]
