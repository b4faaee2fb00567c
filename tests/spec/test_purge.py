"""The retention rule: old photos leave everything, the others stay as they were, all or nothing."""

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from plie_analysis import curate
from plie_analysis.cli import run
from plie_analysis.errors import PlieError
from plie_analysis.ingest import load_photos, purge
from plie_analysis.settings import load_settings
from tests.exports import CHARGE_LE, PARCOURS, PARTICIPANTS, rows, write_photo

OLD, KEPT = "2016-12-31", "2017-12-31"
AVANT = dt.date(2017, 12, 31)


def _load(racine: Path) -> Path:
    """Two photos loaded with their copies; a person is only in the old one, which also has a reject."""
    write_photo(
        racine,
        OLD,
        participants=PARTICIPANTS.replace("D2;", "ANCIEN-999;"),
        parcours=PARCOURS.replace(";D2;", ";ANCIEN-999;") + "P3;PERSONNE;R1;01/01/2016;;\n",
    )
    write_photo(racine, KEPT)
    load_photos(load_settings(racine), charge_le=CHARGE_LE, curate=curate.build, export=curate.write_parquet)
    with duckdb.connect(str(racine / "data/curated/journal.duckdb")) as con:
        con.execute("CREATE TABLE constat (photo DATE, cle VARCHAR)")
        con.execute(f"INSERT INTO constat VALUES (DATE '{OLD}', 'ANCIEN-999'), (DATE '{KEPT}', 'D1')")
    return racine


@pytest.fixture
def racine(tmp_path) -> Path:
    """A working folder with two photos."""
    return _load(tmp_path)


def _state(racine: Path) -> dict[str, bytes]:
    """Every file of the folder but the lock."""
    return {p.relative_to(racine).as_posix(): p.read_bytes() for p in sorted(racine.rglob("*")) if p.is_file() and p.name != ".verrou"}


def _purge(racine: Path, **options) -> None:
    settings = load_settings(racine)
    purge.purger(settings, purge.examiner(settings, AVANT), export=curate.write_parquet, **options)


def test_what_would_go_is_told_and_nothing_changes(racine):
    before = _state(racine)
    found = purge.examiner(load_settings(racine), AVANT)
    old, kept = (dt.date(2016, 12, 31),), (dt.date(2017, 12, 31),)
    assert (found.dossiers, found.photos, found.dossiers_gardes, found.photos_gardees) == (old, old, kept, kept)
    assert found.rejets == (f"rejets-{OLD}.csv",)
    assert _state(racine) == before


def test_the_old_photo_leaves_everything_and_the_other_stays(racine):
    with duckdb.connect(str(racine / "data/curated/plie.duckdb"), read_only=True) as con:
        kept = {t.nom: con.execute(f"FROM curated.{t.nom} WHERE photo = DATE '{KEPT}' ORDER BY ALL").fetchall() for t in curate.tables()}
    assert "ANCIEN-999" in str(_state(racine)["data/curated/plie.duckdb"])
    _purge(racine)
    left = _state(racine)
    assert [name for name, content in left.items() if b"ANCIEN-999" in content or OLD in name] == []
    with duckdb.connect(str(racine / "data/curated/plie.duckdb"), read_only=True) as con:
        assert {t.nom: con.execute(f"FROM curated.{t.nom} ORDER BY ALL").fetchall() for t in curate.tables()} == kept
        assert con.execute("SELECT DISTINCT photo FROM journal.chargement").fetchall() == [(dt.date(2017, 12, 31),)]
        assert len(rows(con, "parcours", "id_parcours")) == 2
        assert con.execute("SELECT count(*) FROM ref.motif_sortie").fetchone()[0] > 5
    with duckdb.connect(str(racine / "data/curated/journal.duckdb"), read_only=True) as con:
        assert con.execute("SELECT cle FROM constat").fetchall() == [("D1",)]
    with duckdb.connect() as con:
        assert con.execute(f"SELECT DISTINCT photo FROM read_parquet('{racine}/data/curated/parcours.parquet')").fetchall() == [
            (dt.date(2017, 12, 31),)
        ]
    # The database that was rebuilt is one that a load completes.
    assert not load_photos(load_settings(racine), charge_le=CHARGE_LE, curate=curate.build).est_change


def test_the_words_of_the_team_stay_those_of_the_months_of_an_old_photo_too(racine):
    words = load_settings(racine).commentaire("lettre", OLD[:7])
    words.parent.mkdir()
    words.write_text("Un hiver calme.", encoding="utf-8")
    _purge(racine)
    assert words.read_text(encoding="utf-8") == "Un hiver calme."


def test_a_purge_that_fails_leaves_everything(racine, monkeypatch):
    before = _state(racine)

    def broken(_settings, _atelier):
        raise PlieError("la base ne peut pas être remplacée")

    monkeypatch.setattr(purge, "_swap", broken)
    with pytest.raises(PlieError, match="ne peut pas être remplacée"):
        _purge(racine)
    assert _state(racine) == before
    assert not (racine / "data/raw/.purge").exists() and not (racine / "data/curated/.chargement").exists()


@pytest.mark.parametrize("stop", ["_swap", "_forget"])
def test_a_purge_that_was_killed_is_done_by_the_next_one(racine, monkeypatch, stop):
    class Killed(BaseException):
        """The process ends there: nothing is tidied."""

    def kill(*_):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(purge, stop, kill)
        patch.setattr(purge.reprise, "put_back", lambda raw: None)
        with pytest.raises(Killed):
            _purge(racine)
    assert (racine / "data/raw/.purge" / OLD).is_dir()
    _purge(racine)
    assert [name for name, content in _state(racine).items() if b"ANCIEN-999" in content or OLD in name] == []


def test_confirmation_is_asked_in_french(racine, capsys, monkeypatch):
    import io

    before = _state(racine)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"non\n")))
    assert run(["purger", "--avant", KEPT, "--racine", str(racine)]) == 2
    told = capsys.readouterr()
    assert "31/12/2016" in told.out and "Gardé" in told.out and "rien n'a été retiré" in told.err
    assert _state(racine) == before
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Oui\n")))
    assert run(["purger", "--avant", KEPT, "--racine", str(racine)]) == 0
    assert f"rejets-{OLD}.csv" not in "".join(_state(racine))


def test_nothing_older_is_said(racine, capsys):
    before = _state(racine)
    assert run(["purger", "--avant", "2016-12-31", "--racine", str(racine)]) == 0
    assert "Rien à retirer" in capsys.readouterr().out
    assert _state(racine) == before


def test_every_photo_may_go(racine, capsys):
    assert run(["purger", "--avant", "2018-06-01", "--oui", "--racine", str(racine)]) == 0
    assert "n'aura plus aucune photo" in capsys.readouterr().out
    assert run(["indicateurs", "entrees", "--du", "2017-01-01", "--au", "2017-12-31", "--racine", str(racine)]) == 2
    assert "aucune photo" in capsys.readouterr().err


def test_an_empty_folder_has_nothing_to_purge(tmp_path, capsys):
    assert run(["purger", "--avant", "2018-06-01", "--racine", str(tmp_path)]) == 0
    assert "Rien à retirer" in capsys.readouterr().out
    assert run(["purger", "--avant", "hier", "--racine", str(tmp_path)]) == 2
