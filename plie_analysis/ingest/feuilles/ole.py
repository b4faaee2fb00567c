"""One stream of a compound file (XLS, and the envelope of a protected workbook)."""

import struct
from pathlib import Path

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTREE = 128
PETIT = 4096


def stream(path: Path, names: tuple[str, ...]) -> bytes:
    """The content of the first stream that has one of these names; empty when there is none or the file cannot be followed."""
    content = path.read_bytes()
    if not content.startswith(SIGNATURE) or len(content) < 512:
        return b""
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in (9, 12):
        return b""
    size = 1 << shift
    first_directory = struct.unpack_from("<I", content, 48)[0]
    table = _table(content, size)
    directory = _chain(content, size, table, first_directory)
    for position in range(0, len(directory) - ENTREE + 1, ENTREE):
        entry = directory[position : position + ENTREE]
        length = struct.unpack_from("<H", entry, 64)[0]
        name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        start, total = struct.unpack_from("<II", entry, 116)
        if name in names and total >= PETIT:
            return _chain(content, size, table, start)[:total]
    return b""


def _table(content: bytes, size: int) -> list[int]:
    """For each sector, the one that follows it; the sectors of the table itself are listed in the header, then chained."""
    sectors = [sector for sector in struct.unpack_from("<109I", content, 76) if sector < 0xFFFFFFFA]
    following, left = struct.unpack_from("<II", content, 68)
    entries = size // 4
    while following < 0xFFFFFFFA and 0 < left <= len(content) // size:
        block = _sector(content, size, following)
        if len(block) < size:
            break
        *more, following = struct.unpack(f"<{entries}I", block)
        sectors += [sector for sector in more if sector < 0xFFFFFFFA]
        left -= 1
    table: list[int] = []
    for sector in sectors:
        block = _sector(content, size, sector)
        if len(block) < size:
            break
        table += struct.unpack(f"<{entries}I", block)
    return table


def _chain(content: bytes, size: int, table: list[int], sector: int) -> bytes:
    """The sectors from this one on, put together; stops at a sector met before or that is not there."""
    parts, met = [], set()
    while sector < 0xFFFFFFFA and sector not in met:
        block = _sector(content, size, sector)
        if not block:
            break
        parts.append(block)
        met.add(sector)
        sector = table[sector] if sector < len(table) else 0xFFFFFFFF
    return b"".join(parts)


def _sector(content: bytes, size: int, number: int) -> bytes:
    return content[(number + 1) * size : (number + 2) * size]
