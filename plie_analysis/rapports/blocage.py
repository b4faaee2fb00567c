"""The gate: a report is not published while a blocking finding stands."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from .. import francais
from ..charte import controler_au_besoin, journal
from ..charte.lecture import BilanArticle, bilans, constats
from ..errors import PlieError
from ..indicateurs.definitions import sources
from ..schema import definitions
from ..settings import Settings

# Curated tables that a spoiled line of a table reaches, directly or through the columns they take from it.
ATTEINTES = {
    "participant": set(sources()) - {"referent"},
    "parcours": {
        "parcours",
        "sortie",
        "etape",
        "entretien",
        "veille",
        "frein",
        "action",
        "etape_action",
        "entretien_qualitatif",
        "aide",
        "clause",
    },
    "etape": {"etape", "sortie"},
}
EXEMPLES = 5


@dataclass(frozen=True)
class Verrou:
    """What stands in the way of publishing a photo.

    ``bilans``: the blocking articles that have findings; ``exemples``: a few keys by article and table;
    ``figures``: ids of the indicators whose tables the findings reach.
    """

    photo: dt.date
    bilans: tuple[BilanArticle, ...]
    exemples: dict[tuple[str, str], tuple[str, ...]]
    figures: tuple[str, ...]

    @property
    def est_ferme(self) -> bool:
        """Whether publishing is refused."""
        return bool(self.bilans)

    @property
    def nb_constats(self) -> int:
        return sum(bilan.nb_constats for bilan in self.bilans)

    @property
    def phrases(self) -> tuple[str, ...]:
        """One French sentence per blocking article: which, how many, for instance."""
        return tuple(_phrase(bilan, self.exemples[bilan.article, bilan.table]) for bilan in self.bilans)

    @property
    def resume(self) -> str:
        """One French sentence: how many blocking findings, how many figures they touch."""
        found = francais.compte(self.nb_constats, "constat bloquant", "constats bloquants")
        figures = francais.compte(len(self.figures), "indicateur", "indicateurs")
        touches = "peut être faussé" if len(self.figures) < 2 else "peuvent être faussés"
        return f"{found} dans la photo du {francais.date_longue(self.photo)}\u00a0: {figures} {touches}."


def constats_bloquants(settings: Settings, photo: dt.date, progres: Callable[[str], None] = lambda texte: None) -> Verrou:
    """What the charte's blocking articles say of a photo; it is controlled first when the journal is not up to date.

    Alerts and lines to correct never block. Raises ``PlieError`` when the photo cannot be controlled.
    """
    controler_au_besoin(settings, photo, progres)
    with journal.ouvrir(settings) as con:
        found = tuple(b for b in bilans(con, photo) if b.gravite == "bloquante" and b.nb_constats)
        exemples = {
            (b.article, b.table): tuple(
                constat.cle for constat in constats(con, photo, article=b.article, tables=(b.table,), limite=EXEMPLES)
            )
            for b in found
        }
    return Verrou(photo, found, exemples, _figures({b.table for b in found}, settings.config))


def verrou_publication(
    settings: Settings, photo: dt.date, *, forcer: bool = False, progres: Callable[[str], None] = lambda texte: None
) -> Verrou:
    """The state of the gate for a report on a photo.

    Raises ``PlieError`` (exit code 1) when a blocking finding stands, unless ``forcer``: the caller then prints
    ``resume`` and ``phrases`` on the first page.
    """
    verrou = constats_bloquants(settings, photo, progres)
    if verrou.est_ferme and not forcer:
        shown = verrou.phrases[:2]
        more = len(verrou.phrases) - len(shown)
        rest = f" … et {francais.compte(more, 'autre article', 'autres articles')}." if more else ""
        raise PlieError(
            f"Publication refusée\u00a0: {verrou.resume}\n"
            + "\n".join(shown)
            + f"{rest}\nCorrigez-les (« plie controler » en donne la liste), ou publiez avec --forcer\u00a0: le rapport le dira en première page.",
            code=1,
        )
    return verrou


def _phrase(bilan: BilanArticle, exemples: tuple[str, ...]) -> str:
    more = "…" if bilan.nb_constats > len(exemples) else ""
    return f"{bilan.article} ({bilan.table}), {francais.compte(bilan.nb_constats, 'ligne', 'lignes')}\u00a0: {', '.join(exemples)}{more}"


def _figures(tables: set[str], config: dict) -> tuple[str, ...]:
    """Ids of the indicators that these tables reach, by the tables they read or the indicators they are made of."""
    reached = set().union(*(ATTEINTES.get(table, {table}) for table in tables)) if tables else set()
    known = definitions.lues(config)
    return tuple(nom for nom in known if definitions.tables_of(nom, known) & reached)
