"""Which encoding each line of a text was written in, and the copy of the text in UTF-8 that is read when it needs one."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .controles import clean
from .francite import is_certain, share, undouble
from .messages import erreur, insecables
from .octets import BLOC, Octets

# Code pages of French exports, likeliest first, under the name that the person who exports knows.
PAGES = {
    "utf_8": "UTF-8",
    "utf_16": "UTF-16",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
    "cp1252": "Windows-1252",
    "cp850": "DOS (CP850)",
    "mac_roman": "Mac Roman",
}
SIMPLES = ("cp1252", "cp850", "mac_roman")
# Stands in the copy for a byte that is no character, so that the record that holds it is rejected; no text holds it.
MARQUE = "\ufdd0"
PART_ABIMEE = 0.2
ABIMEES_MIN = 5
ECHANTILLON = 20_000


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return MARQUE, error.end


codecs.register_error("marque", _mark)


@dataclass
class Lecture:
    """What was met while a text was copied: its page, and how many lines were read otherwise, repaired, or cannot be read."""

    page: str
    nb_autres: dict[str, int] = field(default_factory=dict)
    nb_non_ascii: int = 0
    nb_reparees: int = 0
    nb_abimees: int = 0

    @property
    def remarques(self) -> tuple[str, ...]:
        """What a person should know of it, in French."""
        said = [
            f"{count} ligne{'s' * (count > 1)} en {PAGES[page]} dans un fichier en {PAGES[self.page]} : chacune est lue dans son encodage"
            for page, count in self.nb_autres.items()
        ]
        if self.nb_reparees:
            said.append(f"texte encodé deux fois (« Ã© » pour « é »), rétabli sur {self.nb_reparees} ligne{'s' * (self.nb_reparees > 1)}")
        return tuple(map(insecables, said))


def is_plain(octets: Octets) -> bool:
    """Whether the file can be read as it is: UTF-8, no character that is no text, one kind of line end."""
    one_end = not octets.nb_cr and octets.nb_crlf in (0, octets.nb_lf)
    return octets.bom != "utf_16" and octets.est_utf8 and one_end and not octets.a_controles and not octets.a_doubles


def copy(path: Path, octets: Octets, target: Path) -> Lecture:
    """Write the text in UTF-8, with LF line ends, without characters that are no text; each line is read in its own encoding.

    A line that no encoding reads for certain keeps ``MARQUE`` in its place. Raises ``PlieError`` when such lines are many.
    """
    wide = "utf_16" if octets.bom == "utf_16" else _utf16_without_bom(path)
    read = Lecture(wide) if wide else _look(path)
    with target.open("w", encoding="utf-8", newline="") as out:
        first = True
        for text in _wide(path, wide) if wide else _by_lines(path, read):
            out.write(clean(text.removeprefix("\ufeff") if first else text))
            read.nb_abimees += text.count(MARQUE) if wide else 0
            first = False
    if read.nb_abimees >= ABIMEES_MIN and read.nb_abimees > PART_ABIMEE * read.nb_non_ascii:
        raise erreur(
            f"{path.name} mêle plusieurs encodages, ou il est abîmé : {read.nb_abimees} lignes ne peuvent être lues avec certitude.",
            "Refaites l'export, de préférence en UTF-8 (dans le tableur : « CSV UTF-8 »).",
        )
    return read


def _wide(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("marque")
    held = ""
    with path.open("rb") as stream:
        while block := stream.read(BLOC):
            text = held + decoder.decode(block)
            held = "\r" if text.endswith("\r") else ""
            yield _ends(text.removesuffix("\r") if held else text)
    yield _ends(held + decoder.decode(b"", True))


def _ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _by_lines(path: Path, read: Lecture) -> Iterator[str]:
    """The text by blocks of whole lines, decoded as one when all of it is UTF-8, else line by line."""
    for lines, is_last in _blocks(path):
        try:
            decoded = b"\n".join(lines).decode("utf-8")
            plain = decoded.isascii()
            read.nb_non_ascii += 0 if plain else len(lines)
            lines_read = [decoded] if plain else [_repaired(line, read) for line in decoded.split("\n")]
        except UnicodeDecodeError:
            lines_read = [_line(line, read, is_last and rank == len(lines) - 1) for rank, line in enumerate(lines)]
        yield "\n".join(lines_read) + ("" if is_last else "\n")


def _line(raw: bytes, read: Lecture, is_end: bool) -> str:
    if raw.isascii():
        return raw.decode("ascii")
    read.nb_non_ascii += 1
    try:
        text = raw.decode("utf-8")
        if read.page != "utf_8":
            read.nb_autres["utf_8"] = read.nb_autres.get("utf_8", 0) + 1
        return _repaired(text, read)
    except UnicodeDecodeError:
        page: str | None = read.page
    if page == "utf_8":
        page = None if is_end and _is_cut(raw) else is_certain(raw, SIMPLES)
        if page:
            read.nb_autres[page] = read.nb_autres.get(page, 0) + 1
    text = raw.decode(page or "utf-8", "marque")
    read.nb_abimees += MARQUE in text
    return text


def _repaired(text: str, read: Lecture) -> str:
    if text.isascii():
        return text
    mended = undouble(text)
    read.nb_reparees += mended != text
    return mended


def _look(path: Path) -> Lecture:
    """The page of the lines that are not UTF-8, when they are the most; UTF-8 otherwise."""
    utf8, others = 0, []
    for lines, is_last in _blocks(path):
        for rank, line in enumerate(lines):
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                utf8 += 1
            except UnicodeDecodeError:
                if not (is_last and rank == len(lines) - 1 and _is_cut(line)):
                    others.append(line)
        if utf8 + len(others) > ECHANTILLON:
            break
    if len(others) <= utf8 or not others:
        return Lecture("utf_8")
    text = b"\n".join(others)
    shares = {page: share(text.decode(page, "replace")) for page in SIMPLES}
    # The commonest page wins as soon as nothing in it is strange: the others are for what it cannot explain.
    best = max(SIMPLES, key=lambda page: shares[page] if shares["cp1252"][0] < 1 else (page == "cp1252",))
    return Lecture(best if shares[best][0] > 0 else "utf_8")


def _is_cut(raw: bytes) -> bool:
    """Whether the bytes end in the middle of a character of UTF-8, all the rest being UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        decoder.decode(raw)
    except UnicodeDecodeError:
        return False
    return bool(decoder.getstate()[0])


def _blocks(path: Path) -> Iterator[tuple[list[bytes], bool]]:
    """The lines of the file by blocks, whatever their ends, and whether the block is the last one."""
    held = b""
    with path.open("rb") as stream:
        while block := stream.read(BLOC):
            block = held + block
            held = b"\r" if block.endswith(b"\r") else b""
            lines = block[: len(block) - len(held)].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
            held = lines.pop() + held
            if lines:
                yield lines, False
    yield held.replace(b"\r", b"\n").split(b"\n"), True


def _utf16_without_bom(path: Path) -> str | None:
    with path.open("rb") as stream:
        head = stream.read(4096)
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > 0.7 * half:
        return "utf_16_le"
    return "utf_16_be" if head[0::2].count(0) > 0.7 * half else None
