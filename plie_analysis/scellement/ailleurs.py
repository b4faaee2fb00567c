"""Same method, other territory: the tables of a bundle computed on the raw exports of another PLIE."""

import datetime as dt
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from .. import temporaire
from ..curate import build
from ..database import open_database
from ..errors import PlieError
from ..exercice import exercice_de
from ..ingest import load_photos
from ..settings import Settings, load_settings
from .calculs import Progress, compute
from .donnees import write_referentiels
from .fenetres import check_period, liste, tableaux
from .manifeste import Manifeste
from .parametres import FICHIER as REGLAGES
from .parametres import write_settings
from .replique import open_bundle, refuse_output
from .tableaux import write_tables


@dataclass(frozen=True)
class Applique:
    """What was computed elsewhere, by the method of the bundle of ``manifeste``."""

    manifeste: Manifeste
    empreinte_comparee: bool
    signe_par: str
    photo: dt.date
    du: dt.date
    au: dt.date
    nb_tableaux: int
    nb_lignes: int
    refus: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Ailleurs(Settings):
    """Settings of a temporary folder that reads its photos where they are: they are not copied."""

    photos: Path

    @property
    def raw(self) -> Path:
        """Folder of the photos."""
        return self.photos


def appliquer(
    dossier: Path, exports: Path, output: Path, *, charge_le: dt.datetime, du: dt.date | None = None, au: dt.date | None = None,
    empreinte: str | None = None, signataire: Path | None = None, progress: Progress | None = None,
) -> Applique:  # fmt: skip
    """Load the newest photo of ``exports`` through the normal chain and compute the tables of a bundle into ``output``.

    ``exports`` holds photos (``AAAA-MM-JJ``), or is a working folder: its ``plie.toml`` and ``referentiels/`` then give
    what depends on the territory (``[territoire]`` of ``calculs.toml``). The rest is the bundle's: norms, thresholds,
    indicators, nomenclatures of the method. The period is the bundle's unless given. No protection of small counts.
    Raises ``PlieError`` as ``reproduire`` and a load do.
    """
    refuse_output(output, dossier)
    manifeste, signe_par = open_bundle(dossier, empreinte, signataire)
    du, au = du or manifeste.du, au or manifeste.au
    photos, own = _places(exports)
    photo = _newest(photos)
    check_period(du, au, photo)
    temporaire.balayer(temporaire.abri_sans_dossier())
    with temporaire.dossier(temporaire.abri_sans_dossier(), "ailleurs") as temporary:
        settings = _settings(dossier, temporary, photos, own)
        load_photos(settings, [photo], charge_le=charge_le, curate=build, progress=progress)
        wanted = tableaux(du, au, exercice_de(settings.config))
        with open_database(settings) as con:
            con.execute("SET threads = 1")
            done, _ = compute(con, settings.config, wanted, photo, progress=progress)
    write_tables(done, wanted, output)
    refus = tuple(sorted({f"{name} : {reason}" for (_, name), reason in done.refus.items()}))
    return Applique(manifeste, bool(empreinte), signe_par, photo, du, au, len(done.lignes), sum(map(len, done.lignes.values())), refus)


def _places(exports: Path) -> tuple[Path, Path | None]:
    """Where the photos are, and the working folder they belong to, if it is one."""
    if not exports.is_dir():
        raise PlieError(
            f"Le dossier «\u00a0{exports}\u00a0» n'existe pas.\nDonnez à --exports un dossier de photos (AAAA-MM-JJ) ou un dossier de travail."
        )
    exports = exports.resolve()
    return (exports / "data" / "raw", exports) if (exports / "data" / "raw").is_dir() else (exports, None)


def _newest(photos: Path) -> dt.date:
    names = sorted(path.name for path in photos.iterdir() if path.is_dir() and re.fullmatch(r"\d{4}-\d{2}-\d{2}", path.name))
    try:
        return dt.date.fromisoformat(names[-1])
    except (IndexError, ValueError):
        raise PlieError(
            f"Aucune photo dans «\u00a0{photos.name}\u00a0»\u00a0: un sous-dossier AAAA-MM-JJ est attendu par extraction.\nDonnez à --exports le dossier qui les contient."
        ) from None


def _settings(dossier: Path, racine: Path, photos: Path, own: Path | None) -> Settings:
    """The bundle's method with the territory's own sections and nomenclatures."""
    territoire = liste()["territoire"]
    write_referentiels(dossier, racine / "referentiels", set(territoire["nomenclatures"]))
    shutil.copyfile(dossier / REGLAGES, racine / "plie.toml")
    config = load_settings(racine).config
    method = {name: section for name, section in config.items() if name not in territoire["sections"]}
    theirs = load_settings(own).config if own else {}
    write_settings(method | {name: theirs[name] for name in territoire["sections"] if name in theirs}, racine / "plie.toml")
    for nom in territoire["nomenclatures"]:
        if own and (own / "referentiels" / f"{nom}.csv").is_file():
            shutil.copyfile(own / "referentiels" / f"{nom}.csv", racine / "referentiels" / f"{nom}.csv")
    for path in (own / "referentiels").glob("*.geojson") if own else ():
        shutil.copyfile(path, racine / "referentiels" / path.name)
    return _Ailleurs(racine, load_settings(racine).config, photos=photos)
