"""What must hold of any cohorts: sizes add up, issues make 100 %, order changes nothing."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plie_analysis import cohortes
from plie_analysis.cohortes.lecture import cohortes_de
from plie_analysis.cohortes.suivi import Suivi
from plie_analysis.indicateurs import axes
from plie_analysis.survie.couverture import Couverture

AU = dt.date(2017, 12, 31)
ETATS = ("en_parcours", "sorties_positives", "sorties_autres", "sorties_fin_30_mois")
PARCOURS = st.lists(
    st.tuples(
        st.integers(0, 1460),
        st.integers(0, 1500),
        st.sampled_from([1, 2, 3]),
        st.sampled_from(["oui", "non", "non renseigné"]),
        st.lists(st.tuples(st.integers(0, 400), st.integers(0, 200)), max_size=3),
    ),
    min_size=1,
    max_size=40,
)


def _suivi(rows, ordre=None) -> Suivi:
    """A follow-up built by hand: entries from 2014 on, exits after so many days when they fall before the observation."""
    au, first = pd.Timestamp(AU), pd.Timestamp(2014, 1, 1)
    people, spells = [], []
    for rank, (start, days, cause, qpv, steps) in enumerate(rows):
        entree = first + pd.Timedelta(days=start)
        sortie = entree + pd.Timedelta(days=days)
        is_out = sortie <= au
        end = sortie if is_out else au
        people.append(
            {
                "id_parcours": f"P{rank:03d}",
                "entree": entree,
                "sortie": sortie if is_out else pd.NaT,
                "cause": cause if is_out else 0,
                "sans_motif": False,
                "jours": float((end - entree).days),
                "qpv": qpv,
                "retard": -1.0,
                "est_suivi": True,
                "profil_sexe": "femme",
            }
        )
        for delay, length in steps:
            debut = entree + pd.Timedelta(days=delay)
            if debut <= end:
                spells.append(
                    {
                        "id_parcours": f"P{rank:03d}",
                        "debut": debut,
                        "fin": debut + pd.Timedelta(days=length),
                        "classe": "emploi",
                        "etat": "emploi",
                        "delai": delay,
                    }
                )
    frame = pd.DataFrame(people).astype({"entree": "datetime64[s]", "sortie": "datetime64[s]"})
    if ordre is not None:
        frame = frame.iloc[ordre].reset_index(drop=True)
    frame["cohorte"] = cohortes_de(frame["entree"], "annee")
    etapes = pd.DataFrame(spells, columns=["id_parcours", "debut", "fin", "classe", "etat", "delai"]).astype(
        {"debut": "datetime64[s]", "fin": "datetime64[s]"}
    )
    demande = SimpleNamespace(par=(axes()["qpv"],), au=AU, grain="annee")
    return Suivi(demande, frame, etapes, Couverture())


def _cells(frame):
    return {(row["cohorte"], row["qpv"], row["mesure"], row["modalite"]): row for row in frame.to_dict("records")}


@settings(max_examples=settings.default.max_examples // 3)
@given(PARCOURS)
def test_sizes_add_up_and_issues_make_one_hundred(rows):
    frame = cohortes.tableau(_suivi(rows))
    cells = _cells(frame)
    for cohorte, qpv in {key[:2] for key in cells}:
        states = [cells[cohorte, qpv, name, ""]["valeur"] for name in ETATS]
        assert sum(states) == cells[cohorte, qpv, "effectif", ""]["valeur"]
        for mois in (6, 12, 18, 24, 30):
            parts = [
                cells[cohorte, qpv, name, f"{mois} mois"]["valeur"]
                for name in ("incidence_sortie_positive", "incidence_sortie_autre", "incidence_fin_30_mois")
            ]
            left = cells[cohorte, qpv, "part_encore_ouverte", f"{mois} mois"]["valeur"]
            if not np.isnan(left):
                assert sum(parts) <= 100 + 1e-9
                assert sum(parts) + left == pytest.approx(100)
    for qpv in {key[1] for key in cells}:
        for name in ("effectif", "sorties", *ETATS):
            by_cohort = sum(row["valeur"] for key, row in cells.items() if key[1:3] == (qpv, name) and key[0] != "ensemble")
            assert by_cohort == cells["ensemble", qpv, name, ""]["valeur"]


@settings(max_examples=settings.default.max_examples // 3)
@given(PARCOURS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows, alea):
    order = list(range(len(rows)))
    alea.shuffle(order)
    a, b = cohortes.tableau(_suivi(rows)), cohortes.tableau(_suivi(rows, order))
    pd.testing.assert_frame_equal(a, b, check_exact=False, rtol=1e-9)


def test_the_command_on_the_reference_year(annee_2017):
    from plie_analysis.database import open_database

    with open_database(annee_2017) as con:
        suivi = cohortes.suivre(con, au="2017-12-31", config=annee_2017.config, par=["qpv", "rsa"])
    assert suivi.couverture.debut == dt.date(2016, 1, 1)
    frame = cohortes.tableau(suivi)
    sizes = frame[(frame["mesure"] == "effectif") & (frame["cohorte"] != "ensemble")]
    assert sizes["valeur"].sum() == len(suivi.parcours)
    assert sizes[sizes["cohorte"] == "2017"]["valeur"].sum() == 494
