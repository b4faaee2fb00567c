"""What became of the participants of an action, and of the RSA of those who left: small invented tables."""

import datetime as dt

import duckdb
import pandas as pd
import pytest

from plie_analysis.cohortes.devenir import ENSEMBLE, ETATS, TROP_TOT, devenir
from plie_analysis.cohortes.rsa_des_sorties import rsa_des_sorties
from plie_analysis.protection.cles import CleDeCompte
from plie_analysis.protection.effectifs import Lecteurs, mask
from plie_analysis.protection.registre import Publication
from plie_analysis.protection.resultats import Brut, protect
from plie_analysis.protection.suites import calcul_devenir, calcul_ecarts, calcul_rsa

PHOTO = dt.date(2018, 1, 31)
# Where a line is written: the columns that a test says.
ACTION = "large.action (photo, id_parcours, action, date_entree_action, date_sortie, nature_sortie, connue_le, sortie_connue_le, a_dates_impossibles, dates_passees_le)"
ETAPE = "curated.etape (photo, id_parcours, est_emploi, connue_le, date_debut, date_fin)"
YEAR = {"du": dt.date(2017, 1, 1), "au": dt.date(2017, 12, 31)}


@pytest.fixture
def con():
    """Empty tables, with the columns that are read."""
    base = duckdb.connect()
    base.execute("CREATE SCHEMA curated; CREATE SCHEMA large; CREATE SCHEMA raw")
    base.execute(
        "CREATE TABLE large.action (photo DATE, id_parcours VARCHAR, action VARCHAR, date_entree_action DATE, date_sortie DATE, nature_sortie VARCHAR, connue_le DATE, sortie_connue_le DATE, a_dates_impossibles BOOLEAN, dates_passees_le DATE, session VARCHAR, date_entree DATE DEFAULT '2016-06-01')"
    )
    base.execute(
        "CREATE TABLE curated.etape (photo DATE, id_parcours VARCHAR, est_emploi BOOLEAN, connue_le DATE, date_debut DATE, date_fin DATE, est_chantier_insertion BOOLEAN DEFAULT false, classe_etape VARCHAR)"
    )
    base.execute("CREATE TABLE curated.veille (photo DATE, id_parcours VARCHAR, connue_le DATE, date_debut DATE, date_fin DATE)")
    base.execute(
        "CREATE TABLE large.sortie (photo DATE, id_parcours VARCHAR, id_dossier VARCHAR, date_entree DATE, date_sortie DATE, est_sortie_positive BOOLEAN, connue_le DATE)"
    )
    base.execute("CREATE TABLE curated.situation (photo DATE, id_dossier VARCHAR, est_rsa BOOLEAN, date_debut DATE, date_fin DATE)")
    base.execute("CREATE TABLE raw.fichier (photo DATE, requete VARCHAR, nb_lues BIGINT, nb_retenues BIGINT)")
    base.execute("INSERT INTO raw.fichier VALUES (?, 'situations', 1, 1)", [PHOTO])
    return base


@pytest.mark.parametrize(
    ("entree", "sortie", "nature", "saisie_sortie", "etape", "attendu"),
    [
        ("2017-03-01", None, None, None, None, "en parcours"),
        ("2017-03-01", "2017-09-01", "positive", None, None, "sortie positive"),  # the very day of the horizon
        ("2017-03-01", "2017-09-02", "positive", None, None, "en parcours"),  # a day too late
        ("2017-03-01", "2017-05-01", "autre", None, None, "autre sortie"),
        ("2017-03-01", "2017-05-01", None, None, None, "autre sortie"),  # reason unknown
        ("2017-03-01", "2017-05-01", "positive", "2018-06-01", None, "en parcours"),  # keyed after what is known
        ("2017-03-01", None, None, None, ("2017-08-01", None, True), "en étape d'emploi"),
        ("2017-03-01", None, None, None, ("2017-08-01", "2017-08-31", True), "en parcours"),
        ("2017-03-01", None, None, None, ("2017-08-01", None, False), "en parcours"),
        ("2017-03-01", "2017-08-15", "positive", None, ("2017-08-01", None, True), "sortie positive"),
        ("2017-07-31", None, None, None, None, "en parcours"),  # six months end on the day of the photo
        ("2017-08-01", "2017-09-01", "positive", None, None, "trop tôt"),  # seen out, but not followed for six months
    ],
)
def test_one_participation_six_months_later(con, entree, sortie, nature, saisie_sortie, etape, attendu):
    con.execute(
        f"INSERT INTO {ACTION} VALUES (?, 'C1', 'Atelier', ?, ?, ?, NULL, ?, false, NULL)",
        [PHOTO, entree, sortie, nature, saisie_sortie],
    )
    if etape:
        con.execute(f"INSERT INTO {ETAPE} VALUES (?, 'C1', ?, NULL, ?, ?)", [PHOTO, etape[2], etape[0], etape[1]])
    frame = devenir(con, PHOTO, **YEAR, connu_au=PHOTO, horizons=(6,))
    assert {row.devenir for row in frame.itertuples() if row.nombre} == {attendu}
    assert set(frame["suivis"]) == {0 if attendu == "trop tôt" else 1}
    assert set(frame["action"]) == {"Atelier", ENSEMBLE}


def test_a_parcours_whose_dates_cannot_be_is_not_followed(con):
    """Its exit, before its entry, tells nothing of what the participant became: until it is keyed, nothing is wrong."""
    con.execute(
        f"INSERT INTO {ACTION} VALUES (?, 'C1', 'Atelier', '2017-03-01', '2016-05-01', 'autre', NULL, '2017-12-01', true, NULL)", [PHOTO]
    )
    for known, expected in ((PHOTO, TROP_TOT), (dt.date(2017, 11, 30), "en parcours")):
        frame = devenir(con, PHOTO, **YEAR, connu_au=known, horizons=(6,))
        assert frame.loc[(frame["action"] == "Atelier") & (frame["nombre"] == 1), "devenir"].tolist() == [expected]


def test_nobody_entered(con):
    assert devenir(con, PHOTO, **YEAR, connu_au=PHOTO).empty


def test_an_action_is_shown_whole_or_not_at_all(con):
    people = [("Grande", 12, 8), ("Petite", 2, 9), ("Moyenne", 6, 5)]
    for action, out, rest in people:
        con.executemany(
            f"INSERT INTO {ACTION} VALUES (?, ?, ?, '2017-03-01', ?, ?, NULL, NULL, false, NULL)",
            [
                [PHOTO, f"{action}{rank}", action, "2017-04-01" if rank < out else None, "positive" if rank < out else None]
                for rank in range(out + rest)
            ],
        )
    frame = devenir(con, PHOTO, **YEAR, connu_au=PHOTO, horizons=(6,))
    entries = {cle("action", action=name): float(out + rest) for name, out, rest in people}
    brut = Brut("devenir", frame, (calcul_devenir(frame, cle("action"), entries | {cle("action"): 42.0}),))
    shown = protect({"": brut}, [Lecteurs(5, Publication())]).frames[""]
    hidden = shown[shown["masque"]]
    # « Petite » has a state of 2: another of its states goes with it, and the same of another action; the rest is shown.
    assert {("Petite", "sortie positive")} < set(zip(hidden["action"], hidden["devenir"], strict=True))
    assert hidden["nombre"].isna().all() and not shown.loc[shown["action"] == ENSEMBLE, "masque"].any()
    assert len(hidden) < len(shown) / 2


def test_who_entered_the_year_before_is_not_what_is_left_of_two_years(con):
    """9 entered in two years, 8 of them this year: 1 the year before."""
    frame = pd.DataFrame(
        [
            {"mois": 6, "action": ENSEMBLE, "devenir": state, "nombre": count, "suivis": 0}
            for state, count in [*((s, 0) for s in ETATS), (TROP_TOT, 9)]
        ]
    )
    calcul = calcul_devenir(frame, cle("action"), {cle("action"): 8.0})
    known = Publication({cle("action"): 8.0}, {cle("action"): "montré"})
    assert protect({"": Brut("devenir", frame, (calcul,))}, [Lecteurs(5, known)]).frames[""]["masque"].tolist() == [False] * 4 + [True]


def test_a_public_and_all_the_others_are_the_whole(con):
    """Three quartiers, one of which has 2 positive exits out of 20: what the others have is the whole less it."""
    columns = ["axe", "modalite", "contre", "mois", "n", "sorties", "n_contre", "sorties_contre"]
    counts = {"A": (20, 2), "B": (40, 15), "C": (60, 30)}
    rows = [("quartier", name, "les autres", 12, n, out, 120 - n, 47 - out) for name, (n, out) in counts.items()]
    frame = pd.DataFrame(rows, columns=columns)
    calcul = calcul_ecarts(frame, cle("parcours"))
    assert {round(sum(calcul.comptes[key] * weight for key, weight in relation.items()), 6) for relation in calcul.relations} == {0.0}
    masque = mask([calcul], [Lecteurs(5, Publication())])
    assert 0 in masque.lignes[0] and len(masque.lignes[0]) == 2


def cle(table: str, **axes) -> CleDeCompte:
    return CleDeCompte((table, "evenement", "date_entree", "nombre", "", "False"), (), (), (), tuple(axes.items()), "2017-01-01", "2017-12-31", "2018-01-31", (), "2018-01-31")  # fmt: skip


def test_the_rsa_is_read_on_both_days(con):
    exits = [
        ("A", "2016-02-01", "2017-05-01", True),
        ("B", "2016-02-01", "2017-05-01", False),
        ("C", "2016-02-01", "2017-05-01", True),
        ("D", "2016-02-01", "2018-01-05", True),
        ("E", "2016-02-01", "2017-05-01", False),
    ]
    con.executemany("INSERT INTO large.sortie VALUES (?, ?, ?, ?, ?, ?, NULL)", [[PHOTO, f"C{name}", name, *rest] for name, *rest in exits])
    spells = [
        ("A", True, "2015-01-01", None),
        ("B", True, "2015-01-01", "2017-04-30"),
        ("B", False, "2017-05-01", None),
        ("C", False, "2015-01-01", None),
        ("D", True, "2015-01-01", None),
    ]
    con.executemany("INSERT INTO curated.situation VALUES (?, ?, ?, ?, ?)", [[PHOTO, *spell] for spell in spells])
    frame = rsa_des_sorties(con, PHOTO, **YEAR, connu_au=PHOTO)
    assert dict(zip(frame["libelle"], zip(frame["sorties"], frame["positives"], strict=True), strict=True)) == {
        "RSA à l’entrée et à la sortie": (1, 1),
        "RSA à l’entrée, plus à la sortie": (1, 0),
        "Sans RSA à l’entrée, RSA à la sortie": (0, 0),
        "Sans RSA, ni à l’entrée ni à la sortie": (1, 1),
        "Non renseigné": (1, 0),
        "Ensemble": (4, 2),
    }
    calcul = calcul_rsa(frame, cle("sortie"), cle("sortie")._replace(garder=("est_sortie_positive",)))
    shown = protect({"": Brut("rsa", frame, (calcul,))}, [Lecteurs(5, Publication())]).frames[""]
    assert shown["masque"].tolist() == [count > 0 for count in frame["sorties"]] and shown.loc[shown["masque"], "taux"].isna().all()
