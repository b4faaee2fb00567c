"""The catalogue ``docs/indicateurs.md``, compiled from the definitions and the axes."""

from collections.abc import Iterator

from ..contrat import MANDATORY_QUERIES
from ..schema.definitions import cles
from ..schema.natures import NATURES, Comptee, Definition
from .definitions import axes, definitions
from .fiche import mesure_text, population_text
from .offre import needed_exports

_HEADER = """\
# Catalogue des indicateurs

Page compilée depuis `plie_analysis/indicateurs/indicateurs.toml` et `axes.toml` : ne la modifiez pas à la main
(`make generes` la récrit).

Un indicateur se demande sur une période (bornes comprises), *connu au* une date si l'on veut, par un ou plusieurs
axes : `plie indicateurs sorties --du 2017-01-01 --au 2017-12-31 --par motif_sortie`.
Une part va de 0 à 100 et montre son numérateur et son dénominateur ; un dénominateur vide donne une valeur vide.
`--part AXE` change un nombre en part du total sur cet axe : la ligne s'appelle alors `part_<indicateur>`.
Un PLIE ajoute ses propres indicateurs dans un fichier `indicateurs.toml` de son dossier de travail, une section `[<nom>]` par indicateur
(ou dans la section `[indicateurs.<nom>]` de son `plie.toml`), avec les clés de la dernière partie de cette page. Ils sont alors listés,
calculés, scellés et recalculés comme les autres.

## Axes

L'âge, le RSA et l'ancienneté se lisent à l'entrée pour les entrées, à la sortie pour les sorties, à la fin de la
période pour les stocks ; pour ce qui est en cours dans la période, à la sortie quand elle y tombe, sinon à sa fin.
Le quartier est celui de l'adresse de la photo, lu à ces mêmes dates sous la carte des quartiers prioritaires alors en vigueur.
Une case vide est la modalité « non renseigné ».

| axe | titre | modalités |
|---|---|---|
"""


def catalogue(config: dict) -> str:
    """The Markdown page: axes, then one section per indicator, in French."""
    lines = [f"| `{axe.id}` | {axe.titre} | {', '.join(axe.modalites) or '–'} |" for axe in axes().values()]
    sections = [_section(definition, config) for definition in definitions(config).values()]
    return _HEADER + "\n".join(lines) + "\n\n## Indicateurs\n" + "".join(sections) + _keys()


_KEYS = """
## Écrire une définition

Une définition ne fait que nommer des colonnes des tables de `docs/dictionnaire.md`. Sa nature se lit à une de ses clés ;
une clé inconnue, ou qui ne va pas avec cette nature, est refusée.
"""
_COMMON = (("toutes", Definition), ("celles qui comptent des lignes (nombre, moyenne, part, suivi)", Comptee))


def _keys() -> str:
    """What each key means, by kind, as the fields of its class say it."""
    shared = set(cles(Comptee))
    groups = [(f"Clés communes à {who}", cles(kind)) for who, kind in _COMMON]
    groups[1] = (groups[1][0], {name: f for name, f in groups[1][1].items() if name not in cles(Definition)})
    for kind in reversed(NATURES):
        own = {name: f for name, f in cles(kind).items() if name not in shared}
        groups.append((f"Nature « {kind.nature} », reconnue à la clé `{kind.signe}`", own))
    return _KEYS + "".join(f"\n### {title}\n\n" + "".join(_key_lines(found)) for title, found in groups)


def _key_lines(found: dict, under: str = "") -> Iterator[str]:
    for name, f in found.items():
        rule, forme = f.metadata["regle"], f.metadata["forme"]
        needed = ", obligatoire" if rule.get("requis") else ""
        yield f"- {under}`{name}` ({rule['type'].replace('_', ' ou ')}{needed}) : {f.metadata['sens']}.\n"
        if forme:
            yield from _key_lines(cles(forme), f"`{name}`, ")


def _section(definition, config: dict) -> str:
    optional = sorted(needed_exports(definition, config) - set(MANDATORY_QUERIES))
    lines = [
        "",
        f"### `{definition.id}` : {definition.titre}",
        "",
        definition.definition,
        "",
        f"- unité : {definition.unite}",
        f"- population : {population_text(definition, config)}",
        f"- mesure : {mesure_text(definition, config)}",
        f"- source : {definition.source}",
    ]
    if definition.limites:
        lines.append(f"- limites : {definition.limites}")
    if definition.meilleur:
        lines.append(f"- à préférer : `{definition.meilleur}`")
    lines += [f"- paramètre : {name} = {' | '.join(choices)}" for name, choices in definition.parametres.items()]
    if optional:
        lines.append(f"- exports facultatifs nécessaires : {', '.join(optional)}")
    return "\n".join(lines) + "\n"
