"""The kinds of key that a schema names between < and >: which keys each accepts, and how another one is told."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..contrat import queries

LONGUEUR_MAX = 200


@dataclass(frozen=True)
class Sorte:
    """``accepts(key, own)``; ``refusal``: a French sentence with {} for the key; ``names``: those to suggest, if they can be listed."""

    accepts: Callable[[str, frozenset[str]], bool]
    refusal: str = "la clé « {} » n'existe pas"
    names: Callable[[], Iterable[str]] = tuple


def _is_text(key: str, _own: frozenset[str]) -> bool:
    return 0 < len(key) <= LONGUEUR_MAX and key.isprintable()


SORTES = {
    "<annee>": Sorte(
        lambda key, _own: bool(re.fullmatch(r"(19|20|21)\d\d", key)), "« {} » n'est pas une année (écrivez par exemple 2017 = …)"
    ),
    "<requete>": Sorte(lambda key, _own: key in queries(), "la requête « {} » n'existe pas", queries),
    "<nom>": Sorte(
        lambda key, _own: bool(re.fullmatch(r"[^\W\d][\w’'. -]{0,79}", key)),
        "« {} » ne peut pas être un nom (des lettres, des chiffres et _)",
    ),
    "<entete>": Sorte(_is_text, "« {} » ne peut pas être un en-tête"),
    "<libelle>": Sorte(_is_text, "« {} » ne peut pas être un libellé"),
    # A threshold that the working folder's own suites of the charte name.
    "<seuil>": Sorte(lambda key, own: key in own),
}


def est_sorte(key: str) -> bool:
    """Whether a key of the schema stands for all those of a kind."""
    return key in SORTES
