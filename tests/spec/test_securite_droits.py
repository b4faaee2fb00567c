"""Who may read data: its owner alone, whatever the mask of the process; the group, for the pages, when plie.toml says so."""

import os
import stat
from pathlib import Path

import pytest

from plie_analysis.cli import run
from tests.exports import write_photo

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the rights of Windows are those of the folder")
EXPORTS = {"referents": "Code référent;Structure porteuse;ETP\nR1;Mairie;1\n"}


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=["masque 000", "masque 022", "masque 077"])
def masque(request):
    """The mask under which the command is called."""
    former = os.umask(request.param)
    yield request.param
    os.umask(former)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _open_to_others(*tops: Path) -> dict[str, str]:
    """Everything under these folders that somebody else may read, enter or write."""
    found = [path for top in tops for path in (top, *top.rglob("*"))]
    assert found
    return {str(path): oct(_mode(path)) for path in found if _mode(path) & 0o077}


def _plie(racine: Path, *arguments: str, code: int = 0) -> None:
    assert run([*arguments, "--racine", str(racine)]) == code


def test_every_command_that_writes_keeps_data_to_its_owner(tmp_path, masque, capsys):
    racine = tmp_path / "plie"
    racine.mkdir()
    data = racine / "data"
    _plie(racine, "synthese")
    assert not _open_to_others(data)
    _plie(racine, "charger")
    assert (data / "curated/plie.duckdb").is_file() and not _open_to_others(data)
    assert run(["controler", "--racine", str(racine)]) in (0, 1)
    assert (data / "curated/journal.duckdb").is_file() and (data / "rapports/qualite/listes").is_dir()
    assert not _open_to_others(data)
    _plie(racine, "purger", "--avant", "2018-01-01", "--oui")
    assert not _open_to_others(data)
    assert os.umask(masque) == masque, "the mask of the process is given back"


@pytest.mark.lourd
@pytest.mark.parametrize("diffusion", ["interne", "partenaires"])
def test_a_report_and_a_bundle_are_the_owner_s(tmp_path, diffusion):
    former = os.umask(0)
    try:
        racine = tmp_path / "plie"
        racine.mkdir()
        _plie(racine, "synthese")
        _plie(racine, "charger")
        _plie(racine, "rapport", "lettre", "--mois", "2017-09", "--forcer", "--diffusion", diffusion)
        if diffusion == "interne":
            _plie(racine, "sceller", str(tmp_path / "scelle"), "--sans-carnets")
            assert not _open_to_others(tmp_path / "scelle")
        assert not _open_to_others(racine / "data")
    finally:
        os.umask(former)


def test_pages_are_for_the_group_when_plie_toml_says_so(tmp_path, capsys):
    write_photo(tmp_path, **EXPORTS)
    (tmp_path / "plie.toml").write_text('[securite]\npages = "groupe"\n')
    _plie(tmp_path, "charger")
    run(["controler", "--racine", str(tmp_path)])
    rapports = tmp_path / "data/rapports"
    assert _mode(rapports) == _mode(rapports / "qualite") == 0o750
    assert _mode(rapports / "qualite/index.html") == 0o640
    assert _mode(tmp_path / "data") & stat.S_IXGRP, "the group must get there"
    assert _mode(rapports / "qualite/listes") == 0o700, "a list is for one référent"
    assert not _open_to_others(tmp_path / "data/curated", rapports / "qualite/listes")
    (tmp_path / "plie.toml").unlink()
    _plie(tmp_path, "charger")
    assert not _open_to_others(rapports)


def test_what_was_open_is_closed_and_said_once(tmp_path, capsys):
    write_photo(tmp_path)
    _plie(tmp_path, "charger")
    curated = tmp_path / "data/curated"
    curated.chmod(0o755)
    (curated / "plie.duckdb").chmod(0o644)
    capsys.readouterr()
    _plie(tmp_path, "charger")
    told = capsys.readouterr().err.replace("\u00a0", " ")
    assert "2 fichiers ou dossiers de data/ pouvaient être lus par d'autres comptes" in told
    assert not _open_to_others(curated)
    _plie(tmp_path, "charger")
    assert "autres comptes" not in capsys.readouterr().err


def test_the_exports_of_somebody_else_keep_their_rights(tmp_path):
    folder = write_photo(tmp_path)
    folder.chmod(0o755)
    _plie(tmp_path, "charger")
    assert _mode(folder) == 0o755


def test_a_link_is_not_followed(tmp_path):
    write_photo(tmp_path)
    _plie(tmp_path, "charger")
    outside = tmp_path / "ailleurs.txt"
    outside.write_text("x")
    outside.chmod(0o644)
    (tmp_path / "data/curated/lien.txt").symlink_to(outside)
    _plie(tmp_path, "charger")
    assert _mode(outside) == 0o644
