"""Each state of a DuckDB file has its own true sentence, and an advice that loses nothing."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from plie_analysis import database, secours
from plie_analysis.errors import PlieError
from plie_analysis.ouverture import trouble_of_engine
from tests.arret import ICI, nobody

FICHIERS = {"plie.duckdb": "plie charger", "journal.duckdb": "journal.duckdb.abime", "executions.duckdb": "executions.duckdb.abime"}


@pytest.fixture(params=FICHIERS)
def fichier(tmp_path, request):
    """A DuckDB file of some blocks, under each name that the workbench knows."""
    path = tmp_path / request.param
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE t AS SELECT range AS a, 'texte ' || range AS b FROM range(100000)")
    return path


def said(path: Path, *, read_only: bool) -> str:
    """What is told to whoever opens the file, or reads it whole."""
    with pytest.raises(PlieError) as refused, contextlib.closing(database.connect(path, read_only=read_only)) as con:
        try:
            con.execute("SELECT max(b), sum(a) FROM t").fetchall()
        except duckdb.Error as error:
            raise PlieError(trouble_of_engine(error)) from error
    text = refused.value.message.replace("\u00a0", " ")
    assert len(text.splitlines()) <= 4 and "uppri" not in text.replace("Ne la supprimez pas", "").replace(
        "Ne le supprimez pas", ""
    ).replace("ne supprimez rien", "")
    return text


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("part", [0.0, 0.00001, 0.003, 0.006, 0.01, 0.3, 0.9999])
def test_a_truncated_file_is_damaged(fichier, part, read_only):
    os.truncate(fichier, int(fichier.stat().st_size * part))
    before = fichier.read_bytes()
    text = said(fichier, read_only=read_only)
    assert "abîmé" in text and "renommez" in text and "autre programme" not in text and FICHIERS[fichier.name] in text
    assert fichier.read_bytes() == before


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("place", [9, 60, 5000, 8200, 12300, -100, 0.5])
def test_a_flipped_byte_is_damaged(fichier, place, read_only):
    content = bytearray(fichier.read_bytes())
    content[int(len(content) * place) if isinstance(place, float) else place] ^= 0xFF
    fichier.write_bytes(content)
    text = said(fichier, read_only=read_only)
    assert "abîmé" in text and "renommez" in text and "autre programme" not in text


def test_a_text_in_its_place(fichier):
    fichier.write_text("locked, version, permission denied\n" * 500)
    assert "ce n'est pas (ou plus) une base DuckDB" in said(fichier, read_only=True)


def test_an_empty_file(fichier):
    fichier.write_bytes(b"")
    assert "abîmé" in said(fichier, read_only=True)


def test_a_folder_in_its_place(fichier):
    fichier.unlink()
    fichier.mkdir()
    for read_only in (True, False):
        assert "c'est un dossier" in said(fichier, read_only=read_only)


def test_another_format(fichier):
    content = bytearray(fichier.read_bytes())
    content[12:20] = (99).to_bytes(8, "little")
    fichier.write_bytes(content)
    text = said(fichier, read_only=True)
    assert "autre format (99)" in text and duckdb.__version__ in text and "renommez" in text


@pytest.mark.skipif(os.name == "nt", reason="locks of POSIX")
def test_a_file_held_by_another_program(fichier):
    code = f"import duckdb\ncon = duckdb.connect({str(fichier)!r})\nprint('tenu', flush=True)\ninput()"
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "tenu\n"
    try:
        for read_only in (True, False):
            text = said(fichier, read_only=read_only)
            assert f"processus {process.pid}" in text and "Attendez" in text and "abîmé" not in text and "renommez" not in text
    finally:
        process.communicate("\n", timeout=30)
    database.connect(fichier, read_only=True).close()


def in_other_account(path: Path, *, read_only: bool) -> str:
    """What an account without rights is told. The folders above are opened to it."""
    for folder in path.parents:
        if folder.owner() != "root" or str(folder).startswith("/tmp/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    code = f"import sys\nsys.path.insert(0, {str(ICI)!r})\nfrom pathlib import Path\nfrom plie_analysis import database\nfrom plie_analysis.errors import PlieError\ntry:\n    database.connect(Path({str(path)!r}), read_only={read_only})\nexcept PlieError as error:\n    print(error.message)\n"
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            timeout=60,
            cwd="/",
            env={**os.environ, "HOME": "/nonexistent"},
            **nobody(),
        )
    except PermissionError:
        pytest.skip("this account may not run as another, nor the other run this interpreter")
    if "Permission" in done.stderr or "No module" in done.stderr:
        pytest.skip("the other account may not read this interpreter or this code")
    assert not done.stderr, done.stderr
    return done.stdout.replace("\u00a0", " ")


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
@pytest.mark.parametrize(
    ("mode", "read_only", "expected"), [(0o000, True, "de lire ce fichier"), (0o444, False, "d'écrire dans ce fichier")]
)
def test_a_file_without_the_right_to_open_it(fichier, mode, read_only, expected):
    fichier.chmod(mode)
    text = in_other_account(fichier, read_only=read_only)
    assert expected in text and "intact" in text and "abîmé" not in text and "renommez" not in text


@pytest.fixture
def petit_disque(tmp_path):
    """A disk of 24 megabytes."""
    folder = tmp_path / "disque"
    folder.mkdir()
    if (
        shutil.which("mount") is None
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], capture_output=True).returncode
    ):
        pytest.skip("mounting a small disk is not permitted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def remplir(folder: Path) -> Path:
    """Take all the room that is left."""
    path = folder / "bourrage"
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as stream:
        while stream.write(b"x" * 4096):
            pass
    return path


def test_a_full_disk_when_writing(petit_disque):
    """Whatever class the engine gives the error: inside a query, at the commit, at the checkpoint."""
    with contextlib.closing(database.connect(petit_disque / "journal.duckdb")) as con:
        con.execute("CREATE TABLE t (a DOUBLE)")
        remplir(petit_disque)
        with pytest.raises(duckdb.Error) as full:
            con.execute("BEGIN")
            con.execute("INSERT INTO t SELECT random() FROM range(2000000)")
            con.execute("COMMIT")
        assert "disque est plein" in trouble_of_engine(full.value)


def test_a_full_disk_when_opening(petit_disque):
    remplir(petit_disque)
    text = said(petit_disque / "executions.duckdb", read_only=False)
    assert "disque est plein" in text and "abîmé" not in text


def test_a_load_on_a_full_disk_keeps_the_base(petit_disque):
    from tests.exports import load, write_photo

    write_photo(petit_disque)
    load(petit_disque)
    base = petit_disque / "data" / "curated" / "plie.duckdb"
    before = base.read_bytes()
    room = remplir(petit_disque)
    with pytest.raises((PlieError, OSError)) as full:
        load(petit_disque, relire=True)
    assert "plein" in str(full.value) or "space" in str(full.value)
    assert base.read_bytes() == before
    room.unlink()
    load(petit_disque, relire=True)


def test_the_spare_copy_of_a_journal_brings_it_back(fichier):
    secours.garder(fichier)
    with duckdb.connect(str(fichier)) as con:
        con.execute("DELETE FROM t")
    os.truncate(fichier, 5000)
    assert f"copiez {fichier.name}.secours" in said(fichier, read_only=True)
    with pytest.raises(PlieError):
        secours.garder(fichier)
    shutil.copyfile(secours.copie(fichier), fichier)
    with contextlib.closing(database.connect(fichier, read_only=True)) as con:
        assert con.execute("SELECT count(*) FROM t").fetchone() == (100000,)


def test_a_journal_damaged_inside_does_not_replace_its_spare_copy(fichier):
    secours.garder(fichier)
    kept = secours.copie(fichier).read_bytes()
    content = bytearray(fichier.read_bytes())
    content[len(content) // 2] ^= 0xFF
    fichier.write_bytes(content)
    with pytest.raises(PlieError):
        secours.garder(fichier)
    assert secours.copie(fichier).read_bytes() == kept
