"""Questions kept under a name, as TOML in ``questions/``: asked again, by hand or by the calendar, over the period that the day gives."""

import datetime as dt
import json
import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from .. import droits
from ..ecriture import replacing
from ..errors import PlieError
from ..exercice import exercice_de
from ..francais import vouliez_vous_dire
from ..indicateurs import axes
from ..settings import Settings
from .periodes import COHORTE, DATES, GENRES, bornes, periode_du_mois
from .question import Interrogation, lire_question

DOSSIER = "questions"
LONGUEUR = 60
CLES = {"titre", "indicateurs", "periode", "valeur", "du", "au", "connu_au", "par", "filtres"}
CONNU = ("photo", "fin")


@dataclass(frozen=True)
class Gardee:
    """A question kept: ``genre`` and ``valeur`` say its period (« annee », « 2017 »), ``du`` and ``au`` when it is two dates.

    ``connu_au``: « photo » (all that the photo holds), « fin » (what was known at the end of the period), or a day.
    """

    titre: str
    ids: tuple[str, ...]
    genre: str
    valeur: str = ""
    du: str = ""
    au: str = ""
    connu_au: str = "photo"
    par: tuple[str, ...] = ()
    filtres: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def interrogation(self, config: dict, photo: dt.date, fin: dt.date | None = None) -> Interrogation:
        """The question, over its period or over that of the month which ends on ``fin``. Raises ``PlieError``."""
        if self.genre == DATES:
            start, end = self.du, self.au
        else:
            exercice = exercice_de(config)
            value = periode_du_mois(self.genre, fin, exercice) if fin and self.genre != COHORTE else self.valeur
            start, end = map(str, bornes(self.genre, value, photo, exercice))
        filtres = {**self.filtres, **({"cohorte_annee": (self.valeur,)} if self.genre == COHORTE else {})}
        known = {"photo": None, "fin": end}.get(self.connu_au, self.connu_au)
        return lire_question(config, self.ids, du=start, au=end, connu_au=known, par=self.par, filtres=filtres)


def nom_de(titre: str) -> str:
    """The name of a file, made of a title: « Taux par QPV » → « taux-par-qpv ». Raises ``PlieError`` when nothing is left of it."""
    plain = unicodedata.normalize("NFKD", titre.replace("œ", "oe")).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGUEUR].strip("-")
    if not name:
        raise PlieError("Donnez un nom à la question : quelques mots, avec des lettres.")
    return name


def lister(settings: Settings) -> list[str]:
    """Names of the questions kept, in order."""
    return sorted(path.stem for path in (settings.racine / DOSSIER).glob("*.toml"))


@droits.prives()
def garder(settings: Settings, question: Gardee, *, remplacer: bool = False) -> Path:
    """Write a question under the name of its title. Raises ``PlieError`` when there is one already."""
    folder = settings.racine / DOSSIER
    folder.mkdir(exist_ok=True)
    path = folder / f"{nom_de(question.titre)}.toml"
    if path.exists() and not remplacer:
        raise PlieError(f"Une question s'appelle déjà « {path.stem} » : elle n'est pas remplacée.\nChoisissez un autre nom.")
    with replacing(path) as aside:
        aside.write_text(_text(question), encoding="utf-8")
    return path


def relire(settings: Settings, nom: str) -> Gardee:
    """The question kept under a name. Raises ``PlieError`` when there is none, or when its file is not one."""
    if nom not in (known := lister(settings)):
        raise PlieError(f"Aucune question ne s'appelle « {nom} ».{vouliez_vous_dire(nom, known)}\nQuestions enregistrées : {', '.join(known) or 'aucune'}.")  # fmt: skip
    path = settings.racine / DOSSIER / f"{nom}.toml"
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        unknown = sorted(set(read) - CLES)
        if unknown:
            raise ValueError(f"la clé « {unknown[0]} » n'existe pas")
        question = Gardee(
            str(read["titre"]), tuple(map(str, read["indicateurs"])), read["periode"], str(read.get("valeur", "")), str(read.get("du", "")),
            str(read.get("au", "")), str(read.get("connu_au", "photo")), tuple(map(str, read.get("par", []))),
            {str(axe): tuple(map(str, values)) for axe, values in read.get("filtres", {}).items()},
        )  # fmt: skip
        if question.genre not in GENRES or not question.ids or set(question.filtres) - set(axes()):
            raise ValueError("la période, les indicateurs ou les filtres ne se lisent pas")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        said = f"il manque {error}" if isinstance(error, KeyError) else str(error) if type(error) is ValueError else "ce n'est pas du TOML"
        raise PlieError(f"{DOSSIER}/{nom}.toml ne se lit pas : {said}.\nCorrigez-le, ou enregistrez la question de nouveau.") from error
    return question


def _text(question: Gardee) -> str:
    said = [f"titre = {_quoted(question.titre)}", f"indicateurs = {_quoted(list(question.ids))}", f"periode = {_quoted(question.genre)}"]
    said += [f"{name} = {_quoted(value)}" for name in ("valeur", "du", "au") if (value := getattr(question, name))]
    said += [f"connu_au = {_quoted(question.connu_au)}", f"par = {_quoted(list(question.par))}"]
    if question.filtres:
        said += ["", "[filtres]", *(f"{axe} = {_quoted(list(values))}" for axe, values in question.filtres.items())]
    return "\n".join(said) + "\n"


def _quoted(value: str | list[str]) -> str:
    """A text or a list of texts as TOML writes it (JSON's own writing of them is)."""
    return json.dumps(value, ensure_ascii=False)
