"""What is asked of the cohorts, checked against the photo."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..database import newest_photo
from ..errors import PlieError
from ..indicateurs import axes, definitions
from ..indicateurs.choix import find, normalise
from ..indicateurs.contexte import Contexte, open_contexte
from ..indicateurs.definitions import Axe
from ..indicateurs.grandeurs import Grandeur
from ..indicateurs.modalites import read_filtres
from ..indicateurs.offre import check_exports, offered_axes
from ..indicateurs.periode import Periode, read_date, read_periode
from ..indicateurs.population import Population
from ..survie.reglages import reglages

GRAINS = ("annee", "trimestre", "mois")
# Parcours whose entry is in the period, the axes being read on the day of entry.
ENTREES = Population("parcours", "evenement", ("date_entree",), False, "", False, "evenement")
# The parcours that can be read one by one: who they are, and the indicator whose axes they have.
LESQUELS = {
    "entres": (ENTREES, "entrees"),
    "sortis": (Population("parcours", "evenement", ("date_sortie",), False, "", False, "evenement"), "sorties"),
    "accompagnes": (
        Population("parcours", "presence", ("date_entree", "date_sortie"), False, "", False, "sortie_ou_fin"),
        "parcours_actifs",
    ),
}


@dataclass(frozen=True)
class DemandeCohorte:
    """Entries of ``periode`` by ``grain`` and axes, observed at its end, as known at ``contexte.connu_au``.

    ``population``: other parcours than those that enter in it (see ``LESQUELS``).
    """

    contexte: Contexte
    grain: str
    par: tuple[Axe, ...]
    filtres: dict[Axe, tuple[str, ...]]
    population: Population = ENTREES

    @property
    def periode(self) -> Periode:
        """First and last days of the entries; the last one is also the day of observation."""
        return self.contexte.periode

    @property
    def au(self) -> dt.date:
        """The one day of observation."""
        return self.contexte.periode.au


def demander(
    con,
    *,
    au: dt.date | str,
    config: dict,
    du: dt.date | str | None = None,
    grain: str = "annee",
    par: Iterable[str] = (),
    connu_au: dt.date | str | None = None,
    photo: dt.date | str | None = None,
    filtres: Mapping[str, str | Iterable[str]] | None = None,
    lesquels: str = "entres",
) -> DemandeCohorte:
    """The question, checked. Without ``du``, entries are taken from the first one of the photo.

    ``lesquels``: « entres », « sortis » or « accompagnes » in the period. Raises ``PlieError``: unknown grain, axis or ``lesquels``, an
    axis only known at the exit, unreadable or reversed dates, an observation after the photo, an export that the photo lacks.
    """
    population, indicateur = LESQUELS[find(lesquels, LESQUELS, f"« {lesquels} » ne dit pas quels parcours.")]
    if normalise(grain) not in GRAINS:
        raise PlieError(f"Le grain « {grain} » n'existe pas.\nChoisissez annee, trimestre ou mois.")
    end = read_date(au, "au")
    if con.execute("SELECT count(*) FROM raw.fichier").fetchone()[0] == 0:
        newest_photo(con)
    known = read_date(connu_au, "connu au") if connu_au else None
    start = read_date(du, "du") if du else _first_entry(con, read_date(photo, "photo") if photo else newest_photo(con), end, known)
    contexte = open_contexte(
        con,
        read_periode(start, end),
        known,
        config,
        read_date(photo, "photo") if photo else None,
    )
    broken = tuple(_axe(name, contexte, indicateur) for name in dict.fromkeys(par))
    kept = {_axe(name, contexte, indicateur): values for name, values in (filtres or {}).items()}
    check_exports([definitions(config)[indicateur]], (*broken, *kept), contexte)
    return DemandeCohorte(contexte, normalise(grain), broken, _filtres(kept, contexte), population)


def _first_entry(con, photo: dt.date, end: dt.date, connu_au: dt.date | None) -> dt.date:
    (first,) = con.execute(
        "SELECT min(date_entree) FROM curated.parcours WHERE photo = $photo AND date_entree <= $au AND coalesce(connue_le <= $connu_au, true)",
        {"photo": photo, "au": end, "connu_au": connu_au},
    ).fetchone()
    return first or end


def _axe(name: str, contexte: Contexte, indicateur: str) -> Axe:
    known = offered_axes(definitions(contexte.config)[indicateur], contexte)
    usable = known if indicateur == "sorties" else {key: axe for key, axe in known.items() if key not in reglages()["axes_exclus"]}
    key = find(name, axes(), f"L'axe « {name} » n'existe pas.")
    if key not in usable:
        raise PlieError(f"Une cohorte ne se répartit pas par {key} : ce n'est pas connu à l'entrée.\nAxes possibles : {', '.join(usable)}.")
    return usable[key]


def _filtres(kept: dict, contexte: Contexte) -> dict[Axe, tuple[str, ...]]:
    return read_filtres(kept, [(Grandeur(ENTREES, "nombre"), ())], contexte) if kept else {}
