"""Results in, protected results out: the numbers of every result are weighed together, and what has no rule does not leave the house."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from ..errors import PlieError
from .choix import Suppression
from .cles import Calcul
from .effectifs import Lecteurs, empty_rows, mask
from .faits import Faits
from .registre import Publication

INDICATEURS = "indicateurs"
# What is emptied in a hidden row of each kind of result.
VIDEES: dict[str, tuple[str, ...]] = {
    "territoire": (),  # what plie.toml says of the territory counts nobody of the PLIE
    INDICATEURS: ("valeur", "numerateur", "denominateur"),
    "devenir": ("nombre", "suivis"),
    "rsa": ("sorties", "positives", "taux"),
    "lectures": ("sorties",),
    "ecarts": (
        "n", "sorties", "part", "part_bas", "part_haut", "n_contre", "sorties_contre", "part_contre", "part_bas_contre",
        "part_haut_contre", "ecart", "ecart_bas", "ecart_haut", "ecart_standardise", "standardise_bas", "standardise_haut", "nb_profils",
        "part_comparable",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Brut:
    """A result before protection: its frame, the ``nature`` that says what a hidden row loses, and the numbers that its rows show.

    ``appui``: its ``Calcul``, whose rows are those of the frame, then what is weighed besides, which nobody knows; ``marges``: its
    totals, which are not in the frame but which its readers are taken to know. None is needed where nothing is hidden.
    """

    nature: str
    frame: pd.DataFrame
    appui: tuple[Calcul, ...] = ()
    marges: tuple[Calcul, ...] = ()


@dataclass(frozen=True)
class Protege:
    """The frames that can be shown, under the names of the results; the log of what is hidden, how it was chosen, what to keep of it."""

    frames: dict[Hashable, pd.DataFrame]
    journal: pd.DataFrame | None = None
    choix: Suppression = field(default_factory=Suppression)
    publication: Publication = field(default_factory=Publication)


def en_clair(results: Mapping[Hashable, Brut]) -> Protege:
    """The results as they are, for the house, column ``masque`` added."""
    return Protege({name: result.frame.assign(masque=False) for name, result in results.items()})


def protect(
    results: Mapping[Hashable, Brut], lectures: Sequence[Lecteurs], *, faits: Faits | None = None, homogeneite: dict | None = None,
    wider: Mapping[Hashable, float] | None = None,
) -> Protege:  # fmt: skip
    """The results that can be shown to these readers, column ``masque`` added; all of them are weighed together.

    Raises ``PlieError`` for a kind of result that has no rule.
    """
    for result in results.values():
        if len(result.frame) and (result.nature not in VIDEES or not result.appui):
            raise PlieError(
                f"Ce résultat ({result.nature}) n'a pas encore de règle qui protège ses petits effectifs.\nIl ne se montre qu'au niveau « interne »."
            )
    empty = {name: result.frame.assign(masque=False) for name, result in results.items() if not len(result.frame)}
    results = {name: result for name, result in results.items() if name not in empty}
    besides = [calcul for result in results.values() for calcul in result.appui[1:]]
    margins = [calcul for result in results.values() for calcul in result.marges]
    shown = [result.appui[0] for result in results.values()]
    masque = mask([*shown, *margins], lectures, pesees=besides, faits=faits, homogeneite=homogeneite, wider=wider)
    frames = {
        name: empty_rows(result.frame, rows, VIDEES[result.nature])
        for (name, result), rows in zip(results.items(), masque.lignes, strict=False)
    }
    return Protege(frames | empty, masque.journal, masque.choix, masque.publication)
