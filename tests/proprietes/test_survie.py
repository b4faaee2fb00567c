"""Survie : ce qui doit rester vrai pour toute table."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from plie_analysis import survie
from tests import survie_reference as reference

CLES = {"duree": "duree", "groupe": "groupe"}


@st.composite
def parcours(draw, tardif=None, poids=False, lignes_max=14):
    """Lines (groupe, entree or None, duree, cause, poids) with many ties."""
    late = draw(st.booleans()) if tardif is None else tardif
    lines = draw(
        st.lists(
            st.tuples(st.sampled_from("ab"), st.integers(0, 5), st.integers(0, 6), st.integers(0, 3), st.integers(1, 3)),
            min_size=1,
            max_size=lignes_max,
        )
    )
    frame = pd.DataFrame(lines, columns=["groupe", "entree", "duree", "cause", "poids"])
    if late:
        frame["duree"] += frame["entree"] + 1
    else:
        frame = frame.drop(columns="entree")
    return frame if poids else frame.drop(columns="poids")


def colonnes(frame):
    return CLES | {name: name for name in ("entree", "poids") if name in frame}


def courbes(frame):
    named = colonnes(frame)
    km = survie.kaplan_meier(frame.assign(sorti=frame["cause"] > 0), evenement="sorti", **named)
    return km, survie.incidence_cumulee(frame, cause="cause", **named)


def lignes(frame, groupe):
    kept = frame[frame["groupe"] == groupe]
    entry = kept["entree"] if "entree" in kept else [None] * len(kept)
    weight = kept["poids"] if "poids" in kept else [1] * len(kept)
    return [
        (None if e is None else int(e), int(x), int(k), int(w))
        for e, x, k, w in zip(entry, kept["duree"], kept["cause"], weight, strict=True)
    ]


def proche(ours, exact):
    wanted = [np.nan if v is None else float(v) for v in exact]
    np.testing.assert_allclose(ours, wanted, rtol=0, atol=1e-9)


@given(parcours(poids=True, lignes_max=8))
def test_equals_the_definition(frame):
    km, aj = courbes(frame)
    for group in sorted(set(frame["groupe"])):
        rows = lignes(frame, group)
        mine = km[km["groupe"] == group]
        proche(mine["estimation"], reference.survie(rows))
        exact = [None if v is None else float(v) ** 0.5 for v in reference.greenwood(rows)]
        proche(mine["erreur_type"], exact)
        for cause in sorted(set(frame["cause"]) - {0}):
            mine = aj[(aj["groupe"] == group) & (aj["cause"] == cause)]
            proche(mine["estimation"], reference.incidence(rows, cause))
            proche(mine["erreur_type"], [float(v) ** 0.5 for v in reference.variance_jackknife(rows, cause)])


@given(parcours(), st.integers(1, 12))
def test_restricted_mean_equals_the_definition(frame, horizon):
    frame = frame.assign(sorti=frame["cause"] > 0)
    ours = survie.moyenne_restreinte(frame, evenement="sorti", horizon=horizon, prolonger=True, **colonnes(frame))
    for group, mean, error in zip(ours["groupe"], ours["estimation"], ours["erreur_type"], strict=True):
        exact, variance = reference.moyenne_restreinte(lignes(frame, group), horizon)
        proche([mean, error], [exact, float(variance) ** 0.5])


@given(parcours())
def test_log_rank_equals_the_definition(frame):
    ours = survie.log_rank(frame.assign(sorti=frame["cause"] > 0), evenement="sorti", **colonnes(frame))
    exact = reference.log_rank_deux_groupes(lignes(frame, "a"), lignes(frame, "b"))
    if exact is None or set(frame["groupe"]) != {"a", "b"}:
        assert ours["raison"][0]
        assert ours[["chi2", "p"]].isna().all(axis=None)
    else:
        proche(ours["chi2"], [exact])


@given(parcours(poids=True))
def test_survival_decreases_and_the_states_share_everyone(frame):
    km, aj = courbes(frame)
    for _, group in km.groupby("groupe"):
        assert (group["estimation"].diff().dropna() <= 0).all()
        assert group["estimation"].between(0, 1).all()
    if len(aj):
        gone = aj.groupby(["groupe", "t"])["estimation"].sum()
        stay = km.set_index(["groupe", "t"])["estimation"]
        np.testing.assert_allclose((gone + stay).to_numpy(), 1, rtol=0, atol=1e-12)
        assert aj["estimation"].between(0, 1 + 1e-12).all()


@given(parcours(poids=True))
def test_limits_hold_the_estimate(frame):
    for curve in courbes(frame):
        known = curve.dropna(subset=["ic_bas", "ic_haut"])
        assert (known["ic_bas"] <= known["estimation"] + 1e-12).all()
        assert (known["estimation"] <= known["ic_haut"] + 1e-12).all()


@given(parcours(poids=True), st.randoms(use_true_random=False))
def test_row_order_changes_nothing(frame, random):
    order = list(range(len(frame)))
    random.shuffle(order)
    for first, second in zip(courbes(frame), courbes(frame.iloc[order]), strict=True):
        assert_frame_equal(first, second, rtol=0, atol=1e-12)


def test_the_order_in_which_an_engine_gives_its_groups_changes_no_digit():
    rng = np.random.default_rng(14)
    size = 4000
    frame = pd.DataFrame(
        {
            "duree": rng.integers(30, 1500, size),
            "cause": rng.integers(0, 3, size),
            "entree": rng.integers(0, 30, size),
            "groupe": rng.integers(0, 3, size),
        }
    )
    asked = {"duree": "duree", "groupe": "groupe", "entree": "entree"}
    expected = survie.incidence_cumulee(frame, cause="cause", **asked)
    for seed in range(5):
        shuffled = frame.sample(frac=1, random_state=seed, ignore_index=True)
        assert_frame_equal(survie.incidence_cumulee(shuffled, cause="cause", **asked), expected, check_exact=True)


@given(parcours(poids=True))
def test_whole_weights_are_repeated_rows(frame):
    repeated = frame.loc[frame.index.repeat(frame["poids"])].drop(columns="poids")
    for first, second in zip(courbes(frame), courbes(repeated), strict=True):
        assert_frame_equal(first, second, rtol=0, atol=1e-12)
    weighted, plain = (survie.log_rank(d.assign(sorti=d["cause"] > 0), evenement="sorti", **colonnes(d)) for d in (frame, repeated))
    assert_frame_equal(weighted, plain, rtol=1e-9, atol=1e-12)


@given(parcours(tardif=False), st.integers(1, 6))
def test_splitting_a_row_in_two_intervals_changes_nothing(frame, cut):
    # ]0, x] is also ]0, cut] still open, then ]cut, x]: only the numbers censored differ
    frame = frame.assign(entree=-1)
    early = frame[frame["duree"] > cut].assign(duree=cut, cause=0)
    late = frame.assign(entree=frame["entree"].where(frame["duree"] <= cut, cut))
    whole, _ = courbes(frame)
    split, _ = courbes(pd.concat([early, late]))
    both = whole.merge(split, on=["groupe", "t"], suffixes=("", "_coupe"))
    assert len(both) == len(whole)
    for name in ("n_risque", "n_evenements"):
        assert (both[name] == both[f"{name}_coupe"]).all()
    np.testing.assert_allclose(both["estimation"], both["estimation_coupe"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(both["erreur_type"], both["erreur_type_coupe"], rtol=0, atol=1e-12)


@given(parcours(poids=True))
def test_another_group_changes_nothing(frame):
    more = pd.concat([frame, frame.assign(groupe="c")], ignore_index=True)
    for first, second in zip(courbes(frame), courbes(more), strict=True):
        assert_frame_equal(first, second[second["groupe"] != "c"].reset_index(drop=True), rtol=0, atol=1e-12)


@given(parcours(tardif=False))
def test_an_empty_category_changes_nothing(frame):
    wider = frame.assign(groupe=pd.Categorical(frame["groupe"], categories=["a", "b", "vide"]))
    for first, second in zip(courbes(frame), courbes(wider), strict=True):
        assert_frame_equal(first, second, rtol=0, atol=0)


@given(parcours(tardif=False), st.sampled_from([0, 1]))
def test_all_open_or_all_gone(frame, cause):
    frame = frame.assign(cause=cause)
    km, aj = courbes(frame)
    last = km.groupby("groupe")["estimation"].last()
    if cause:
        assert (last == 0).all()
        np.testing.assert_allclose(aj.groupby("groupe")["estimation"].last(), 1, rtol=0, atol=1e-12)
    else:
        assert (last == 1).all()
        assert km[["ic_bas", "ic_haut"]].isna().all(axis=None)
        assert aj.empty
        assert aj.attrs["raison"]


@given(parcours(tardif=False), st.floats(1e-3, 1e3))
def test_the_unit_of_time_changes_only_the_time(frame, unit):
    km, aj = courbes(frame)
    km_2, aj_2 = courbes(frame.assign(duree=frame["duree"] * unit))
    for first, second in ((km, km_2), (aj, aj_2)):
        assert_frame_equal(first.drop(columns="t"), second.drop(columns="t"), rtol=0, atol=1e-12)
        np.testing.assert_allclose(first["t"] * unit, second["t"])


@given(parcours(tardif=False, poids=False))
def test_one_cause_is_one_minus_kaplan_meier(frame):
    frame = frame.assign(cause=(frame["cause"] > 0).astype(int))
    km, aj = courbes(frame)
    if len(aj):
        np.testing.assert_allclose(1 - km["estimation"], aj["estimation"], rtol=0, atol=1e-12)
        known = km["erreur_type"].notna().to_numpy()
        np.testing.assert_allclose(km["erreur_type"][known], aj["erreur_type"][known], rtol=0, atol=1e-12)


@given(parcours(tardif=False))
def test_shared_event_table_gives_the_same(frame):
    events = survie.evenements(frame, cause="cause", **CLES)
    km, aj = courbes(frame)
    assert_frame_equal(survie.kaplan_meier(events), km)
    assert_frame_equal(survie.incidence_cumulee(events), aj)


def test_reference_jackknife_is_greenwood_for_one_cause():
    rows = [(None, x, k, 1) for x, k in [(1, 1), (2, 0), (2, 1), (3, 0), (3, 1), (5, 0)]]
    assert reference.variance_jackknife(rows, 1) == pytest.approx(reference.greenwood(rows))
