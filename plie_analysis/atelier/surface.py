"""The surface that a notebook reads: ``from plie_analysis import ouvrir; plie = ouvrir()``, then a dozen names."""

import datetime as dt
import os
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd

from .. import francais
from ..errors import PlieError
from ..gabarits import rendre, style_carnet
from ..indicateurs import planifier
from ..indicateurs.appellations import noms_dates
from ..indicateurs.dossiers import dossiers
from ..moteurs import EMBARQUE, open_moteur, reglages_de
from ..origine import avis
from ..presentation.elements import publier
from ..protection.niveaux import niveau_impose
from ..protection.porte import SUIVI, Porte
from ..rapports import certification
from ..settings import Settings, load_settings
from ..survie.couverture import debut_de_couverture
from . import figure
from .affichage import habiller
from .cartes import deux_comptes
from .mots import en_mots
from .notice import notice_de
from .pages import Rapports
from .parcours import Cohortes, Parcours, catalogue, lire_cohortes, lire_parcours, suivre
from .provenance import Provenance
from .question import Interrogation, lire_question
from .resultat import Reponse, Resultat

# What « plie. » completes with Tab.
NOMS = ("photo", "niveau", "photos", "rejets", "catalogue", "indicateurs", "cohortes", "parcours", "table", "sql", "rapports", "con")
TABLES = (
    "participant", "prescription", "parcours", "sortie", "etape", "entretien", "situation", "veille", "referent", "frein", "action", "etape_action", "entretien_qualitatif", "aide",
    "clause",
)  # fmt: skip
ANCIENNE = f"La base a été rechargée depuis{francais.INSECABLE}: ces résultats viennent de celle d'avant. Relancez plie = ouvrir()."
PORTEES = {"ligne": "ligne écartée", "valeur": "valeur laissée vide"}


def ouvrir(racine: str | Path | None = None, *, diffusion: str | None = None, moteur: str = EMBARQUE, lac: str = "") -> "Atelier":
    """The workbench on the newest photo loaded, read-only, at one level of diffusion.

    ``racine`` is the working folder; by default the one of ``PLIE_RACINE``, else the nearest folder above the notebook that
    holds a ``plie.toml`` or a ``data`` folder. ``diffusion``: ``interne`` (default), ``partenaires`` or ``publique``; a run that
    produces a report sets its own. ``moteur``: where queries run, ``duckdb`` (here), ``local`` (a Sail server as long as the notebook
    lasts) or ``sc://host:port``. ``lac``: read this lake (a folder, or ``s3://…``) instead of what was loaded. Raises ``PlieError`` when
    nothing is loaded yet, for a level below that of the run, and as ``moteurs.open_moteur`` does.
    """
    frozen = None if racine else os.environ.get("PLIE_BASE")
    settings = load_settings(racine or os.environ.get("PLIE_RACINE") or nearest(Path.cwd()), frozen)
    atelier = Atelier(settings, diffusion, moteur=moteur, lac=lac)
    _dress_notebook(atelier)
    return atelier


class Atelier:
    """What is loaded, and the ways to question it. Every result prints itself in French, its small counts protected at its level."""

    def __init__(self, settings: Settings, diffusion: str | None = None, *, moteur: str = EMBARQUE, lac: str = ""):
        self._settings = settings = reglages_de(settings, lac)
        self._con = open_moteur(settings, moteur, lac=lac)
        self._base = identity(settings.base)
        niveau = niveau_impose(settings.config, diffusion)
        self._porte = Porte(settings, self._con, diffusion=niveau, publication=os.environ.get("PLIE_PUBLICATION", ""))
        self._lac = bool(lac)
        self._organisme: str = _organisme(self._con) if lac else settings.config["plie"]["nom"]
        self._source = Provenance(self._organisme, self._porte.photo, avis(self._con, self._porte.photo))
        self.photo: dt.date = self._porte.photo
        self.rapports = Rapports(settings, self._porte, self._organisme, self._warn, self._answer)

    def __repr__(self) -> str:
        return "\n".join([f"Atelier : photo du {francais.date_longue(self.photo)}, {self._organisme}", *self._old])

    def _repr_html_(self) -> str:
        return rendre("atelier", self._organisme, [f"Photo du {francais.date_longue(self.photo)}", *self._old])

    def __dir__(self) -> list[str]:
        return list(NOMS)

    def __getattr__(self, name: str):
        """A name that does not exist, told in French with the nearest ones."""
        if name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(
            f"« plie.{name} » n'existe pas. {francais.vouliez_vous_dire(name, NOMS) or 'Il y a : ' + ', '.join(NOMS) + '.'}"
        )

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The connection to the base, for the house only; says so, each time it is used, when another base has taken its place since."""
        self._porte.reserver("La base elle-même")
        self._warn()
        return self._con

    @property
    def niveau(self) -> str:
        """The level of diffusion of what this session shows: « interne », « partenaires » or « publique »."""
        return self._porte.niveau

    def photos(self) -> Resultat:
        """The photos loaded: one row per photo and export, lines read, kept, rejected."""
        return self._raw(
            "Photos chargées",
            'SELECT photo AS "Photo", requete AS "Export", nb_lues AS "Lues", nb_retenues AS "Retenues", nb_rejetees AS "Rejetées" FROM raw.fichier ORDER BY photo DESC, requete',
        )

    def rejets(self) -> Resultat:
        """What the newest photo could not use: one row per export, column, reason and scope, with the number of lines.

        Raises ``PlieError`` on a lake, which does not keep it.
        """
        if self._lac:
            raise PlieError(
                "Un lac ne garde pas ce que les photos n'ont pas pu lire.\nChaque PLIE le voit chez lui : plie = ouvrir(), puis plie.rejets()."
            )
        found = self._raw(
            f"Rejets de la photo du {francais.date_longue(self.photo)}",
            'SELECT requete AS "Export", coalesce(colonne, \'\') AS "Colonne", motif AS "Motif", portee AS "Portée", count(*) AS "Lignes" FROM raw.rejet WHERE photo = ? GROUP BY ALL ORDER BY "Lignes" DESC, "Export", "Colonne", "Motif", "Portée"',
            [self.photo],
        )
        found.frame["Portée"] = found.frame["Portée"].replace(PORTEES)
        return found

    def catalogue(self, mot: str = "") -> Resultat:
        """What can be asked: every indicator and every axis whose name or definition holds ``mot``."""
        return catalogue(self._settings.config, mot, self._source)

    def table(self, nom: str) -> Resultat:
        """A curated table of the newest photo, without its ``photo`` column. Raises ``PlieError`` for an unknown name."""
        if nom not in TABLES:
            raise PlieError(f"La table « {nom} » n'existe pas.\nTables : {', '.join(TABLES)}.")
        found = self._raw(f"Table {nom}", f"SELECT * FROM curated.{nom} WHERE photo = ?", [self.photo])
        found.frame = found.frame.drop(columns="photo")
        return found

    def sql(self, requete: str) -> Resultat:
        """The result of a query (the connection is read-only). Raises ``PlieError`` when DuckDB refuses it."""
        try:
            return self._raw("Requête", requete)
        except duckdb.Error as error:
            raise PlieError(f"DuckDB refuse cette requête : {str(error).splitlines()[0]}") from error

    def indicateurs(
        self,
        ids: str | Iterable[str],
        *,
        du: str | dt.date,
        au: str | dt.date,
        connu_au: str | dt.date | None = None,
        par: str | Iterable[str] = (),
        filtres: Mapping[str, str | Iterable[str]] | None = None,
    ) -> Reponse:
        """Indicators over a period (both days included), by axes, under filters, as known at a date.

        Indicators, axes and modalities are named by their title or by their name in ``plie.catalogue()``. Raises ``PlieError`` for a
        name or a date that is not one, and when the indicators cannot be broken down so.
        """
        self._warn()
        return self._answer(lire_question(self._settings.config, ids, du=du, au=au, connu_au=connu_au, par=par, filtres=filtres))

    def cohortes(
        self,
        *,
        par: str | Iterable[str] = (),
        grain: str = "annee",
        du: str | dt.date = "",
        au: str | dt.date = "",
        connu_au: str | dt.date = "",
    ) -> Cohortes:
        """Entries by cohorte (« annee », « trimestre », « mois ») and public, followed up to ``au`` (the photo by default).

        One row per cohorte, public, measure and horizon: exits of each kind, incidence, median, restricted mean, étapes before the
        exit; an open parcours counts as open. Raises ``PlieError``, at a protected level too.
        """
        self._porte.reserver("Le suivi des cohortes", SUIVI)
        self._warn()
        found = suivre(
            self._con, self._settings.config, self.photo, lesquels="entres", du=du, au=au, grain=grain, par=par, connu_au=connu_au
        )
        return lire_cohortes(found, self._settings.config, self._source)

    def parcours(
        self,
        *,
        du: str | dt.date,
        au: str | dt.date,
        lesquels: str = "entres",
        par: str | Iterable[str] = (),
        connu_au: str | dt.date = "",
        filtres: Mapping[str, str | Iterable[str]] | None = None,
        etapes: bool = False,
    ) -> Parcours:
        """Parcours one by one, as they are seen on ``au``: those « entres », « sortis » or « accompagnes » in the period.

        One row per parcours: who, the axes asked, entry, exit, outcome, duration, étapes when the photo has them. Raises ``PlieError``;
        with ``etapes``, also when it does not.
        """
        self._porte.reserver("La liste des parcours")
        self._warn()
        found = suivre(self._con, self._settings.config, self.photo, lesquels=lesquels, du=du, au=au, grain="annee", par=par, connu_au=connu_au, filtres=filtres, etapes=etapes)  # fmt: skip
        return lire_parcours(found, lesquels, self._settings.config, self._con, self._source)

    def _answer(self, question: Interrogation) -> Reponse:
        config = self._settings.config

        def rows(par: tuple[str, ...]) -> tuple[pd.DataFrame, tuple[str, ...]]:
            found = self._porte.indicateurs(question.ids, **question.arguments(par))
            frame = found.frame if self._porte.est_protegee else found.frame.drop(columns="masque")
            return en_mots(frame, question, par, config, noms_dates(self._con)), found.avis

        def behind(nom: str, cellule: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
            self._porte.reserver("La liste des dossiers")
            return dossiers(planifier(self._con, [nom], config=config, photo=self.photo, **question.arguments(cellule)), nom, cellule)

        frame, said = rows(question.par)
        if not self._porte.est_protegee:
            said += deux_comptes(question, config, lambda par: self._porte.indicateurs(question.ids, **question.arguments(par)).frame)
        coverage = debut_de_couverture(self._con, self.photo, config, question.connu_au).reserves(self.photo, question.du)
        notice = partial(notice_de, self._con, config, question)
        return Reponse(frame, question, config, self._source, (*said, *coverage), lambda par: rows(par)[0], notice, behind)

    def _raw(self, titre: str, query: str, values: list | None = None) -> Resultat:
        """Figures as the base holds them: nothing protects them, they are for the house."""
        self._porte.reserver(francais.guillemets(titre))
        return Resultat(self.con.execute(query, values or []).df(), titre, self._source)

    def _warn(self) -> None:
        for line in self._old:
            print(line, file=sys.stderr)

    @property
    def _old(self) -> list[str]:
        """What to say when a load has replaced the base since it was opened."""
        return [] if identity(self._settings.base) == self._base else [ANCIENNE]


def _organisme(con) -> str:
    """« Lac de 3 PLIE : … »: whose figures a lake gives."""
    names = [name for (name,) in con.execute("SELECT DISTINCT plie FROM curated.participant ORDER BY plie").fetchall()]
    return f"Lac de {francais.compte(len(names), 'PLIE', 'PLIE')}{francais.INSECABLE}: {francais.enumeration(names)}"


def identity(path: Path) -> tuple[int, ...] | None:
    """Which file a path names: a load puts another one there, and none gets the number of one that is open."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def nearest(folder: Path) -> Path:
    """The working folder a notebook belongs to."""
    for candidate in (folder, *folder.parents):
        if (candidate / "plie.toml").is_file() or (candidate / "data" / "curated").is_dir():
            return candidate
    return folder


def _dress_notebook(atelier: Atelier) -> None:
    """Show frames and plotly figures in French, give the pieces their style in JupyterLab (published pages have their own), and at a protected level the mark of the door."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    if (shell := get_ipython()) is None:
        return
    porte = atelier._porte
    habiller(shell)
    os.environ[figure.VARIABLE] = figure.RENDU
    if "plotly.io" in sys.modules:
        figure.preparer()
    publier(rendre("style", style_carnet()), plie={"carnet_seul": True, certification.CLE: porte.niveau})
    if porte.est_protegee:
        certification.certify(shell, porte.niveau, porte.montres.nouveaux)
