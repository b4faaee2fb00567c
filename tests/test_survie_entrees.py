"""What survie accepts, and how it refuses the rest: in French, naming the rows."""

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pandas.testing import assert_frame_equal

from plie_analysis import survie
from plie_analysis.errors import PlieError

TABLE = pd.DataFrame(
    {
        "duree": [0, 3, 3, 5, 8, 8],
        "sorti": [False, True, False, True, True, False],
        "cause": [0, 1, 0, 2, 1, 0],
        "qpv": [True, False, True, False, True, False],
        "niveau": ["3", "4", "3", None, "4", "3"],
        "poids": [1.0, 2.0, 1.0, 1.0, 1.0, 1.0],
        "entree": [-1, 0, 1, 2, 0, 3],
    }
)


def km(table, **autres):
    return survie.kaplan_meier(table, duree="duree", evenement="sorti", **autres)


def refus(appel, *attendus):
    with pytest.raises(PlieError) as trouble:
        appel()
    message = str(trouble.value)
    assert trouble.value.code == 2
    assert 1 <= len(message.splitlines()) <= 4
    assert "nan" not in message.lower()
    for attendu in attendus:
        assert attendu in message.replace("\u00a0", " ")


# --- what comes in ---------------------------------------------------------------------------------------------------


def test_same_result_from_every_kind_of_table(tmp_path):
    path = tmp_path / "parcours.parquet"
    TABLE.to_parquet(path)
    with duckdb.connect() as connection:
        tables = [pa.Table.from_pandas(TABLE), connection.from_df(TABLE), path, str(path)]
        expected = km(TABLE, groupe="qpv", entree="entree", poids="poids")
        for table in tables:
            assert_frame_equal(km(table, groupe="qpv", entree="entree", poids="poids"), expected)
        assert connection.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchone() == (0,)


def test_numeric_types_are_equivalent():
    expected = km(TABLE)
    for changed in (
        {"duree": TABLE["duree"].astype("int16")},
        {"duree": TABLE["duree"].astype("Float64")},
        {"sorti": TABLE["sorti"].astype(int)},
        {"sorti": TABLE["sorti"].astype(float)},
        {"sorti": TABLE["sorti"].astype(object)},
    ):
        assert_frame_equal(km(TABLE.assign(**changed)), expected)
    decimals = pa.table({"duree": pa.array(TABLE["duree"]).cast(pa.decimal128(22, 2)), "sorti": TABLE["sorti"]})
    assert_frame_equal(km(decimals), expected)


@pytest.mark.parametrize("values", [[True, False], [3, 7], [2.5, 7.5], ["a", "é"]])
def test_groups_keep_their_values(values):
    frame = km(TABLE.assign(g=[values[i % 2] for i in range(6)]), groupe="g")
    assert sorted(set(frame["groupe"])) == sorted(values)
    assert {type(v) for v in frame["groupe"].tolist()} == {type(values[0])}


def test_missing_group_is_a_group_of_its_own_and_stays_out_of_tests():
    frame = km(TABLE, groupe="niveau")
    assert frame["groupe"].iloc[-1] is None
    assert frame[frame["groupe"].isna()]["t"].tolist() == [5]
    test = survie.log_rank(TABLE, duree="duree", evenement="sorti", groupe="niveau")
    assert test["ddl"].tolist() == [1]
    assert test.attrs["n_sans_groupe"] == 1
    assert_frame_equal(test, survie.log_rank(TABLE.dropna(subset="niveau"), duree="duree", evenement="sorti", groupe="niveau"))


def test_missing_number_among_groups_does_not_turn_integers_into_floats():
    frame = km(TABLE.assign(g=pd.array([1, 1, 2, 2, None, None], dtype="Int64")), groupe="g")
    assert frame["groupe"].drop_duplicates().tolist() == [1, 2, None]


def test_several_axes():
    frame = km(TABLE, groupe=["qpv", "niveau"])
    assert list(frame.columns[-2:]) == ["qpv", "niveau"]
    assert frame["groupe"].drop_duplicates().tolist() == [
        "False · 3",
        "False · 4",
        "False · non renseigné",
        "True · 3",
        "True · 4",
    ]
    assert frame["qpv"].drop_duplicates().tolist() == [False, True]


def test_stratified_log_rank_adds_up_the_strata():
    rng = np.random.default_rng(3)
    table = pd.DataFrame(
        {
            "duree": rng.integers(1, 9, 60),
            "sorti": rng.random(60) < 0.7,
            "g": rng.integers(0, 2, 60),
            "s": rng.integers(0, 2, 60),
        }
    )
    found = survie.log_rank(table, duree="duree", evenement="sorti", groupe="g", strate="s")
    gap = 0.0
    for _, part in table.groupby("s"):
        groups = survie.log_rank(part, duree="duree", evenement="sorti", groupe="g").attrs["groupes"]
        gap += groups[0]["observes"] - groups[0]["attendus"]
    totals = found.attrs["groupes"][0]
    assert totals["observes"] - totals["attendus"] == pytest.approx(gap)
    events = survie.evenements(table, duree="duree", evenement="sorti", groupe=["g", "s"])
    assert_frame_equal(survie.log_rank(events, strate="s"), found)


def test_result_columns():
    columns = "groupe cause t n_risque n_evenements estimation erreur_type ic_bas ic_haut n_censures".split()  # noqa: SIM905
    assert list(km(TABLE).columns) == columns
    assert list(survie.incidence_cumulee(TABLE, duree="duree", cause="cause").columns) == columns
    assert km(TABLE)["n_risque"].dtype == np.int64
    assert km(TABLE.assign(poids=0.5), poids="poids")["n_risque"].dtype == np.float64


def test_near_ties_are_ties():
    frame = km(pd.DataFrame({"duree": [0.3, 0.1 + 0.2, 0.1 * 3, 1.0], "sorti": [1, 1, 0, 1]}))
    assert frame["t"].tolist() == [0.3, 1.0]
    assert frame["n_evenements"].tolist() == [2, 1]


def test_fractional_weights_scale_away_from_the_estimate_and_its_error():
    table = TABLE.assign(poids=[0.5, 1.5, 0.25, 1, 2, 0.75])
    once, twice = (km(table.assign(poids=table["poids"] * k), poids="poids") for k in (1, 1.5))
    for name in ("estimation", "erreur_type", "ic_bas", "ic_haut"):
        np.testing.assert_allclose(once[name], twice[name], rtol=0, atol=1e-12)


# --- nothing to estimate ---------------------------------------------------------------------------------------------


def test_zero_rows():
    empty = TABLE.iloc[:0]
    for table in (empty, empty.astype(object), pa.Table.from_pandas(empty)):
        for frame in (
            km(table, groupe="qpv"),
            survie.incidence_cumulee(table, duree="duree", cause="cause"),
            survie.moyenne_restreinte(table, duree="duree", evenement="sorti", horizon=5),
            survie.mediane(table, duree="duree", evenement="sorti"),
            survie.lire_a(km(table), [3]),
        ):
            assert len(frame) == 0
            assert frame.attrs["raison"].startswith("Aucune ligne")
        test = survie.log_rank(table, duree="duree", evenement="sorti", groupe="qpv")
        assert test["raison"][0].startswith("Aucune ligne")
        assert survie.comparer_incidences(table, duree="duree", cause="cause", groupe="qpv").empty
        assert survie.ecart_incidences(table, duree="duree", cause="cause", groupe="qpv", horizons=[3]).empty
        assert survie.ecart_moyennes(table, duree="duree", evenement="sorti", groupe="qpv", horizon=3).empty


def test_one_row():
    frame = km(pd.DataFrame({"duree": [4], "sorti": [True]}))
    assert frame[["t", "n_risque", "n_evenements", "estimation"]].to_numpy().tolist() == [[4, 1, 1, 0]]
    assert frame[["erreur_type", "ic_bas", "ic_haut"]].isna().all(axis=None)


def test_everyone_at_duration_zero():
    frame = km(pd.DataFrame({"duree": [0, 0, 0], "sorti": [1, 1, 0]}))
    assert frame[["t", "n_risque", "n_evenements", "n_censures"]].to_numpy().tolist() == [[0, 3, 2, 1]]
    assert frame["estimation"][0] == pytest.approx(1 / 3)


def test_group_of_one_does_not_disturb_the_tests():
    table = TABLE.assign(g=["a", "a", "b", "b", "b", "seul"])
    assert survie.log_rank(table, duree="duree", evenement="sorti", groupe="g")["ddl"][0] == 2
    one_group = survie.log_rank(table.assign(g="a"), duree="duree", evenement="sorti", groupe="g")
    assert one_group["raison"][0].startswith("Moins de deux groupes")
    assert one_group[["chi2", "p"]].isna().all(axis=None)
    all_open = survie.log_rank(table.assign(sorti=0), duree="duree", evenement="sorti", groupe="g")
    assert all_open["raison"][0]
    gray = survie.comparer_incidences(table.assign(cause=0), duree="duree", cause="cause", groupe="g")
    assert gray.attrs["raison"].startswith("Aucune sortie")


def test_horizon_beyond_the_follow_up_is_empty_with_its_reason():
    frame = survie.moyenne_restreinte(TABLE, duree="duree", evenement="sorti", horizon=9, groupe="qpv")
    assert frame["estimation"].isna().tolist() == [True, False]  # the second group has nobody left open at 8
    assert frame["raison"].tolist()[1] is None
    assert "dernière durée observée 8" in frame["raison"][0]
    gaps = survie.ecart_moyennes(TABLE, duree="duree", evenement="sorti", horizon=9, groupe="qpv")
    assert gaps["estimation"].isna().all()
    assert gaps["raison"].notna().all()
    gaps = survie.ecart_incidences(TABLE, duree="duree", cause="cause", groupe="qpv", horizons=[5, 9])
    assert gaps["raison"].isna().tolist() == [True, False, True, False]


def test_curve_ended_by_everyone_leaving_is_read_for_ever():
    curve = km(TABLE, groupe="qpv")
    assert survie.lire_a(curve, 100)["estimation"].isna().tolist() == [True, False]


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"duree": [0, 3, -3, 5, 8, -8]}, ["Durée négative", "2 lignes, n° 3, 6"]),
        ({"duree": [0, 3, None, 5, 8, 8]}, ["Durée manquante", "ligne n° 3"]),
        ({"duree": [np.inf, 3, 4, 5, 8, 8]}, ["Durée infinie", "ligne n° 1"]),
        ({"duree": [-1] * 6}, ["6 lignes, n° 1, 2, 3, 4, 5, …"]),
        ({"sorti": [0, 1, 2, 1, 0, 1]}, ["Évènement autre", "ligne n° 3"]),
        ({"sorti": [0, 1, None, 1, 0, 0.5]}, ["Évènement autre", "n° 3, 6"]),
        ({"entree": [-1, 0, 3, 2, 0, 9]}, ["Sortie avant l’entrée", "n° 3, 6"]),
        ({"entree": [-1, 0, None, 2, 0, 3]}, ["Entrée manquante", "ligne n° 3"]),
        ({"poids": [1, 1, 1, -2, 1, 1]}, ["Poids manquant, négatif", "ligne n° 4"]),
        ({"poids": [1, 1, 1, None, 1, 1]}, ["Poids manquant", "ligne n° 4"]),
        ({"duree": ["3"] * 6}, ["« duree » doit être numérique", "texte"]),
        ({"duree": pd.to_timedelta([1] * 6, unit="D")}, ["prenez-en les jours"]),
        ({"duree": [1, "x", 3, 4, 5, 6]}, ["types différents"]),
        ({"sorti": ["oui"] * 6}, ["numérique ou booléenne"]),
        (
            {"duree": [None, -3, np.inf, 5, 8, 8], "poids": -1},
            ["Durée manquante", "Durée négative", "D’autres contrôles"],
        ),
    ],
)
def test_bad_values_name_their_rows(changed, expected):
    table = TABLE.assign(**changed)
    refus(lambda: km(table, entree="entree", poids="poids"), *expected)


@pytest.mark.parametrize("wrong", [-1, 1.5, None])
def test_bad_causes_name_their_rows(wrong):
    table = TABLE.assign(cause=[0, 1, 0, wrong, 1, 0])
    refus(lambda: survie.incidence_cumulee(table, duree="duree", cause="cause"), "ligne n° 4", "0 = ouvert")


def test_undeclared_cause():
    refus(
        lambda: survie.incidence_cumulee(TABLE, duree="duree", cause="cause", causes=[1, 3]),
        "Cause inconnue",
        "attendu : 0, 1, 3",
        "ligne n° 4",
    )
    declared = survie.incidence_cumulee(TABLE, duree="duree", cause="cause", causes=[1, 2, 3])
    assert (declared[declared["cause"] == 3]["estimation"] == 0).all()


def test_rows_are_named_in_files_and_relations_too(tmp_path):
    table = TABLE.assign(duree=[0, 3, 3, -5, 8, 8])
    path = tmp_path / "parcours.parquet"
    table.to_parquet(path)
    refus(lambda: km(path), "ligne n° 4")
    with duckdb.connect() as connection:
        refus(lambda: km(connection.from_df(table)), "ligne n° 4")


def test_unusable_tables_and_arguments(tmp_path):
    refus(lambda: km(TABLE.rename(columns={"duree": "durée"})), "« duree » absente", "Vouliez-vous dire « durée » ?")
    refus(lambda: km([1, 2, 3]), "non reconnue")
    refus(lambda: km(tmp_path / "absent.parquet"), "Fichier Parquet illisible")
    (tmp_path / "texte.parquet").write_text("bonjour")
    refus(lambda: km(tmp_path / "texte.parquet"), "Fichier Parquet illisible")
    refus(lambda: survie.kaplan_meier(TABLE), "« duree »")
    refus(lambda: survie.kaplan_meier(TABLE, duree="duree"), "evenement")
    refus(lambda: km(TABLE, niveau=95), "niveau de confiance")
    refus(lambda: km(TABLE, groupe=["qpv", "qpv"]), "deux fois")
    refus(lambda: km(TABLE, groupe=3), "« groupe »")
    refus(lambda: km(TABLE.assign(t="x"), groupe=["qpv", "t"]), "renommez-le")
    refus(lambda: survie.log_rank(TABLE, duree="duree", evenement="sorti"), "groupes à comparer")
    for horizon in (0, -1, np.inf, np.nan, "12", None, True):
        refus(lambda h=horizon: survie.moyenne_restreinte(TABLE, duree="duree", evenement="sorti", horizon=h), "horizon")
    refus(lambda: survie.lire_a(km(TABLE), [-1]), "positifs")
    refus(lambda: survie.lire_a(km(TABLE), ["x"]), "nombres")
    refus(lambda: survie.lire_a(TABLE, [1]), "absente")
    events = survie.evenements(TABLE, duree="duree", cause="cause", groupe="qpv")
    refus(lambda: survie.kaplan_meier(events, groupe="qpv"), "déjà construite")
    refus(lambda: survie.log_rank(events, strate="niveau"), "n’a pas l’axe")
    refus(lambda: survie.ecart_incidences(events, horizons=[3], reference="x"), "Groupe de référence")
    refus(lambda: survie.log_rank(TABLE, duree="duree", evenement="sorti", groupe="qpv", poids="demi"), "demi")


def test_tests_refuse_what_they_are_not_defined_for():
    table = TABLE.assign(poids=0.5)
    refus(lambda: survie.log_rank(table, duree="duree", evenement="sorti", groupe="qpv", poids="poids"), "poids entiers")
    late = survie.evenements(TABLE, duree="duree", cause="cause", groupe="qpv", entree="entree")
    refus(lambda: survie.comparer_incidences(late), "entrées tardives")


def test_entry_and_exit_made_equal_by_near_ties():
    table = pd.DataFrame({"entree": [0.0, 1.0], "duree": [1.0 + 1e-10, 1.0 + 1e-10], "sorti": [1, 1]})
    refus(lambda: km(table, entree="entree"), "se confondent")
