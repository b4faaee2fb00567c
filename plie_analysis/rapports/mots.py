"""The door of the words of the team, for whoever writes them from a screen or a command: where they are kept, what can be written, what is wrong."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from .. import francais
from ..errors import PlieError
from ..marque import BRUIT
from ..settings import Settings
from .execution import Carnet
from .markdown_inerte import decoder, refus
from .mots_de_page import PERIODES, Mots, analyser, contenu, montre, periode_de, titres
from .publication import publier
from .rapport import carnets, demander

SUFFIXE = ".md"
# Files of the folder that are not for a page.
AUTRES = {*BRUIT, "README.md", "LISEZMOI.md"}
EXEMPLES = {"mois": "2017-12", "trimestre": "2017-T4", "annee": "2017"}
CHANGE = "{fichier} a changé depuis que vous l'avez ouvert : rien n'est enregistré.\nRouvrez-le, puis reprenez votre texte."


def chemin(settings: Settings, rapport: str, periode: str, referent: str = "") -> Path:
    """Where the words of a report and a period (``AAAA-MM``, ``AAAA-T4``, or ``AAAA`` for a yearly report) are; the file may be absent.

    Raises ``PlieError`` for a report that does not exist or has no period, or a period that is not its own.
    """
    carnet = demander(settings, rapport, {}).carnet
    period = periode_de(carnet)
    if not period:
        raise PlieError(f"Le rapport « {rapport} » n'a ni mois ni année : il ne prend pas les mots de l'équipe.")
    if not PERIODES[period].fullmatch(periode):
        raise PlieError(f"« {periode} » n'est pas une période du rapport « {carnet.nom} ».\nÉcrivez par exemple {EXEMPLES[period]}.")
    if referent and ("referent" not in carnet.parametres or referent != Path(referent).name):
        raise PlieError(f"Le rapport « {carnet.nom} » ne se limite pas au référent « {referent} ».")
    return settings.commentaire(carnet.nom, periode, referent)


def modele(settings: Settings, rapport: str) -> str:
    """A text to begin with: the titles of the sections of a report, in the order of its page, with nothing under them."""
    return "\n\n".join(f"## {title}\n" for title in titres(demander(settings, rapport, {}).carnet))


def texte(settings: Settings, rapport: str, periode: str, referent: str = "") -> str:
    """The words of a report and a period, as typed; nothing when there are none. Raises ``PlieError`` when they are no text, or too long."""
    path = chemin(settings, rapport, periode, referent)
    return decoder(contenu(settings, path), montre(settings, path))


def verifier(settings: Settings, rapport: str, texte: str, fichier: str = "Les mots de l'équipe") -> Mots | None:
    """A text as the page of a report would show it (``titres``, ``encadres``); ``None`` when it says nothing.

    Raises ``PlieError``, naming the line (of ``fichier``), for what is not taken: another form than the small part of Markdown, an
    unknown title, a section written twice, a text too long. Numbers are looked at when the page is made.
    """
    return analyser(decoder(texte.encode("utf-8"), fichier), demander(settings, rapport, {}).carnet, fichier)


def enregistrer(settings: Settings, rapport: str, periode: str, texte: str, *, avant: str, referent: str = "") -> Path:
    """Check a text and write it whole or not at all, for its owner alone; an empty one takes the file away. Returns where it is.

    ``avant``: what ``texte()`` had given when it was opened. Raises ``PlieError`` as ``verifier`` does, or when the file is no longer that one.
    """
    path = chemin(settings, rapport, periode, referent)
    verifier(settings, rapport, texte, montre(settings, path))
    if decoder(contenu(settings, path), montre(settings, path)) != avant:
        raise PlieError(CHANGE.format(fichier=montre(settings, path)))
    if texte.strip():
        return publier(path, texte.encode("utf-8"))
    path.unlink(missing_ok=True)
    return path


def perdus(settings: Settings) -> Iterator[tuple[str, str]]:
    """The files of the folder that no page will show: the report that each is named after (nothing when it is none), and why, in French."""
    paths = sorted(settings.commentaires.iterdir()) if settings.commentaires.is_dir() else []
    known = carnets(settings) if paths else {}
    for path in paths:
        name = unicodedata.normalize("NFC", path.name)
        if name not in AUTRES and not name.startswith((".", "~$")) and not name.endswith("~") and path.is_file():
            carnet = _named(name, known)
            if carnet is None:
                word = re.split(r"[-_. ]\d|\.[^.]*$", name)[0]
                yield "", _lost(path, settings, f"le rapport « {word} » n'existe pas.{francais.vouliez_vous_dire(word, known)}")
            elif not _is_well_named(name, carnet):
                example = settings.commentaire(carnet.nom, EXEMPLES[periode_de(carnet)]).name if periode_de(carnet) else ""
                told = f"un nom comme {example} est attendu." if example else f"le rapport « {carnet.nom} » n'a ni mois ni année."
                yield carnet.nom, _lost(path, settings, told)


def controler(settings: Settings, rapport: str = "") -> list[str]:
    """What must be said of the other files of the folder before the words of a report are shown.

    Raises ``PlieError`` when one is named after the report and is not for any of its pages: its words would be missing in silence.
    """
    told = []
    for name, why in perdus(settings):
        if name and name == rapport:
            raise refus(why, "Renommez ce fichier, ou sortez-le du dossier.")
        told.append(why)
    return told


def controler_tout(settings: Settings) -> None:
    """Raise ``PlieError`` at the first file of the folder that cannot be shown as it is, whatever its report."""
    for _, why in perdus(settings):
        raise refus(why, "Renommez ce fichier, ou sortez-le du dossier.")
    known = carnets(settings)
    for path in sorted(settings.commentaires.glob(f"*{SUFFIXE}")):
        if path.name not in AUTRES and (carnet := _named(path.name, known)):
            analyser(decoder(contenu(settings, path), montre(settings, path)), carnet, montre(settings, path))


def _named(name: str, known: dict[str, Carnet]) -> Carnet | None:
    """The report that a file is named after: the longest name that its own begins with."""
    found = [nom for nom in known if re.match(rf"{re.escape(nom)}(?![^\W_])", name, re.IGNORECASE)]
    return known[max(found, key=len)] if found else None


def _is_well_named(name: str, carnet: Carnet) -> bool:
    period = periode_de(carnet)
    limited = "(-.+)?" if "referent" in carnet.parametres else ""
    return bool(period) and bool(re.fullmatch(rf"{re.escape(carnet.nom)}-{PERIODES[period].pattern}{limited}\.md", name))


def _lost(path: Path, settings: Settings, why: str) -> str:
    return francais.espaces(f"{montre(settings, path)} ne sera dans aucune page : {why}")
