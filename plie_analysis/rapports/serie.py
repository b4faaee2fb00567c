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
from ..protection.niveaux import INTERNE
from ..settings import Settings, load_settings
from .erreurs import RapportError
from .executions import ECHEC, PUBLIE, Execution
from .inscription import publier_et_inscrire
from .noyaux_prets import precharger
from .rapport import Edition, composer, demander, oublier_echec

ESSAIS = 2
GRACE_S = 1.0
IMPREVU = "Erreur imprévue ({kind})."


@dataclass(frozen=True)
class Passage:
    """What the runs of a series share: photo, moment of execution, version of the code, score of keying, banner."""

    photo: dt.date
    execution: dt.datetime
    version: str
    score: str = ""
    avertissement: tuple[str, ...] = ()


def produire_serie(
    settings: Settings,
    editions: Iterable[Edition],
    passage: Passage,
    *,
    processus: int | None = None,
    suivi: Callable[[Execution], None] = lambda _: None,
) -> list[Execution]:
    """Run reports on as many processes as there are cores (or ``processus``); one ``Execution`` each, in the order asked.

    Each is published and logged by its own process, as it ends. A report that fails does not stop the others. ``suivi`` is called
    as each ends. Interrupted or killed, the processes end too, before their next publication.
    """
    editions = list(editions)
    if not editions:
        return []
    workers = min(processus or os.cpu_count() or 1, len(editions))
    asked = [(str(settings.racine), settings.figee, edition.carnet.nom, edition.parametres, passage) for edition in editions]
    done: dict[int, Execution] = {}
    lines = _lines(editions)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_begin, initargs=(settings.racine,)) as pool:
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
            enfants.end_families([process.pid for process in multiprocessing.active_children() if process.pid], delay=GRACE_S)
            raise
    return [done[rank] for rank in sorted(done)]


def _lines(editions: list[Edition]) -> list[list[int]]:
    """Ranks of the reports that must follow one another: those of a protected level look at what the ones before showed.

    The protected lines come first, as they are the longest.
    """
    by_level: dict[str, list[int]] = {}
    for rank, edition in enumerate(editions):
        by_level.setdefault(edition.diffusion, []).append(rank)
    free = [[rank] for rank in by_level.pop(INTERNE, [])]
    return [*by_level.values(), *free]


def executer_une(settings: Settings, edition: Edition, passage: Passage, *, essais: int = ESSAIS) -> tuple[Execution, PlieError | None]:
    """Run one report, again if its kernel dies; what to log, and the error if it failed."""
    begun, failure, page = time.monotonic(), None, None
    for attempt in range(1, essais + 1):
        try:
            page = composer(settings, edition, execution=passage.execution, version=passage.version, avertissement=passage.avertissement)
            failure = None
            break
        except PlieError as error:
            failure = error
            if not (isinstance(error, RapportError) and error.noyau_mort) or attempt == essais:
                break
    logged = _logged(
        edition,
        passage,
        PUBLIE if page else ECHEC,
        getattr(failure, "inscrit", failure.message) if failure else "",
        time.monotonic() - begun,
    )
    done = publier_et_inscrire(settings, logged, page)
    if page:
        oublier_echec(settings, edition)
    return done, failure


def _begin(racine: Path) -> None:
    """In each process of a series: Ctrl-C is for the parent to hear; when it dies, the report that runs stops, unpublished.

    The kernels of its reports are forked from a process of its own, where the system allows it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    precharger(racine)


def _one(racine: str, figee: Path | None, nom: str, parametres: dict, passage: Passage) -> Execution:
    """In a process of its own: one report of a series; never raises. Told to stop, it ends its kernel and the process with it."""
    with contextlib.suppress(KeyboardInterrupt), interruption.watch((signal.SIGTERM,)):
        return _told(racine, figee, nom, parametres, passage)
    os._exit(interruption.CODES[signal.SIGTERM])


def _told(racine: str, figee: Path | None, nom: str, parametres: dict, passage: Passage) -> Execution:
    """One report of a series, whatever becomes of it."""
    edition = settings = None
    try:
        settings = load_settings(racine, figee)
        edition = demander(settings, nom, parametres)
        return executer_une(settings, edition, passage)[0]
    except PlieError as error:
        message = error.message
    except OSError as error:
        message = f"Le système refuse une lecture ou une écriture : {raison(error)}."
    except Exception as error:
        # The text of an unforeseen error may hold a value of the data: only its kind is kept.
        message = IMPREVU.format(kind=type(error).__name__)
    if edition is None:
        failed = Execution(
            nom,
            nom,
            json.dumps(parametres, ensure_ascii=False),
            str(parametres.get("diffusion", INTERNE)),
            passage.photo,
            passage.execution,
            0.0,
            ECHEC,
            message,
            "",
            0,
            passage.score,
        )
    else:
        failed = _logged(edition, passage, ECHEC, message, 0.0)
    if settings:
        with contextlib.suppress(OSError, PlieError):  # a disk that takes no page takes no log either: the parent tells it
            publier_et_inscrire(settings, failed)
    return failed


def _logged(edition: Edition, passage: Passage, statut: str, message: str, seconds: float) -> Execution:
    return Execution(
        nom=edition.nom,
        titre=edition.titre,
        parametres=json.dumps(edition.parametres, ensure_ascii=False, sort_keys=True),
        diffusion=edition.diffusion,
        photo=passage.photo,
        execution=passage.execution,
        duree_s=round(seconds, 1),
        statut=statut,
        message=message,
        sha256="",
        octets=0,
        score=passage.score,
    )
