"""Profiles of freins: families ranked by weighted intensity (the *outil de scoring*).

Intensity goes from 0 (evaluated, no frein) to 3. An empty intensity is unknown, not zero: it enters no score.
Weights come from ``plie.toml``: they are an argument here.
"""

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from .intervalles import read_date
from .refus import named, refus
from .sequences import temps_moyen, variantes
from .source import Table, connect, frame, read_columns, refuse_first, rows, sql

FREINS = "Table des freins"
SANS_FREIN = "aucun frein"
INTENSITE_MAX = 3


def scores_de_freins(
    freins: Table,
    *,
    poids: Mapping[str, float],
    id: str = "id",
    famille: str = "famille",
    intensite: str = "intensite",
    date: str | None = None,
    au: dt.date | str | None = None,
) -> pd.DataFrame:
    """Score of each family of freins for each parcours.

    One row per parcours and family with a known intensity, by ``id`` then ``rang``: ``id``, ``famille``, ``intensite``,
    ``poids``, ``score`` (= weight × intensity), ``rang`` (1 = highest score; ties follow the order of ``poids``).
    When a family was evaluated several times, the last known evaluation (by the column ``date``, up to ``au``
    included) is the one; without ``date``, the highest intensity. Raises ``PlieError`` for a family without weight, an
    intensity outside 0–3, an empty id or family, a negative weight.
    """
    wrong = [name for name, weight in poids.items() if not weight >= 0]
    if wrong or not poids:
        raise refus(
            f"Poids des freins : {'valeur négative ou vide pour ' + named(wrong) if wrong else 'aucun poids donné'}. Complétez plie.toml."
        )
    con = connect()
    columns = {"id": id, "famille": famille, "intensite": intensite} | ({"date": date} if date else {})
    raw = read_columns(freins, columns, what=FREINS, con=con)
    empty = ("id IS NULL OR famille IS NULL", f"« {id} » ou « {famille} » vide", "Complétez ou retirez ces lignes.")
    outside = f"intensite IS NOT NULL AND coalesce(TRY_CAST(intensite::VARCHAR AS DOUBLE), -1) NOT BETWEEN 0 AND {INTENSITE_MAX}"
    refuse_first(raw, [empty, (outside, f"intensité hors de 0 à {INTENSITE_MAX}", "Corrigez l'évaluation ou laissez-la vide.")], FREINS)
    unknown = [name for (name,) in rows(raw, "SELECT DISTINCT famille::VARCHAR AS f FROM {source} ORDER BY f") if name not in poids]
    if unknown:
        raise refus(
            f"{FREINS} : {'famille' if len(unknown) == 1 else 'familles'} sans poids : {named(unknown)}.\nAjoutez-la aux poids des freins de plie.toml."
        )
    last = read_date(au, "au")
    day = "date::VARCHAR::DATE" if date else "NULL::DATE"
    raw.project(f"id, famille::VARCHAR AS famille, intensite::VARCHAR::DOUBLE AS intensite, {day} AS date").create("frein")
    weights = pd.DataFrame(
        {"famille": pd.Series(list(poids), dtype="str"), "poids": [float(w) for w in poids.values()], "ordre": range(len(poids))}
    )
    con.register("poids", weights)
    return frame(con.sql(sql("scores_de_freins", au=f"DATE '{last}'" if last else "NULL::DATE")))


def familles_de_freins(scores: pd.DataFrame) -> pd.DataFrame:
    """Families ranked by weighted intensity, all parcours together.

    One row per family, heaviest first: ``famille``, ``n`` (parcours where the intensity is above 0), ``evalues``
    (parcours where at least one family is known: an evaluation goes through them all, and only what is met is keyed),
    ``part`` = n ÷ evalues, ``intensite_moyenne`` (where the family is noted), ``score``
    (total), ``part_score`` (of the total of all families; empty when that total is 0), ``rang``.
    """
    marked = scores.assign(present=scores["intensite"] > 0)
    table = marked.groupby("famille", as_index=False).agg(
        n=("present", "sum"), intensite_moyenne=("intensite", "mean"), score=("score", "sum")
    )
    table.insert(2, "evalues", scores["id"].nunique())
    table.insert(3, "part", table["n"] / table["evalues"])
    total = table["score"].sum()
    table["part_score"] = table["score"] / total if total > 0 else float("nan")
    table = table.sort_values(["score", "famille"], ascending=[False, True], ignore_index=True)
    table["rang"] = range(1, len(table) + 1)
    return table


def groupes_de_freins(scores: pd.DataFrame) -> pd.DataFrame:
    """Group of each evaluated parcours: its family of highest score.

    One row per parcours: ``id``, ``groupe`` (family of rank 1, « aucun frein » when every score is 0), ``score``
    (total of its families), ``nb_familles`` (with a score above 0).
    """
    marked = scores.assign(present=scores["score"] > 0).sort_values(["id", "rang"])
    table = marked.groupby("id", as_index=False).agg(groupe=("famille", "first"), score=("score", "sum"), nb_familles=("present", "sum"))
    table["groupe"] = table["groupe"].where(table["score"] > 0, SANS_FREIN)
    return table


def parcours_par_groupe(groupes: pd.DataFrame, seq: pd.DataFrame, *, seuil: int = 0) -> pd.DataFrame:
    """Typical parcours of each group of freins.

    One row per group, largest first: ``groupe``, ``n`` (parcours with a sequence), ``part``, ``score_moyen``,
    ``variante`` (most frequent succession of states; empty when fewer than ``seuil`` parcours follow it),
    ``n_variante``, and one column ``mois_<state>`` per state: mean months. ``seq`` is a long table ``id, t, etat``.
    """
    alphabet = [state for state in seq["etat"].unique() if pd.notna(state)]
    if isinstance(seq["etat"].dtype, pd.CategoricalDtype):
        alphabet = [state for state in seq["etat"].cat.categories if state in alphabet]
    joined = seq.merge(groupes, on="id")
    lines = []
    for groupe, part in joined.groupby("groupe"):
        order = variantes(part, alphabet=alphabet)
        top = order.iloc[0] if len(order) and order["n"].iloc[0] >= seuil else None
        people = part.drop_duplicates("id")
        row = {"groupe": groupe, "n": len(people), "score_moyen": people["score"].mean()}
        row |= {"variante": None if top is None else top["variante"], "n_variante": None if top is None else top["n"]}
        months = temps_moyen(part, alphabet=alphabet)
        lines.append(row | {f"mois_{state}": mean for state, mean in zip(months["etat"], months["moyenne"], strict=True)})
    columns = ["groupe", "n", "part", "score_moyen", "variante", "n_variante", *(f"mois_{state}" for state in alphabet)]
    table = pd.DataFrame(lines, columns=columns)
    table["part"] = table["n"] / max(joined["id"].nunique(), 1)
    table["n_variante"] = table["n_variante"].astype("Int64")
    return table.sort_values(["n", "groupe"], ascending=[False, True], ignore_index=True)
