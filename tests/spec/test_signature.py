"""A signed bundle: who signed it is told, and a signature of something else, or by somebody else, is refused."""

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest

from plie_analysis.errors import PlieError
from plie_analysis.scellement import manifeste, signature

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs OpenSSH")
VERSIONS = {"code": "1", "code_sha256": "a", "code_fichiers": {}, "python": "3", "bibliotheques": {}}
JOUR = dt.date(2017, 12, 31)


def _cle(path: Path, kind: str = "ed25519", phrase: str = "", comment: str = "PLIE d'essai") -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", phrase, "-C", comment, "-f", str(path)], check=True)
    return path


@pytest.fixture(scope="module")
def cle(tmp_path_factory) -> Path:
    return _cle(tmp_path_factory.mktemp("cle") / "plie")


@pytest.fixture
def dossier(tmp_path, cle) -> Path:
    folder = tmp_path / "dossier"
    folder.mkdir()
    (folder / "LISEZMOI.md").write_text("lire", encoding="utf-8")
    _sceller(folder)
    signature.signer(folder, cle)
    return folder


def _sceller(folder: Path) -> None:
    manifeste.seal(folder, photo=JOUR, du=JOUR, au=JOUR, versions=VERSIONS, exports=[], scelle_le=dt.datetime(2018, 1, 3))


def _refuse(folder: Path, key: Path) -> str:
    with pytest.raises(PlieError) as refused:
        signature.verifier(folder, key)
    assert refused.value.code == 2 and len(refused.value.message.splitlines()) <= 4
    return refused.value.message.replace("\u00a0", " ")


def test_the_signer_is_named(dossier, cle):
    manifeste.verify(dossier, [])
    listed = subprocess.run(["ssh-keygen", "-l", "-f", f"{cle}.pub"], capture_output=True, text=True).stdout.split()[1]
    assert signature.verifier(dossier, cle.with_suffix(".pub")) == f"PLIE d'essai ({listed})"


def test_a_file_of_allowed_signers_names_them_too(dossier, cle, tmp_path):
    public = cle.with_suffix(".pub").read_text(encoding="utf-8")
    other = _cle(tmp_path / "autre").with_suffix(".pub").read_text(encoding="utf-8")
    (tmp_path / "signataires").write_text(
        f'# connus\nx@ailleurs {other}plie@dijon namespaces="plie-dossier-scelle" {public}', encoding="utf-8"
    )
    assert signature.verifier(dossier, tmp_path / "signataires").startswith("plie@dijon (SHA256:")


def test_openssh_verifies_it_by_hand_as_the_guide_says(dossier, cle, tmp_path):
    (tmp_path / "signataires").write_text("plie " + cle.with_suffix(".pub").read_text(encoding="utf-8"), encoding="utf-8")
    command = ["ssh-keygen", "-Y", "verify", "-f", str(tmp_path / "signataires"), "-I", "plie", "-n", signature.ESPACE]
    command += ["-s", str(dossier / "MANIFESTE.json.sig")]
    assert subprocess.run(command, input=(dossier / "MANIFESTE.json").read_bytes(), capture_output=True).returncode == 0
    assert "ssh-keygen -Y verify -f signataires -I plie -n plie-dossier-scelle -s MANIFESTE.json.sig < MANIFESTE.json" in (
        Path(__file__).parents[2] / "docs" / "evaluateur.md"
    ).read_text(encoding="utf-8")


def test_a_signature_made_by_hand_is_one(dossier, cle):
    (dossier / "MANIFESTE.json.sig").unlink()
    subprocess.run(
        ["ssh-keygen", "-q", "-Y", "sign", "-f", str(cle), "-n", "plie-dossier-scelle", "MANIFESTE.json"],
        cwd=dossier,
        check=True,
        capture_output=True,
    )
    assert signature.verifier(dossier, cle.with_suffix(".pub"))


def _forge(folder: Path, cle: Path) -> None:
    (folder / "LISEZMOI.md").write_text("autre", encoding="utf-8")
    _sceller(folder)


def _by_another(folder: Path, cle: Path) -> None:
    _forge(folder, cle)
    signature.signer(folder, _cle(folder.parent / "faussaire"))


def _for_something_else(folder: Path, cle: Path) -> None:
    (folder / "MANIFESTE.json.sig").unlink()
    subprocess.run(
        ["ssh-keygen", "-q", "-Y", "sign", "-f", str(cle), "-n", "git", "MANIFESTE.json"], cwd=folder, check=True, capture_output=True
    )


@pytest.mark.parametrize(
    ("spoil", "dit"),
    [
        (_forge, "cette signature n'est pas celle de MANIFESTE.json"),
        (_by_another, "signé par une autre clé (SHA256:"),
        (_for_something_else, "cette signature n'est pas celle de MANIFESTE.json"),
        (lambda folder, _: (folder / "MANIFESTE.json.sig").write_text("rien"), "cette signature n'est pas celle"),
        (lambda folder, _: (folder / "MANIFESTE.json.sig").unlink(), "ce dossier n'est pas signé"),
    ],
)
def test_what_is_not_the_signature_of_the_plie_is_refused(dossier, cle, spoil, dit):
    spoil(dossier, cle)
    assert dit in _refuse(dossier, cle.with_suffix(".pub"))


@pytest.mark.parametrize(
    ("text", "dit"), [(None, "n'existe pas"), ("clé\n", "aucune clé publique"), ("ssh-ed25519 AAAA x\n", "aucune clé publique")]
)
def test_a_public_key_that_cannot_be_read_is_told(dossier, tmp_path, text, dit):
    if text is not None:
        (tmp_path / "x.pub").write_text(text, encoding="utf-8")
    assert dit in _refuse(dossier, tmp_path / "x.pub")


def test_a_key_that_cannot_sign_is_told_before_the_work(tmp_path, cle):
    signature.essayer(cle)
    told = []
    for key in (tmp_path / "absente", _cle(tmp_path / "courbe", "ecdsa"), cle.with_name("vide")):
        if key.name == "vide":
            key.write_text("", encoding="utf-8")
        with pytest.raises(PlieError) as refused:
            signature.essayer(key)
        told.append(refused.value.message.replace("\u00a0", " "))
    assert ["n'existe pas" in told[0], "d'un type que plie vérifie" in told[1], "n'a pas pu signer" in told[2]] == [True] * 3
