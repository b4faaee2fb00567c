"""The proof of a bundle: its data written, a base rebuilt from them, and every figure found again there."""

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ..database import open_database
from ..errors import PlieError
from ..indicateurs import axes
from ..settings import Settings, load_settings
from . import anonymat, charte, cles, naissance, niveau
from .calculs import Progress, Recalcul, compute, translate
from .colonnes import colonnes, espace_of, left_out
from .donnees import DONNEES, rebuild, write_data
from .fenetres import TableauScelle, months
from .pages import SUIVENT
from .parametres import FICHIER as REGLAGES
from .parametres import kept
from .tableaux import Chiffre, compare


@dataclass(frozen=True)
class Preuve:
    """The data of a bundle, whose every figure is that of the base: its columns, the base rebuilt, its tables, other levels measured."""

    columns: niveau.Colonnes
    own: Settings
    done: Recalcul
    nb_chiffres: int
    autres: dict[str, list[anonymat.Anonymat]]


def prouver(
    settings: Settings,
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    temporary: Path,
    columns: niveau.Colonnes,
    wanted: list[TableauScelle],
    photo: dt.date,
    level: str,
    progress: Progress | None,
) -> Preuve:
    """Write the data, rebuild a base from them and compute everything on both, until every figure is equal.

    Dates made coarser take their days back when a figure needs them. Raises ``PlieError`` when figures differ with every day kept.
    """
    sauf = left_out(settings.config)
    reperes = _reperes(wanted[0].fenetres[0].du, photo)
    autres: dict[str, list[anonymat.Anonymat]] = {}
    if level != niveau.EXACT:
        naissance.install(con, columns, photo, reperes, settings.config)
        autres[niveau.EXACT] = anonymat.mesurer(con, photo, anonymat.AVEC_SUBSTITUT)
    before: dict[str, list[tuple[str, ...]]] = {}
    needed: set[tuple[str, str]] = set()
    for rank in range(niveau.PASSES):
        last = rank == niveau.PASSES - 1
        proposed = niveau.proposees(columns, niveau.EXACT if last else level, needed)
        coarse = niveau.grossies(columns, proposed)
        naissance.install(con, proposed, photo, reperes, settings.config)
        shutil.rmtree(folder / DONNEES, ignore_errors=True)
        write_data(con, folder, proposed, photo)
        place = temporary / f"essai-{rank}"
        place.mkdir()
        own = working_folder(folder, place)
        _refuse_other_settings(settings, own)
        with open_database(own) as base:
            base.execute("SET threads = 1")
            done, beside = compute(base, own.config, wanted, photo, sauf=sauf, temoin=None if before else con, progress=progress)
        before = before or translate(beside, wanted, _translations(con))
        chiffres = compare(before, done.lignes, wanted)
        wrong = [chiffre for chiffre in chiffres if not chiffre.est_egal]
        if not wrong or not coarse:
            break
        needed |= niveau.en_cause(wrong, coarse, own.config)
    return Preuve(proposed, own, done, _refuse_different(chiffres), autres)


def working_folder(folder: Path, racine: Path) -> Settings:
    """A working folder rebuilt from the data and the settings of a bundle."""
    shutil.copyfile(folder / REGLAGES, racine / "plie.toml")
    if (folder / charte.SUITES).is_dir():
        # Before the settings: a threshold of one's own is known by the suite that names it.
        shutil.copytree(folder / charte.SUITES, racine / "expectations", ignore=lambda *_: [charte.RESULTATS])
    settings = load_settings(racine)
    rebuild(folder, settings.base, list(colonnes(settings.config)))
    for name in SUIVENT:
        if (folder / name).is_dir():
            shutil.copytree(folder / name, racine / name)
    return settings


def _reperes(du: dt.date, photo: dt.date) -> list[dt.date]:
    """The eve of the period, each end of month since, the photo."""
    return [du - dt.timedelta(days=1), *(end for _, end in months(du, photo)), photo]


def _translations(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Former key → fresh key, for the axes whose modalities are keys."""
    return {name: cles.translation(con, espace) for name, axe in axes().items() if axe.colonne and (espace := espace_of(axe))}


def _refuse_other_settings(settings: Settings, own: Settings) -> None:
    """Raise ``PlieError`` when the settings written do not give back those that were read."""
    if kept(settings.config) != kept(own.config):
        raise PlieError(
            "Les réglages de plie.toml ne se relisent pas tels quels dans le dossier scellé\u00a0: rien n'est écrit.\nTransmettez ce message à l'équipe technique.",
            code=1,
        )


def _refuse_different(chiffres: list[Chiffre]) -> int:
    """The number of figures, all found again. Raises ``PlieError`` at the first that is not."""
    wrong = [chiffre for chiffre in chiffres if not chiffre.est_egal]
    if wrong:
        raise PlieError(
            f"Le dossier n'est pas écrit\u00a0: {len(wrong)} chiffre(s) sur {len(chiffres)} ne se retrouvent pas sur les données pseudonymisées.\n"
            f"Le premier, avec la base à gauche\u00a0: {wrong[0]}.\nTransmettez ce message à l'équipe technique.",
            code=1,
        )
    return len(chiffres)
