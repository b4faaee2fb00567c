"""The seal alone: each thing that may have happened to a bundle since it was sealed is told, before anything else is read."""

import datetime as dt
import json
import os

import pytest

from plie_analysis.errors import PlieError
from plie_analysis.scellement import manifeste

JOUR = dt.date(2017, 12, 31)
VERSIONS = {"code": "1", "code_sha256": "a", "code_fichiers": {}, "python": "3", "bibliotheques": {}}


@pytest.fixture
def dossier(tmp_path):
    folder = tmp_path / "dossier"
    (folder / "donnees").mkdir(parents=True)
    (folder / "donnees" / "parcours.parquet").write_bytes(b"parcours")
    (folder / "LISEZMOI.md").write_bytes(b"lire")
    _seal(folder)
    return folder


def _seal(folder) -> str:
    scelle_le = dt.datetime(2018, 1, 3)
    return manifeste.seal(folder, photo=JOUR, du=JOUR, au=JOUR, versions=VERSIONS, exports=[], scelle_le=scelle_le)


def _change_manifest(folder, **changed):
    """A manifest that was rewritten, with its own print."""
    path = folder / manifeste.MANIFESTE
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changed}), encoding="utf-8")
    (folder / manifeste.EMPREINTE).write_text(f"{manifeste.sha256(path)}  {manifeste.MANIFESTE}\n", encoding="utf-8")


def _link_manifest(folder):
    path = folder / manifeste.MANIFESTE
    path.rename(folder.parent / "ailleurs.json")
    path.symlink_to(folder.parent / "ailleurs.json")


def test_un_dossier_intact(dossier):
    told = manifeste.verify(dossier, ["donnees/parcours.parquet"])
    assert set(told.fichiers) == {"donnees/parcours.parquet", "LISEZMOI.md"}
    assert told.empreinte == manifeste.sha256(dossier / manifeste.MANIFESTE)


@pytest.mark.parametrize(
    ("trouble", "dit"),
    [
        (lambda d: (d / "LISEZMOI.md").unlink(), "LISEZMOI.md : ce fichier manque"),
        (lambda d: (d / "autre.csv").write_bytes(b""), "autre.csv : ce fichier n'est pas de ceux"),
        (lambda d: (d / ".DS_Store").write_bytes(b"x"), ".DS_Store : laissé dans le dossier par un explorateur de fichiers"),
        (lambda d: (d / "donnees" / "._parcours.parquet").write_bytes(b"x"), "donnees/._parcours.parquet : laissé dans"),
        (
            lambda d: [(d / n).write_bytes(b"") for n in ("Thumbs.db", "Desktop.ini", ".directory")],
            ".directory, Desktop.ini, Thumbs.db : laissé",
        ),
        (lambda d: [(d / n).write_bytes(b"") for n in ("Thumbs.db", "zoo.csv")], "zoo.csv : ce fichier n'est pas de ceux"),
        (lambda d: os.mkfifo(d / "tuyau"), "tuyau : ce n'est ni un fichier"),
        (lambda d: (d / "LISEZMOI.md").write_bytes(b"lir"), "tronqué (3 octets au lieu de 4)"),
        (lambda d: (d / "LISEZMOI.md").write_bytes(b"lirE"), "LISEZMOI.md : ce fichier a été modifié"),
        (lambda d: (d / "LISEZMOI.md").write_bytes(b"lire!"), "LISEZMOI.md : ce fichier a été modifié"),
        (lambda d: (d / "lien").symlink_to(d / "LISEZMOI.md"), "lien : un lien n'a pas sa place"),
        (lambda d: (d / manifeste.EMPREINTE).unlink(), "MANIFESTE.sha256 : ce fichier manque"),
        (_link_manifest, "MANIFESTE.json : ce fichier manque"),
        (lambda d: (d / manifeste.EMPREINTE).write_text("0" * 64), "MANIFESTE.json : ce fichier, ou MANIFESTE.sha256"),
        (lambda d: _change_manifest(d, format=1), "ce dossier est au format 1"),
        (lambda d: _change_manifest(d, photo="hier"), "n'est pas un manifeste"),
        (lambda d: ((d / "donnees" / "parcours.parquet").unlink(), _seal(d)), "parcours.parquet : cette table manque"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_ce_qui_est_arrive_a_un_dossier_est_dit(dossier, trouble, dit):
    trouble(dossier)
    with pytest.raises(PlieError) as refused:
        manifeste.verify(dossier, ["donnees/parcours.parquet"])
    assert dit in refused.value.message.replace("\u00a0", " ")


def test_l_empreinte_recue_par_un_autre_moyen(dossier):
    own = manifeste.sha256(dossier / manifeste.MANIFESTE)
    assert manifeste.verify(dossier, [], f" {own.upper()}\n").empreinte == own
    with pytest.raises(PlieError, match="n'est pas celle que vous avez donnée"):
        manifeste.verify(dossier, [], "0" * 64)
