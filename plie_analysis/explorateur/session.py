"""What the tabs of the explorer share: the settings, the base if one can be opened, the level of diffusion, the last result, what to say."""

import datetime as dt
import functools
import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import ipywidgets as widgets

from .. import droits, origine
from ..atelier.surface import Atelier, identity, nearest
from ..database import open_database
from ..ecriture import raison
from ..errors import PlieError
from ..francais import espaces
from ..ouverture import trouble_of_engine
from ..protection.niveaux import INTERNE, niveau_impose
from ..settings import Settings, load_settings

QUESTION, RESULTAT, EXPORTER, PHOTOS, PUBLIER = ONGLETS = ("Question", "Résultat", "Exporter", "Photos", "Publier")
OUVERTE, NOUVEAU_RESULTAT, ONGLET = EVENEMENTS = ("ouverte", "resultat", "onglet")
JOURNAL = "explorateur.log"
JOURNAL_MAX = 200_000
IMPREVU = (
    "Cette action n’a pas pu aller au bout ({kind}).\n"
    "Recommencez, ou rechargez la page. Si cela revient, transmettez le fichier data/curated/{journal} à l’équipe technique."
)
SANS_BASE = "Chargez d’abord une photo, dans l’onglet Photos."
PERIMEE = "La base a changé depuis l’ouverture de cette page : ce que la page montre vient de celle d’avant."
# A way out that a message offers: what its button says, what it does.
Issue = tuple[str, Callable[[], object]]


class Session:
    """One page of the explorer: what its tabs read, and how they tell each other what changes.

    Read: ``settings``, ``niveau``, ``atelier`` (``None`` as long as no base can be opened; ``empechement`` then says why), ``photo``,
    ``avis`` (invented data), ``resultat`` (the last answer, or ``None``), ``onglet``. Every callback of a widget goes through ``garde``.
    """

    def __init__(self, racine: str | Path | None = None, diffusion: str | None = None):
        self.settings: Settings = load_settings(racine or os.environ.get("PLIE_RACINE") or nearest(Path.cwd()))
        self.niveau: str = diffusion or INTERNE
        self.atelier: Atelier | None = None
        self.empechement: PlieError | None = None
        self.avis: tuple[str, ...] = ()
        self.resultat: Any = None
        self.onglet = QUESTION
        # How the page shows a message with its ways out; the frame puts its box there.
        self.montrer: Callable[[str, tuple[Issue, ...]], None] = lambda _message, _issues: None
        self.taire: Callable[[], None] = lambda: None
        # Where the keyboard goes when the button that was pressed is done: to what it showed, else back to the button.
        self.cible: widgets.DOMWidget | None = None
        self._base: tuple[int, ...] | None = None
        self._ecoutes: dict[str, list[Callable[[], object]]] = {name: [] for name in EVENEMENTS}

    @property
    def organisme(self) -> str:
        """Name of the PLIE, as ``plie.toml`` gives it."""
        return self.settings.config["plie"]["nom"]

    @property
    def ouvert(self) -> Atelier:
        """The base that is open. Raises ``PlieError`` when none is."""
        if self.atelier is None:
            raise PlieError(SANS_BASE)
        return self.atelier

    @property
    def photo(self) -> dt.date | None:
        """Date of the newest photo, when a base is open."""
        return self.atelier.photo if self.atelier else None

    @property
    def est_perimee(self) -> bool:
        """Whether another base has taken the place of the one that this page shows."""
        return identity(self.settings.base) != self._base

    def ouvrir(self, niveau: str | None = None) -> bool:
        """Open the base as it is now, anew if it was open, at a level of diffusion; whether it could be. Forgets the result, tells « ouverte »."""
        wanted = niveau or self.niveau
        self.fermer()
        try:
            self.settings = load_settings(self.settings.racine)
            self._base = identity(self.settings.base)
            self.atelier = Atelier(self.settings, niveau_impose(self.settings.config, wanted))
            self.niveau = self.atelier.niveau
            with open_database(self.settings) as con:
                self.avis = origine.avis(con, self.atelier.photo)
        except (PlieError, duckdb.Error, OSError) as error:
            self.atelier, self.empechement = None, _told(error) or self._imprevu(error)
        self.dire(OUVERTE)
        return self.atelier is not None

    def fermer(self) -> None:
        """Let go of the base: a load must be able to replace it, which Windows refuses for a file that is open."""
        if self.atelier:
            self.atelier._con.close()
        self.atelier = self.empechement = self.resultat = None
        self.avis = ()

    def donner(self, resultat: Any) -> None:
        """Keep the answer to a question, and tell « resultat »."""
        self.resultat = resultat
        self.dire(NOUVEAU_RESULTAT)

    def aller(self, onglet: str) -> None:
        """Show a tab, one of ``ONGLETS``; tells « onglet »."""
        assert onglet in ONGLETS
        self.onglet = onglet
        self.dire(ONGLET)

    def quand(self, evenement: str, ecoute: Callable[[], object]) -> None:
        """Call a function, without argument, each time an event of ``EVENEMENTS`` is told."""
        self._ecoutes[evenement].append(ecoute)

    def dire(self, evenement: str) -> None:
        """Tell an event to those who asked for it, in the order they did."""
        for ecoute in self._ecoutes[evenement]:
            ecoute()

    def garde(self, action: Callable[..., object]) -> Callable[..., object]:
        """The action, as a callback: whatever it raises is told in French with a way out, and a base loaded behind the page is told too."""

        @functools.wraps(action)
        def gardee(*arguments, **options):
            try:
                outcome = action(*arguments, **options)
            except Exception as error:
                self.signaler(error)
                return None
            if self.atelier and self.est_perimee:
                self.montrer(espaces(PERIMEE), (("Rouvrir la base", self.garde(self.ouvrir)),))
            return outcome

        return gardee

    def signaler(self, error: Exception) -> None:
        """Show what went wrong; of what was not foreseen, the place in the code goes to a private log, never a value."""
        told = _told(error) or self._imprevu(error)
        issues: list[Issue] = []
        if self.est_perimee:
            issues.append(("Rouvrir la base", self.garde(self.ouvrir)))
        if self.atelier is None and self.onglet != PHOTOS:
            issues.append(("Aller à l’onglet Photos", self.garde(lambda: self.aller(PHOTOS))))
        self.montrer(told.message, tuple(issues))

    def _imprevu(self, error: Exception) -> PlieError:
        """What to say of an error that was not foreseen. One line per call on the way to the error: file, line, function. Its text may quote a value of the data, and stays out."""
        journal = self.settings.curated / JOURNAL
        places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
        try:
            with droits.prives():
                journal.parent.mkdir(parents=True, exist_ok=True)
                if journal.is_file() and journal.stat().st_size > JOURNAL_MAX:
                    journal.unlink()
                with journal.open("a", encoding="utf-8") as lines:
                    lines.write("\n".join([f"{dt.datetime.now():%Y-%m-%d %H:%M:%S} {type(error).__name__}", *places]) + "\n")
        except OSError:  # nowhere to write: the sentence is shown all the same
            pass
        return PlieError(espaces(IMPREVU.format(kind=type(error).__name__, journal=JOURNAL)))


def _told(error: Exception) -> PlieError | None:
    """What a foreseen error says, in French; nothing for one that was not foreseen."""
    if isinstance(error, PlieError):
        return error
    if isinstance(error, duckdb.Error):
        return PlieError(said) if (said := trouble_of_engine(error)) else None
    if isinstance(error, OSError):
        return PlieError(
            espaces(
                f"Le système refuse une lecture ou une écriture : {raison(error)}.\nLibérez de la place ou vérifiez les droits, puis recommencez."
            )
        )
    return None
