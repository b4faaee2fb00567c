"""The base encrypted at rest: nothing readable under data/curated, everything works on it, keys are checked and changed whole."""

import os
import re
import stat
from pathlib import Path

import duckdb
import pytest

from plie_analysis import chiffrement
from plie_analysis.atelier import ouvrir
from plie_analysis.cli import run
from plie_analysis.database import open_database
from plie_analysis.errors import PlieError
from plie_analysis.ingest import coffre
from plie_analysis.settings import load_settings
from tests.exports import ETAPES, PARCOURS, PARTICIPANTS, write_photo

CANARI = "CANARI-7391"
PHOTO = {
    "participants": PARTICIPANTS.replace("D1;", f"{CANARI}-D;") + f"{CANARI}-D;M.;X;01/01/1970;21000;Dijon;;V\n",
    "parcours": PARCOURS.replace("P1;D1;", f"{CANARI}-P;{CANARI}-D;") + f"P9;{CANARI}-INCONNU;R1;01/01/2017;;\n",
    "etapes": ETAPES.replace(";P1;", f";{CANARI}-P;").replace("CDDI", f"{CANARI}-OPERATION"),
    "freins": f"N° parcours;Famille de frein;Intensité;Date d'évaluation\n{CANARI}-P;Mobilité;2;10/02/2017\n",
}  # fmt: skip


def _plie(racine: Path, *arguments: str) -> int:
    return run([*arguments, "--racine", str(racine)])


def _ask(racine: Path, text: str = "chiffrement = true\n") -> None:
    (racine / "plie.toml").write_text(f"[securite]\n{text}")


def _readable(racine: Path) -> list[str]:
    """Files of data/curated where the canary is in plain text, whatever the width of its letters."""
    forms = [CANARI.encode(), CANARI.encode("utf-16-le")]
    files = [path for path in (racine / "data/curated").rglob("*") if path.is_file()]
    assert len(files) > 10
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


@pytest.fixture
def racine(tmp_path, monkeypatch) -> Path:
    """A working folder with a canary in its keys, its values and its rejects; encryption asked for."""
    monkeypatch.delenv(chiffrement.VARIABLE, raising=False)
    write_photo(tmp_path, **PHOTO)
    _ask(tmp_path)
    assert _plie(tmp_path, "cle", "creer") == 0
    return tmp_path


def test_without_encryption_the_canary_is_seen_and_only_by_its_owner(tmp_path):
    write_photo(tmp_path, **PHOTO)
    assert _plie(tmp_path, "charger") == 0
    seen = _readable(tmp_path)
    assert "plie.duckdb" in seen and "rejets-2017-12-31.csv" in seen
    assert os.name == "nt" or not any((tmp_path / "data/curated" / name).stat().st_mode & 0o077 for name in seen)


def test_nothing_readable_is_left_and_every_command_works(racine, capsys):
    assert _plie(racine, "charger") == 0
    assert _readable(racine) == []
    assert _plie(racine, "controler") in (0, 1)
    assert _plie(racine, "charger", "--relire") == 0
    assert (racine / "data/curated/journal.duckdb").is_file() and _readable(racine) == []
    capsys.readouterr()
    assert _plie(racine, "indicateurs", "entrees", "--du", "2017-01-01", "--au", "2017-12-31", "--format", "csv") == 0
    assert "entrees,2,,,parcours" in capsys.readouterr().out
    assert _plie(racine, "rapport", "lettre", "--mois", "2017-09", "--forcer") == 0
    assert all(chiffrement.est_chiffre(path) for path in coffre.fichiers(load_settings(racine)))
    assert len(coffre.fichiers(load_settings(racine))) == 18
    assert _readable(racine) == []


def test_the_door_of_the_notebooks_opens_it(racine):
    _plie(racine, "charger")
    plie = ouvrir(racine)
    assert (
        f"{CANARI}-P" in str(plie.table("parcours")._repr_html_())
        and "2" in plie.sql("SELECT count(*) FROM curated.parcours")._repr_html_()
    )
    assert plie.con.execute("SELECT count(*) FROM raw.participants").fetchone() == (3,)
    path = racine / "data/curated/parcours.parquet"
    assert plie.con.execute(f"SELECT count(*) FROM read_parquet('{path}', encryption_config = {{footer_key: 'plie'}})").fetchone() == (2,)
    secret = (racine / "plie.cle").read_text().strip()
    told = str(plie.con.execute("FROM duckdb_databases()").fetchall() + plie.con.execute("FROM duckdb_settings()").fetchall())
    key = chiffrement.Cle(secret)
    assert not any(text in told for text in (secret, key.base, key.parquet))
    plie.con.close()


def test_a_second_photo_and_a_purge_stay_encrypted(racine):
    _plie(racine, "charger")
    write_photo(racine, "2018-12-31")
    assert _plie(racine, "charger", "2018-12-31") == 0
    with open_database(load_settings(racine)) as con:
        assert con.execute("SELECT count(DISTINCT photo) FROM raw.fichier").fetchone() == (2,)
    assert _plie(racine, "purger", "--avant", "2018-01-01", "--oui") == 0
    assert _readable(racine) == [] and all(chiffrement.est_chiffre(path) for path in coffre.fichiers(load_settings(racine)))


@pytest.mark.lourd
def test_a_bundle_is_in_clear_and_can_be_computed_again_without_the_key(tmp_path, monkeypatch):
    racine = tmp_path / "plie"
    racine.mkdir()
    _plie(racine, "synthese")
    _ask(racine)
    _plie(racine, "cle", "creer")
    assert _plie(racine, "charger") == 0
    assert _plie(racine, "sceller", str(tmp_path / "scelle"), "--sans-carnets") == 0
    (racine / "plie.cle").unlink()
    assert run(["reproduire", str(tmp_path / "scelle")]) == 0


def test_turned_on_later_it_covers_what_is_there(racine, capsys):
    _ask(racine, "chiffrement = false\n")
    _plie(racine, "charger")
    _plie(racine, "controler")
    assert _readable(racine)
    _ask(racine)
    capsys.readouterr()
    assert _plie(racine, "charger") == 0
    assert "chiffrés, comme plie.toml le demande" in capsys.readouterr().err
    assert _readable(racine) == []
    _ask(racine, "chiffrement = false\n")
    assert _plie(racine, "indicateurs", "entrees", "--du", "2017-01-01", "--au", "2017-12-31") == 2
    assert "plie cle retirer" in capsys.readouterr().err
    assert _plie(racine, "cle", "retirer") == 0
    assert _plie(racine, "indicateurs", "entrees", "--du", "2017-01-01", "--au", "2017-12-31") == 0


def _state(racine: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in racine.rglob("*") if path.is_file() and path.name != ".verrou"}


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda racine: (racine / "plie.cle").unlink(), "La clé est introuvable"),
        (lambda racine: (racine / "plie.cle").write_text("x" * 40), "La clé n'est pas celle de plie.duckdb"),
        (lambda racine: (racine / "plie.cle").write_text("court"), "trop courte : 5 caractères"),
        pytest.param(lambda racine: (racine / "plie.cle").chmod(0o640), "peut être lue par d'autres comptes", marks=pytest.mark.skipif(os.name == "nt", reason="rights")),
        (lambda racine: _ask(racine, 'chiffrement = true\ncle = "data/curated/plie.cle"\n'), "ne peut pas être dans data/"),
    ],
    ids=["absente", "fausse", "courte", "lisible", "dans data"],
)  # fmt: skip
@pytest.mark.parametrize(
    "command", [["charger", "--relire"], ["indicateurs", "entrees", "--du", "2017-01-01", "--au", "2017-12-31"]], ids=lambda c: c[0]
)
def test_a_key_that_does_not_do_is_told_and_nothing_changes(racine, spoil, expected, command, capsys):
    _plie(racine, "charger")
    spoil(racine)
    before = _state(racine)
    capsys.readouterr()
    assert _plie(racine, *command) == 2
    told = capsys.readouterr().err.replace("\u00a0", " ")
    assert expected in told and len(told.strip().splitlines()) <= 4
    assert _state(racine) == before


def test_the_key_may_come_from_the_environment(racine, monkeypatch, capsys):
    (racine / "plie.cle").unlink()
    monkeypatch.setenv(chiffrement.VARIABLE, "une phrase de passe assez longue pour servir")
    assert _plie(racine, "charger") == 0 and _readable(racine) == []
    assert _plie(racine, "cle", "tourner") == 2
    assert "PLIE_CLE_NOUVELLE" in capsys.readouterr().err
    monkeypatch.setenv("PLIE_CLE_NOUVELLE", "une autre phrase de passe, plus longue encore")
    assert _plie(racine, "cle", "tourner") == 0
    assert _plie(racine, "controler") == 2
    monkeypatch.setenv(chiffrement.VARIABLE, "une autre phrase de passe, plus longue encore")
    assert _plie(racine, "controler") in (0, 1)


def test_a_key_is_never_written_over(racine, capsys):
    before = (racine / "plie.cle").read_text()
    assert _plie(racine, "cle", "creer") == 2
    assert "existent déjà" in capsys.readouterr().err
    assert (racine / "plie.cle").read_text() == before
    assert os.name == "nt" or stat.S_IMODE((racine / "plie.cle").stat().st_mode) == 0o600
    assert "PLIE_CLE" not in before and re.fullmatch(r"[A-Za-z0-9_-]{43}\n", before)


def test_rotation_changes_everything_or_nothing(racine, monkeypatch):
    _plie(racine, "charger")
    _plie(racine, "controler")
    old = chiffrement.Cle((racine / "plie.cle").read_text().strip())
    before = _state(racine)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(coffre, "_to_disk", full)
        assert _plie(racine, "cle", "tourner") == 2
    assert _state(racine) == before
    assert _plie(racine, "cle", "tourner") == 0
    new = chiffrement.Cle((racine / "plie.cle").read_text().strip())
    assert new.secret != old.secret
    for path in coffre.fichiers(load_settings(racine)):
        if ".duckdb" in path.suffixes:
            with duckdb.connect() as con:
                con.execute(f"ATTACH '{path}' AS nouvelle (READ_ONLY, ENCRYPTION_KEY '{new.base}')")
            with duckdb.connect() as con, pytest.raises(duckdb.InvalidInputException):
                con.execute(f"ATTACH '{path}' AS ancienne (READ_ONLY, ENCRYPTION_KEY '{old.base}')")
        else:
            with duckdb.connect() as con:
                con.execute(f"PRAGMA add_parquet_key('k', '{new.parquet}')")
                con.execute(f"SELECT count(*) FROM read_parquet('{path}', encryption_config = {{footer_key: 'k'}})")
    assert _plie(racine, "controler") in (0, 1) and _readable(racine) == []


@pytest.mark.parametrize("rank", (0, 7, 15))
def test_a_rotation_killed_while_files_take_their_places_is_finished(racine, monkeypatch, rank):
    class Killed(BaseException):
        """The process ends there."""

    _plie(racine, "charger")
    _plie(racine, "controler")
    done, replace = [], os.replace

    def kill(source, target):
        if Path(source).parent.name == coffre.PRETE or str(source).endswith(coffre.NOUVELLE):
            done.append(source)
            if len(done) > rank:
                raise Killed
        replace(source, target)

    settings = load_settings(racine)
    old = chiffrement.cle(settings)
    with monkeypatch.context() as patch:
        patch.setattr(coffre.os, "replace", kill)
        with pytest.raises(Killed):
            coffre.tourner(settings, old, chiffrement.nouvelle(), garder=True)
    assert _plie(racine, "charger") == 0
    assert chiffrement.cle(settings) != old
    assert not list((racine / "data/curated").glob(".rotation*")) and not list(racine.glob("*.nouvelle"))
    assert _plie(racine, "indicateurs", "entrees", "--du", "2017-01-01", "--au", "2017-12-31") == 0


def test_an_engine_without_its_module_says_what_to_install(racine, monkeypatch):
    monkeypatch.setattr(chiffrement.importlib.util, "find_spec", lambda _name: None)
    with duckdb.connect() as con, pytest.raises(PlieError, match="duckdb-extension-httpfs"):
        chiffrement.ouvrir_coffre(con)
