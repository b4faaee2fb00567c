"""The door of the notebooks: ``from plie_analysis import ouvrir; plie = ouvrir()``."""

import datetime as dt
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb

from . import francais, indicateurs
from .database import newest_photo, open_database, usable_exports
from .errors import PlieError
from .gabarits import rendre, style_carnet
from .presentation.annuel import Annuel
from .presentation.annuel import preparer as preparer_annuel
from .presentation.cohortes_page import PageCohortes, suivre
from .presentation.elements import publier
from .presentation.fiche_referent import FicheReferent, verifier_referent
from .presentation.fiche_referent import preparer as preparer_fiche
from .presentation.lettre import Lettre
from .presentation.lettre import preparer as preparer_lettre
from .presentation.methode_page import PageMethode
from .presentation.methode_page import preparer as preparer_methode
from .presentation.periodes import lire_annee, lire_date, lire_mois
from .presentation.programmation import Programmation
from .presentation.programmation import preparer as preparer_programmation
from .presentation.protection import proteger_page, seuil_de
from .presentation.public_page import QPV, RSA, PagePublic
from .presentation.public_page import preparer as preparer_public
from .presentation.publies import lire_publies
from .presentation.qualite_page import PageQualite, photo_du_mois
from .presentation.resultats import Resultat
from .presentation.saisie import lire_saisie
from .presentation.source import Source
from .presentation.trajectoires_page import PageTrajectoires
from .presentation.trajectoires_page import preparer as preparer_trajectoires
from .settings import Settings, load_settings

TABLES = (
    "participant",
    "prescription",
    "parcours",
    "sortie",
    "etape",
    "entretien",
    "situation",
    "veille",
    "referent",
    "frein",
    "action",
    "aide",
    "clause",
)
ANCIENNE = f"La base a été rechargée depuis{francais.INSECABLE}: ces résultats viennent de celle d'avant. Relancez plie = ouvrir()."
PORTEES = {"ligne": "ligne écartée", "valeur": "valeur laissée vide"}


def ouvrir(racine: str | Path | None = None) -> "Atelier":
    """The workbench on the newest photo loaded, read-only.

    ``racine`` is the working folder; by default the one of ``PLIE_RACINE``, else the nearest folder above the notebook that
    holds a ``plie.toml`` or a ``data`` folder. Raises ``PlieError`` when nothing is loaded yet.
    """
    _dress_notebook()
    frozen = None if racine else os.environ.get("PLIE_BASE")
    return Atelier(load_settings(racine or os.environ.get("PLIE_RACINE") or _nearest(Path.cwd()), frozen))


class Atelier:
    """What is loaded, and the ways to question it; every result prints itself in French."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self._con = open_database(settings)
        self._base = _identity(settings.base)
        self.photo: dt.date = newest_photo(self.con)

    def __repr__(self) -> str:
        return "\n".join([f"Atelier : photo du {francais.date_longue(self.photo)}, {self.organisme}", *self._old])

    def _repr_html_(self) -> str:
        return rendre("atelier", self.organisme, [f"Photo du {francais.date_longue(self.photo)}", *self._old])

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The connection to the base; says so, each time it is used, when another base has taken its place since."""
        for line in self._old:
            print(line, file=sys.stderr)
        return self._con

    @property
    def _old(self) -> list[str]:
        """What to say when a load has replaced the base since it was opened."""
        return [] if _identity(self.settings.base) == self._base else [ANCIENNE]

    @property
    def organisme(self) -> str:
        """Name of the PLIE, as ``plie.toml`` gives it."""
        return self.settings.config["plie"]["nom"]

    def photos(self) -> Resultat:
        """The photos loaded: one row per photo and export, lines read, kept, rejected."""
        return Resultat(
            self._frame(
                "SELECT photo, requete AS export, nb_lues AS lues, nb_retenues AS retenues, nb_rejetees AS rejetees FROM raw.fichier ORDER BY photo DESC, requete"
            ),
            "Photos chargées",
        )

    def rejets(self) -> Resultat:
        """What the newest photo could not use: one row per export, column, reason and scope, with the number of lines."""
        frame = self._frame(
            "SELECT requete AS export, coalesce(colonne, '') AS colonne, motif, portee, count(*) AS nombre FROM raw.rejet WHERE photo = ? GROUP BY ALL ORDER BY nombre DESC, export, colonne, motif, portee",
            [self.photo],
        )
        frame["portee"] = frame["portee"].replace(PORTEES)
        return Resultat(frame, f"Rejets de la photo du {francais.date_longue(self.photo)}")

    def indicateurs(
        self,
        ids: str | Iterable[str],
        *,
        du: str,
        au: str,
        connu_au: str | None = None,
        par: str | Iterable[str] = (),
        filtres: dict | None = None,
    ) -> Resultat:
        """Indicators over a period (both days included, ``AAAA-MM-JJ``), by axes, as known at a date.

        Long form: ``indicateur``, one column per axis, ``valeur``, ``numerateur``, ``denominateur``, ``unite``. The names are those of
        ``plie indicateurs --liste``.
        """
        ids, par = ([ids] if isinstance(ids, str) else list(ids)), ((par,) if isinstance(par, str) else tuple(par))
        known = lire_date(connu_au) if connu_au else None
        frame = indicateurs.calculer(
            self.con,
            ids,
            du=lire_date(du),
            au=lire_date(au),
            config=self.settings.config,
            connu_au=known,
            par=par,
            filtres=filtres,
            photo=self.photo,
        )
        return Resultat(frame, f"Indicateurs {francais.periode(lire_date(du), lire_date(au))}")

    def table(self, nom: str) -> Resultat:
        """A curated table of the newest photo, without its ``photo`` column. Raises ``PlieError`` for an unknown name."""
        if nom not in TABLES:
            raise PlieError(f"La table « {nom} » n'existe pas.\nTables : {', '.join(TABLES)}.")
        return Resultat(self._frame(f"SELECT * EXCLUDE (photo) FROM large.{nom} WHERE photo = ?", [self.photo]), f"Table {nom}")

    def sql(self, requete: str) -> Resultat:
        """The result of a query (the connection is read-only). Raises ``PlieError`` when DuckDB refuses it."""
        try:
            return Resultat(self._frame(requete), "Requête")
        except duckdb.Error as error:
            raise PlieError(f"DuckDB refuse cette requête : {str(error).splitlines()[0]}") from error

    def lettre(self, mois: str, *, connu_au: str = "", referent: str = "", diffusion: str = "interne") -> Lettre:
        """The monthly letter of ``AAAA-MM``, as known at the end of the month unless ``connu_au`` says otherwise."""
        month = lire_mois(mois)
        source = self._source(lire_date(connu_au) if connu_au else month.fin, referent)
        parametres = {"mois": month.libelle, "referent": referent, "diffusion": diffusion}
        letter = preparer_lettre(source, self._publies(), month, organisme=self.organisme, parametres=parametres)
        return self._protected(letter, source, diffusion)

    def rapport_annuel(self, annee: int | str, *, connu_au: str = "", diffusion: str = "interne") -> Annuel:
        """The annual report of a year, as the newest photo knows it unless ``connu_au`` says otherwise."""
        year = lire_annee(annee)
        source = self._source(lire_date(connu_au) if connu_au else max(self.photo, dt.date(year, 12, 31)), "")
        report = preparer_annuel(
            source, self._publies(), year, organisme=self.organisme, parametres={"annee": str(year), "diffusion": diffusion}
        )
        return self._protected(report, source, diffusion)

    def fiche_referent(self, referent: str, mois: str, *, connu_au: str = "", diffusion: str = "interne") -> FicheReferent:
        """The sheet of a référent for the six months that end with ``AAAA-MM``, as the newest photo knows them."""
        month = lire_mois(mois)
        code = verifier_referent(self.con, self.photo, referent)
        source = self._source(lire_date(connu_au) if connu_au else max(self.photo, month.fin), code)
        keying = None if seuil_de(self.settings.config, diffusion) > 1 else lire_saisie(self.settings, self.photo, referent=code)
        parametres = {"mois": month.libelle, "referent": code, "diffusion": diffusion}
        return self._protected(preparer_fiche(source, month, keying, organisme=self.organisme, parametres=parametres), source, diffusion)

    def qualite_saisie(self, mois: str = "") -> PageQualite:
        """What the charte says of the first photo taken after a month (of the newest one without a month), for the house only."""
        month = lire_mois(mois) if mois else None
        days = [day for (day,) in self.con.execute("SELECT DISTINCT photo FROM raw.fichier").fetchall()]
        keying = lire_saisie(self.settings, photo_du_mois(days, month))
        return PageQualite(keying, month, self.organisme, {"mois": month.libelle if month else "", "diffusion": "interne"})

    def programmation(self, annee: int | str, *, connu_au: str = "", diffusion: str = "interne") -> Programmation:
        """The actions of a year, what became of their participants, aides and clauses, as the newest photo knows them."""
        year = lire_annee(annee)
        source = self._source(lire_date(connu_au) if connu_au else max(self.photo, dt.date(year, 12, 31)), "")
        seuil = seuil_de(self.settings.config, diffusion)
        page = preparer_programmation(
            source, year, seuil=seuil, organisme=self.organisme, parametres={"annee": str(year), "diffusion": diffusion}
        )
        return self._protected(page, source, diffusion)

    def qpv(self, annee: int | str, *, connu_au: str = "", diffusion: str = "interne") -> PagePublic:
        """The inhabitants of the quartiers prioritaires in a year, beside the rest of the public."""
        return self._public(QPV, annee, connu_au, diffusion)

    def rsa(self, annee: int | str, *, connu_au: str = "", diffusion: str = "interne") -> PagePublic:
        """The beneficiaries of the RSA in a year, beside the rest of the public."""
        return self._public(RSA, annee, connu_au, diffusion)

    def cohortes(
        self,
        annee: int | str,
        *,
        du: str = "",
        au: str = "",
        grain: str = "annee",
        par: str | Iterable[str] = (),
        connu_au: str = "",
        diffusion: str = "interne",
    ) -> PageCohortes:
        """Entries followed up to the end of a year (or to ``au``), by cohorte and by public (``par``: axes, as « qpv,rsa »)."""
        config = self.settings.config
        suivi = suivre(self.con, config, annee=annee, du=du, au=au, grain=grain, par=par, connu_au=connu_au, photo=self.photo)
        parametres = {"annee": str(annee), "grain": grain, "par": par if isinstance(par, str) else ",".join(par), "diffusion": diffusion}
        return PageCohortes(suivi, seuil_de(config, diffusion), self.organisme, parametres)

    def trajectoires(
        self, annee: int | str, *, du: str = "", au: str = "", connu_au: str = "", diffusion: str = "interne"
    ) -> PageTrajectoires:
        """What happens month after month in the parcours seen from their entry, up to the end of a year (or to ``au``)."""
        config = self.settings.config
        axes = ("qpv", "rsa", "tranche_age") if "situations" in usable_exports(self.con, self.photo) else ("qpv", "tranche_age")
        suivi = suivre(self.con, config, annee=annee, du=du, au=au, par=axes, connu_au=connu_au, photo=self.photo)
        weights = config.get("freins", {}).get("poids", {})
        return preparer_trajectoires(
            suivi,
            poids_freins=weights,
            seuil=seuil_de(config, diffusion),
            organisme=self.organisme,
            parametres={"annee": str(annee), "diffusion": diffusion},
        )

    def methode(self, annee: int | str) -> PageMethode:
        """The step-by-step method on the parcours accompanied in a year, as the newest photo knows them."""
        year = lire_annee(annee)
        suivi = suivre(self.con, self.settings.config, annee=year, photo=self.photo)
        source = self._source(self.photo, "")
        return preparer_methode(
            suivi, dt.date(year, 1, 1), indicateur=source.cellule, organisme=self.organisme, parametres={"annee": str(year)}
        )

    def _public(self, public, annee: int | str, connu_au: str, diffusion: str) -> PagePublic:
        year = lire_annee(annee)
        source = self._source(lire_date(connu_au) if connu_au else max(self.photo, dt.date(year, 12, 31)), "")
        seuil = seuil_de(self.settings.config, diffusion)
        page = preparer_public(
            source, public, year, seuil=seuil, organisme=self.organisme, parametres={"annee": str(year), "diffusion": diffusion}
        )
        return self._protected(page, source, diffusion)

    def _protected(self, page, source: Source, diffusion: str):
        """The page with its small counts kept back, as its level of diffusion asks."""
        seuil = seuil_de(self.settings.config, diffusion)
        proteger_page(
            page,
            source,
            seuil=seuil,
            dossier=self.settings.curated / "diffusion" / diffusion,
            publication=os.environ.get("PLIE_PUBLICATION", ""),
        )
        return page

    def _source(self, connu_au: dt.date, referent: str) -> Source:
        filtres = {"referent": [referent]} if referent else None
        return Source(self.con, self.settings.config, connu_au=connu_au, photo=self.photo, filtres=filtres)

    def _publies(self):
        return lire_publies(self.settings.reference)

    def _frame(self, query: str, values: list | None = None):
        return self.con.execute(query, values or []).df()


def _identity(path: Path) -> tuple[int, ...] | None:
    """Which file a path names: a load puts another one there, and none gets the number of one that is open."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def _nearest(folder: Path) -> Path:
    """The working folder a notebook belongs to."""
    for candidate in (folder, *folder.parents):
        if (candidate / "plie.toml").is_file() or (candidate / "data" / "curated").is_dir():
            return candidate
    return folder


def _dress_notebook() -> None:
    """Give the pieces their style in JupyterLab; published pages have their own."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    if get_ipython() is None:
        return
    publier(rendre("style", style_carnet()), plie={"carnet_seul": True})
