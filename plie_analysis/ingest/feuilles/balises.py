"""Reading XML as a stream of tags, without what a document may use to swell or to reach elsewhere: no DTD, hence no entity of its own."""

from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from .feuille import Illisible

BLOC = 1 << 20


def parse(
    stream: IO[bytes], start: Callable[[str, dict], None], end: Callable[[str], None], data: Callable[[str], None] | None = None
) -> None:
    """Call ``start(tag, attributes)``, ``end(tag)``, ``data(text)``; names come without their namespace.

    Raises ``Illisible``: ``abime`` when it is no XML, ``piege`` when it declares a document type.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda tag, attributes: start(_local(tag), {_local(name): value for name, value in attributes.items()})
    parser.EndElementHandler = lambda tag: end(_local(tag))
    parser.CharacterDataHandler = data
    try:
        while block := stream.read(BLOC):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Illisible("abime") from None


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse(*_) -> None:
    raise Illisible("piege")
