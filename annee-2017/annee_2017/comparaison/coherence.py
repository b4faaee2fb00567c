"""Coherence audit of a printed report: what its own figures say of one another.

Nothing here reads the database: the figures and the relations that they should keep are data of the reference
folder. figures.csv and relations.toml are those that the comparison leans on too; audit.csv (words that bind a
number, lists whose items are counted) and audit.toml belong to the audit alone.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from .coherence_causes import Contexte, probable_cause
from .coherence_figures import read_figures, read_gaps, read_relations
from .coherence_formule import SIGNES, calculation, formula
from .coherence_relations import Instance, Relation, figures_of, instances, parse
from .coherence_verdicts import ARRONDI, ROMPUE, VERDICTS, printed_parts, verdict

COLUMNS = ["relation", "genre", "enonce", "figure_a", "imprime", "valeur_a", "sens", "figure_b", "calcul", "valeur_b", "ecart", "cause"]
LABELLED = ("operation", "motif")
SECTION = re.compile(r"\d(-\d)*")
Found = list[tuple[Instance, float]]


@dataclass(frozen=True)
class Audit:
    """What the print says of itself.

    ``contradictions``, ``arrondis``: one row per relation broken, or kept but for a rounding, in the order of the
    relations, then of the text. Columns: ``relation`` (id), ``genre``, ``enonce`` (French), ``figure_a``, ``imprime`` and
    ``valeur_a`` (the figure printed), ``sens`` (empty for an equality), ``figure_b`` (the formula, with the figures that it
    names), ``calcul`` (the same with its numbers), ``valeur_b`` (what it gives, two decimals), ``ecart`` (a − b, in the
    unit of the figure), ``cause`` (French: what the print shows, « hypothèse : … » for a guess, « non expliqué » else).
    ``genres``: one row per kind of relation (index: ``genre``): ``titre`` (French), ``relations`` (how many of the kind),
    ``verifications`` (times that they apply) and one column per verdict.
    ``figures``: how many printed figures; ``sans_relation``: ids of those that no relation holds.
    """

    contradictions: pd.DataFrame
    arrondis: pd.DataFrame
    genres: pd.DataFrame
    figures: int
    sans_relation: list[str]

    @property
    def verifications(self) -> int:
        """How many times a relation was tried."""
        return int(self.genres["verifications"].sum())


def auditer(dossier_reference: Path | str) -> Audit:
    """The audit of a reference folder; a coherent report gives empty tables of contradictions.

    Raises ``PlieError`` when a file of the folder is missing or wrong, or when a relation fits no figure.
    """
    folder = Path(dossier_reference)
    figures, gaps, titles = read_figures(folder, audit=True), read_gaps(folder), _titles(folder)
    found = evaluate(folder, audit=True)
    parts = printed_parts(found)
    judged = [(instance, value, *verdict(instance, value, gaps, parts)) for instance, value in found]
    context = _context(found, {instance.key for instance, _, said, _ in judged if said == ROMPUE}, parts)
    kept = _widest(judged)
    contradictions = [
        _row(instance, value, probable_cause(instance, value, context)) for instance, value, said, _ in kept if said == ROMPUE
    ]
    arrondis = [_row(instance, value, why) for instance, value, said, why in kept if said == ARRONDI]
    held = {figure.id for instance, _ in found for figure in figures_of(instance)}
    return Audit(
        pd.DataFrame(contradictions, columns=COLUMNS),
        pd.DataFrame(arrondis, columns=COLUMNS),
        _by_kind([(instance.relation, said) for instance, _, said, _ in kept], titles),
        len(figures),
        [key for key in figures if key not in held],
    )


def evaluate(folder: Path, *, audit: bool = False) -> Found:
    """Every relation of relations.toml (with ``audit``, of audit.toml too) filled in, with the value that its terms give.

    An empty divisor gives nothing to compare.
    """
    found = []
    for name, with_words in (("relations.toml", False), ("audit.toml", True))[: 1 + audit]:
        figures = read_figures(folder, audit=with_words)
        for relation in parse(read_relations(folder, name), name):
            for instance in instances(relation, figures, name):
                value = instance.value()
                if value is not None:
                    found.append((instance, value))
    return found


def _titles(folder: Path) -> dict[str, str]:
    """Kinds of relations (id → French title), in the order of relations.toml."""
    return {**read_relations(folder, "relations.toml").get("genres", {}), "autre": "autres relations"}


def _context(found: Found, broken: set[tuple], parts: dict[str, set[float]]) -> Contexte:
    ecarts: dict[tuple, float] = {}
    order: dict[str, list[str]] = {}
    for instance, value in found:
        ecarts[instance.key] = instance.a.valeur - value if instance.key in broken else 0.0
        months = order.setdefault(instance.relation.id, [])
        month = instance.captures.get("mois")
        if month and month not in months:
            months.append(month)
    return Contexte(ecarts, {name: sorted(months) for name, months in order.items()}, parts)


def _widest(judged: list[tuple[Instance, float, str, str]]) -> list[tuple[Instance, float, str, str]]:
    """Where a relation asks for one check per segment, the one that comes nearest to breaking it, or breaks it most."""
    widest: dict[tuple, int] = {}
    for rank, (instance, value, _, _) in enumerate(judged):
        segment = instance.relation.un_seul_par
        key = (instance.relation.id, instance.captures[segment]) if segment else (rank,)
        if key not in widest or _beyond(instance, value) > _beyond(*judged[widest[key]][:2]):
            widest[key] = rank
    return [judged[rank] for rank in sorted(widest.values())]


def _beyond(instance: Instance, value: float) -> float:
    gap = instance.a.valeur - value
    return {"<=": gap, "<": gap, ">=": -gap, ">": -gap}.get(instance.relation.sens, abs(gap))


def _by_kind(kept: list[tuple[Relation, str]], titles: dict[str, str]) -> pd.DataFrame:
    counts = []
    for name, title in titles.items():
        told = [(relation.id, said) for relation, said in kept if relation.genre == name]
        if told:
            counts.append((name, title, len(dict(told)), len(told), *(sum(one == said for _, one in told) for said in VERDICTS)))
    return pd.DataFrame(counts, columns=["genre", "titre", "relations", "verifications", *VERDICTS]).set_index("genre")


def _spoken(name: str, segment: str, instance: Instance) -> str:
    """A segment of an id in a sentence: the label printed of an operation or a motive, « 2.3 » for a section, words without hyphens."""
    if name in LABELLED and instance.a.libelle:
        return instance.a.libelle
    if SECTION.fullmatch(segment):
        return segment.replace("-", ".")
    return segment if any(sign.isdigit() for sign in segment) else segment.replace("-", " ")


def _row(instance: Instance, value: float, cause: str) -> tuple:
    relation = instance.relation
    return (
        relation.id,
        relation.genre,
        relation.enonce.format(**{name: _spoken(name, text, instance) for name, text in instance.captures.items()}),
        instance.a.id,
        instance.a.imprime,
        instance.a.valeur,
        SIGNES[relation.sens],
        formula(instance),
        calculation(instance),
        round(value, 2),
        round(instance.a.valeur - value, 2),
        cause,
    )
