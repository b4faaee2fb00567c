"""The axes of the quartiers read each fact under the map of its day: an exit of 2023 under that of 2014, whatever the photo."""

import datetime as dt

import pytest

from plie_analysis import cohortes
from plie_analysis.cohortes.notes import notes
from plie_analysis.indicateurs import calculer, planifier
from tests.tableau import base, reglages

EN_2026 = dt.date(2026, 6, 30)
PERSONNES = """
participants
id_dossier | commune  | quartier        | date_saisie
D1         | Quetigny | Quetigny Centre |
D2         | Longvic  | Bief du Moulin  |
D3         | Chenôve  | Le Mail         |
D4         | Chenôve  | Le Mail         | 2017-03-01
D5         | Dijon    | hors QPV        |

parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
"""


def parcours(*rows: tuple[str, str, str]) -> str:
    return PERSONNES + "".join(
        f"P{rank} | {who} | R1 | {entry} | {left} | {'EMPLOI' if left else ''}\n" for rank, (who, entry, left) in enumerate(rows)
    )


def cellules(con, ids, du, au, par="qpv", **more) -> dict:
    config = more.pop("config", reglages())
    frame = calculer(con, [ids], du=du, au=au, par=[par], config=config, **more)
    return dict(zip(frame[par], frame["valeur"].astype(int), strict=True))


@pytest.mark.parametrize(
    ("qui", "jour", "qpv", "nomme"),
    [
        ("D1", "2023-06-01", "non", "Quetigny Centre"),
        ("D1", "2023-12-31", "non", "Quetigny Centre"),
        ("D1", "2024-01-01", "oui", "Quetigny Centre"),
        ("D2", "2023-12-31", "oui", "Bief du Moulin"),
        ("D2", "2024-01-01", "oui", "Bief du Moulin"),
        ("D3", "2023-12-31", "non renseigné", "non renseigné"),
        ("D3", "2024-01-01", "oui", "Le Mail"),
        ("D4", "2012-02-01", "oui", "Le Mail"),
        ("D5", "2023-12-31", "non", "hors QPV"),
        ("D5", "2024-01-01", "non", "hors QPV"),
    ],
)
def test_une_sortie_et_une_entree_se_lisent_sous_la_carte_de_leur_jour(qui, jour, qpv, nomme):
    con = base(parcours((qui, jour, ""), (qui, "2010-01-01", jour)), photo=EN_2026)
    for indicateur in ("entrees", "sorties"):
        for period in ((jour, jour), ("2011-01-01", "2026-06-30")):
            assert cellules(con, indicateur, *period) == {qpv: 1}, (indicateur, period)
            assert cellules(con, indicateur, *period, par="quartier_nomme") == {nomme: 1}
            assert cellules(con, indicateur, *period, par="quartier") == {
                nomme if qpv == "oui" else "hors QPV" if qpv == "non" else "non renseigné": 1
            }


def test_une_periode_qui_traverse_2024_lit_chaque_fait_sous_sa_carte():
    con = base(
        parcours(("D1", "2023-06-01", ""), ("D1", "2024-02-01", ""), ("D3", "2023-06-01", ""), ("D5", "2024-06-01", "")), photo=EN_2026
    )
    assert cellules(con, "entrees", "2023-01-01", "2024-12-31") == {"oui": 1, "non": 2, "non renseigné": 1}
    assert cellules(con, "entrees", "2023-01-01", "2024-12-31", filtres={"qpv": "non"}) == {"non": 2}
    # Who is there at the end of the period: under the map of that day.
    assert cellules(con, "file_active", "2023-01-01", "2023-12-31") == {"non": 1, "non renseigné": 1}
    assert cellules(con, "file_active", "2023-01-01", "2024-12-31") == {"oui": 3, "non": 1}


def test_une_personne_n_est_comptee_qu_une_fois_de_part_et_d_autre_de_la_carte():
    """Who left in 2023 and came back in 2024 is one person accompanied: read on the last of the two days."""
    con = base(parcours(("D1", "2023-01-01", "2023-06-01"), ("D1", "2024-02-01", "")), photo=EN_2026)
    assert cellules(con, "accompagnes", "2023-01-01", "2024-12-31") == {"oui": 1}


@pytest.mark.parametrize(
    ("generation", "attendu"),
    [("date du fait", {"non": 1}), ("2014", {"non": 1}), ("2024", {"oui": 1}), ("photo", {"oui": 1})],
)
def test_le_reglage_choisit_la_carte(generation, attendu):
    con = base(parcours(("D1", "2023-06-01", "")), photo=EN_2026)
    config = reglages()
    config["territoire"] = {**config["territoire"], "qpv_generation": generation}
    assert cellules(con, "entrees", "2023-01-01", "2023-12-31", config=config) == attendu


def test_une_photo_d_avant_2024_se_lit_comme_elle_se_lisait():
    con = base(parcours(("D1", "2017-06-01", ""), ("D3", "2017-07-01", ""), ("D5", "2017-08-01", "")))
    assert cellules(con, "entrees", "2017-01-01", "2017-12-31") == {"oui": 1, "non": 2}
    config = reglages()
    config["territoire"] = {**config["territoire"], "qpv_generation": "2024"}
    # The map of 2024 under an address of 2017: Quetigny and Dijon cannot be told; the Mail has only grown.
    assert cellules(con, "entrees", "2017-01-01", "2017-12-31", config=config) == {"oui": 1, "non renseigné": 2}


@pytest.mark.parametrize(
    ("du", "au", "rupture"),
    [
        ("2023-12-31", "2024-12-31", True),
        ("2023-12-31", "2024-01-01", True),
        ("2024-01-01", "2024-12-31", False),
        ("2023-01-01", "2023-12-31", False),
    ],
)
@pytest.mark.parametrize("axe", ["qpv", "quartier_nomme", "sexe"])
def test_qui_lit_deux_cartes_est_prevenu(axe, du, au, rupture):
    con = base(parcours(("D1", "2023-12-31", ""), ("D2", "2024-02-01", "")), photo=EN_2026)
    asked = {"config": reglages(), "du": du, "au": au, "par": [axe]}
    said = [one for one in planifier(con, ["entrees"], **asked).avis if "Rupture de série au 1er janvier 2024" in one.replace("\xa0", " ")]
    assert len(said) == (rupture and axe != "sexe")
    suivi = cohortes.suivre(con, **asked)
    said = [one for one in notes(suivi, cohortes.tableau(suivi)) if "Rupture de série" in one]
    assert len(said) == (rupture and axe != "sexe")


def test_les_deux_comptes_d_une_serie_se_demandent_par_carte():
    con = base(parcours(("D1", "2023-12-31", ""), ("D3", "2024-01-01", "")), photo=EN_2026)
    config, period = reglages(), {"du": "2023-01-01", "au": "2024-12-31"}
    for carte, expected in (
        ("2014", [("2023-12", "non"), ("2024-01", "non renseigné")]),
        ("2024", [("2023-12", "oui"), ("2024-01", "oui")]),
    ):
        frame = calculer(con, ["entrees"], config=config, par=["mois", f"qpv_{carte}"], **period)
        assert list(zip(frame["mois"], frame[f"qpv_{carte}"], strict=True)) == expected


def test_les_quartiers_qui_se_demandent_sont_ceux_de_toutes_les_cartes():
    """A filter names a quartier that only the map of the day of the fact knows as such."""
    con = base(parcours(("D1", "2023-06-01", "")), photo=EN_2026)
    assert cellules(con, "entrees", "2023-01-01", "2023-12-31", par="quartier", filtres={"quartier": "hors QPV"}) == {"hors QPV": 1}
