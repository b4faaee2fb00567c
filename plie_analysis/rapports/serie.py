"""Many reports in one go: in parallel, each all or nothing, tried again when a kernel dies, logged."""

import datetime as dt
import hashlib
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from ..ecriture import raison
from ..errors import PlieError
from ..settings import Settings, load_settings
from .erreurs import RapportError
from .executions import ECHEC, PUBLIE, Execution
from .rapport import Demande, demander, produire

ESSAIS = 2
INTERNE = "interne"
IMPREVU = "Erreur imprévue ({kind})."


@dataclass(frozen=True)
class Contexte:
    """What the runs of a series share: photo, moment of execution, version of the code, score of keying, banner."""

    photo: dt.date
    execution: dt.datetime
    version: str
    score: str = ""
    avertissement: tuple[str, ...] = ()


def produire_serie(settings: Settings, demandes: Iterable[Demande], contexte: Contexte, *, processus: int | None = None, suivi: Callable[[Execution], None] = lambda _: None) -> list[Execution]:
    """Run reports on as many processes as there are cores (or ``processus``); one ``Execution`` each, in the order asked.

    A report that fails does not stop the others. ``suivi`` is called as each ends.
    """
    demandes = list(demandes)
    if not demandes:
        return []
    workers = min(processus or os.cpu_count() or 1, len(demandes))
    asked = [(str(settings.racine), _name(demande), demande.parametres, contexte) for demande in demandes]
    done: dict[int, Execution] = {}
    lines = _lines(demandes)
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        running = {pool.submit(_one, *asked[line[0]]): line for line in lines}
        try:
            while running:
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    rank, *rest = running.pop(future)
                    done[rank] = future.result()
                    suivi(done[rank])
                    if rest:
                        running[pool.submit(_one, *asked[rest[0]])] = rest
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [done[rank] for rank in sorted(done)]


def _lines(demandes: list[Demande]) -> list[list[int]]:
    """Ranks of the reports that must follow one another: those of a protected level look at what the ones before showed.

    The protected lines come first, as they are the longest.
    """
    by_level: dict[str, list[int]] = {}
    for rank, demande in enumerate(demandes):
        by_level.setdefault(_level(demande), []).append(rank)
    free = [[rank] for rank in by_level.pop(INTERNE, [])]
    return [*by_level.values(), *free]


def _level(demande: Demande) -> str:
    return str({**demande.carnet.parametres, **demande.parametres}.get("diffusion", INTERNE))


def executer_une(settings: Settings, demande: Demande, contexte: Contexte, *, essais: int = ESSAIS) -> tuple[Execution, PlieError | None]:
    """Run one report, again if its kernel dies; what to log, and the error if it failed."""
    begun, failure, page = time.monotonic(), None, None
    for attempt in range(1, essais + 1):
        try:
            page = produire(settings, demande, execution=contexte.execution, version=contexte.version, avertissement=contexte.avertissement)
            failure = None
            break
        except PlieError as error:
            failure = error
            if not (isinstance(error, RapportError) and error.noyau_mort) or attempt == essais:
                break
    return _logged(demande, contexte, page, failure.message if failure else "", time.monotonic() - begun), failure


def _one(racine: str, nom: str, parametres: dict, contexte: Contexte) -> Execution:
    """In a process of its own: one report of a series; never raises."""
    demande = None
    try:
        settings = load_settings(racine)
        demande = demander(settings, nom, parametres)
        return executer_une(settings, demande, contexte)[0]
    except PlieError as error:
        message = error.message
    except OSError as error:
        message = f"Le système refuse une lecture ou une écriture : {raison(error)}."
    except Exception as error:
        # The text of an unforeseen error may hold a value of the data: only its kind is kept.
        message = IMPREVU.format(kind=type(error).__name__)
    if demande is None:
        return Execution(nom, nom, json.dumps(parametres, ensure_ascii=False), str(parametres.get("diffusion", INTERNE)), contexte.photo, contexte.execution, 0.0, ECHEC, message, "", 0, contexte.score)
    return _logged(demande, contexte, None, message, 0.0)


def _logged(demande: Demande, contexte: Contexte, page: Path | None, message: str, seconds: float) -> Execution:
    content = page.read_bytes() if page else b""
    return Execution(
        nom=demande.nom,
        titre=demande.titre,
        parametres=json.dumps(demande.parametres, ensure_ascii=False, sort_keys=True),
        diffusion=_level(demande),
        photo=contexte.photo,
        execution=contexte.execution,
        duree_s=round(seconds, 1),
        statut=PUBLIE if page else ECHEC,
        message=message,
        sha256=hashlib.sha256(content).hexdigest() if page else "",
        octets=len(content),
        score=contexte.score,
    )


def _name(demande: Demande) -> str:
    return demande.carnet.metadonnees.get("nom", demande.carnet.chemin.stem)
