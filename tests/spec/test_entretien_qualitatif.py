"""``curated.entretien_qualitatif``: one row per theme raised in an interview of observation; the words themselves are never read."""

import datetime as dt

import pytest

from plie_analysis import indicateurs
from plie_analysis.cli import run
from plie_analysis.errors import PlieError
from tests.exports import opened, write_photo
from tests.tableau import base, lignes, reglages

ANNEE = {"du": dt.date(2017, 1, 1), "au": dt.date(2017, 12, 31)}
DITS = """
participants
id_dossier | civilite | commune | quartier
D1         | Mme      | Dijon   | Grésilles
D2         | M.       | Talant  | hors QPV

parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
P1          | D1         | R1            | 2016-03-01  |             |
P2          | D2         | R1            | 2016-03-01  | 2017-05-02  | EMPLOI

etapes
id_etape | id_parcours | operation       | date_debut | date_fin   | date_saisie
E1       | P1          | PMSMP           | 2017-02-01 | 2017-02-10 | 2017-02-20
E2       | P1          | Mission intérim | 2017-02-10 | 2017-02-28 | 2017-02-15

entretiens_qualitatifs
id_parcours | date_entretien_qualitatif | theme    | interlocuteur | date_saisie
P1          | 2017-02-10                | mobilité | participant   |
P1          | 2017-02-10                | santé    | participant   |
P1          | 2017-02-10                | mobilité | référent      |
P1          | 2017-03-01                | mobilité | participant   | 2017-03-04
P2          | 2017-06-01                | suite de la sortie | participant |
P2          | 2018-01-05                | quartier | participant   |
"""


def compte(con, *ids, par=(), **asked):
    found = indicateurs.calculer(con, ids, config=reglages(), par=par, **(ANNEE | asked))
    return {tuple(row[axe] for axe in ("indicateur", *par)): row["valeur"] for row in found.to_dict("records")}


def test_interviews_parcours_and_themes_are_counted_apart():
    assert compte(base(DITS), "entretiens_qualitatifs", "parcours_evoques", "themes_evoques") == {
        ("entretiens_qualitatifs",): 4,  # P1: the participant and the référent on 10 February, the participant on 1 March; P2
        ("parcours_evoques",): 2,
        ("themes_evoques",): 5,
    }


def test_themes_by_public():
    assert compte(base(DITS), "themes_evoques", par=("theme_entretien", "qpv")) == {
        ("themes_evoques", "mobilité", "oui"): 3,
        ("themes_evoques", "santé", "oui"): 1,
        ("themes_evoques", "suite de la sortie", "non"): 1,
    }
    assert compte(base(DITS), "parcours_evoques", par=("interlocuteur",)) == {
        ("parcours_evoques", "participant"): 2,
        ("parcours_evoques", "référent"): 1,
    }


def test_the_étape_of_the_day_is_the_first_known_of_those_in_progress():
    con = base(DITS)
    assert compte(con, "themes_evoques", par=("etape_du_jour",)) == {
        ("themes_evoques", "emploi"): 3,  # E2, keyed before E1, covers 10 February; both days of an étape are in it
        ("themes_evoques", "sans étape"): 2,
    }


def test_an_étape_keyed_later_was_not_in_progress_yet():
    asked = {"connu_au": dt.date(2017, 2, 14), "au": dt.date(2017, 2, 28)}
    assert compte(base(DITS), "themes_evoques", par=("etape_du_jour",), **asked) == {("themes_evoques", "sans étape"): 3}


def test_an_interview_is_known_from_its_keying_on():
    assert compte(base(DITS), "themes_evoques", connu_au=dt.date(2017, 3, 3)) == {("themes_evoques",): 4}
    assert compte(base(DITS), "themes_evoques", connu_au=dt.date(2017, 3, 4)) == {("themes_evoques",): 5}


def test_a_theme_typed_twice_in_an_interview_is_one_from_its_first_keying():
    con = base(DITS + "P1 | 2017-03-01 | mobilité | participant | 2017-03-02\n")
    assert compte(con, "themes_evoques") == {("themes_evoques",): 5}
    assert lignes(con, "SELECT connue_le FROM curated.entretien_qualitatif WHERE date_entretien_qualitatif = '2017-03-01'") == [
        ("2017-03-02",)
    ]


def test_without_the_export_nothing_is_zero():
    with pytest.raises(PlieError, match="entretiens_qualitatifs"):
        compte(base("actions\nid_parcours | action | date_orientation\nP1 | DAQ | 2017-02-01\n"), "themes_evoques")


CANARI = "Zygomatique-7391"


def test_the_words_are_read_nowhere(tmp_path, capsys):
    raw = write_photo(tmp_path)
    (raw / "entretiens_qualitatifs.csv").write_text(
        "N° parcours;Date;Thème;Qui parle;Verbatim;Date de saisie\n"
        f"P1;10/02/2017;mobilité;participant;« {CANARI} »;12/02/2017\n"
        f"P1;10/02/2017;thème inventé;participant;{CANARI};\n"
        f"P1;32/02/2017;santé;participant;{CANARI};\n",
        encoding="utf-8",
    )
    assert run(["charger", "--racine", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert "Verbatim" in said.out + said.err
    assert CANARI not in said.out + said.err
    with opened(tmp_path) as con:
        assert con.execute("SELECT count(*) FROM curated.entretien_qualitatif WHERE theme = 'mobilité'").fetchone() == (1,)
    seen = [path for path in (tmp_path / "data").rglob("*") if path.is_file() and raw not in path.parents]
    assert seen
    assert [path.name for path in seen if CANARI.encode() in path.read_bytes()] == []
