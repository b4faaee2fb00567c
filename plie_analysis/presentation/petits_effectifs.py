"""Which cells of a picture must be kept back so that no small count can be worked out from the totals shown beside them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ..diffusion import System, suppress


def cacher(comptes: Sequence[float], seuil: int) -> list[bool]:
    """For counts whose total is known: those to hide (those under ``seuil``, then what would give them back)."""
    found = cacher_croises({(rank, ""): count for rank, count in enumerate(comptes)}, seuil, colonnes=True, lignes=False)
    return [(rank, "") in found for rank in range(len(comptes))]


def cacher_croises(comptes: Mapping[tuple, float], seuil: int, *, colonnes: bool = True, lignes: bool = True) -> set[tuple]:
    """For a cross table (keys: row, column) whose margins are known: the cells to hide."""
    if seuil <= 1:
        return set()
    system = System({key: float(count) for key, count in comptes.items()})
    published = []
    for side, wanted in ((0, lignes), (1, colonnes)):
        groups: dict = defaultdict(dict)
        for key in comptes:
            groups[key[side]][key] = 1.0
        for name, relation in groups.items() if wanted else ():
            total = ("total", side, name)
            system.counts[total] = sum(system.counts[key] for key in relation)
            system.add_relation({**relation, total: -1.0})
            if not 0 < system.counts[total] < seuil:
                published.append(total)
    return {key for key in suppress(system, seuil, published=published).reasons if key in comptes}
