"""Types of parcours: sequences that resemble one another, by optimal matching."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pandas as pd

from .classement import around_medoids, cut, medoids, silhouettes, ward
from .distances import couts, distance_a, distances_om, encode
from .echantillon import GRAINE
from .refus import enumerate_some, refus
from .sequences import chronogramme, transitions
from .source import Table, ask, frame, read_columns, rows, sql
from .suite import Suites, read_suites

MAX_DISTINCTES = 2000
SEPARATEUR = " → "


@dataclass(frozen=True)
class Typologie:
    """Types of parcours and how good the grouping is.

    ``types``: one row per type, largest first: ``type`` (1, 2…), ``n``, ``part``, ``silhouette`` (mean over the
    type), ``medoide`` (the most central sequence, as « state (months) → … »; empty below the threshold),
    ``n_medoide`` (parcours that follow it exactly), ``etats_modaux`` (most frequent state of each month, same writing).
    ``affectation``: one row per parcours: ``id``, ``type``.
    ``qualite``: one row per number of groups tried: ``groupes``, ``silhouette`` (mean), ``retenu``.
    ``profils``: ``type``, then the columns of ``chronogramme``, computed within the type.
    ``nb_distinctes`` sequences seen, ``nb_comparees`` compared two by two, ``graine`` used when fewer were compared.
    """

    types: pd.DataFrame
    affectation: pd.DataFrame
    qualite: pd.DataFrame
    profils: pd.DataFrame
    nb_distinctes: int
    nb_comparees: int
    graine: int


def typologie(
    seq: Table,
    *,
    id: str = "id",
    t: str = "t",
    etat: str = "etat",
    alphabet: Iterable | None = None,
    groupes: int | Sequence[int] = range(2, 9),
    cout: str = "taux",
    indel: float | None = None,
    methode: str = "ward",
    max_distinctes: int = MAX_DISTINCTES,
    graine: int = GRAINE,
    seuil: int = 0,
) -> Typologie:
    """Groups of parcours that resemble one another.

    Distinct sequences, weighted by their frequency, are compared by optimal matching (``cout``: "taux" = from the
    transition rates of ``seq``, or "constant"; ``indel``: see ``distances.couts``), then grouped by ``methode``: "ward", or
    "medoides" (Ward's groups, then reassigned to the nearest medoid until stable). Among the numbers of ``groupes``
    the one with the best mean silhouette is kept (the smallest when tied).

    Above ``max_distinctes`` distinct sequences, a systematic sample is drawn with ``graine``, in proportion to
    frequencies, along the sequences sorted by length then by states (an implicit stratification); the others
    then join the type of the nearest medoid. ``seuil``: smallest type whose medoid is shown.

    Raises ``PlieError`` when a sequence has a missing month inside, or when there are fewer distinct sequences than
    groups.
    """
    if methode not in ("ward", "medoides"):
        raise refus(f"Méthode « {methode} » inconnue. Choisissez « ward » ou « medoides ».")
    suites = read_suites(seq, id=id, t=t, etat=etat, alphabet=alphabet)
    members, distinct = _distinct(suites)
    wanted = [groupes] if isinstance(groupes, int) else list(groupes)
    possible = [k for k in wanted if 2 <= k <= min(len(distinct), max_distinctes)]
    if not possible:
        raise refus(
            f"Typologie impossible : {len(distinct)} suites distinctes pour {min(wanted, default=2)} groupes.\nIl faut au moins deux groupes, et autant de suites distinctes que de groupes."
        )
    passages = transitions(suites.relation, alphabet=suites.alphabet)
    costs, indel_cost = couts(passages, suites.alphabet, cout, indel)
    codes, lengths = encode(distinct["suite"].tolist(), suites.alphabet)
    drawn, weights = _sample(distinct["n"].to_numpy(), max_distinctes, graine)
    distances = distances_om(codes[drawn], lengths[drawn], costs, indel_cost)
    labels, quality = _best(distances, weights, possible, methode)
    centres = drawn[medoids(distances, weights, labels)]
    group = _everyone(codes, lengths, drawn, labels, centres, costs, indel_cost)
    silhouette = _by_group(silhouettes(distances, weights, labels), weights, labels)
    return _result(suites, members, distinct, group, centres, silhouette, quality, len(drawn), graine, seuil)


def croiser(affectation: pd.DataFrame, publics: Table, axes: Sequence[str], *, id: str = "id") -> pd.DataFrame:
    """Types crossed with axes (QPV, RSA, age…): who follows which type.

    ``publics`` holds one row per parcours with ``id`` and the ``axes``. One row per axis, modality and type, zero
    included: ``axe``, ``modalite`` (« non renseigné » when empty), ``type``, ``n``, ``total`` (of the modality), ``part``.
    """
    columns = {"id": id} | {f"axe_{rank}": axe for rank, axe in enumerate(axes)}
    people = frame(read_columns(publics, columns, what="Table des publics"))
    if people["id"].duplicated().any():
        raise refus(
            f"Table des publics : {int(people['id'].duplicated().sum())} lignes répètent un « {id} ». Gardez une ligne par parcours."
        )
    joined = affectation.merge(people, on="id", how="left")
    tables = []
    for rank, axe in enumerate(axes):
        values = joined[f"axe_{rank}"]
        modality = values.astype("str").where(values.notna(), "non renseigné")
        counts = pd.crosstab(modality, joined["type"]).stack().rename("n").rename_axis(["modalite", "type"]).reset_index()
        counts.insert(0, "axe", axe)
        tables.append(counts)
    if not tables:
        raise refus("Aucun axe donné : citez au moins une colonne de la table des publics.")
    result = pd.concat(tables, ignore_index=True)
    result["total"] = result.groupby(["axe", "modalite"])["n"].transform("sum")
    result["part"] = result["n"] / result["total"]
    return result


def _distinct(suites: Suites) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who follows which sequence (``id, numero``), and the distinct sequences (``suite``, ``n``) by ``numero``."""
    known = suites.relation.filter("etat IS NOT NULL")
    holes = rows(known, sql("suites_trouees"))
    if holes:
        raise refus(
            f"Typologie impossible : un mois manque au milieu de la suite de {enumerate_some([str(key) for key, _ in holes], holes[0][1])}.\nDonnez un état à chaque mois, par exemple « sans étape »."
        )
    if suites.nb_suites == 0:
        return pd.DataFrame({"id": [], "numero": []}), pd.DataFrame({"suite": [], "n": []})
    members = ask(known, sql("suites_distinctes")).to_pandas()
    lists = members.groupby("numero", sort=True).agg(suite=("suite", "first"), n=("id", "size"))
    lists["suite"] = [tuple(states) for states in lists["suite"]]
    return members[["id", "numero"]], lists


def _sample(counts: np.ndarray, most: int, graine: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the distinct sequences to compare, and their weights (they add up to the number of parcours)."""
    if len(counts) <= most:
        return np.arange(len(counts)), counts.astype(float)
    step = counts.sum() / most
    points = (np.random.default_rng(graine).random() + np.arange(most)) * step
    drawn, hits = np.unique(np.searchsorted(np.cumsum(counts), points, side="right"), return_counts=True)
    return drawn, hits * step


def _best(distances: np.ndarray, weights: np.ndarray, possible: list[int], methode: str) -> tuple[np.ndarray, pd.DataFrame]:
    tree = ward(distances, weights)
    tried = {}
    for k in possible:
        labels = cut(tree, k) if k <= len(distances) else None
        if labels is None:
            continue
        tried[k] = around_medoids(distances, weights, labels) if methode == "medoides" else labels
    means = {k: float(np.average(silhouettes(distances, weights, labels), weights=weights)) for k, labels in tried.items()}
    kept = min(means, key=lambda k: (-means[k], k))
    quality = pd.DataFrame({"groupes": list(means), "silhouette": list(means.values())})
    quality["retenu"] = quality["groupes"] == kept
    return tried[kept], quality


def _everyone(
    codes: np.ndarray, lengths: np.ndarray, drawn: np.ndarray, labels: np.ndarray, centres: np.ndarray, costs: np.ndarray, indel: float
) -> np.ndarray:
    """Group of every distinct sequence: its own when it was compared, else that of the nearest medoid."""
    if len(drawn) == len(codes):
        return labels
    nearest = np.argmin([distance_a(codes[c, : lengths[c]], codes, lengths, costs, indel) for c in centres], axis=0)
    nearest[drawn] = labels
    return nearest


def _by_group(values: np.ndarray, weights: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return np.bincount(labels, weights * values) / np.bincount(labels, weights)


def _result(
    suites: Suites,
    members: pd.DataFrame,
    distinct: pd.DataFrame,
    group: np.ndarray,
    centres: np.ndarray,
    silhouette: np.ndarray,
    quality: pd.DataFrame,
    compared: int,
    graine: int,
    seuil: int,
) -> Typologie:
    counts = distinct["n"].to_numpy()
    sizes = np.bincount(group, counts, minlength=len(centres)).astype(np.int64)
    order = np.lexsort((centres, -sizes))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(1, len(order) + 1)
    members = members.assign(type=number[group[members["numero"].to_numpy()]])[["id", "type"]]
    profiles = _profiles(suites, members)
    types = pd.DataFrame({"type": np.arange(1, len(order) + 1), "n": sizes[order], "part": sizes[order] / sizes.sum()})
    types["silhouette"] = silhouette[order]
    shown = sizes[order] >= seuil
    types["medoide"] = [written(distinct["suite"].iloc[c]) if ok else None for c, ok in zip(centres[order], shown, strict=True)]
    types["n_medoide"] = pd.array([int(counts[c]) if ok else None for c, ok in zip(centres[order], shown, strict=True)], dtype="Int64")
    modal = profiles.loc[profiles.groupby(["type", "t"])["n"].idxmax()]
    types["etats_modaux"] = [written(modal.loc[modal["type"] == kind, "etat"]) for kind in types["type"]]
    return Typologie(types, members, quality, profiles, len(distinct), compared, graine)


def _profiles(suites: Suites, members: pd.DataFrame) -> pd.DataFrame:
    seq = frame(suites.relation.filter("etat IS NOT NULL")).merge(members, on="id")
    tables = []
    for kind, part in seq.groupby("type"):
        table = chronogramme(part, alphabet=suites.alphabet)
        table.insert(0, "type", kind)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def written(states: Iterable) -> str:
    """« mobilisation (6) → emploi (14) »: successive states and how many months each lasts."""
    return SEPARATEUR.join(f"{state} ({len(list(run))})" for state, run in groupby(states))
