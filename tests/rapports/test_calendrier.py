"""The calendar: what is due at a date, told wrong when it is written wrong."""

import datetime as dt
from dataclasses import replace

import pytest

from plie_analysis.errors import PlieError
from plie_analysis.rapports.calendrier import echeances
from plie_analysis.settings import PACKAGE, load_settings


def due(au: str, *entries: dict, referents=("R1", "R2")):
    settings = load_settings(PACKAGE.parent)
    settings = replace(settings, config={**settings.config, "calendrier": list(entries)})
    return [(one.due.isoformat(), one.edition.nom) for one in echeances(settings, dt.date.fromisoformat(au), referents)]


def test_a_monthly_letter_is_due_some_days_after_the_month():
    entry = {"rapport": "lettre", "depuis": "2017-01", "jours": 5}
    assert due("2017-03-04", entry) == [("2017-02-05", "lettre-2017-01")]
    assert due("2017-03-05", entry) == [("2017-02-05", "lettre-2017-01"), ("2017-03-05", "lettre-2017-02")]


def test_a_year_ends_in_december_and_the_level_stands_in_the_name():
    assert due("2018-01-31", {"rapport": "annuel", "chaque": "annee", "jours": 31, "depuis": "2017-01", "diffusion": "publique"}) == [
        ("2018-01-31", "rapport-annuel-2017-publique")
    ]


def test_one_page_per_referent():
    names = [nom for _, nom in due("2017-07-10", {"rapport": "lettre", "chaque": "semestre", "depuis": "2017-01", "referents": True})]
    assert names == ["lettre-2017-06-R1", "lettre-2017-06-R2"]


def test_a_sheet_of_a_prescripteur_every_quarter_or_every_year():
    entry = {"rapport": "prescripteur", "depuis": "2017-01", "jours": 10, "parametres": {"prescripteur": "Pôle emploi"}}
    assert due("2017-07-31", entry | {"chaque": "trimestre", "diffusion": "partenaires"}) == [
        ("2017-04-10", "prescripteur-2017-T1-pole-emploi-partenaires"),
        ("2017-07-10", "prescripteur-2017-T2-pole-emploi-partenaires"),
    ]
    assert due("2018-01-31", entry | {"chaque": "annee"}) == [("2018-01-10", "prescripteur-2017-pole-emploi")]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"chaque": "mois"}, "il manque « rapport »"),
        ({"rapport": "lettre", "chaque": "jour"}, "« jour » ne convient pas"),
        ({"rapport": "lettre", "diffusion": "tous"}, "la diffusion « tous » n'existe pas"),
        ({"rapport": "lettre", "depuis": "janvier"}, "« janvier » ne se lit pas"),
        ({"rapport": "gazette"}, "« gazette » n'existe pas"),
        (
            {"rapport": "cohortes", "diffusion": "partenaires"},
            "(?s)calendrier, entrée 1.*ne se publie pas au niveau « partenaires ».*\n.*parcours eux-mêmes",
        ),
        ({"rapport": "equipe", "diffusion": "partenaires"}, "(?s)calendrier, entrée 1.*salariés"),
        ({"rapport": "parcours", "parametres": {"repere": "D00001234"}}, "Ce n'est pas un repère"),
        ({"rapport": "parcours", "parametres": {"dossier": "D00001234"}}, "n'a pas de paramètre « dossier »"),
        ({"rapport": "lettre", "quand": "lundi"}, "la clé « quand » n'existe pas"),
        ({"rapport": "lettre", "parametres": {"couleur": "bleu"}}, "n'a pas de paramètre « couleur »"),
    ],
)
def test_a_wrong_entry_is_named(entry, expected):
    with pytest.raises(PlieError, match=expected):
        due("2017-06-30", entry)


def test_an_empty_calendar_is_told():
    with pytest.raises(PlieError, match="calendrier"):
        due("2017-06-30")
