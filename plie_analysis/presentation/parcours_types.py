"""Types of parcours as a page shows them: named by what they hold, their sizes, who follows them."""

import pandas as pd

from .. import francais
from ..cohortes.sequences import MOIS_TYPES
from ..indicateurs.definitions import axes
from ..trajectoires import Typologie
from .elements import Cellule, Ligne, Repli, Tableau
from .publics import nom_du_public
from .reponses import chiffre

NB = francais.INSECABLE
# A state names a type when it fills at least this share of its months.
DOMINANT = 0.2
TITRE = "Ce qui remplit chaque type"


def noms(profils: pd.DataFrame) -> dict[int, str]:
    """Type → « Emploi, puis sorti »: its dominant states, in the order in which they are met.

    ``profils``: see ``trajectoires.Typologie``. Two types that the same states dominate are told apart by the next state.
    """
    ranked = {}
    for kind, rows in profils.groupby("type"):
        held = rows.groupby("etat")["n"].sum()
        met = rows.assign(moment=rows["t"] * rows["n"]).groupby("etat")["moment"].sum() / held
        shares = (held / held.sum()).sort_values(ascending=False, kind="stable")
        ranked[int(kind)] = shares, met
    count = {kind: max(1, int((shares >= DOMINANT).sum())) for kind, (shares, _) in ranked.items()}
    named = {kind: _nom(*ranked[kind], count[kind]) for kind in ranked}
    for kind in named:
        while list(named.values()).count(named[kind]) > 1 and count[kind] < int((ranked[kind][0] > 0).sum()):
            count[kind] += 1
            named[kind] = _nom(*ranked[kind], count[kind])
    return named


def _nom(shares: pd.Series, met: pd.Series, count: int) -> str:
    states = sorted(shares.index[:count], key=lambda state: met[state])
    return francais.majuscule(", puis ".join(states))


def tableau(rows: list[dict], nommes: dict[int, str]) -> Tableau:
    """One row per type: its size, and the parcours in the middle of it."""
    lines = [
        Ligne(
            nommes[row["type"]],
            [
                chiffre(row, "n"),
                chiffre(row, "part", "%", facteur=100),
                row["medoide"] if isinstance(row["medoide"], str) else francais.VIDE,
            ],
        )
        for row in rows
    ]
    return Tableau(TITRE, ["Ce que l’on y fait surtout", "Parcours", "Part", "Le parcours du milieu (mois dans chaque état)"], lines)


def croises(crossed: pd.DataFrame, totals: list[dict], nommes: dict[int, str]) -> Tableau:
    """Types by public: one row per modality of each axis."""
    whole = {(row["axe"], row["modalite"]): row for row in totals}
    kinds = sorted(crossed["type"].unique())
    lines = []
    for (axe, modality), group in crossed.groupby(["axe", "modalite"], sort=False):
        by_kind = {row["type"]: row for row in group.to_dict("records")}
        shares = [chiffre(by_kind[kind], "part", "%", facteur=100) if kind in by_kind else Cellule(0.0, "%") for kind in kinds]
        lines.append(Ligne(nom_du_public([axes()[axe]], [modality]), [*shares, chiffre(whole[axe, modality], "total")]))
    return Tableau("Qui suit quel parcours type", ["Public", *(nommes[kind] for kind in kinds), "Parcours"], lines)


def methode(found: Typologie, seuil: int) -> Repli:
    """How the types are made, and how far apart they are."""
    best = found.qualite.loc[found.qualite["retenu"]].iloc[0]
    count = francais.compte(len(found.affectation), "parcours", "parcours")
    return Repli(
        "Comment ces types sont faits",
        (
            f"Les {MOIS_TYPES} premiers mois de {count}, suivis jusque-là, sont comparés deux à deux{NB}: plus il faut changer de mois pour "
            "passer de l’un à l’autre, plus ils sont éloignés (appariement optimal, dont les coûts viennent des passages observés, puis "
            "critère de Ward).",
            f"De 2 à 8 groupes ont été essayés, et {int(best['groupes'])} retenus{NB}: ce sont les plus nets (séparation moyenne de "
            f"{francais.nombre(best['silhouette'], 2)}, où 1 dit des groupes nets et 0 l’absence de groupes). Un type porte le nom des "
            f"états qui l’occupent le plus. Le parcours du milieu n’est montré qu’à partir de {seuil} parcours.",
        ),
    )
