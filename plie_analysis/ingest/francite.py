"""How French a text is, character by character in its context: what tells one code page from another."""

import re
from functools import cache, partial

# How often French writes each character beyond ASCII, in tenths of a thousand; capitals come where whole words are capital.
FREQUENCES = dict(zip("éèàêçôùîûâïëœü°’«»€–É", (190, 35, 54, 24, 10, 4, 6, 5, 5, 6, 1, 1, 2, 1, 8, 20, 2, 2, 4, 2, 6), strict=True))
RARES = set("ÈÀÊÇÔÙÎÛÂÏËŒÜ…‘“”—²³½¼\u00a0\u202f§·•®™")
ETRANGERES = set("ñáíóúöäåøòìßõðÿÖÄÅØÑ")
BONUS_ETRANGER = 0.3
ETRANGE = -50.0
# Letters that make a word of their own.
SEULES = set("àÀôÔ")
MARGE = 3
# What the letters of a rarer page must be worth before a line is taken to be in it.
COURANT = 4
# What an accented letter of UTF-8 gives, read as one byte per character: a first character, then its followers.
DOUBLES = ("cp1252", "latin_1", "cp850", "mac_roman")
PREMIERS = (0xC2, 0xC3, 0xC4, 0xC5, 0xE2)


def share(text: str) -> tuple[float, float]:
    """Of the characters beyond ASCII: the share that French could write where they stand, and their mean worth."""
    worths = _worths(text)
    return (sum(worth > 0 for worth in worths) / len(worths), sum(worths) / len(worths)) if worths else (1.0, 0.0)


def is_certain(raw: bytes, pages: tuple[str, ...]) -> str | None:
    """The page in which these bytes are French from end to end: the first one if it is, else the only one, or one by far."""
    means: dict[str, float] = {}
    for page in pages:
        worths = _worths(raw.decode(page, "replace"))
        if worths and min(worths) > (BONUS_ETRANGER if page == pages[0] else COURANT - 1):
            means[page] = sum(worths) / len(worths)
    if not means or pages[0] in means:
        return pages[0] if means else None
    best, *others = sorted(means, key=means.__getitem__, reverse=True)
    return best if all(means[best] >= MARGE * means[other] for other in others) else None


def undouble(text: str) -> str:
    """The text with the characters encoded twice made one again: « Ã© » is « é »."""
    for page in DOUBLES:
        motif, first = _doubles(page)
        for _ in range(2):
            if not any(character in text for character in first):
                break
            text = motif.sub(partial(_one, page=page), text)
    return text


def _worths(text: str) -> list[float]:
    padded = f" {text} "
    return [_worth(*padded[rank - 1 : rank + 2]) for rank in range(1, len(padded) - 1) if ord(padded[rank]) > 127]


def _worth(before: str, character: str, after: str) -> float:
    worth = FREQUENCES.get(character) or (1.0 if character in RARES else BONUS_ETRANGER if character in ETRANGERES else ETRANGE)
    return worth if _fits(before, character, after) else ETRANGE


def _fits(before: str, character: str, after: str) -> bool:
    """Whether the character may stand between these two."""
    if character.isalpha():
        if not before.isalpha() and not after.isalpha():
            return character in SEULES
        if character.isupper():
            return not (before.islower() or (before.isalpha() and after.islower()))
        return not (before.isupper() and after.isupper())
    if character == "’":
        return before.isalpha() and not after.isspace()
    if character in "‘“«":
        return not before.isalnum() and not after.isdigit()
    if character in "”»":
        return not after.isalnum()
    if character in "–—":
        return not (before.isalpha() and after.isalpha())
    if character == "…":
        return not (before.isalpha() and after.isalpha())
    if character in "°²³½¼":
        return before in "nN " or before.isalnum()
    return not (before.isalpha() and after.isalpha()) or character.isspace()


@cache
def _doubles(page: str) -> tuple[re.Pattern, str]:
    first = bytes(PREMIERS).decode(page)
    follow = "".join({_character(code, page) for code in range(0x80, 0xC0)})
    return re.compile(f"[{re.escape(first)}][{re.escape(follow)}]{{1,2}}"), first


def _character(code: int, page: str) -> str:
    """A byte of this page; those that Windows-1252 leaves out are control codes, as programs write them."""
    return bytes([code]).decode(page, "replace").replace("\ufffd", chr(code))


def _one(match: re.Match[str], page: str) -> str:
    found = match[0]
    raw = b"".join(_byte(character, page) for character in found)
    for length in range(len(raw), 1, -1):
        try:
            character = raw[:length].decode("utf-8")
        except UnicodeDecodeError:
            continue
        if len(character) == 1 and ("\u00a0" <= character <= "\u017f" or character in "‘’“”–—…€™•\u202f"):
            return character + found[length:]
    return found


def _byte(character: str, page: str) -> bytes:
    try:
        return character.encode(page)
    except UnicodeEncodeError:
        return character.encode("latin-1")
