"""Survival estimators against values printed by R (tests/golden/survie: tables of ours, oracle.R made the answers)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from plie_analysis import survie

ICI = Path(__file__).parent / "golden" / "survie"
NOMS = sorted(path.name.removesuffix(".table.csv") for path in ICI.glob("*.table.csv"))
POINTS = ["estimation", "erreur_type", "ic_bas", "ic_haut"]


def lire(nom, quoi):
    return pd.read_csv(ICI / f"{nom}.{quoi}.csv")


def colonnes(table):
    return {"duree": "duree", "groupe": "groupe"} | {name: name for name in ("entree", "poids") if name in table}


def assert_colonnes_egales(ours, theirs, names):
    for name in names:
        np.testing.assert_allclose(ours[name].to_numpy(dtype=float), theirs[name].to_numpy(dtype=float), rtol=0, atol=1e-9, err_msg=name)


def test_oracle_tables_are_there():
    assert len(NOMS) == 9


@pytest.mark.parametrize("nom", NOMS)
def test_kaplan_meier_equals_r(nom):
    table = lire(nom, "table").assign(evenement=lambda d: d["cause"] > 0)
    ours = survie.kaplan_meier(table, evenement="evenement", **colonnes(table))
    theirs = lire(nom, "km")
    assert list(ours["groupe"]) == list(theirs["groupe"])
    assert_colonnes_egales(ours, theirs, ["t", "n_risque", "n_evenements", "n_censures", *POINTS])


@pytest.mark.parametrize("nom", NOMS)
def test_incidence_equals_r(nom):
    table = lire(nom, "table")
    # R looks at each row as one person, whatever its weight
    ours = survie.incidence_cumulee(table, cause="cause", robuste=True, **colonnes(table))
    theirs = lire(nom, "aj").sort_values(["groupe", "cause", "t"], kind="stable")
    assert list(ours["groupe"]) == list(theirs["groupe"])
    at_one = (ours["estimation"] > 1 - 1e-12).to_numpy()  # there R gives whatever rounding left of the limits
    theirs.loc[at_one, ["ic_bas", "ic_haut"]] = np.nan
    assert_colonnes_egales(ours, theirs, ["cause", "t", *POINTS])


@pytest.mark.parametrize("nom", NOMS)
def test_means_and_medians_equal_r(nom):
    table = lire(nom, "table").assign(evenement=lambda d: (d["cause"] > 0).astype(int))
    theirs = lire(nom, "resumes")
    events = survie.evenements(table, evenement="evenement", **colonnes(table))
    means = survie.moyenne_restreinte(events, horizon=theirs["horizon"].iloc[0], prolonger=True)
    assert_colonnes_egales(means, theirs.rename(columns={"moyenne": "estimation", "erreur": "erreur_type"}), POINTS[:2])
    theirs = theirs.rename(columns={"mediane": "estimation", "bas": "ic_bas", "haut": "ic_haut"})
    assert_colonnes_egales(survie.mediane(events), theirs, ["estimation", "ic_bas", "ic_haut"])


@pytest.mark.parametrize("nom", [nom for nom in NOMS if (ICI / f"{nom}.tests.csv").exists()])
def test_tests_equal_r(nom):
    table, theirs = lire(nom, "table"), lire(nom, "tests")
    events = survie.evenements(table, cause="cause", **colonnes(table))
    expected = theirs[theirs["test"] == "log_rank"]
    assert_colonnes_egales(survie.log_rank(events), expected, ["chi2", "ddl", "p"])
    expected = theirs[theirs["test"] == "gray"]
    if len(expected):
        assert_colonnes_egales(survie.comparer_incidences(events), expected, ["cause", "chi2", "ddl", "p"])
