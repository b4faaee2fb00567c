"""The age brackets that a PLIE writes: the axis, its order, its words, what the pages, the cohorts and the seal do with them."""

import shutil

import pytest

from plie_analysis import indicateurs
from plie_analysis.atelier import Atelier
from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import axes
from plie_analysis.indicateurs.ages import ans, en_phrase, rang_d_age, tranches_d_age
from plie_analysis.moteurs import reglages_de
from plie_analysis.presentation import normes, repartitions
from plie_analysis.presentation.annuel import regles
from plie_analysis.presentation.elements import Cellule
from plie_analysis.scellement.parametres import kept
from plie_analysis.settings import load_settings

BORNES = [26, 30, 45, 50, 55]
TRANCHES = ("moins de 26", "26-29", "30-44", "45-49", "50-54", "55 et plus")


@pytest.mark.parametrize(
    ("bornes", "tranches"),
    [
        ([26, 45], ("moins de 26", "26-44", "45 et plus")),
        (BORNES, TRANCHES),
        ([30], ("moins de 30", "30 et plus")),
        ([26, 27, 45], ("moins de 26", "26", "27-44", "45 et plus")),
    ],
)
def test_bounds_make_brackets_that_cover_every_age(bornes, tranches):
    assert tranches_d_age(bornes) == tranches
    assert sorted(set(tranches), key=rang_d_age) == list(tranches)


def test_a_bracket_reads_as_people_say_it():
    assert [ans(one) for one in ("moins de 26", "26-44", "26", "45 et plus")] == [
        "moins de 26 ans",
        "26 à 44 ans",
        "26 ans",
        "45 ans et plus",
    ]
    assert [en_phrase(one) for one in ("moins de 26", "26-44", "45 et plus")] == ["moins de 26 ans", "de 26 à 44 ans", "45 ans ou plus"]
    assert [repartitions.libelle("tranche_age", one) for one in ("moins de 26", "26-44", "45 et plus", "non renseigné")] == [
        "Moins de 26 ans",
        "De 26 à 44 ans",
        "45 ans et plus",
        "Non renseigné",
    ]


@pytest.mark.parametrize(
    ("valeur", "dit"),
    [
        ("[45, 26]", "croissant"),
        ("[26, 26]", "sans se répéter"),
        ("[]", "une liste de nombres entiers"),
        ("[0, 26]", "de 1 à 99 ans"),
        ("[26, 100]", "de 1 à 99 ans"),
        ("[26.5]", "une liste de nombres entiers"),
        ('["26"]', "une liste de nombres entiers"),
        ("26", "une liste de nombres entiers"),
    ],
)
def test_bounds_that_are_none_are_refused_with_their_line(tmp_path, valeur, dit):
    (tmp_path / "plie.toml").write_text(f"[ages]\nbornes = {valeur}\n", encoding="utf-8")
    with pytest.raises(PlieError, match=rf"(?s)ligne 2.*{dit}"):
        load_settings(tmp_path)


def test_the_default_is_the_axis_that_is_shipped(tmp_path):
    assert axes(load_settings(tmp_path).config) == axes()
    assert axes()["tranche_age"].libelles == ("moins de 26 ans", "26 à 44 ans", "45 ans et plus")


@pytest.fixture(scope="module")
def cinq_bornes(annee_2017, tmp_path_factory):
    racine = shutil.copytree(annee_2017.racine, tmp_path_factory.mktemp("ages") / "racine")
    with (racine / "plie.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n[ages]\nbornes = {BORNES}\n")
    return load_settings(racine)


def test_figures_by_age_follow_and_add_up(cinq_bornes, annee_2017):
    found = Atelier(cinq_bornes, "interne").indicateurs("entrees", du="2017-01-01", au="2017-12-31", par="tranche_age").frame
    (column,) = [name for name in found.columns if "ge" in name and name.startswith(("Â", "Tranche"))]
    counts = dict(zip(found[column].astype(str), found["Valeur"], strict=True))
    before = Atelier(annee_2017, "interne").indicateurs("entrees", du="2017-01-01", au="2017-12-31", par="tranche_age").frame
    shipped = dict(zip(before[column].astype(str), before["Valeur"], strict=True))
    assert list(counts) == [ans(one) for one in TRANCHES]
    assert counts["26 à 29 ans"] + counts["30 à 44 ans"] == shipped["26 à 44 ans"]
    assert sum(counts.values()) == sum(shipped.values())


def test_a_filter_knows_the_brackets_of_the_plie(cinq_bornes):
    plie = Atelier(cinq_bornes, "interne")
    year = {"du": "2017-01-01", "au": "2017-12-31"}
    assert plie.indicateurs("entrees", filtres={"tranche_age": "26 à 29 ans"}, **year).frame["Valeur"].item() > 0
    with pytest.raises(PlieError, match="26-44"):
        plie.indicateurs("entrees", filtres={"tranche_age": "26-44"}, **year)


@pytest.mark.parametrize("niveau", ["interne", "publique"])
def test_the_annual_report_and_the_sheets_are_in_these_brackets(cinq_bornes, niveau):
    plie = Atelier(cinq_bornes, niveau)
    said = "".join(part._repr_html_() for part in plie.rapports.rapport_annuel("2017").profil().elements)
    order = ["Moins de 26 ans", "De 26 à 29 ans", "De 30 à 44 ans", "De 45 à 49 ans", "De 50 à 54 ans", "55 ans et plus"]
    places = [said.index(label) for label in order if label in said]
    assert places == sorted(places) and len(places) == 6 and "26 à 44" not in said
    sheet = plie.rapports.prescripteur("Pôle emploi", "2017").profil().elements[0]
    assert "26 à 44" not in sheet._repr_html_()


def test_the_sentence_of_the_ages_says_them_from_the_youngest():
    parts = {one: Cellule(10 + rank, "%", 10 + rank, 100) for rank, one in enumerate(TRANCHES)}
    said = regles.ages("ages", "des personnes", parts, TRANCHES).texte.replace("\u00a0", " ")
    assert said.startswith("10 % des personnes ont moins de 26 ans ; 11 % ont de 26 à 29 ans, 12 % de 30 à 44 ans")
    assert said.endswith("15 % 55 ans ou plus.")
    assert regles.ages("ages", "des personnes", {}, TRANCHES) is None
    two = {"moins de 30": Cellule(40, "%", 40, 100), "30 et plus": Cellule(60, "%", 60, 100)}
    assert "60 % ont 30 ans ou plus" in regles.ages("ages", "des personnes", two, tuple(two)).texte.replace("\u00a0", " ")


def test_a_public_page_may_print_them(cinq_bornes):
    assert {"26 à 29 ans", "moins de 26 ans", "55 ans et plus", "55 ans ou plus"} <= set(normes.dites(cinq_bornes.config))


def test_the_comparable_profile_of_cohorts_follows(cinq_bornes):
    page = Atelier(cinq_bornes, "interne").rapports.cohortes("2017", par="qpv")
    assert set(page.suivi.parcours["profil_tranche_age"]) <= {*TRANCHES, "non renseigné"}
    assert len(set(page.suivi.parcours["profil_tranche_age"])) > 3


def test_the_seal_bears_them_and_a_lake_is_read_in_those_that_are_shipped(cinq_bornes):
    assert kept(cinq_bornes.config)["ages"] == {"bornes": BORNES}
    assert axes(reglages_de(cinq_bornes, "lac").config) == axes()
    assert reglages_de(cinq_bornes, "") is cinq_bornes


def test_every_indicator_offers_the_same_axes(cinq_bornes):
    assert list(axes(cinq_bornes.config)) == list(indicateurs.axes())
