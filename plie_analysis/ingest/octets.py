"""One pass over the bytes of a file: its hash, and what must be known before reading it as text."""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from . import controles
from .messages import erreur

BLOC = 4 << 20
BOMS = ((codecs.BOM_UTF8, "utf_8"), (codecs.BOM_UTF16_LE, "utf_16"), (codecs.BOM_UTF16_BE, "utf_16"))

# Beginnings, in UTF-8, of what a letter encoded twice leaves: « Ã© », « â€™ », « ├® », « √© ».
DOUBLES = tuple(text.encode() for text in ("Ã", "Â", "Å", "â€", "├", "┬", "√", "‚Ä"))
# So many bytes of a block are looked at again with the next one: no character is longer.
RECOUVREMENT = 4


@dataclass(frozen=True)
class Octets:
    """What one pass tells: hash, size, whether all of it is UTF-8, its line ends, whether it holds tabs, characters that are no text, letters that may be encoded twice."""

    sha256: str
    taille: int
    bom: str | None
    est_utf8: bool
    nb_lf: int
    nb_crlf: int
    nb_cr: int
    a_tabulations: bool
    a_controles: bool
    a_doubles: bool
    finit_par_saut: bool


def scan(path: Path, *, as_text: bool) -> Octets:
    """Read the file once by blocks. Raises ``PlieError`` when it is empty or cannot be read."""
    try:
        with path.open("rb", buffering=0) as stream:
            found = _scan(stream, as_text)
    except OSError as error:
        raise erreur(
            f"{path.name} ne peut pas être lu : {error.strerror or 'erreur du système'}.",
            "Vérifiez les droits sur ce fichier, ou qu'il n'est pas ouvert ailleurs.",
        ) from None
    if found.taille == 0:
        raise erreur(f"{path.name} est vide (0 octet).", "Refaites l'export.")
    return found


def _scan(stream, as_text: bool) -> Octets:
    sha = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    size = lf = crlf = cr = 0
    tabs = control = double = False
    valid, bom, last, edge, pending = True, None, b"", b"", False
    while block := stream.read(BLOC):
        sha.update(block)
        if as_text:
            if size == 0:
                bom = next((nom for mark, nom in BOMS if block.startswith(mark)), None)
            if not block.isascii() or pending:
                valid, pending = _decode(decoder, block, valid)
                double = double or any(mark in block for mark in DOUBLES)
            lf += block.count(b"\n")
            if b"\r" in block:
                cr += block.count(b"\r")
                crlf += block.count(b"\r\n")
            crlf += last == b"\r" and block[:1] == b"\n"
            tabs = tabs or b"\t" in block
            control = (
                control
                or controles.are_in(block[3:] if size == 0 and bom == "utf_8" else block)
                or (size > 0 and controles.are_in(edge + block[:RECOUVREMENT]))
            )
            last, edge = block[-1:], block[-RECOUVREMENT:]
        size += len(block)
    if valid and as_text:
        valid, _ = _decode(decoder, b"", valid, final=True)
    return Octets(sha.hexdigest(), size, bom, valid, lf, crlf, cr - crlf, tabs, control, double, last in (b"\n", b"\r"))


def _decode(decoder, block: bytes, valid: bool, final: bool = False) -> tuple[bool, bool]:
    """Whether the text is still UTF-8, and whether a character is cut at the end of the block."""
    if not valid:
        return False, False
    try:
        decoder.decode(block, final)
        return True, bool(decoder.getstate()[0])
    except UnicodeDecodeError:
        return False, False
