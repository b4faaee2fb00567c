"""Building the evaluator's bundle: written aside, checked against the base it comes from, then put in place."""

import contextlib
import csv
import datetime as dt
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from .. import temporaire, verrou
from ..database import newest_photo, open_database
from ..errors import PlieError
from ..exercice import exercice_de
from ..origine import avis
from ..settings import Settings
from ..survie.couverture import debut_de_couverture
from ..survie.dates import dates_impossibles, phrase_des_ecartes
from . import anonymat, charte, cles, niveau, signature
from .calculs import FIGURES, Progress
from .colonnes import Colonne, colonnes, left_out
from .documents import write_definitions, write_guide, write_method, write_sql
from .donnees import FICHIER
from .fenetres import CHARTE, TableauScelle, carnets, check_period, default_period, tableaux
from .manifeste import seal
from .pages import CARNETS, MOTS, PUBLIE, Carnets, words_of, write_asked
from .parametres import FICHIER as REGLAGES
from .parametres import kept, write_settings
from .preuve import prouver
from .tableaux import write_tables
from .versions import code_version, versions

# Beside the folder being written, held by its process.
VERROU = ".sceau.verrou"


@dataclass(frozen=True)
class Scelle:
    """A bundle that was written; ``avis``: what its first lines warn of; ``signature``: the print of the key that signed it; ``mesures``: how well rows are hidden, by level; ``mots``: the files of words of the team that its pages show."""

    dossier: Path
    photo: dt.date
    du: dt.date
    au: dt.date
    nb_tableaux: int
    nb_chiffres: int
    nb_carnets: int
    refus: tuple[str, ...]
    empreinte: str
    avis: tuple[str, ...] = ()
    signature: str = ""
    mesures: dict[str, list[anonymat.Anonymat]] = field(default_factory=dict)
    mots: tuple[str, ...] = ()


def sceller(
    settings: Settings,
    dossier: Path,
    *,
    scelle_le: dt.datetime,
    du: dt.date | None = None,
    au: dt.date | None = None,
    photo: dt.date | None = None,
    carnets_de: Carnets | None = None,
    progress: Progress | None = None,
    cle: Path | None = None,
    level: str = niveau.EXACT,
    graine: int | None = None,
) -> Scelle:
    """Write the bundle of one photo (default: the newest) over ``[du ; au]`` (default: the last year over).

    The tables are computed on the base and on the pseudonymised data, and must be equal: a bundle that could not be
    reproduced is never written. ``carnets_de`` runs the notebooks on the pseudonymised data; none without it. ``cle``, a private
    key of OpenSSH, signs the manifest. ``level``: dates to the
    day, or as coarse as the figures allow (``niveau``). ``graine`` is for tests. All or nothing: raises ``PlieError``, with nothing written, when the folder is not empty, the photo is
    not loaded, the period goes beyond it, or a figure is not found again.
    """
    _refuse_occupied(dossier)
    if cle:
        signature.essayer(cle)
    with open_database(settings) as con:
        con.execute("SET threads = 1")
        photo = _photo(con, photo)
        start, end = default_period(photo, exercice_de(settings.config))
        du, au = du or start, au or end
        check_period(du, au, photo)
        with _aside(dossier) as folder:
            return _build(settings, con, folder, dossier, photo, du, au, scelle_le, carnets_de, cle, level, progress, graine)


def _build(
    settings: Settings,
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    dossier: Path,
    photo: dt.date,
    du: dt.date,
    au: dt.date,
    scelle_le: dt.datetime,
    carnets_de: Carnets | None,
    cle: Path | None,
    level: str,
    progress: Progress | None,
    graine: int | None,
) -> Scelle:
    coverage = debut_de_couverture(con, photo, settings.config)
    columns = colonnes(settings.config)
    _refuse_other_tables(con, columns)
    sauf = left_out(settings.config)
    own_left = [
        f"L'indicateur «\u00a0{nom}\u00a0» n'est pas scellé\u00a0: il {sauf[nom]}."
        for nom in settings.config.get("indicateurs", {})
        if nom in sauf
    ]
    left = phrase_des_ecartes(dates_impossibles(con, photo), nommer=False)
    said = (*avis(con, photo), *coverage.reserves(photo, du), *left, *own_left)
    wanted = tableaux(du, au, exercice_de(settings.config))
    cles.install(con, [column for group in columns.values() for column in group], photo, graine)
    write_settings(kept(settings.config), folder / REGLAGES)
    _write_windows(wanted, folder)
    write_definitions(folder)
    charte_scellee = next((tableau for tableau in wanted if tableau.calcul == CHARTE), None)
    if charte_scellee:
        charte.write_suites(settings, photo, folder)
    with temporaire.dossier(temporaire.abri(settings), "sceau") as temporary:
        proved = prouver(settings, con, folder, temporary, columns, wanted, photo, level, progress)
        own, done, nb_chiffres = proved.own, proved.done, proved.nb_chiffres
        if charte_scellee:
            charte.sceller(settings, own, photo, proved.columns, charte_scellee, done, folder)
            nb_chiffres += len(FIGURES) * len(done.lignes.get(CHARTE, ()))
        write_tables(done, wanted, folder)
        write_sql(done, wanted, folder)
        with open_database(own) as base:
            mesures = {level: anonymat.mesurer(base, photo), **proved.autres}
            write_method(
                base, own.config, folder, proved.columns, columns, du=du, au=au, sauf=sauf, mesures=mesures,
                substituts=anonymat.substituts(con, photo),
            )  # fmt: skip
        pages = _run_notebooks(settings, own, folder, carnets_de, max(du, coverage.depuis or du), au)
    write_guide(
        folder,
        organisme=settings.config["plie"]["nom"],
        photo=photo,
        du=du,
        au=au,
        version=code_version(),
        nb_tableaux=len(done.lignes),
        nb_chiffres=nb_chiffres,
        avis=said,
    )
    print_ = seal(folder, photo=photo, du=du, au=au, versions=versions(), exports=_exports(con, photo), scelle_le=scelle_le, avis=said)
    return Scelle(
        dossier,
        photo,
        du,
        au,
        len(done.lignes),
        nb_chiffres,
        pages,
        tuple(sorted({f"{name} : {reason}" for (_, name), reason in done.refus.items()})),
        print_,
        said,
        signature.signer(folder, cle) if cle else "",
        mesures,
        tuple(sorted(path.name for path in (folder / MOTS).glob("*"))),
    )


def _refuse_occupied(dossier: Path) -> None:
    if dossier.is_symlink() or (dossier.exists() and not dossier.is_dir()):
        raise PlieError(f"«\u00a0{dossier.name}\u00a0» existe et n'est pas un dossier.\nDonnez le nom d'un dossier nouveau ou vide.")
    if dossier.is_dir() and any(dossier.iterdir()):
        raise PlieError(
            f"Le dossier «\u00a0{dossier.name}\u00a0» n'est pas vide\u00a0: rien n'y est écrit.\nDonnez le nom d'un dossier nouveau ou vide."
        )


@contextlib.contextmanager
def _aside(dossier: Path) -> Iterator[Path]:
    """A folder beside the one asked for, which takes its place at the end, or disappears; those of killed commands go first."""
    target = dossier.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target.parent)
    # Named before it is made: a signal that falls on its making leaves nothing.
    shelter = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    folder = shelter / "dossier"
    try:
        shelter.mkdir(mode=0o700)
        with verrou.try_hold(shelter / VERROU):
            folder.mkdir(mode=0o700)
            yield folder
            _refuse_occupied(dossier)
            if target.is_dir():
                target.rmdir()
            os.rename(folder, target)
    finally:
        shutil.rmtree(shelter, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Remove the folders that a killed seal left: they hold its lock, and nobody holds it."""
    for lock in parent.glob(f".*/{VERROU}"):
        with verrou.try_hold(lock) as free:
            pass
        if free:
            shutil.rmtree(lock.parent, ignore_errors=True)


def _photo(con: duckdb.DuckDBPyConnection, photo: dt.date | None) -> dt.date:
    newest = newest_photo(con)
    if photo is None:
        return newest
    known = [day for (day,) in con.execute("SELECT DISTINCT photo FROM raw.fichier ORDER BY 1").fetchall()]
    if photo not in known:
        raise PlieError(
            f"La photo du {photo:%d/%m/%Y} n'est pas chargée.\nPhotos chargées\u00a0: {', '.join(f'{day:%d/%m/%Y}' for day in known)}."
        )
    return photo


def _refuse_other_tables(con: duckdb.DuckDBPyConnection, columns: dict[str, tuple[Colonne, ...]]) -> None:
    """Raise ``PlieError`` when the base was built by a version whose curated tables are not today's."""
    rows = con.execute("SELECT table_name, list(column_name) FROM duckdb_columns() WHERE schema_name = 'curated' GROUP BY ALL").fetchall()
    found = {table: set(names) for table, names in rows}
    for table, group in columns.items():
        if found.get(table) != {column.nom for column in group}:
            raise PlieError(
                f"La table {table} de la base n'est pas celle de cette version de l'atelier.\nRelancez «\u00a0plie charger --relire\u00a0», puis recommencez."
            )


def _run_notebooks(settings: Settings, own: Settings, folder: Path, carnets_de: Carnets | None, du: dt.date, au: dt.date) -> int:
    if carnets_de is None:
        return 0
    wanted = carnets(du, au, exercice_de(settings.config))
    # What was published is no data of persons: the pages of the bundle say it as those of the PLIE do, and are made again with it.
    for path in (*settings.reference.glob(f"*/{PUBLIE}"), *words_of(settings, wanted)):
        for racine in (own.racine, folder):
            target = racine / path.relative_to(settings.racine)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    pages = carnets_de(own.racine, wanted)
    target = folder / CARNETS
    target.mkdir()
    for page in pages:
        shutil.copyfile(page, target / page.name)
    write_asked(wanted, folder)
    return len(pages)


def _write_windows(wanted: list[TableauScelle], folder: Path) -> None:
    with (folder / "parametres" / "calculs.csv").open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(("tableau", "titre", "axes", "du", "au", "connu_au"))
        lines.writerows((t.nom, t.titre, ";".join(t.par), f.du, f.au, f.connu_au or "") for t in wanted for f in t.fenetres)


def _exports(con: duckdb.DuckDBPyConnection, photo: dt.date) -> list[dict]:
    rows = con.execute(f"SELECT {', '.join(FICHIER[1:4])} FROM raw.fichier WHERE photo = ? ORDER BY ALL", [photo]).fetchall()
    return [dict(zip(FICHIER[1:4], row, strict=True)) for row in rows]
