"""The door of the notebooks: ``from plie_analysis import ouvrir; plie = ouvrir()``."""

import datetime as dt
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb

from . import francais
from .cohortes.suivi import Suivi
from .database import open_database, usable_exports
from .errors import PlieError
from .gabarits import rendre, style_carnet
from .presentation.annuel import Annuel
from .presentation.cohortes_page import PageCohortes, suivre
from .presentation.elements import publier
from .presentation.extraits import Extrait
from .presentation.fiche_referent import FicheReferent, verifier_referent
from .presentation.lettre import Lettre
from .presentation.methode_page import PageMethode
from .presentation.pages import PageAnnuelle
from .presentation.periodes import lire_annee, lire_date, lire_mois
from .presentation.programmation import Programmation
from .presentation.public_page import QPV, RSA, PagePublic
from .presentation.publies import lire_publies
from .presentation.qualite_page import PageQualite, photo_du_mois
from .presentation.reponses import Reponses
from .presentation.saisie import lire_saisie
from .presentation.trajectoires_page import PageTrajectoires
from .protection.niveaux import niveau_impose
from .protection.porte import SUIVI, Porte
from .rapports import certification
from .settings import Settings, load_settings

TABLES = (
    "participant", "prescription", "parcours", "sortie", "etape", "entretien", "situation", "veille", "referent", "frein", "action", "aide", "clause",
)  # fmt: skip
ANCIENNE = f"La base a été rechargée depuis{francais.INSECABLE}: ces résultats viennent de celle d'avant. Relancez plie = ouvrir()."
PORTEES = {"ligne": "ligne écartée", "valeur": "valeur laissée vide"}


def ouvrir(racine: str | Path | None = None, *, diffusion: str | None = None) -> "Atelier":
    """The workbench on the newest photo loaded, read-only, at one level of diffusion.

    ``racine`` is the working folder; by default the one of ``PLIE_RACINE``, else the nearest folder above the notebook that
    holds a ``plie.toml`` or a ``data`` folder. ``diffusion``: ``interne`` (default), ``partenaires`` or ``publique``; a run that
    produces a report sets its own. Raises ``PlieError`` when nothing is loaded yet, or for a level below that of the run.
    """
    frozen = None if racine else os.environ.get("PLIE_BASE")
    atelier = Atelier(load_settings(racine or os.environ.get("PLIE_RACINE") or _nearest(Path.cwd()), frozen), diffusion)
    _dress_notebook(atelier)
    return atelier


class Atelier:
    """What is loaded, and the ways to question it; every result prints itself in French, its small counts protected at its level."""

    def __init__(self, settings: Settings, diffusion: str | None = None):
        self.settings = settings
        self._con = open_database(settings)
        self._base = _identity(settings.base)
        niveau = niveau_impose(settings.config, diffusion)
        self._porte = Porte(settings, self._con, diffusion=niveau, publication=os.environ.get("PLIE_PUBLICATION", ""))
        self.photo: dt.date = self._porte.photo

    def __repr__(self) -> str:
        return "\n".join([f"Atelier : photo du {francais.date_longue(self.photo)}, {self.organisme}", *self._old])

    def _repr_html_(self) -> str:
        return rendre("atelier", self.organisme, [f"Photo du {francais.date_longue(self.photo)}", *self._old])

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The connection to the base, for the house only; says so, each time it is used, when another base has taken its place since."""
        self._porte.reserver("La base elle-même")
        self._warn()
        return self._con

    def _warn(self) -> None:
        for line in self._old:
            print(line, file=sys.stderr)

    @property
    def _old(self) -> list[str]:
        """What to say when a load has replaced the base since it was opened."""
        return [] if _identity(self.settings.base) == self._base else [ANCIENNE]

    @property
    def niveau(self) -> str:
        """The level of diffusion of what this session shows."""
        return self._porte.niveau

    @property
    def est_protege(self) -> bool:
        """Whether small counts are hidden in it."""
        return self._porte.est_protegee

    @property
    def organisme(self) -> str:
        """Name of the PLIE, as ``plie.toml`` gives it."""
        return self.settings.config["plie"]["nom"]

    def photos(self) -> Extrait:
        """The photos loaded: one row per photo and export, lines read, kept, rejected."""
        return self._raw(
            "Photos chargées",
            "SELECT photo, requete AS export, nb_lues AS lues, nb_retenues AS retenues, nb_rejetees AS rejetees FROM raw.fichier ORDER BY photo DESC, requete",
        )

    def rejets(self) -> Extrait:
        """What the newest photo could not use: one row per export, column, reason and scope, with the number of lines."""
        found = self._raw(
            f"Rejets de la photo du {francais.date_longue(self.photo)}",
            "SELECT requete AS export, coalesce(colonne, '') AS colonne, motif, portee, count(*) AS nombre FROM raw.rejet WHERE photo = ? GROUP BY ALL ORDER BY nombre DESC, export, colonne, motif, portee",
            [self.photo],
        )
        found.frame["portee"] = found.frame["portee"].replace(PORTEES)
        return found

    def table(self, nom: str) -> Extrait:
        """A curated table of the newest photo, without its ``photo`` column. Raises ``PlieError`` for an unknown name."""
        if nom not in TABLES:
            raise PlieError(f"La table « {nom} » n'existe pas.\nTables : {', '.join(TABLES)}.")
        return self._raw(f"Table {nom}", f"SELECT * EXCLUDE (photo) FROM curated.{nom} WHERE photo = ?", [self.photo])

    def sql(self, requete: str) -> Extrait:
        """The result of a query (the connection is read-only). Raises ``PlieError`` when DuckDB refuses it."""
        try:
            return self._raw("Requête", requete)
        except duckdb.Error as error:
            raise PlieError(f"DuckDB refuse cette requête : {str(error).splitlines()[0]}") from error

    def indicateurs(
        self,
        ids: str | Iterable[str],
        *,
        du: str,
        au: str,
        connu_au: str | None = None,
        par: str | Iterable[str] = (),
        filtres: dict | None = None,
    ) -> Extrait:
        """Indicators over a period (both days included, ``AAAA-MM-JJ``), by axes, as known at a date.

        Long form: ``indicateur``, one column per axis, ``valeur``, ``numerateur``, ``denominateur``, ``unite``; with an indicator of survival,
        ``raison`` (why its value is empty); at a protected level, ``masque`` besides. The names are those of ``plie indicateurs --liste``.
        """
        start, end = lire_date(du), lire_date(au)
        found = self._porte.indicateurs(
            [ids] if isinstance(ids, str) else list(ids),
            du=start,
            au=end,
            connu_au=lire_date(connu_au) if connu_au else None,
            par=(par,) if isinstance(par, str) else tuple(par),
            filtres=filtres,
        )
        frame = found.frame if self._porte.est_protegee else found.frame.drop(columns="masque")
        return Extrait(frame, f"Indicateurs {francais.periode(start, end)}", found.avis)

    def lettre(self, mois: str, *, connu_au: str = "", referent: str = "") -> Lettre:
        """The monthly letter of ``AAAA-MM``, as known at the end of the month unless ``connu_au`` says otherwise."""
        month = lire_mois(mois)
        reponses = self._reponses(connu_au, month.fin, referent)
        return Lettre(reponses, self.organisme, self._said(mois=month.libelle, referent=referent), month).demander()

    def rapport_annuel(self, annee: int | str, *, connu_au: str = "") -> Annuel:
        """The annual report of a year, as the newest photo knows it unless ``connu_au`` says otherwise."""
        return self._annual(Annuel, annee, connu_au)

    def programmation(self, annee: int | str, *, connu_au: str = "") -> Programmation:
        """The actions of a year, what became of their participants, aides and clauses, as the newest photo knows them."""
        return self._annual(Programmation, annee, connu_au)

    def qpv(self, annee: int | str, *, connu_au: str = "") -> PagePublic:
        """The inhabitants of the quartiers prioritaires in a year, beside the rest of the public."""
        return self._annual(PagePublic, annee, connu_au, QPV)

    def rsa(self, annee: int | str, *, connu_au: str = "") -> PagePublic:
        """The beneficiaries of the RSA in a year, beside the rest of the public."""
        return self._annual(PagePublic, annee, connu_au, RSA)

    def fiche_referent(self, referent: str, mois: str, *, connu_au: str = "") -> FicheReferent:
        """The sheet of a référent for the six months that end with ``AAAA-MM``, as the newest photo knows them."""
        month = lire_mois(mois)
        code = verifier_referent(self._con, self.photo, referent)
        keying = None if self._porte.est_protegee else lire_saisie(self.settings, self.photo, referent=code)
        reponses = self._reponses(connu_au, max(self.photo, month.fin), code)
        return FicheReferent(reponses, self.organisme, self._said(mois=month.libelle, referent=code), month, keying).demander()

    def qualite_saisie(self, mois: str = "") -> PageQualite:
        """What the charte says of the first photo taken after a month (of the newest one without a month), for the house only."""
        self._porte.reserver("La qualité de la saisie")
        month = lire_mois(mois) if mois else None
        days = [day for (day,) in self.con.execute("SELECT DISTINCT photo FROM raw.fichier").fetchall()]
        keying = lire_saisie(self.settings, photo_du_mois(days, month))
        return PageQualite(keying, month, self.organisme, self._said(mois=month.libelle if month else ""))

    def cohortes(
        self, annee: int | str, *, du: str = "", au: str = "", grain: str = "annee", par: str | Iterable[str] = (), connu_au: str = ""
    ) -> PageCohortes:
        """Entries followed up to the end of a year (or to ``au``), by cohorte and by public (``par``: axes, as « qpv,rsa »), for the house only."""
        self._porte.reserver("Le suivi des cohortes", SUIVI)
        suivi = self._follow(annee, du=du, au=au, grain=grain, par=par, connu_au=connu_au)
        said = self._said(annee=str(annee), grain=grain, par=par if isinstance(par, str) else ",".join(par))
        return PageCohortes(self._followed(suivi), self.organisme, said, suivi).demander()

    def trajectoires(self, annee: int | str, *, du: str = "", au: str = "", connu_au: str = "") -> PageTrajectoires:
        """What happens month after month in the parcours seen from their entry, up to the end of a year (or to ``au``), for the house only."""
        self._porte.reserver("L'analyse des trajectoires", SUIVI)
        axes = ("qpv", "rsa", "tranche_age") if "situations" in usable_exports(self._con, self.photo) else ("qpv", "tranche_age")
        suivi = self._follow(annee, du=du, au=au, par=axes, connu_au=connu_au)
        weights = self.settings.config.get("freins", {}).get("poids", {})
        return PageTrajectoires(self._followed(suivi), self.organisme, self._said(annee=str(annee)), suivi, weights).demander()

    def methode(self, annee: int | str) -> PageMethode:
        """The step-by-step method on the parcours accompanied in a year, as the newest photo knows them, for the house only."""
        self._porte.reserver("La méthode pas à pas")
        year = lire_annee(annee)
        suivi = self._follow(year)
        return PageMethode(self._followed(suivi), self.organisme, {"annee": str(year)}, suivi, dt.date(year, 1, 1)).demander()

    def _annual(self, page: type[PageAnnuelle], annee: int | str, connu_au: str, *more):
        year = lire_annee(annee)
        reponses = self._reponses(connu_au, max(self.photo, dt.date(year, 12, 31)))
        return page(reponses, self.organisme, self._said(annee=str(year)), year, *more).demander()

    def _follow(self, annee: int | str, **question) -> Suivi:
        self._warn()
        return suivre(self._con, self.settings.config, annee=annee, photo=self.photo, **question)

    def _followed(self, suivi: Suivi) -> Reponses:
        contexte = suivi.demande.contexte
        return Reponses(self._porte, connu_au=contexte.connu_au or contexte.photo)

    def _reponses(self, connu_au: str, sinon: dt.date, referent: str = "") -> Reponses:
        self._warn()
        filtres = {"referent": [referent]} if referent else None
        publies = lire_publies(self.settings.reference)
        self._porte.montres.ajouter(publies.nombres())
        return Reponses(self._porte, connu_au=lire_date(connu_au) if connu_au else sinon, filtres=filtres, publies=publies)

    def _said(self, **parametres: str) -> dict[str, str]:
        """The parameters that the foot of a page repeats."""
        return {**parametres, "diffusion": self._porte.niveau}

    def _raw(self, titre: str, query: str, values: list | None = None) -> Extrait:
        """Figures as the base holds them: nothing protects them, they are for the house."""
        self._porte.reserver(francais.guillemets(titre))
        return Extrait(self.con.execute(query, values or []).df(), titre)


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


def _dress_notebook(atelier: Atelier) -> None:
    """Give the pieces their style in JupyterLab (published pages have their own), and at a protected level the mark of the door."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    if (shell := get_ipython()) is None:
        return
    porte = atelier._porte
    publier(rendre("style", style_carnet()), plie={"carnet_seul": True, certification.CLE: porte.niveau})
    if porte.est_protegee:
        certification.certify(shell, porte.niveau, porte.montres.nouveaux)
