"""A figure as a quotient of terms, each a weighted sum of aggregates or a setting."""

from dataclasses import dataclass

from ..errors import PlieError
from ..exercice import exercice_de
from ..schema.natures import Comptee, Definition, Moyenne, Nombre, Objectif, Part, Rapport, Reglage, Repartition
from ..settings import value_on
from .contexte import Contexte
from .definitions import Axe, axes, definitions
from .grandeurs import Grandeur, grandeur_of
from .population import population_of


@dataclass(frozen=True)
class Terme:
    """Σ coefficient × aggregate, over these axes; ``constante`` instead when it comes from the settings."""

    parties: tuple[tuple[float, Grandeur], ...] = ()
    par: tuple[Axe, ...] = ()
    constante: float | None = None


@dataclass(frozen=True)
class Formule:
    """How one indicator is computed: a term, or a term over another times ``facteur``.

    ``is_partage``: the numerators share out one total, so a cell where nothing was counted is no cell.
    """

    numerateur: Terme
    denominateur: Terme | None = None
    facteur: float = 1
    is_partage: bool = False


def formule_of(definition: Definition, contexte: Contexte, par: tuple[Axe, ...]) -> Formule:
    """The formula of an indicator over these axes. Raises ``PlieError`` when the settings lack something."""
    if definition.composantes:
        return _quotient(definition, contexte, par)
    if isinstance(definition, Objectif):
        return Formule(_objectif(definition, contexte, par))
    if isinstance(definition, Reglage):
        return Formule(Terme(constante=_reglage(definition, contexte)))
    assert isinstance(definition, Comptee)
    population = population_of(definition, par, contexte)
    if isinstance(definition, Moyenne):
        total = grandeur_of(definition, contexte, population, "somme", definition.moyenne)
        filled = grandeur_of(definition, contexte, population, "renseignes", definition.moyenne)
        return Formule(_one(total, par), _one(filled, par))
    if isinstance(definition, Part):
        among = definition.denominateur
        part = grandeur_of(definition, contexte, population, "nombre", more=(*among, *definition.numerateur))
        whole = grandeur_of(definition, contexte, population, "nombre", more=among)
        return Formule(_one(part, par), _one(whole, par), 100)
    assert isinstance(definition, Nombre)
    operation = "distinct" if definition.distinct else "somme" if definition.somme else "nombre"
    return Formule(_one(grandeur_of(definition, contexte, population, operation, definition.distinct or definition.somme), par))


def part_of(definition: Definition, contexte: Contexte, par: tuple[Axe, ...], selon: tuple[Axe, ...]) -> Formule:
    """The share of each cell in the total over the axes ``selon``."""
    whole = tuple(axe for axe in par if axe not in selon)
    cell, total = (formule_of(definition, contexte, axes_kept).numerateur for axes_kept in (par, whole))
    return Formule(cell, total, 100, is_partage=True)


def _one(grandeur: Grandeur, par: tuple[Axe, ...]) -> Terme:
    return Terme(((1, grandeur),), par)


def _quotient(definition: Definition, contexte: Contexte, par: tuple[Axe, ...]) -> Formule:
    known = definitions(contexte.config)
    if isinstance(definition, Repartition):
        selon = tuple(axes(contexte.config)[name] for name in definition.part_selon)
        return part_of(known[definition.part_de], contexte, par, selon)
    assert isinstance(definition, Rapport)
    above, below = (known[name] for name in definition.rapport)
    kept = tuple(axe for axe in par if axe.id not in definition.axes_numerateur)
    factor = 100 if definition.unite == "%" else 1
    return Formule(formule_of(above, contexte, par).numerateur, formule_of(below, contexte, kept).numerateur, factor)


def _objectif(definition: Objectif, contexte: Contexte, par: tuple[Axe, ...]) -> Terme:
    """A norm per ETP in post on the first day of the year, prorated by month when it is cumulative."""
    protocole = contexte.config["protocole"]
    rule = definition.objectif
    etp = definitions(contexte.config)["etp"]
    assert isinstance(etp, Nombre)
    exercice = exercice_de(contexte.config)
    if rule.au_prorata:
        shares = {year: months / 12 for year, months in contexte.periode.mois_par_annee(exercice).items()}
    else:
        shares = {exercice.annee_du(contexte.periode.au).numero: 1.0}
    parties = []
    for year, share in shares.items():
        first = exercice.annee(year).debut
        norme = value_on(protocole[rule.norme], first) * (protocole[rule.part] if rule.part else 1)
        population = population_of(etp, par, contexte, jour=first)
        parties.append((norme * share, grandeur_of(etp, contexte, population, "somme", etp.somme)))
    return Terme(tuple(parties), par)


def _reglage(definition: Reglage, contexte: Contexte) -> float:
    """A yearly figure of ``plie.toml``: prorated by month, or for whole years only."""
    rule = definition.reglage
    exercice = exercice_de(contexte.config)
    shares = contexte.periode.mois_par_annee(exercice)
    if not rule.au_prorata and not contexte.periode.is_whole_years(exercice):
        year = exercice.annee_du(contexte.periode.du)
        whole = "des années civiles entières" if year.est_civile else "des exercices entiers"
        raise PlieError(
            f"« {definition.titre} » ne se calcule que sur {whole}.\nDemandez-le du {year.premier_jour} au {year.dernier_jour}."
        )
    return sum(_yearly(definition, contexte, year) * (months / 12) for year, months in shares.items())


def _yearly(definition: Reglage, contexte: Contexte, year: int) -> float:
    section, key = definition.reglage.section, definition.reglage.cle
    values = contexte.config.get(section, {})
    value = values.get(str(year), {}).get(key) if key else values.get(str(year))
    if value is None:
        place = f"[{section}.{year}] {key} = …" if key else f"[{section}] {year} = …"
        raise PlieError(f"« {definition.titre} » : plie.toml ne donne pas la valeur de {year}.\nAjoutez-y : {place}")
    return value
