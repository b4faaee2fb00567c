"""``curated.etape_action``: one row per fact noted within an action, or after it; its request, what it refuses, its absence."""

import datetime as dt

import pytest

from plie_analysis import indicateurs
from plie_analysis.cohortes.avant_apres import VEILLE, avant_apres
from plie_analysis.errors import PlieError
from tests.exports import load, opened, rejects, rows, write_photo
from tests.tableau import PHOTO, base, lignes, reglages

ANNEE = {"du": dt.date(2017, 1, 1), "au": dt.date(2017, 12, 31)}
FAITS = """
etapes_action
id_parcours | action      | session | nature         | objet     | resultat   | date_etape_action | date_saisie
P1          | Start Again | S1      | positionnement | FLE       | réalisé    | 2017-03-21        | 2017-03-23
P2          | Start Again | S1      | positionnement | FLE       | réalisé    | 2017-03-21        |
P2          | Start Again | S1      | positionnement | socle     | partiel    | 2017-03-22        |
P2          | DAQ         |         | suivi          | recherche d'emploi |   | 2018-01-05        |
"""
ENTETE = "N° parcours;Action;Session;Nature;Objet;Résultat;Date;Date de saisie\n"


def charge(racine, *lignes, nom="etapes_action.csv"):
    """The base of a photo that holds this export, under this name."""
    (write_photo(racine) / nom).write_text(ENTETE + "\n".join(lignes), encoding="utf-8")
    load(racine)
    return opened(racine)


def valeurs(con, *ids, par=(), **asked):
    found = indicateurs.calculer(con, ids, config=reglages(), par=par, **(ANNEE | asked))
    return {tuple(row[axe] for axe in ("indicateur", *par)): row["valeur"] for row in found.to_dict("records")}


def test_a_fact_is_known_from_its_keying_on():
    con = base(FAITS)
    assert lignes(
        con, "SELECT id_parcours, session, nature, objet, resultat, connue_le FROM curated.etape_action ORDER BY 1, 3, 4 LIMIT 2"
    ) == [
        ("P1", "S1", "positionnement", "FLE", "réalisé", "2017-03-23"),
        ("P2", "S1", "positionnement", "FLE", "réalisé", None),
    ]
    assert valeurs(con, "etapes_action") == {("etapes_action",): 3}
    assert valeurs(con, "etapes_action", connu_au=dt.date(2017, 3, 22)) == {("etapes_action",): 2}


def test_facts_are_told_apart_by_nature_object_and_result():
    con = base(FAITS)
    par = ("nature_etape_action", "objet_etape_action", "resultat_etape_action")
    assert valeurs(con, "etapes_action", par=par) == {
        ("etapes_action", "positionnement", "FLE", "réalisé"): 2,
        ("etapes_action", "positionnement", "socle", "partiel"): 1,
    }
    assert valeurs(con, "etapes_action", par=("session",)) == {("etapes_action", "S1"): 3}


def test_without_the_export_nothing_is_zero():
    con = base("actions\nid_parcours | action | date_orientation\nP1 | DAQ | 2017-02-01\n")
    with pytest.raises(PlieError, match="etapes_action"):
        valeurs(con, "etapes_action")


def test_interrupted_participations_and_sessions():
    con = base("""
    actions
    id_parcours | action      | session | date_orientation | date_entree | date_fin   | issue
    P1          | Start Again | S1      | 2017-03-01       | 2017-03-20  | 2017-06-30 | achevée
    P2          | Start Again | S1      | 2017-03-01       | 2017-03-20  | 2017-04-14 | arrêt pour emploi
    P3          | Start Again | S2      | 2017-09-01       | 2017-11-13  |            | en cours
    P4          | Start Again |         | 2017-09-01       |             | 2017-09-02 | abandon
    P5          | Start Again | S2      | 2017-09-01       | 2017-11-13  | 2017-11-30 |
    """)
    assert valeurs(con, "actions_achevees", "actions_interrompues", "sessions_action") == {
        ("actions_achevees",): 1,
        ("actions_interrompues",): 1,  # P4 n'est jamais entré, l'issue de P5 n'est pas connue
        ("sessions_action",): 2,
    }
    assert valeurs(con, "entrees_action", par=("session",)) == {("entrees_action", "S1"): 2, ("entrees_action", "S2"): 2}


def test_bad_values_are_rejected_with_their_reason(tmp_path):
    con = charge(
        tmp_path,
        "P1;DAQ;;Information collective;;Réalisé;02/05/2017;03/05/2017\n"
        + "P1;DAQ;;séance de yoga;;;02/05/2017;\n"
        + "P1;DAQ;;bilan;mobilité;parfait;03/05/2017;\n"
        + "P1;DAQ;;bilan;mobilité;réalisé;;\n"
        + "P999;DAQ;;bilan;mobilité;réalisé;03/05/2017;\n",
    )
    assert rows(con, "etapes_action", "nature", "resultat", "est_retenue") == [
        ("information collective", "réalisé", True),
        (None, None, True),
        ("bilan", None, True),
        ("bilan", "réalisé", False),
        ("bilan", "réalisé", False),
    ]
    assert len(refused := [found for found in rejects(con) if found[0] == "etapes_action"]) == 4
    assert any("séance de yoga" in map(str, found) for found in refused) and any("P999" in map(str, found) for found in refused)


@pytest.mark.parametrize("nom", ["etapes_action.csv", "Étapes action (2).csv", "etapes-action_2017-12-31.csv"])
def test_its_file_is_not_taken_for_the_etapes(tmp_path, nom):
    con = charge(tmp_path, "P1;DAQ;;bilan;mobilité;réalisé;02/05/2017;\n", nom=nom)
    assert len(rows(con, "etapes_action", "nature")) == 1
    files = dict(con.execute("SELECT requete, fichier FROM raw.fichier WHERE requete LIKE 'etapes%'").fetchall())
    assert set(files) == {"etapes", "etapes_action"} and files["etapes"] != files["etapes_action"]


AVANT_APRES = """
parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
P1          | D1         | R1            | 2017-01-02  |             |
P2          | D2         | R1            | 2017-01-02  | 2017-06-15  | EMPLOI
P3          | D3         | R1            | 2017-03-20  |             |
P4          | D4         | R1            | 2017-01-02  |             |

etapes
id_etape | id_parcours | operation       | date_debut | date_fin
E1       | P1          | Mission intérim | 2017-03-01 | 2017-03-19
E2       | P1          | Chantier ETHIC O FIL | 2017-06-01 |
E3       | P4          | DIDAQTE         | 2017-06-20 | 2017-06-20

veilles
id_parcours | date_debut | date_fin
P4          | 2017-06-01 | 2017-06-30

actions
id_parcours | action      | session | date_orientation | date_entree | date_fin   | issue
P1          | Start Again | S1      | 2017-03-01       | 2017-03-20  | 2017-06-30 | achevée
P2          | Start Again | S1      | 2017-03-01       | 2017-03-20  | 2017-06-30 | achevée
P3          | Start Again | S1      | 2017-03-01       | 2017-03-20  | 2017-06-30 | achevée
P4          | Start Again | S2      | 2017-12-01       | 2017-12-11  |            | en cours
"""


def test_before_and_after():
    """Before: P1 on a mission until the very day before; P3 not yet in the PLIE. After: a chantier, an exit; December is too recent."""
    con = base(AVANT_APRES)
    frame = avant_apres(con, PHOTO, **ANNEE, connu_au=PHOTO, jour=dt.date(2017, 6, 20))
    found = {(row.moment, row.session, row.etat): row.nombre for row in frame.itertuples()}
    assert {key[1:]: count for key, count in found.items() if key[0] == VEILLE} == {
        ("S1", "en emploi"): 1,
        ("S1", "sans étape"): 1,
        ("S1", "avant l'entrée au PLIE"): 1,
        ("S2", "sans étape"): 1,
    }
    assert {key[1:]: count for key, count in found.items() if key[0] == "2017-06-20"} == {
        ("S1", "en chantier d'insertion"): 1,
        ("S1", "sortie positive"): 1,
        ("S1", "sans étape"): 1,
        ("S2", "trop tôt"): 1,  # ce jour est avant l'entrée dans l'action
    }
    assert {count for key, count in found.items() if key[0] == "12 mois"} == {1, 3} and {
        key[2] for key in found if key[0] == "12 mois"
    } == {"trop tôt"}
    assert set(frame.groupby("moment")["nombre"].sum()) == {4}


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [("2017-06-20", "en formation"), ("2017-06-21", "en veille"), ("2017-07-01", "sans étape")],
)
def test_an_etape_of_one_day_then_a_veille(jour, attendu):
    con = base(AVANT_APRES.replace("2017-12-11", "2017-02-01").replace("2017-12-01", "2017-01-20"))
    frame = avant_apres(con, PHOTO, **ANNEE, connu_au=PHOTO, jour=dt.date.fromisoformat(jour))
    assert frame.loc[(frame["moment"] == jour) & (frame["session"] == "S2"), "etat"].tolist() == [attendu]
