"""The day on which an indicator reads what changes with time (age, RSA, seniority), in the words that head a column."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..schema.natures import Comptee, Definition, Rapport, Repartition


@cache
def _mots() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("moments.toml").read_text(encoding="utf-8"))


def moments(definition: Definition, known: Mapping[str, Definition]) -> tuple[str, ...]:
    """« à l’entrée », « à la sortie »…: that of the lines counted; two for a quotient whose terms read it on different days.

    ``known``: every definition. Empty for what counts no line (goals, settings).
    """
    if isinstance(definition, Rapport | Repartition):
        return tuple(dict.fromkeys(word for name in definition.composantes for word in moments(known[name], known)))
    if not isinstance(definition, Comptee):
        return ()
    kind = definition.date_axes or ("evenement" if definition.evenement else "fin")
    words = _mots()
    return (
        words["evenement"].get(definition.evenement) or words["periode"]["evenement"] if kind == "evenement" else words["periode"][kind],
    )


def moment(definition: Definition, known: Mapping[str, Definition]) -> str:
    """The same, as one text: « à la sortie pour le numérateur, à l’entrée pour le dénominateur »."""
    found = moments(definition, known)
    if len(found) == 2 and isinstance(definition, Rapport):
        return f"{found[0]} pour le numérateur, {found[1]} pour le dénominateur"
    return ", ".join(found)
