"""Whatever stands among the lines of an export: each is kept, rejected or set aside, and no personal value is written."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from plie_analysis.errors import PlieError
from tests.exports import load, opened, write_photo

EXAMPLES = max(15, settings.default.max_examples // 3)
CANARIS = ("ZZNOM", "ZZMAIL", "06 99 88 77 66", "2 80 02 21 231 009", "ZZRUE")
ENTETES = ["N° dossier", "Civilité", "Nom", "Date de naissance", "Adresse", "Téléphone", "Courriel", "Commune", "RQTH", "Date de saisie"]
PERSONNE = ["Mme", "ZZNOM", "01/02/1980", "3 rue ZZRUE", "06 99 88 77 66", "ZZMAIL@exemple.fr", "Chenôve", "Oui", "10/01/2017"]
HORS_DONNEES = [
    "Total;3",
    ";;;Total : 3;;;;;;",
    "Édité le 31/12/2017 par le logiciel",
    "Page 1/2",
    "# commentaire",
    ";".join(ENTETES),
    ";".join(map(str.upper, ENTETES)),
]


def _record(number: int) -> list[str]:
    return [f"D{number:03}", *PERSONNE]


@st.composite
def lines(draw) -> tuple[list[bytes], int, int]:
    """Lines of bytes, how many of them are records that must be kept, and how many are no data."""
    written, kept, apart = [], 0, 0
    for number in range(draw(st.integers(1, 12))):
        cells = _record(number)
        what = draw(
            st.sampled_from(
                [
                    "saine",
                    "saine",
                    "cp1252",
                    "décalée",
                    "coupée",
                    "octet",
                    "guillemet",
                    "hors données",
                    "vide",
                    "vide à délimiteurs",
                    "deux lignes",
                ]
            )
        )
        line = ";".join(cells).encode()
        if what == "cp1252":
            line = ";".join(cells).encode("cp1252")
        elif what == "décalée":
            place = draw(st.integers(1, 6))
            cells.insert(place, "ZZNOM")
            line = ";".join(cells if draw(st.booleans()) else cells[: len(ENTETES)]).encode()
        elif what == "coupée":
            line = ";".join(cells[: draw(st.integers(2, 8))]).encode()
        elif what == "octet":
            line = line.replace(b"ZZNOM", b"ZZNOM\xff")
        elif what == "guillemet":
            line = line.replace(b"Mme", b'"Mme')
        elif what == "hors données":
            line = draw(st.sampled_from(HORS_DONNEES)).encode()
            apart += 1
        elif what.startswith("vide"):
            line = b"" if what == "vide" else b";" * 9
        elif what == "deux lignes":
            line = line.replace(b"ZZNOM", b'"ZZNOM\nsuite"')
        kept += what in ("saine", "cp1252", "deux lignes")
        written.append(line)
    return written, kept, apart


@given(body=lines(), end=st.sampled_from([b"\n", b"\r\n", b"\r"]), closed=st.booleans())
@settings(max_examples=EXAMPLES)
def test_every_line_is_accounted_for_and_nothing_leaks(body, end, closed):
    written, kept, apart = body
    # Two plain records first: the encoding of the file and the mandatory query do not hang on chance.
    sure = [";".join(_record(900 + rank)).encode() for rank in range(2)]
    text = b"\n".join([";".join(ENTETES).encode(), *sure, *written]) + b"\n" * closed
    found = sum(bool(line.strip(b";")) for line in written) + 2
    racine = Path(tempfile.mkdtemp())
    parcours = "N° parcours;N° dossier;Code référent;Date d'entrée\nP1;D900;R1;10/01/2017\nP2;D901;R1;10/01/2017\n"
    try:
        write_photo(racine, participants=text.replace(b"\n", end), parcours=parcours)
        try:
            load(racine)
        except PlieError as refused:
            assert "encodages" in refused.message, refused.message
            return
        with opened(racine) as con:
            got = con.execute(
                "SELECT nb_lignes, nb_retenues, nb_rejetees, nb_ecartees FROM raw.fichier WHERE requete = 'participants'"
            ).fetchone()
            assert got[0] == sum(got[1:])
            assert (got[0], got[1], got[3]) == (found, kept + 2, apart)
        bytes_written = b"".join(path.read_bytes() for path in (racine / "data" / "curated").rglob("*") if path.is_file())
        assert [canari for canari in CANARIS if canari.encode() in bytes_written] == []
    finally:
        shutil.rmtree(racine)
