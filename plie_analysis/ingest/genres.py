"""What a file is, by its content: its name and its extension may say anything."""

import mmap
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

TETE = 1 << 16
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXTE, CLASSEUR, HTML, XML2003, GZIP, ARCHIVE, AUTRE = "texte", "classeur", "html", "xml2003", "gzip", "archive", "autre"


@dataclass(frozen=True)
class Genre:
    """``lecteur``: who reads it (``AUTRE``: nobody); ``nom``: what it is, in French with its article; ``conseil``: what to do of what nobody reads."""

    lecteur: str
    nom: str
    conseil: str = ""

    @property
    def is_table(self) -> bool:
        """Whether it can hold an export."""
        return self.lecteur != AUTRE


ENREGISTRER = "Ouvrez-le, puis enregistrez-le en .xlsx ou en CSV."
EXPORTER = "Exportez cette requête en CSV ou en classeur (.xlsx) ; si ce fichier n'est pas un export, rangez-le ailleurs."
DEPROTEGER = "Enregistrez-le sans protection, puis recommencez."
DECOMPRESSER = "Décompressez-le, et déposez dans le dossier le fichier qu'il contient."

LU_TEXTE = Genre(TEXTE, "un texte")
XLSX, XLSB, XLS, ODS = (
    Genre(CLASSEUR, "un classeur Excel (.xlsx)"),
    Genre(CLASSEUR, "un classeur Excel binaire (.xlsb)"),
    Genre(CLASSEUR, "un classeur Excel (.xls)"),
    Genre(CLASSEUR, "un classeur OpenDocument (.ods)"),
)
INCONNU = Genre(AUTRE, "un fichier dont le contenu n'est ni un texte ni un classeur", EXPORTER)
ABIME = Genre(AUTRE, "un classeur ou une archive, abîmé ou coupé", "Refaites l'export.")
PROTEGE = Genre(AUTRE, "un classeur protégé par un mot de passe", DEPROTEGER)

# What the first bytes of a file say.
SIGNATURES = (
    (rb"\x1f\x8b", Genre(GZIP, "un fichier compressé (.gz)")),
    (rb"%PDF-", Genre(AUTRE, "un document PDF", EXPORTER)),
    (rb"\{\\rtf", Genre(AUTRE, "un document RTF", EXPORTER)),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF....WEBP|....ftyp(heic|mif1)|BM....\0\0\0\0", Genre(AUTRE, "une image", EXPORTER)),
    (rb"7z\xbc\xaf\x27\x1c", Genre(AUTRE, "une archive 7-Zip", DECOMPRESSER)),
    (rb"Rar!", Genre(AUTRE, "une archive RAR", DECOMPRESSER)),
    (rb"BZh[1-9]|\xfd7zXZ|\x28\xb5\x2f\xfd", Genre(AUTRE, "un fichier compressé", DECOMPRESSER)),
    (rb"SQLite format 3", Genre(AUTRE, "une base SQLite", EXPORTER)),
    (rb"\0\x01\0\0Standard (Jet|ACE)", Genre(AUTRE, "une base Access", EXPORTER)),
    (rb"PAR1", Genre(AUTRE, "un fichier Parquet", EXPORTER)),
    (
        rb"L\0\0\0\x01\x14\x02\0",
        Genre(AUTRE, "un raccourci Windows, et non le fichier qu'il désigne", "Copiez le fichier lui-même dans le dossier."),
    ),
    (rb"MZ.{38}|\x7fELF", Genre(AUTRE, "un programme", EXPORTER)),
    (
        rb"\x09[\0\x02\x04]\x06\0|\x09\0\x04\0|\x09\x08[\x08\x10]\0\0[\x05\x06]",
        Genre(AUTRE, "un classeur Excel d'un très ancien format", ENREGISTRER),
    ),
)
# What the names of the streams of an OLE file say; a message may hold a workbook, and a protected workbook holds nothing else.
FLUX = (
    ("EncryptedPackage", PROTEGE),
    ("__properties_version1.0", Genre(AUTRE, "un message Outlook", "Enregistrez la pièce jointe, et déposez-la dans le dossier.")),
    ("WordDocument", Genre(AUTRE, "un document Word", EXPORTER)),
    ("PowerPoint Document", Genre(AUTRE, "une présentation PowerPoint", EXPORTER)),
    ("Workbook", XLS),
    ("Book", XLS),
)
# What the parts of an archive say.
PARTIES = (
    (r"xl/.*workbook[^/]*\.bin", XLSB),
    (r"xl/.*", XLSX),
    (r"word/.*", Genre(AUTRE, "un document Word", EXPORTER)),
    (r"ppt/.*", Genre(AUTRE, "une présentation PowerPoint", EXPORTER)),
    (r"index/.*\.iwa", Genre(AUTRE, "un classeur Numbers", "Dans Numbers : Fichier, Exporter vers, Excel ou CSV.")),
)
OPENDOCUMENT = (
    (b"spreadsheet", ODS),
    (b"text", Genre(AUTRE, "un document Writer", EXPORTER)),
    (b"", Genre(AUTRE, "un document OpenDocument", EXPORTER)),
)
# What a text begins with, blanks left out.
ECRITS = (
    (r"(?s)<.*urn:schemas-microsoft-com:office:spreadsheet", Genre(XML2003, "un classeur XML 2003 (SpreadsheetML)")),
    (r"(?s)<(.*<)?table[\s>]|<!doctype html|<html[\s>]", Genre(HTML, "une page HTML")),
    (r"(?s)<.*urn:oasis:names:tc:opendocument", Genre(AUTRE, "un classeur OpenDocument à plat (.fods)", ENREGISTRER)),
    (r"(?s)<\?xml|<[a-z][\w:.-]*(\s[^<>]*)?>", Genre(AUTRE, "un document XML", EXPORTER)),
    (r"(?s)mime-version:.*multipart/related.*<", Genre(AUTRE, "une page Web en un seul fichier (.mht)", ENREGISTRER)),
    (
        r"(received|return-path|delivered-to|mime-version|message-id|x-[\w-]+): ",
        Genre(AUTRE, "un message électronique", "Enregistrez la pièce jointe, et déposez-la dans le dossier."),
    ),
    (r'[\[{]\s*[\[{]\s*"|\{\s*"[^"]*"\s*:', Genre(AUTRE, "un fichier JSON", EXPORTER)),
    (r"id;p\w*\s*\r?\n", Genre(AUTRE, "un fichier SYLK (.slk)", ENREGISTRER)),
)
# Control bytes that texts do not hold; a few of them are an accident.
BINAIRE = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
PART_BINAIRE = 0.1


def judge(path: Path) -> Genre:
    """What this file is. An empty file, or one that cannot be opened, passes for a text: reading it tells what is wrong."""
    try:
        with path.open("rb") as stream:
            head = stream.read(TETE)
        if head.startswith(b"PK"):
            return _archive(path, head)
        if head.startswith(OLE):
            return _compound(path)
    except OSError:
        return LU_TEXTE
    found = next((genre for mark, genre in SIGNATURES if re.match(mark, head, re.DOTALL)), None)
    return found or _written(head)


def _written(head: bytes) -> Genre:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "latin-1", "replace").lstrip("\ufeff\u00ef\u00bb\u00bf \t\r\n").lower()
    found = next((genre for mark, genre in ECRITS if re.match(mark, text)), None)
    head = head.rstrip(b"\0")  # what a disk or a program pads a text with
    if found or wide or len(head) < 100:
        return found or LU_TEXTE
    # A text in UTF-16 without its mark has a null byte in every other place.
    nulls = max(head[0::2].count(0), head[1::2].count(0))
    scattered = head.count(0) - nulls
    strange = len(BINAIRE.findall(head)) + scattered + (nulls if nulls < 0.3 * len(head) else 0)
    return INCONNU if strange > PART_BINAIRE * len(head) else LU_TEXTE


def _archive(path: Path, head: bytes) -> Genre:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            kind = archive.read("mimetype")[:200] if "mimetype" in names and archive.getinfo("mimetype").file_size < 1000 else b""
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        return ABIME if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else _written(head)
    if kind.startswith(b"application/vnd.oasis.opendocument."):
        return next(genre for word, genre in OPENDOCUMENT if word in kind.partition(b"opendocument.")[2])
    parts = [name.replace("\\", "/").lower() for name in names]
    if "[content_types].xml" in parts or any(part.startswith("index/") for part in parts):
        found = next((genre for mark, genre in PARTIES if any(re.fullmatch(mark, part) for part in parts)), None)
        return found or Genre(AUTRE, "un document bureautique", EXPORTER)
    return Genre(ARCHIVE, "une archive .zip")


def _compound(path: Path) -> Genre:
    """Names of streams stand in entries of 128 bytes, in UTF-16; the workbook that cannot be told is left to its reader."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for nom, genre in FLUX:
            wanted, position = nom.encode("utf-16-le") + b"\0\0", 0
            while (position := content.find(wanted, position)) >= 0:
                if position % 128 == 0:
                    return genre
                position += 2
    return XLS
