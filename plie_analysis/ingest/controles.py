"""Characters that are no text: control codes, marks of direction, blanks of no width. No cell, header or reject holds one."""

import re

# What breaks a line elsewhere, and not here, becomes a space; the rest goes.
_SAUTS = "\x0b\x0c\x85\u2028\u2029"
_PLAGES = (
    (0x00, 0x08),
    (0x0E, 0x1F),
    (0x7F, 0x9F),
    (0xAD, 0xAD),
    (0x61C, 0x61C),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
)
_RETIRES = {code: None for first, last in _PLAGES for code in range(first, last + 1)} | {ord(saut): " " for saut in _SAUTS}
_ASCII = bytes(code for code in _RETIRES if code < 0x80)
# The same in the bytes of UTF-8, one pattern per first byte, so that each is found by its prefix.
_OCTETS = [
    re.compile(motif)
    for motif in (
        rb"\xc2[\x80-\x9f\xad]",
        rb"\xd8\x9c",
        rb"\xe1\xa0\x8e",
        rb"\xe2\x80[\x8b-\x8f\xa8-\xae]",
        rb"\xe2\x81[\xa0-\xaf]",
        rb"\xef\xbb\xbf",
        rb"\xef\xbf[\xb9-\xbb]",
    )
]


def clean(texte: str) -> str:
    """The text without these characters; tabs and ends of line stay."""
    return texte if texte.isprintable() else texte.translate(_RETIRES)


def are_in(octets: bytes) -> bool:
    """Whether bytes in UTF-8, or in another encoding that extends ASCII, hold such a character."""
    return len(octets.translate(None, _ASCII)) != len(octets) or (not octets.isascii() and any(motif.search(octets) for motif in _OCTETS))
