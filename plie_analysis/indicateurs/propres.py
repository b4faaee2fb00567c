"""The indicators that a PLIE writes for itself: what they name exists, or they are refused by name."""

from collections.abc import Iterable, Mapping

from ..francais import vouliez_vous_dire
from ..schema.definitions import refus
from ..schema.natures import Comptee, Definition, Objectif, Rapport, Reglage, Suivie

COLONNES = (
    "evenement",
    "presence",
    "stock",
    "distinct",
    "a_defaut",
    "somme",
    "moyenne",
    "garder",
    "sauf",
    "numerateur",
    "denominateur",
    "avec",
    "groupe",
)
DUREES = {"delai_jours", "duree_jours", "duree_mois", "duree_mois_a_date", "est_bilan_a_faire", "est_plus_30_mois", "est_sans_etape_3_mois"}
TEMPS = ("evenement", "presence", "stock")


def check_names(d: Definition, known: Mapping, tables: Iterable[str], axes: Iterable[str], config: Mapping) -> None:
    """Raise ``PlieError`` when a definition names a table, an indicator, an axis or a norm that does not exist."""
    if isinstance(d, Comptee):
        _each(d.id, "table", [d.table], tables)
        if isinstance(d, Suivie) and d.survie.mesure != "mediane" and not d.survie.horizon:
            raise refus(d.id, "survie, horizon : un nombre entier de mois est attendu, de 1 à 600.")
        _check_time(d)
    if isinstance(d, Rapport) and len(d.rapport) != 2:
        raise refus(d.id, "« rapport » nomme deux indicateurs, le premier divisé par le second.")
    _each(d.id, d.signe, d.composantes, known)
    _refuse_circle(d, known)
    for key in ("part_selon", "axes_exclus", "axes_numerateur"):
        _each(d.id, key, getattr(d, key, ()), axes)
    if isinstance(d, Objectif):
        norms = [name for name, value in config.get("protocole", {}).items() if name != "bilans_mois" and not isinstance(value, dict)]
        _each(d.id, "objectif, norme", [d.objectif.norme], norms)
        _each(d.id, "objectif, part", filter(None, [d.objectif.part]), norms)
    if isinstance(d, Reglage):
        _each(d.id, "reglage, section", [d.reglage.section], ("budget", "fse", "objectifs"))


def check_columns(d: Comptee, columns: Iterable[str]) -> None:
    """Raise ``PlieError`` when a definition reads a column that its table does not have."""
    for key in COLONNES:
        _each(d.id, key, _named(d, key), columns)


def _named(d: Comptee, key: str) -> Iterable[str]:
    """The columns that a key of a definition names."""
    value = getattr(d, key, ())
    return [value] if isinstance(value, str) and value else value or ()


def reads_duree(d: Comptee) -> bool:
    """Whether a definition reads how long a parcours lasts, or has lasted: those whose dates cannot be are left out of it."""
    return isinstance(d, Suivie) or bool({name for key in COLONNES for name in _named(d, key)} & DUREES)


def _check_time(d: Comptee) -> None:
    if sum(bool(getattr(d, key)) for key in TEMPS) != 1:
        raise refus(d.id, "il lui faut une de ces clés, et une seule : evenement, presence, stock.")
    for key in TEMPS[1:]:
        if getattr(d, key) and len(getattr(d, key)) != 2:
            raise refus(d.id, f"« {key} » nomme deux dates, le début et la fin.")


def _refuse_circle(d: Definition, known: Mapping, path: tuple[str, ...] = ()) -> None:
    if d.id in path:
        raise refus(path[0], f"il se définit par lui-même ({' → '.join((*path, d.id))}).")
    for name in d.composantes:
        if name in known:
            _refuse_circle(known[name], known, (*path, d.id))


def _each(nom: str, key: str, names: Iterable, known: Iterable[str]) -> None:
    known = list(known)
    for name in names:
        if name not in known:
            hint = vouliez_vous_dire(str(name), known) or f" Au choix : {', '.join(known[:30])}."
            raise refus(nom, f"{key} = « {name} » n'existe pas.{hint}")
