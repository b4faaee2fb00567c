"""Many reports in one go: in parallel, each all or nothing, tried again when a kernel dies, logged."""

import contextlib
import datetime as dt
import json
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from .. import enfants, interruption
from ..ecriture import raison
from ..errors import PlieError
from ..settings import Settings, load_settings
from .erreurs import RapportError
from .executions import ECHEC, PUBLIE, Execution
from .inscription import publier_et_inscrire
from .rapport import DemandeRapport, composer, demander, oublier_echec

ESSAIS = 2
INTERNE = "interne"
GRACE_S = 1.0
IMPREVU = "Erreur imprévue ({kind})."


@dataclass(frozen=True)
class RunContext:
    """What the runs of a series share: photo, moment of execution, version of the code, score of keying, banner."""

    photo: dt.date
    execution: dt.datetime
    version: str
    score: str = ""
    avertissement: tuple[str, ...] = ()


def produire_serie(
    settings: Settings,
    demandes: Iterable[DemandeRapport],
    contexte: RunContext,
    *,
    processus: int | None = None,
    suivi: Callable[[Execution], None] = lambda _: None,
) -> list[Execution]:
    """Run reports on as many processes as there are cores (or ``processus``); one ``Execution`` each, in the order asked.

    Each is published and logged by its own process, as it ends. A report that fails does not stop the others. ``suivi`` is called
    as each ends. Interrupted or killed, the processes end too, before their next publication.
    """
    demandes = list(demandes)
    if not demandes:
        return []
    workers = min(processus or os.cpu_count() or 1, len(demandes))
    asked = [(str(settings.racine), settings.figee, _name(demande), demande.parametres, contexte) for demande in demandes]
    done: dict[int, Execution] = {}
    lines = _lines(demandes)
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent) as pool:
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
            enfants.end_families([process.pid for process in multiprocessing.active_children()], delay=GRACE_S)
            raise
    return [done[rank] for rank in sorted(done)]


def _lines(demandes: list[DemandeRapport]) -> list[list[int]]:
    """Ranks of the reports that must follow one another: those of a protected level look at what the ones before showed.

    The protected lines come first, as they are the longest.
    """
    by_level: dict[str, list[int]] = {}
    for rank, demande in enumerate(demandes):
        by_level.setdefault(_level(demande), []).append(rank)
    free = [[rank] for rank in by_level.pop(INTERNE, [])]
    return [*by_level.values(), *free]


def _level(demande: DemandeRapport) -> str:
    return str({**demande.carnet.parametres, **demande.parametres}.get("diffusion", INTERNE))


def executer_une(
    settings: Settings, demande: DemandeRapport, contexte: RunContext, *, essais: int = ESSAIS
) -> tuple[Execution, PlieError | None]:
    """Run one report, again if its kernel dies; what to log, and the error if it failed."""
    begun, failure, page = time.monotonic(), None, None
    for attempt in range(1, essais + 1):
        try:
            page = composer(settings, demande, execution=contexte.execution, version=contexte.version, avertissement=contexte.avertissement)
            failure = None
            break
        except PlieError as error:
            failure = error
            if not (isinstance(error, RapportError) and error.noyau_mort) or attempt == essais:
                break
    logged = _logged(demande, contexte, PUBLIE if page else ECHEC, failure.message if failure else "", time.monotonic() - begun)
    done = publier_et_inscrire(settings, logged, page)
    if page:
        oublier_echec(settings, demande)
    return done, failure


def _end_with_parent() -> None:
    """In each process of a series: Ctrl-C is for the parent to hear; when it dies, the report that runs stops, unpublished."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _one(racine: str, figee: Path | None, nom: str, parametres: dict, contexte: RunContext) -> Execution:
    """In a process of its own: one report of a series; never raises. Told to stop, it ends its kernel and the process with it."""
    with contextlib.suppress(KeyboardInterrupt), interruption.watch((signal.SIGTERM,)):
        return _told(racine, figee, nom, parametres, contexte)
    os._exit(interruption.CODES[signal.SIGTERM])


def _told(racine: str, figee: Path | None, nom: str, parametres: dict, contexte: RunContext) -> Execution:
    """One report of a series, whatever becomes of it."""
    demande = settings = None
    try:
        settings = load_settings(racine, figee)
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
        failed = Execution(
            nom,
            nom,
            json.dumps(parametres, ensure_ascii=False),
            str(parametres.get("diffusion", INTERNE)),
            contexte.photo,
            contexte.execution,
            0.0,
            ECHEC,
            message,
            "",
            0,
            contexte.score,
        )
    else:
        failed = _logged(demande, contexte, ECHEC, message, 0.0)
    if settings:
        with contextlib.suppress(OSError, PlieError):  # a disk that takes no page takes no log either: the parent tells it
            publier_et_inscrire(settings, failed)
    return failed


def _logged(demande: DemandeRapport, contexte: RunContext, statut: str, message: str, seconds: float) -> Execution:
    return Execution(
        nom=demande.nom,
        titre=demande.titre,
        parametres=json.dumps(demande.parametres, ensure_ascii=False, sort_keys=True),
        diffusion=_level(demande),
        photo=contexte.photo,
        execution=contexte.execution,
        duree_s=round(seconds, 1),
        statut=statut,
        message=message,
        sha256="",
        octets=0,
        score=contexte.score,
    )


def _name(demande: DemandeRapport) -> str:
    return demande.carnet.metadonnees.get("nom", demande.carnet.chemin.stem)
