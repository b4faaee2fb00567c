"""The numbers of a set of computations: which rows must be emptied, given what every reader was shown before."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple, cast

import pandas as pd

from ..jours import days_between
from .choix import Choisissables, Suppression, suppress
from .cles import Calcul, CleDeCompte
from .faits import Faits
from .fenetres import add_short_windows
from .liens import link
from .registre import CACHE, MONTRE, PESE, Publication
from .systeme import System

REST = "le reste d'un effectif montré"
HOMOGENEITE = {"axes": (), "effectif_max": 0}


class Lecteurs(NamedTuple):
    """Readers: the threshold that protects people from them, and all that they were shown."""

    seuil: int
    connu: Publication


@dataclass
class Masque:
    """The outcome: for each computation the rows to empty, the log, the publication for the register, what could no longer be protected."""

    lignes: list[set[int]]
    journal: pd.DataFrame
    publication: Publication = field(default_factory=Publication)
    choix: Suppression = field(default_factory=Suppression)


def mask(
    calculs: Sequence[Calcul], lectures: Sequence[Lecteurs], *, pesees: Iterable[Calcul] = (), faits: Faits | None = None,
    homogeneite: dict | None = None, wider: Mapping[Hashable, float] | None = None,
) -> Masque:  # fmt: skip
    """Choose the rows to hide in a set of linked computations so that no small number can be worked out by any reader.

    ``pesees``: computations weighed besides, which nobody is shown (margins of a question). ``lectures``: the readers, the most distant first.
    ``faits``: see ``faits.observe``. ``homogeneite``: the sensitive axes and the size up to which a group must not be all of one modality.
    The log has one row per hidden number: ``table``, ``case`` (modalities), ``du``, ``au``, ``motif``.
    """
    publication = _publication(calculs, pesees)
    shown = {key for calcul in calculs for key in calcul.comptes}
    page = _page(calculs, shown)
    systems = [system_of(publication, lecture, faits or Faits(), homogeneite or HOMOGENEITE) for lecture in lectures if lecture.seuil > 1]
    outcome = suppress(page, systems, wider=wider) if systems else Suppression()
    hidden = outcome.reasons.keys()
    publication.etats |= {key: CACHE for key in publication.comptes if key in hidden}
    rows = [{row.rang for row in calcul.rangees if any(key in hidden for key in row.cles)} for calcul in calculs]
    return Masque(rows, _journal(outcome, shown), publication, outcome)


def _publication(calculs: Sequence[Calcul], pesees: Iterable[Calcul]) -> Publication:
    """What would be published if nothing were hidden."""
    found = Publication()
    for state, several in ((PESE, pesees), (MONTRE, calculs)):
        for calcul in several:
            found.comptes |= calcul.comptes
            found.etats |= dict.fromkeys(calcul.comptes, state)
            found.derriere |= calcul.derriere
            found.relations += calcul.relations
            found.completes += calcul.completes
            if state == MONTRE:
                found.parts += calcul.parts
    found.parts, found.completes = list(dict.fromkeys(found.parts)), list(dict.fromkeys(found.completes))
    return found


def _page(calculs: Sequence[Calcul], shown: set[CleDeCompte]) -> Choisissables:
    """The cells that can be hidden; a total costs more than its parts, and the longer its period the more."""
    cells = [frozenset(row.cles) for calcul in calculs for row in calcul.rangees if row.cles]
    biggest: dict[tuple, float] = defaultdict(float)
    counts = {key: value for calcul in calculs for key, value in calcul.comptes.items()}
    for key, value in counts.items():
        biggest[key.base] = max(biggest[key.base], abs(value))

    def weight(key: CleDeCompte) -> float:
        if not key.axes:
            return 3.0 + days_between(key.du, key.au) / 30.0
        return (1.5 if len(key.axes) == 1 else 1.0) + 0.3 * abs(counts[key]) / (biggest[key.base] or 1.0)

    return Choisissables(frozenset(shown), tuple(cells), tuple(max(weight(key) for key in cell) for cell in cells))


def system_of(publication: Publication, lecture: Lecteurs, faits: Faits, homogeneite: dict) -> tuple[System, set[Hashable]]:
    """What some readers know and can know of a publication and of all before, and what they could read before it."""
    known = Publication()
    known.add(lecture.connu)
    before = known.montres()
    known.add(publication)
    system = System(cast("dict[Hashable, float]", dict(known.comptes)))
    system.floors = {key: 1.0 for key, state in known.etats.items() if state != PESE and not key.est_somme and system.counts[key]}
    absent = _add_absent_modalities(system, known.completes)
    link(system, faits)
    for relation in known.relations:
        system.add_relation(relation)
    _add_small_rests(system, [*known.parts, *_ended(system, faits)], lecture.seuil)
    add_short_windows(system, lecture.seuil)
    for key, value in system.counts.items():
        behind = known.derriere.get(key, 0.0) if isinstance(key, CleDeCompte) and key.est_somme else value
        if 0 < behind < lecture.seuil and value:
            system.widths[key] = abs(value) if behind is not value else float(lecture.seuil)
    _add_homogeneous(system, lecture.seuil, faits, homogeneite)
    zeros = {key for key, state in known.etats.items() if not system.counts[key] and state != PESE}
    return system, before | absent | (zeros - publication.etats.keys())


def _add_absent_modalities(system: System, completes: Iterable[tuple[CleDeCompte, tuple[str, ...]]]) -> set[Hashable]:
    """A modality that a table does not list counts 0 there, and a reader knows it: these zeros, which nothing can hide."""
    asked: dict[tuple, list[CleDeCompte]] = defaultdict(list)
    for whole, names in completes:
        asked[whole._replace(du="", au="", connu_au="", photo=""), names].append(whole)
    listed: dict[tuple, set[tuple]] = defaultdict(set)
    for key in system.counts:
        if isinstance(key, CleDeCompte) and key.axes:
            timeless = key._replace(du="", au="", connu_au="", photo="")
            for question, names in _questions(timeless, asked):
                listed[question, names].add(tuple((name, value) for name, value in key.axes if name in names))
    absent: set[Hashable] = set()
    for (question, names), wholes in asked.items():
        for whole in wholes:
            for modalities in listed[question, names]:
                key = whole.avec_axes({**dict(whole.axes), **dict(modalities)})
                if key not in system.counts:
                    absent.add(key)
    system.counts |= dict.fromkeys(absent, 0.0)
    return absent


def _questions(key: CleDeCompte, asked: dict):
    """The questions to which a number is one of the answers: some of its modalities are their filters, the others their axes."""
    for size in range(len(key.axes)):
        for filtered in combinations(key.axes, size):
            question = key.avec_axes(dict(filtered))
            names = tuple(name for name, _ in key.axes if (name, dict(key.axes)[name]) not in filtered)
            if (question, names) in asked:
                yield question, names


def _ended(system: System, faits: Faits) -> Iterator[tuple[CleDeCompte, CleDeCompte]]:
    """What ended in a period with a flag, and what was in progress in it with the modality of that flag: the rest ended after it."""
    starts: dict[tuple[str, ...], set[str]] = defaultdict(set)
    keys = [key for key in system.counts if isinstance(key, CleDeCompte)]
    for key in keys:
        if key.base[1] == "presence":
            table, _, start, *rest = key.base
            starts[table, *rest].add(start)
    for key in keys:
        table, time, *rest = key.base
        for start in starts.get((table, *rest), ()) if time == "evenement" else ():
            for (of, flag, axis), values in faits.drapeaux.items():
                if of == table and flag in key.garder and len(values) == 1:
                    whole = key.avec_axes({**dict(key.axes), axis: min(values)})
                    whole = whole._replace(base=(table, "presence", start, *rest), garder=tuple(one for one in key.garder if one != flag))
                    if whole in system.counts:
                        yield key, whole


def _add_small_rests(system: System, parts: Iterable[tuple[CleDeCompte, CleDeCompte]], threshold: int) -> None:
    """98 out of 100 tells that 2 are not: the small rest of a share is a number to protect, though nobody prints it."""
    for part, whole in parts:
        left = system.counts[whole] - system.counts[part]
        if 0 < left < threshold:
            system.counts[REST, part, whole] = left
            system.add_relation({part: 1, (REST, part, whole): 1, whole: -1})


def _add_homogeneous(system: System, threshold: int, faits: Faits, homogeneite: dict) -> None:
    """A group that is all of one sensitive modality tells it of each of its members: the group or its part stays hidden."""
    for key, value in system.counts.items():
        if not isinstance(key, CleDeCompte) or not threshold <= value <= homogeneite["effectif_max"]:
            continue
        axes = dict(key.axes)
        for name in set(axes) & set(homogeneite["axes"]):
            whole = key.avec_axes({axis: modality for axis, modality in axes.items() if axis != name})
            decided = any((key.base[0], other, name) in faits.groupes for other in axes)
            if whole.axes and not decided and system.counts.get(whole) == value:
                system.homogenes.append((key, whole))


def empty_rows(
    frame: pd.DataFrame, rows: Collection[int], columns: Sequence[str] = ("valeur", "numerateur", "denominateur")
) -> pd.DataFrame:
    """The frame with its hidden rows emptied, and the column ``masque``."""
    masked = pd.Series([rank in rows for rank in range(len(frame))], index=frame.index, dtype=bool)
    emptied = frame.assign(masque=masked)
    if masked.any():
        emptied = emptied.astype({name: "float64" for name in columns if emptied[name].dtype.kind == "i"})
        emptied.loc[masked, list(columns)] = pd.NA if emptied[columns[0]].dtype.name == "Float64" else float("nan")
    return emptied


def _journal(outcome: Suppression, current: set[CleDeCompte]) -> pd.DataFrame:
    rows = [
        (key.base[0], " ; ".join(f"{axis}={value}" for axis, value in key.axes), key.du, key.au, reason)
        for key, reason in outcome.reasons.items()
        if key in current
    ]
    return pd.DataFrame(sorted(rows), columns=["table", "case", "du", "au", "motif"])
