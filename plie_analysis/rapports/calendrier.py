"""The calendar of ``plie.toml``: which report, for whom, when, with which parameters."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .. import francais
from ..errors import PlieError
from ..exercice import exercice_de, fin_de_mois
from ..jours import read_month
from ..protection.niveaux import INTERNE
from ..settings import Settings
from .execution import Carnet
from .rapport import DIFFUSION, TRIMESTRIEL, Edition, demander

MOIS_PAR_PERIODE = {"mois": 1, "trimestre": 3, "semestre": 6, "annee": 12}
CLES = {"rapport", "chaque", "jours", "depuis", "diffusion", "referents", "parametres"}
JOURS = 5


@dataclass(frozen=True)
class Echeance:
    """One report of one period: what to run, the last day it speaks of, the day from which it is due."""

    edition: Edition
    diffusion: str
    fin: dt.date
    due: dt.date


def echeances(settings: Settings, au: dt.date, referents: Iterable[str]) -> list[Echeance]:
    """Every report of the calendar due on ``au`` or before, oldest first.

    A period runs over whole months (``chaque`` = mois, trimestre, semestre, annee) from ``depuis`` (AAAA-MM, default: the
    first month of the year that holds ``au``); its report is due ``jours`` days after its last day. ``parametres`` may hold {mois}, {annee}, {referent};
    by default the parameters of the notebook that bear those names are given.
    Raises ``PlieError`` when the calendar is empty or wrong, naming the entry.
    """
    entries = settings.config.get("calendrier", [])
    if not entries:
        raise PlieError(
            "plie.toml ne contient pas de calendrier.\nAjoutez-y une section [[calendrier]] par rapport (voir docs/calendrier.md)."
        )
    codes = sorted(referents)
    found = [due for rank, entry in enumerate(entries, start=1) for due in _of_entry(settings, entry, rank, au, codes)]
    return sorted(found, key=lambda one: (one.due, one.edition.nom))


def trier(settings: Settings, photo: dt.date, due: list[Echeance]) -> tuple[list[Echeance], list[Echeance], list[Echeance]]:
    """Of what is due: what waits for a newer photo, what is there already, what is to do."""
    waiting = [one for one in due if one.fin > photo]
    there = [one for one in due if one.fin <= photo and (settings.rapports / f"{one.edition.nom}.html").is_file()]
    return waiting, there, [one for one in due if one not in waiting and one not in there]


def _of_entry(settings: Settings, entry: dict, rank: int, au: dt.date, referents: list[str]) -> Iterator[Echeance]:
    where = f"calendrier, entrée {rank} de plie.toml"
    if not isinstance(entry, dict) or "rapport" not in entry:
        raise PlieError(f"{where} : il manque « rapport ».")
    unknown = sorted(set(entry) - CLES)
    if unknown:
        raise PlieError(f"{where} : la clé « {unknown[0]} » n'existe pas.\nClés possibles : {', '.join(sorted(CLES))}.")
    months = MOIS_PAR_PERIODE.get(entry.get("chaque", "mois"))
    diffusion = entry.get("diffusion", INTERNE)
    if months is None:
        raise PlieError(f"{where} : chaque = « {entry['chaque']} » ne convient pas.\nAu choix : {', '.join(MOIS_PAR_PERIODE)}.")
    if diffusion not in settings.config["diffusion"]:
        raise PlieError(f"{where} : la diffusion « {diffusion} » n'existe pas.\nAu choix : {', '.join(settings.config['diffusion'])}.")
    exercice = exercice_de(settings.config)
    start = _month(entry["depuis"], where) if "depuis" in entry else exercice.annee_du(au).debut
    _refuse_straddling(settings, entry, start, where)
    for end in _ends(start, months):
        due = end + dt.timedelta(days=int(entry.get("jours", JOURS)))
        if due > au:
            return
        for referent in referents if entry.get("referents") else [""]:
            try:
                edition = _edition(settings, entry, end, diffusion, referent)
            except PlieError as error:
                raise PlieError(f"{where} : {error.message}") from error
            yield Echeance(edition, diffusion, end, due)


def _edition(settings: Settings, entry: dict, end: dt.date, diffusion: str, referent: str) -> Edition:
    exercice = exercice_de(settings.config)
    known = {"mois": f"{end:%Y-%m}", "annee": str(exercice.annee_du(end).numero), "diffusion": diffusion, "referent": referent}
    if entry.get("chaque") == "trimestre":
        known["trimestre"] = f"T{exercice.rang(end) // 3}"
    carnet = _carnet(settings, entry)
    values = {
        name: value for name, value in known.items() if value and (name in carnet.parametres or (name == DIFFUSION and value != INTERNE))
    }
    values |= {name: value.format_map(known) if isinstance(value, str) else value for name, value in entry.get("parametres", {}).items()}
    return demander(settings, carnet.nom, values)


def _carnet(settings: Settings, entry: dict) -> Carnet:
    """The notebook of an entry: a quarter has its own, where the report has one."""
    carnet = demander(settings, entry["rapport"], {}).carnet
    quarterly = carnet.metadonnees.get(TRIMESTRIEL) if entry.get("chaque") == "trimestre" else None
    return demander(settings, quarterly, {}).carnet if quarterly else carnet


def _refuse_straddling(settings: Settings, entry: dict, start: dt.date, where: str) -> None:
    """Raise ``PlieError`` when a report of a year, or of its quarter, would be due over months that are not those of one."""
    chaque, carnet = entry.get("chaque"), _carnet(settings, entry)
    if "trimestre" in carnet.metadonnees.get("obligatoires", ()) and chaque != "trimestre":
        raise PlieError(f'{where} : le rapport « {carnet.nom} » est celui d\'un trimestre.\nÉcrivez chaque = "trimestre".')
    if chaque not in ("trimestre", "annee") or "annee" not in carnet.parametres:
        return
    exercice = exercice_de(settings.config)
    if (exercice.rang(start) - 1) % MOIS_PAR_PERIODE[chaque]:
        possible = [exercice.annee(start.year).mois(rang) for rang in range(1, 13, MOIS_PAR_PERIODE[chaque])]
        raise PlieError(
            f"{where} : depuis = « {entry['depuis']} » ne commence pas {'un trimestre' if chaque == 'trimestre' else 'une année'} "
            f"de votre exercice (premier mois : {francais.MOIS[exercice.premier_mois - 1]}).\n"
            f"Mois possibles : {francais.enumeration((francais.MOIS[day.month - 1] for day in possible), 'ou')}."
        )


def _ends(start: dt.date, months: int) -> Iterator[dt.date]:
    """Last days of the successive periods."""
    count = start.year * 12 + start.month - 1
    while True:
        count += months
        year, month = divmod(count - 1, 12)
        yield fin_de_mois(dt.date(year, month + 1, 1))


def _month(text: str, where: str) -> dt.date:
    try:
        return read_month(text)
    except PlieError as error:
        raise PlieError(f"{where} : depuis = « {text} » ne se lit pas.\nÉcrivez AAAA-MM, par exemple 2017-01.") from error
