"""Numbers that lead to a person replaced by keyed pseudonyms: links hold, nothing in clear is kept, the référents read theirs."""

import re
import shutil
from pathlib import Path

import duckdb
import pytest

from plie_analysis.cli import run
from plie_analysis.database import open_database
from plie_analysis.ingest import pseudonymes
from plie_analysis.settings import load_settings
from tests.exports import rejects, rows, write_photo

# Every number that leads to a person, in every query, is a canary.
EXPORTS = {
    "participants": "N° dossier;Civilité;Date de naissance;Commune\nCANARI-D1;Mme;01/02/1980;Dijon\nCANARI-D2;M.;31/12/1975;Dijon\nCANARI-D2;M.;31/12/1975;Dijon\n",
    "prescriptions": "N° prescription;N° dossier;Prescripteur;Date de prescription\nCANARI-R1;CANARI-D1;Pôle emploi;01/01/2017\nCANARI-R2;CANARI-D9;Pôle emploi;01/01/2017\n",
    "parcours": "N° parcours;N° dossier;N° prescription;Code référent;Date d'entrée;Date de sortie;Motif de sortie\nCANARI-P1;CANARI-D1;CANARI-R1;R1;10/01/2017;15/11/2017;EMPLOI\nCANARI-P2;CANARI-D2;;R1;03/02/2017;01/01/2017;EMPLOI\n",
    "etapes": "N° étape;N° parcours;Opération;Date de début;Date de fin\nCANARI-E1;CANARI-P1;CDDI;01/03/2017;31/08/2017\nCANARI-E2;CANARI-P8;PMSMP;01/04/2017;14/04/2017\n",
    "entretiens": "N° entretien;N° parcours;Date;Modalité\nCANARI-T1;CANARI-P1;01/04/2017;physique\n",
    "situations": "N° dossier;Situation;Date de début\nCANARI-D1;RSA;01/01/2016\n",
    "clauses": "N° contrat;N° parcours;Secteur\nCANARI-C1;CANARI-P1;BTP\nCANARI-C2;CANARI-P7;BTP\n",
}
NUMBERS = re.compile(rb"CANARI-[A-Z]\d")


def _plie(racine: Path, *arguments: str) -> int:
    return run([*arguments, "--racine", str(racine)])


def _ask(racine: Path, wanted: bool = True) -> None:
    (racine / "plie.toml").write_text(f"[securite]\npseudonymes = {str(wanted).lower()}\n")


@pytest.fixture
def racine(tmp_path, monkeypatch) -> Path:
    """A working folder where pseudonyms are asked for."""
    monkeypatch.delenv(pseudonymes.VARIABLE, raising=False)
    write_photo(tmp_path, **EXPORTS)
    _ask(tmp_path)
    assert _plie(tmp_path, "cle", "creer") == 0
    return tmp_path


def _in_clear(racine: Path, *folders: str) -> list[str]:
    files = [path for folder in folders for path in (racine / "data" / folder).rglob("*") if path.is_file()]
    assert files
    return sorted(path.name for path in files if NUMBERS.search(path.read_bytes()))


def _counts(racine: Path) -> list[tuple]:
    """What does not name anybody: lines of every curated table, kept and rejected lines, dates and links."""
    with open_database(load_settings(racine)) as con:
        tables = [
            name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'curated' ORDER BY 1").fetchall()
        ]
        linked = con.execute(
            "SELECT p.date_entree, i.date_naissance, count(e.id_etape) FROM curated.parcours p JOIN curated.participant i USING (id_dossier) LEFT JOIN curated.etape e USING (id_parcours) GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        left = [(requete, ligne, colonne, portee) for requete, ligne, colonne, _, portee in rejects(con)]
        return [*((name, con.execute(f"SELECT count(*) FROM curated.{name}").fetchone()) for name in tables), linked, left]


def test_links_hold_and_no_number_is_kept(racine):
    assert _plie(racine, "charger") == 0
    assert _in_clear(racine, "curated") == []
    with open_database(load_settings(racine)) as con:
        for requete, name in [
            ("participants", "id_dossier"),
            ("parcours", "id_prescription"),
            ("etapes", "id_etape"),
            ("clauses", "id_contrat"),
            ("clauses", "id_parcours"),
        ]:
            assert all(re.fullmatch(pseudonymes.MOTIF, value) for (value,) in rows(con, requete, name) if value)
        shown = [value for *_, value, _ in rejects(con) if value]
        assert len(shown) >= 4 and all(re.fullmatch(pseudonymes.MOTIF, value) for value in shown)
    hidden = _counts(racine)
    _ask(racine, False)
    assert _plie(racine, "charger") == 0
    assert _counts(racine) == hidden, "the same persons, the same links, the same rejects"


def test_a_number_keeps_its_pseudonym_from_photo_to_photo_and_only_under_its_key(racine, tmp_path_factory):
    write_photo(racine, "2018-12-31", **EXPORTS)
    _plie(racine, "charger")
    with open_database(load_settings(racine)) as con:
        first, second = (
            con.execute("SELECT DISTINCT id_dossier FROM raw.participants WHERE photo = ? ORDER BY 1", [photo]).fetchall()
            for photo in ("2017-12-31", "2018-12-31")
        )
    assert first == second and len(first) == 2
    (racine / "pseudonymes.cle").unlink()
    _plie(racine, "cle", "creer")
    _plie(racine, "charger")
    with open_database(load_settings(racine)) as con:
        assert not set(first) & set(con.execute("SELECT id_dossier FROM raw.participants").fetchall())


def test_the_référents_read_the_numbers_and_nobody_else(racine, capsys):
    _plie(racine, "charger")
    assert _plie(racine, "controler") == 1
    assert _in_clear(racine, "curated") == []
    clear = _in_clear(racine, "rapports")
    assert clear and all(name.startswith("referent-") for name in clear)
    lists = racine / "data/rapports/qualite/listes"
    assert "CANARI-P2" in (lists / "referent-R1.html").read_text() and "ps-" not in (lists / "referent-R1.html").read_text()
    assert "CANARI" not in capsys.readouterr().out


def test_when_the_exports_are_gone_the_lists_say_so(racine):
    _plie(racine, "charger")
    shutil.rmtree(racine / "data/raw/2017-12-31")
    assert _plie(racine, "controler") == 1
    page = (racine / "data/rapports/qualite/listes/referent-R1.html").read_text()
    assert re.search(pseudonymes.MOTIF, page) and "ne peuvent plus être retrouvés" in page
    assert _in_clear(racine, "rapports", "curated") == []


def test_turned_on_later_nothing_in_clear_is_left(racine):
    _ask(racine, False)
    _plie(racine, "charger")
    _plie(racine, "controler")
    assert {"plie.duckdb", "journal.duckdb"} <= set(_in_clear(racine, "curated"))
    _ask(racine)
    assert _plie(racine, "charger") == 0
    assert _in_clear(racine, "curated") == []
    assert _plie(racine, "controler") == 1 and _in_clear(racine, "curated") == []


@pytest.mark.parametrize("wanted", [True, False])
def test_photos_in_clear_never_stand_beside_pseudonyms(racine, wanted, capsys):
    _ask(racine, not wanted)
    _plie(racine, "charger")
    write_photo(racine, "2018-12-31", **EXPORTS)
    _ask(racine, wanted)
    assert _plie(racine, "charger", "2018-12-31") == 2
    assert "31/12/2017" in capsys.readouterr().err
    assert _plie(racine, "charger") == 0


def test_two_numbers_with_one_pseudonym_stop_the_load(racine, monkeypatch, capsys):
    monkeypatch.setattr(pseudonymes, "pseudonyme", lambda *_: "ps-0000000000000000")
    assert _plie(racine, "charger") == 2
    assert "même pseudonyme" in capsys.readouterr().err
    assert not (racine / "data/curated/plie.duckdb").exists()


def test_without_its_key_a_load_changes_nothing(racine, capsys):
    _plie(racine, "charger")
    before = (racine / "data/curated/plie.duckdb").read_bytes()
    (racine / "pseudonymes.cle").unlink()
    assert _plie(racine, "charger", "--relire") == 2
    assert "pseudonymes.cle" in capsys.readouterr().err
    assert (racine / "data/curated/plie.duckdb").read_bytes() == before


def test_the_key_is_not_in_the_base(racine):
    _plie(racine, "charger")
    secret = (racine / "pseudonymes.cle").read_bytes().strip()
    assert not any(secret in path.read_bytes() for path in (racine / "data").rglob("*") if path.is_file())
    with duckdb.connect(str(racine / "data/curated/plie.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(DISTINCT id_dossier) FROM raw.participants").fetchone() == (2,)


def test_a_number_that_lost_its_zeros_finds_its_person_again_behind_pseudonyms(tmp_path, monkeypatch):
    monkeypatch.delenv(pseudonymes.VARIABLE, raising=False)
    participants = "N° dossier;Civilité;Date de naissance;Commune\n00012;Mme;01/02/1980;Dijon\n00013;M.;31/12/1975;Dijon\n"
    parcours = "N° parcours;N° dossier;Code référent;Date d'entrée\nP1;12;R1;10/01/2017\nP2;00013;R1;03/02/2017\n"
    write_photo(tmp_path, participants=participants, parcours=parcours)
    _ask(tmp_path)
    assert _plie(tmp_path, "cle", "creer") == 0 and _plie(tmp_path, "charger") == 0
    with open_database(load_settings(tmp_path)) as con:
        born = con.execute(
            "SELECT i.date_naissance::VARCHAR FROM curated.parcours JOIN curated.participant i USING (id_dossier) ORDER BY date_entree"
        ).fetchall()
    assert born == [("1980-02-01",), ("1975-12-31",)]
