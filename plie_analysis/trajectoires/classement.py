"""Groups from weighted distances: Ward, medoids, silhouette. A weight of 2 is the same sequence twice."""

import numpy as np
from scipy.cluster.hierarchy import cut_tree


def ward(distances: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Ward's tree of weighted points, in SciPy's linkage format (heights as if each point stood ``weight`` times).

    Nearest-neighbour chain with the Lance-Williams update (Murtagh & Legendre 2014, criterion "Ward2"); two points
    of weights v and w begin at √(2vw ÷ (v + w)) × their distance. SciPy's own ``linkage`` knows no weights.
    """
    size = len(distances)
    mass = weights.astype(float).copy()
    square = 2 * np.outer(mass, mass) / np.add.outer(mass, mass) * distances**2
    np.fill_diagonal(square, np.inf)
    alive = np.ones(size, dtype=bool)
    merges: list[tuple[int, int, float]] = []
    chain: list[int] = []
    while len(merges) < size - 1:
        if not chain:
            chain.append(int(np.argmax(alive)))
        a = chain[-1]
        b = int(np.argmin(square[a]))
        if len(chain) > 1 and square[a, chain[-2]] <= square[a, b]:
            b = chain[-2]
        if len(chain) < 2 or b != chain[-2]:
            chain.append(b)
            continue
        del chain[-2:]
        merges.append((a, b, square[a, b]))
        _merge(square, mass, alive, a, b)
    return _linkage(merges, weights)


def _merge(square: np.ndarray, mass: np.ndarray, alive: np.ndarray, a: int, b: int) -> None:
    """Group b takes in group a."""
    alive[a] = False
    others = alive.copy()
    others[b] = False
    m = mass[others]
    updated = ((mass[a] + m) * square[a, others] + (mass[b] + m) * square[b, others] - m * square[a, b]) / (mass[a] + mass[b] + m)
    square[b, others] = updated
    square[others, b] = updated
    square[a, :] = np.inf
    square[:, a] = np.inf
    mass[b] += mass[a]


def _linkage(merges: list[tuple[int, int, float]], weights: np.ndarray) -> np.ndarray:
    """Merges sorted by height, groups numbered as SciPy does."""
    size = len(weights)
    parent = list(range(2 * size - 1))
    count = np.concatenate([np.ones(size), np.zeros(max(size - 1, 0))])

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    rows = np.zeros((size - 1, 4))
    order = sorted(range(len(merges)), key=lambda k: merges[k][2])
    for step, k in enumerate(order):
        a, b, height = merges[k]
        left, right = sorted((root(a), root(b)))
        parent[left] = parent[right] = size + step
        count[size + step] = count[left] + count[right]
        rows[step] = left, right, np.sqrt(max(height, 0.0)), count[size + step]
    return rows


def cut(tree: np.ndarray, groups: int) -> np.ndarray:
    """Group of each point, numbered from 0, for a tree cut into ``groups``."""
    return cut_tree(tree, n_clusters=groups)[:, 0].astype(np.int64)


def medoids(distances: np.ndarray, weights: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """For each group, the point with the least weighted distance to the group (the first one when tied)."""
    found = []
    for group in range(int(labels.max()) + 1):
        inside = np.flatnonzero(labels == group)
        found.append(inside[np.argmin(distances[np.ix_(inside, inside)] @ weights[inside])])
    return np.array(found)


def around_medoids(distances: np.ndarray, weights: np.ndarray, labels: np.ndarray, rounds: int = 100) -> np.ndarray:
    """Groups improved from ``labels``: each point joins its nearest medoid, medoids are chosen again, until stable."""
    for _ in range(rounds):
        centres = medoids(distances, weights, labels)
        nearest = np.argmin(distances[:, centres], axis=1)
        nearest[centres] = np.arange(len(centres))
        if np.array_equal(nearest, labels):
            break
        labels = nearest
    return labels


def silhouettes(distances: np.ndarray, weights: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Silhouette of each point (Rousseeuw 1987), each point standing ``weight`` times; 0 for a group of weight 1."""
    groups = int(labels.max()) + 1
    member = np.zeros((len(labels), groups))
    member[np.arange(len(labels)), labels] = weights
    totals = member.sum(axis=0)
    sums = distances @ member
    rows = np.arange(len(labels))
    others_inside = totals[labels] - 1
    inside = np.divide(sums[rows, labels], others_inside, out=np.zeros(len(labels)), where=others_inside > 0)
    outside = sums / totals
    outside[rows, labels] = np.inf
    nearest = outside.min(axis=1)
    largest = np.maximum(inside, nearest)
    known = (others_inside > 0) & (largest > 0)
    return np.divide(nearest - inside, largest, out=np.zeros(len(labels)), where=known)
