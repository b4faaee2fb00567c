"""Which encoding a text was written in, and its copy in UTF-8 when it was another one."""

import codecs
from pathlib import Path

from .messages import erreur
from .octets import BLOC, Octets

# Code pages of French exports, likeliest first, under the name that the person who exports knows.
PAGES = {"utf_8": "UTF-8", "utf_16": "UTF-16", "utf_16_le": "UTF-16", "utf_16_be": "UTF-16", "cp1252": "Windows-1252", "cp850": "DOS (CP850)", "mac_roman": "Mac Roman"}
# How often French writes each letter beyond ASCII, in tenths of a thousand; capitals come where whole words are capital.
FREQUENCES = dict(zip("éèàêçôùîûâïëœü°’«»€–É", (190, 35, 54, 24, 10, 4, 6, 5, 5, 6, 1, 1, 2, 1, 8, 20, 2, 2, 4, 2, 6), strict=True))
RARES = set("ÈÀÊÇÔÙÎÛÂÏËŒÜ…‘“”—²³½ö\u00a0\u202fñáíóú")


def detect(path: Path, octets: Octets) -> str:
    """The Python name of the encoding. Raises ``PlieError`` when no French code page fits."""
    if octets.bom == "utf_16":
        return "utf_16"
    if octets.est_utf8 and not _has_nulls(path):
        return "utf_8"
    if found := _utf16_without_bom(path):
        return found
    scored = []
    for page in ("cp1252", "cp850", "mac_roman"):
        try:
            scored.append((_score(octets.extrait.decode(page)), page))
        except UnicodeDecodeError:
            continue
    if not scored:
        raise erreur(f"{path.name} ne peut pas être lu : son encodage n'est pas reconnu.", "Enregistrez-le en UTF-8 (dans le tableur : « CSV UTF-8 »).")
    return max(scored, key=lambda pair: pair[0])[1]


def transcode(path: Path, encoding: str, target: Path) -> None:
    """Write the text in UTF-8 with LF line ends. Raises ``PlieError`` when a byte does not belong to the encoding."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as copy:
            held = ""
            while block := source.read(BLOC):
                text = held + decoder.decode(block)
                held = "\r" if text.endswith("\r") else ""
                copy.write(_lines(text.removesuffix("\r") if held else text))
            copy.write(_lines(held + decoder.decode(b"", True)))
    except UnicodeError:
        raise erreur(f"{path.name} ne peut pas être lu en {PAGES[encoding]} : le fichier mêle plusieurs encodages ou il est abîmé.", "Refaites l'export, de préférence en UTF-8.") from None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")


def _score(text: str) -> float:
    """How French the characters beyond ASCII are: mean over them, a character that French never writes costs."""
    beyond = [c for c in text if ord(c) > 127]
    return sum(FREQUENCES.get(c, 1 if c in RARES else -50) for c in beyond) / max(len(beyond), 1)


def _has_nulls(path: Path) -> bool:
    with path.open("rb") as stream:
        return b"\0" in stream.read(4096)


def _utf16_without_bom(path: Path) -> str | None:
    with path.open("rb") as stream:
        head = stream.read(4096)
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > 0.7 * half:
        return "utf_16_le"
    return "utf_16_be" if head[0::2].count(0) > 0.7 * half else None
