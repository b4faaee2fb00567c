"""The definitions of indicators, read by the kinds of ``schema.natures``: those shipped, those of a PLIE, and what is wrong with one."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, replace
from functools import cache
from pathlib import Path

from ..errors import PlieError
from ..francais import enumeration, vouliez_vous_dire
from .natures import MESURES, NATURES, Comptee, Definition, Objectif
from .types import ESPECES, cite

LIVRES = Path(__file__).parent.parent / "indicateurs" / "indicateurs.toml"
REGLAGES = LIVRES.parents[1] / "reglages.toml"
# The norms that the texts of a definition name between braces, and the texts that may.
NORMES = {"sans_etape_mois": ("charte", "seuils"), "parcours_long_mois": ("charte", "seuils"), "bilans_mois": ("protocole",)}
TEXTES = ("titre", "definition", "limites")


def cles(kind: type) -> dict[str, Field]:
    """The keys that a kind knows: ``{key: field}``, its meaning in ``metadata["sens"]``."""
    return {f.name: f for f in fields(kind) if f.metadata}


def regles() -> dict[str, dict]:
    """Every key of every kind with its rule, as a section of a schema writes it; what all of them need is ``requis``."""
    found = {name: dict(f.metadata["regle"]) for kind in NATURES for name, f in cles(kind).items()}
    for name, rule in found.items():
        if name not in cles(Definition):
            rule.pop("requis", None)
    return found


@cache
def livrees() -> dict[str, Definition]:
    """The definitions shipped, by id."""
    return {nom: definition_of(nom, section) for nom, section in tomllib.loads(LIVRES.read_text(encoding="utf-8")).items()}


def lues(config: Mapping) -> dict[str, Definition]:
    """Every definition by id: those shipped, then the PLIE's own, which take the place of those of the same id."""
    said = tuple(_norme(config, name) for name in NORMES)
    return {**_dites(said), **{nom: definition_of(nom, section) for nom, section in config.get("indicateurs", {}).items()}}


@cache
def _dites(valeurs: tuple[str, ...]) -> dict[str, Definition]:
    """The definitions shipped, with these values of the norms in the place of ``{norm}``."""
    marks = {f"{{{name}}}": value for name, value in zip(NORMES, valeurs, strict=True)}
    return {nom: _dite(definition, marks) for nom, definition in livrees().items()}


def _dite(definition: Definition, marks: Mapping[str, str]) -> Definition:
    texts = {key: getattr(definition, key) for key in TEXTES}
    for mark, value in marks.items():
        texts = {key: text.replace(mark, value) for key, text in texts.items()}
    return definition if all(text == getattr(definition, key) for key, text in texts.items()) else replace(definition, **texts)


def _norme(config: Mapping, name: str) -> str:
    """A norm as a sentence says it: « 30 », « 30, puis 24 » when it is dated, « 5, 10 ou 15 » when there are several."""
    value: object = config
    for part in (*NORMES[name], name):
        value = value.get(part) if isinstance(value, Mapping) else None
    if value is None:
        return _norme(tomllib.loads(REGLAGES.read_text(encoding="utf-8")), name)
    if not isinstance(value, Sequence):
        return str(value)
    dated = [one for one in value if isinstance(one, Mapping)]
    if dated:
        return ", puis ".join(str(one["valeur"]) for one in sorted(dated, key=lambda one: str(one.get("debut", ""))))
    return enumeration([str(one) for one in value], "ou")


def tables_of(nom: str, known: Mapping[str, Definition]) -> frozenset[str]:
    """Every table that an indicator reads, by itself or by those it is made of."""
    definition = known[nom]
    if isinstance(definition, Comptee):
        return definition.tables
    own = frozenset({"referent"}) if isinstance(definition, Objectif) else frozenset()
    return own.union(*(tables_of(name, known) for name in definition.composantes if name in known))


def definition_of(nom: str, section: object) -> Definition:
    """The definition that a section writes. Raises ``PlieError`` when a key is unknown, misplaced, missing or of another type."""
    if not isinstance(section, dict):
        raise refus(nom, "une section est attendue, une clé par ligne.")
    kind = next((kind for kind in NATURES if kind.signe in section), None)
    if kind is None:
        unknown = next((key for key in section if key not in regles()), None)
        if unknown:
            raise refus(nom, _unknown(unknown, regles()))
        raise refus(nom, f"il lui faut l'une de ces clés : {', '.join(MESURES)}.")
    return kind(id=nom, **_values(nom, section, kind, f"un indicateur de nature « {kind.nature} »"))


def variante(definition: Definition, section: dict) -> Definition:
    """The definition with the keys that a choice of a parameter replaces."""
    return replace(definition, **_values(definition.id, section, type(definition), "ce paramètre", whole=False))


def refus(nom: str, said: str) -> PlieError:
    """What is wrong with a definition, told in one line."""
    return PlieError(f"Indicateurs du PLIE, [indicateurs.{nom}] : {said}")


def _values(nom: str, section: dict, kind: type, who: str, *, whole: bool = True, place: str = "") -> dict:
    known = cles(kind)
    for key, value in section.items():
        if key not in known:
            raise refus(nom, f"« {key} » ne va pas avec {who}.{vouliez_vous_dire(key, known)}" if key in regles() else _unknown(key, known))
        rule = known[key].metadata["regle"]
        if rule["type"] == "choix" and isinstance(value, str) and value not in rule["choix"]:
            raise refus(
                nom,
                f"{place}{key} = « {cite(value, bare=True)} » n'existe pas.{_advice(value, list(filter(None, rule['choix'])), 'Au choix')}",
            )
        if fault := ESPECES[rule["type"]](value, rule):
            raise refus(nom, f"{place}{key} = {cite(value)} : {fault}.")
    missing = [key for key, f in known.items() if whole and key not in section and f.default is MISSING and f.default_factory is MISSING]
    if missing:
        raise refus(nom, f"il manque « {missing[0]} » à {who}.")
    return {key: _frozen(nom, value, known[key].metadata["forme"], key) for key, value in section.items()}


def _frozen(nom: str, value: object, forme: type | None, key: str) -> object:
    if forme and isinstance(value, dict):
        return forme(**_values(nom, value, forme, f"« {key} »", place=f"{key}, "))
    return tuple(value) if isinstance(value, list) else value


def _unknown(key: str, known: Mapping) -> str:
    return f"clé inconnue : {key}.{_advice(key, list(known), 'Clés possibles')}"


def _advice(word: str, known: list[str], lead: str) -> str:
    return vouliez_vous_dire(word, known) or f" {lead} : {', '.join(known)}."
