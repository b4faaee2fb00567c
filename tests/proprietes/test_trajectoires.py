"""What must hold for any sequences and any intervals."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plie_analysis import trajectoires
from plie_analysis.trajectoires import distances
from tests.trajectoires_reference import PRIORITY, matching, monthly_states

few = settings(max_examples=settings.default.max_examples // 4)  # many readings for each example
mots = st.dictionaries(st.integers(0, 50), st.text("ABC.*", min_size=1, max_size=12), min_size=1, max_size=8)
jours = st.dates(dt.date(2016, 1, 1), dt.date(2018, 12, 31))
intervalles = st.lists(
    st.tuples(st.sampled_from(["P1", "P2", "P3"]), jours, st.integers(0, 400), st.sampled_from(PRIORITY)), min_size=1, max_size=10
).map(lambda rows: [(key, debut, debut + dt.timedelta(length), etat) for key, debut, length, etat in rows])


def suites(mots):
    """Digits are ids; a dot is a month without a row, a star a month without a state."""
    rows = [(key, t, None if c == "*" else c) for key, mot in mots.items() for t, c in enumerate(mot) if c != "."]
    return pd.DataFrame(rows, columns=["id", "t", "etat"])


def table(rows):
    return pd.DataFrame(rows, columns=["id", "debut", "fin", "etat"])


@few
@given(mots)
def test_shares_and_rates_add_up(mots):
    seq = suites(mots)
    known = seq["etat"].notna().sum()
    chronogramme = trajectoires.chronogramme(seq)
    assert chronogramme.groupby("t")["part"].sum().to_numpy() == pytest.approx(1)
    assert chronogramme["n"].sum() == known
    rates = trajectoires.transitions(seq).groupby("de").agg({"n": "sum", "taux": "sum"})
    assert (np.isclose(rates["taux"], 1) == (rates["n"] > 0)).all()
    assert (rates["taux"][rates["n"] == 0] == 0).all()
    means = trajectoires.temps_moyen(seq)["moyenne"]
    assert means.sum() == pytest.approx(known / max(seq["id"].nunique(), 1))
    variantes = trajectoires.variantes(seq)
    assert variantes["n"].sum() == seq["id"].nunique()
    assert variantes["part"].sum() == pytest.approx(1 if len(seq) else 0)


@few
@given(mots, st.integers(3, 6))
def test_entropies_stay_between_0_and_1(mots, size):
    seq = suites(mots)
    alphabet = list("ABCDEF")[:size]
    for found in (trajectoires.entropie(seq), trajectoires.entropie(seq, alphabet=alphabet), trajectoires.entropie_transversale(seq)):
        assert found["entropie"].between(0, 1).all()
    assert trajectoires.entropie(seq)["id"].tolist() == sorted(seq["id"].unique())


@few
@given(mots, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(mots, rng):
    seq = suites(mots)
    order = list(range(len(seq)))
    rng.shuffle(order)
    for name in ("chronogramme", "transitions", "temps_moyen", "entropie", "variantes", "suivi_direct", "tapis"):
        function = getattr(trajectoires, name)
        pd.testing.assert_frame_equal(function(seq), function(seq.iloc[order]))


@few
@given(mots, st.integers(-100, 1000))
def test_shifting_every_month_shifts_nothing_else(mots, shift):
    seq = suites(mots)
    later = seq.assign(t=seq["t"] + shift)
    for name in ("transitions", "temps_moyen", "entropie", "variantes"):
        pd.testing.assert_frame_equal(getattr(trajectoires, name)(seq), getattr(trajectoires, name)(later))


@few
@given(mots)
def test_writing_every_parcours_twice_keeps_shares(mots):
    seq = suites(mots)
    twice = pd.concat([seq, seq.assign(id=seq["id"] + 1000)])
    for name, share in (("chronogramme", "part"), ("transitions", "taux"), ("temps_moyen", "moyenne"), ("variantes", "part")):
        once, double = getattr(trajectoires, name)(seq), getattr(trajectoires, name)(twice)
        np.testing.assert_allclose(double[share], once[share])
        if "n" in once:
            assert (double["n"] == 2 * once["n"]).all()


@given(intervalles)
def test_monthly_states_equal_the_slow_reference(rows):
    found = trajectoires.etats_mensuels(table(rows), priorite=PRIORITY)
    states = {(key, t): state for key, t, state in found.itertuples(index=False)}
    assert states == monthly_states(rows, PRIORITY, "sans étape")


@given(intervalles)
def test_gaps_are_the_days_that_no_interval_covers(rows):
    found = trajectoires.interruptions(table(rows), mois=0)
    without = trajectoires.mois_sans_etape(table(rows)).set_index("id")
    for key in {row[0] for row in rows}:
        mine = [row for row in rows if row[0] == key]
        covered = {debut + dt.timedelta(k) for _, debut, fin, _ in mine for k in range((fin - debut).days + 1)}
        days = (max(covered) - min(covered)).days + 1
        assert without.loc[key, "jours"] == days
        assert without.loc[key, "jours_sans_etape"] == days - len(covered)
    # a gap of one day is not over zero months
    assert found["jours"].sum() <= without["jours_sans_etape"].sum()
    assert ((found["fin"] - found["debut"]).dt.days + 1 == found["jours"]).all()


@given(st.lists(st.text("ABC", min_size=1, max_size=9), min_size=2, max_size=7), st.sampled_from([0.5, 0.75, 1.0, 3.0]))
def test_optimal_matching_equals_the_slow_reference(words, indel):
    costs = np.array([[0, 1.5, 2], [1.5, 0, 0.7], [2, 0.7, 0]])
    codes, lengths = distances.encode([tuple(word) for word in words], list("ABC"))
    found = distances.distances_om(codes, lengths, costs, indel)
    expected = [[matching(a, b, lambda x, y: costs["ABC".index(x), "ABC".index(y)], indel) for b in words] for a in words]
    np.testing.assert_allclose(found, expected, atol=1e-12)


@few
@given(st.lists(st.text("AB", min_size=3, max_size=6), min_size=8, max_size=30))
def test_types_share_out_every_parcours(words):
    seq = pd.DataFrame([(n, t, c) for n, word in enumerate(words) for t, c in enumerate(word)], columns=["id", "t", "etat"])
    if len(set(words)) < 2 or seq["etat"].nunique() < 2:
        return
    found = trajectoires.typologie(seq, cout="constant")
    assert found.types["n"].sum() == len(words)
    assert found.types["part"].sum() == pytest.approx(1)
    assert found.affectation["type"].value_counts().sort_index().tolist() == found.types["n"].tolist()
    assert found.qualite["silhouette"].between(-1, 1).all()
    shuffled = trajectoires.typologie(seq.sample(frac=1, random_state=0), cout="constant")
    pd.testing.assert_frame_equal(found.types, shuffled.types)
