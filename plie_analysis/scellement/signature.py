"""A bundle signed: an OpenSSH signature of its manifest, made by ``ssh-keygen`` and verified here or by ``ssh-keygen``.

The private key never enters this process: passphrase, agent and hardware keys are the business of ``ssh-keygen``.
"""

import shutil
import subprocess
from pathlib import Path

from ..errors import PlieError
from .manifeste import MANIFESTE, SIGNATURE

# What these signatures are for: one made for anything else by the same key is refused.
ESPACE = "plie-dossier-scelle"
TYPES = ("ssh-ed25519", "ssh-rsa")


def essayer(cle: Path) -> None:
    """Sign nothing with a key, before the long work. Raises ``PlieError`` when this key cannot sign what we can verify."""
    import sshsig

    if not cle.is_file():
        raise PlieError(
            f"La clé «\u00a0{cle}\u00a0» n'existe pas.\nDonnez à --signer le fichier d'une clé OpenSSH, faite par «\u00a0ssh-keygen -t ed25519\u00a0»."
        )
    try:
        sshsig.check_signature(b"", _keygen(cle, ["-q"], b""), ESPACE)
    except (NotImplementedError, sshsig.InvalidSignature) as error:
        raise PlieError(
            f"La clé «\u00a0{cle.name}\u00a0» n'est pas d'un type que plie vérifie.\nFaites-en une avec «\u00a0ssh-keygen -t ed25519\u00a0»."
        ) from error


def signer(folder: Path, cle: Path) -> str:
    """Sign the manifest of a folder; the print of the public key, as ``ssh-keygen -l`` shows it."""
    import sshsig

    content = (folder / MANIFESTE).read_bytes()
    armored = _keygen(cle, ["-q"], content)
    (folder / SIGNATURE).write_bytes(armored)
    return sshsig.check_signature(content, armored, ESPACE).sha256_str()


def verifier(folder: Path, signataire: Path) -> str:
    """Who signed a bundle: « nom (SHA256:…) », among the public keys of a file (``.pub``, or OpenSSH's allowed signers).

    Raises ``PlieError`` when the file holds no key, when the bundle is not signed, when its signature is of something else or of
    another key.
    """
    import sshsig

    known = _keys(signataire)
    if not (folder / SIGNATURE).is_file() or (folder / SIGNATURE).is_symlink():
        raise PlieError(f"{SIGNATURE}\u00a0: ce dossier n'est pas signé.\nRien n'a été recalculé. Demandez au PLIE un dossier signé.")
    try:
        key = sshsig.check_signature((folder / MANIFESTE).read_bytes(), (folder / SIGNATURE).read_bytes(), ESPACE)
    except (NotImplementedError, sshsig.InvalidSignature, ValueError) as error:
        raise PlieError(
            f"{SIGNATURE}\u00a0: cette signature n'est pas celle de {MANIFESTE}.\nRien n'a été recalculé. Redemandez un dossier signé au PLIE."
        ) from error
    names = [name for name, one in known if one == key]
    if not names:
        raise PlieError(
            f"{SIGNATURE}\u00a0: signé par une autre clé ({key.sha256_str()}) que celles de «\u00a0{signataire.name}\u00a0».\n"
            "Rien n'a été recalculé. Vérifiez la clé publique auprès du PLIE, par un autre moyen que ce dossier."
        )
    return f"{names[0]} ({key.sha256_str()})"


def _keys(path: Path) -> list:
    """(name, public key) of each line of a file of public keys."""
    import sshsig

    if not path.is_file():
        raise PlieError(f"Le fichier «\u00a0{path}\u00a0» n'existe pas.\nDonnez à --signataire la clé publique du PLIE (un fichier .pub).")
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        words = line.split()
        rank = next((rank for rank, word in enumerate(words) if word in TYPES), None)
        if line.startswith("#") or rank is None:
            continue
        try:
            key = sshsig.PublicKey.from_openssh_str(" ".join(words[rank : rank + 2]))
        except (ValueError, NotImplementedError):
            continue
        found.append((words[0] if rank else " ".join(words[2:]) or path.stem, key))
    if not found:
        raise PlieError(
            f"«\u00a0{path.name}\u00a0» ne contient aucune clé publique OpenSSH ({' ou '.join(TYPES)}).\nRedemandez-la au PLIE."
        )
    return found


def _keygen(cle: Path, options: list[str], content: bytes) -> bytes:
    """The armored signature of a content."""
    program = shutil.which("ssh-keygen")
    if program is None:
        raise PlieError(
            "--signer demande le programme ssh-keygen (OpenSSH), absent de cette machine.\nInstallez OpenSSH, ou signez après coup comme le dit docs/evaluateur.md."
        )
    done = subprocess.run([program, "-Y", "sign", *options, "-f", str(cle), "-n", ESPACE], input=content, capture_output=True)
    if done.returncode or not done.stdout:
        raise PlieError(
            f"La clé «\u00a0{cle.name}\u00a0» n'a pas pu signer.\nDonnez à --signer une clé privée OpenSSH (ssh-keygen -t ed25519), sa phrase de passe à la main ou par ssh-agent."
        )
    return done.stdout
