"""Ce qu'on écrit dans un carnet : une douzaine de noms, des libellés en français, des chiffres qui sont ceux de « plie indicateurs »."""

import inspect

import pandas as pd
import plotly.graph_objects as go
import pytest
from python_calamine import CalamineWorkbook

from plie_analysis.atelier import Atelier
from plie_analysis.atelier.surface import NOMS
from plie_analysis.database import open_database
from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import axes, calculer, definitions
from plie_analysis.indicateurs.moment import moment

ENTRES_2016 = {"du": "2016-01-01", "au": "2017-12-31", "filtres": {"cohorte_annee": "2016"}}
ANNEE = {"du": "2017-01-01", "au": "2017-12-31"}


@pytest.fixture(scope="module")
def plie(annee_2017):
    return Atelier(annee_2017)


@pytest.fixture(scope="module")
def taux(plie):
    return plie.indicateurs("Taux de sorties positives", par=["QPV", "RSA"], **ENTRES_2016)


def test_a_dozen_names_and_no_other(plie):
    public = {name for name, _ in inspect.getmembers(type(plie)) if not name.startswith("_")} | {
        name for name in vars(plie) if not name.startswith("_")
    }
    assert public == set(NOMS) == set(dir(plie)) and len(NOMS) <= 12


def test_a_name_that_does_not_exist_says_the_nearest(plie):
    with pytest.raises(AttributeError, match="Vouliez-vous dire « indicateurs »"):
        plie.indicateur  # noqa: B018


def test_labels_say_what_they_mean(taux):
    assert list(taux.frame.columns) == ["Indicateur", "QPV", "RSA à la sortie", "Valeur", "Numérateur", "Dénominateur", "Unité"]
    assert list(taux.frame["RSA à la sortie"].cat.categories[:2]) == ["au RSA", "sans RSA"]
    assert taux.frame["QPV"].cat.ordered and list(taux.frame["QPV"].cat.categories[:2]) == ["en QPV", "hors QPV"]


def test_the_figures_are_those_of_the_indicators(plie, taux, annee_2017):
    with open_database(annee_2017) as con:
        plain = calculer(con, ["taux_sorties_positives"], config=annee_2017.config, par=["qpv", "rsa"], **ENTRES_2016)
    assert list(taux.frame["Valeur"]) == list(plain["valeur"]) and list(taux.frame["Dénominateur"]) == list(plain["denominateur"])


def test_a_table_with_two_entries_reads_as_it_is_said(taux):
    shown = taux.croise("rsa", "qpv")
    row = taux.frame[(taux.frame["QPV"] == "en QPV") & (taux.frame["RSA à la sortie"] == "au RSA")].iloc[0]
    assert shown.loc["au RSA", "en QPV"] == f"{row['Valeur']:.0f}\u00a0% — {row['Numérateur']:.0f} sur {row['Dénominateur']:.0f}"
    assert list(shown.index)[-1] == list(shown.columns)[-1] == "Ensemble"
    assert taux.croise("qpv", "rsa").T.equals(shown.rename_axis(columns="QPV")) and taux.croise(["qpv", "rsa"]).shape[1] == 1


def test_a_total_is_counted_not_added(plie):
    """A person accompanied under two référents has one place in the whole."""
    table = plie.indicateurs("accompagnes", par="referent", **ANNEE).tri()
    counts = {row[0]: table.cases[row, ()].valeur for row in table.lignes}
    whole = counts.pop("Ensemble")
    assert whole == plie.indicateurs("accompagnes", **ANNEE).frame["Valeur"].iloc[0] <= sum(counts.values())


@pytest.mark.parametrize(
    ("nom", "dit"),
    [
        ("entrees", "à l’entrée"),
        ("sorties", "à la sortie"),
        ("file_active", "à la fin de la période"),
        ("accompagnes", "à la sortie, sinon à la fin de la période"),
        ("taux_positives_sur_entrees", "à la sortie pour le numérateur, à l’entrée pour le dénominateur"),
    ],
)
def test_each_indicator_says_when_it_reads_what_changes(nom, dit):
    assert moment(definitions()[nom], definitions()) == dit


def test_two_readings_of_the_rsa_never_share_a_column_without_a_word(plie):
    both = plie.indicateurs(["entrees", "sorties"], par="rsa", **ANNEE)
    assert set(both.frame.loc[both.frame["Indicateur"] == "Entrées", "Lu"]) == {"à l’entrée"}
    assert "Entrées\u00a0: l’âge, le RSA et l’ancienneté y sont lus à l’entrée." in repr(both)


@pytest.mark.parametrize(
    ("demande", "dit"),
    [
        (lambda plie: plie.indicateurs("taux de sortie positive", **ANNEE), "Vouliez-vous dire « "),
        (lambda plie: plie.indicateurs("entrees", du="2017-13-01", au="2017-12-31"), "2017-13-01"),
        (lambda plie: plie.indicateurs("entrees", par="operation", **ANNEE), "ne se répartit pas par"),
        (lambda plie: plie.indicateurs("entrees", filtres={"qpv": "peut-être"}, **ANNEE), "n'a pas de modalité"),
        (lambda plie: plie.indicateurs("entrees", **ANNEE).croise("sexe"), "n'est pas un axe de cette question"),
        (lambda plie: plie.indicateurs(["entrees", "taux_sorties_positives"], **ANNEE).graphique(), "pas la même unité"),
        (lambda plie: plie.table("parcour"), "Tables : "),
        (lambda plie: plie.photos().graphique(), "pas de graphique tout fait"),
        (lambda plie: plie.parcours(lesquels="partis", **ANNEE), "ne dit pas quels parcours"),
        (lambda plie: plie.parcours(du="1999-01-01", au="1999-12-31"), "Aucun parcours"),
        (lambda plie: plie.cohortes(grain="semaine"), "n'existe pas"),
    ],
)
def test_what_is_wrong_is_said_in_french(plie, demande, dit):
    with pytest.raises(PlieError) as refused:
        demande(plie)
    assert dit in refused.value.message and len(refused.value.message.splitlines()) <= 4


def test_the_figure_is_plotlys_own_and_of_the_house(taux):
    drawn = taux.graphique()
    assert isinstance(drawn, go.Figure) and [trace.name for trace in drawn.data][:2] == ["au RSA", "sans RSA"]
    assert drawn.layout.template.layout.separators == ",\u202f"
    asked = taux.frame[taux.frame["RSA à la sortie"] == "au RSA"].set_index("QPV")["Valeur"]
    assert dict(zip(drawn.data[0].x, drawn.data[0].y, strict=True)) == pytest.approx(dict(asked))


def test_an_indicator_asked_for_is_drawn_alone(plie):
    several = plie.indicateurs(["taux_sorties_positives", "sorties"], par=["qpv", "rsa"], **ANNEE)
    alone = plie.indicateurs("sorties", par=["qpv", "rsa"], **ANNEE)
    assert [(one.name, *one.y) for one in several.graphique("sorties").data] == [(one.name, *one.y) for one in alone.graphique().data]


def test_a_chart_says_its_filters(plie):
    drawn = plie.indicateurs("sorties", par="qpv", filtres={"rsa": "oui"}, **ANNEE).graphique()
    assert "au RSA" in drawn.layout.title.subtitle.text


def test_along_time_the_figure_is_a_line(plie):
    drawn = plie.indicateurs("entrees", par="mois", **ANNEE).graphique()
    assert [trace.type for trace in drawn.data] == ["scatter"] and drawn.data[0].x[0] == "janvier 2017"


def test_the_workbook_is_the_screen_the_data_and_the_method(taux, tmp_path):
    path = taux.excel(tmp_path / "taux")
    book = CalamineWorkbook.from_path(path)
    assert [name for name in book.sheet_names if name != "À lire"] == ["Tableau", "Données", "Méthode"]
    screen = book.get_sheet_by_name("Tableau").to_python()
    assert screen[0][0] == taux.titre and "photo du" in screen[1][0]
    table = taux.tri()
    written = [row for row in screen if row[0] in ("en QPV", "hors QPV", "Ensemble")]
    for row, line in zip(table.lignes, written, strict=True):
        assert [pytest.approx(table.cases[row, column].valeur) for column in table.colonnes] == line[1 : 1 + len(table.colonnes)]
    data = book.get_sheet_by_name("Données").to_python()
    assert data[0] == list(taux.frame.columns) and len(data) == 1 + len(taux.frame)
    assert any("Définition" in str(row[0]) for row in book.get_sheet_by_name("Méthode").to_python())


def test_a_head_over_several_columns_is_written_once(plie, tmp_path):
    several = plie.indicateurs(["taux_sorties_positives", "sorties"], par=["qpv", "rsa"], **ANNEE)
    assert several.tri().entetes(0) == [("au RSA", 2), ("sans RSA", 2), ("Ensemble", 2)]
    assert [width for _, width in several.tri().entetes(1)] == [1] * 6
    sheet = CalamineWorkbook.from_path(several.excel(tmp_path / "deux.xlsx")).get_sheet_by_name("Tableau")
    heads = [row for row in sheet.to_python() if "RSA à la sortie\u00a0: au RSA" in row]
    assert [[text for text in row if text] for row in heads] == [
        ["RSA à la sortie\u00a0: au RSA", "RSA à la sortie\u00a0: sans RSA", "Ensemble"]
    ]


def test_a_workbook_never_takes_the_place_of_a_file(taux, tmp_path):
    (tmp_path / "taux.xlsx").write_text("à quelqu'un")
    with pytest.raises(PlieError, match="existe déjà"):
        taux.excel(tmp_path / "taux.xlsx")
    with pytest.raises(PlieError, match="n'existe pas"):
        taux.excel(tmp_path / "absent" / "taux.xlsx")
    assert (tmp_path / "taux.xlsx").read_text() == "à quelqu'un"


def test_code_and_command_ask_the_same(plie, taux):
    again = eval(taux.question.code(), {"plie": plie})
    assert again.frame.equals(taux.frame)
    assert taux.question.commande() == (
        "plie indicateurs taux_sorties_positives --du 2016-01-01 --au 2017-12-31 --par qpv --par rsa --filtre cohorte_annee=2016"
    )


def test_parcours_one_by_one_add_up_to_the_indicators(plie):
    frame = plie.parcours(lesquels="accompagnes", par=["qpv", "rsa"], **ANNEE).frame
    counts = plie.indicateurs(["parcours_actifs", "sorties", "sorties_positives"], **ANNEE).frame.set_index("Indicateur")["Valeur"]
    assert len(frame) == counts["Parcours actifs"]
    assert (frame["Issue"] == "sortie positive").sum() == counts["Sorties positives"]
    assert frame["Sortie"].notna().sum() == counts["Sorties"]
    assert (frame["Vu depuis (mois)"] <= frame["Durée (mois)"] + 1 / 30).all()


def test_cohorts_keep_their_figures_under_french_names(plie):
    cohortes = plie.cohortes(par="qpv", au="2017-12-31")
    sizes = cohortes.frame[cohortes.frame["Mesure"] == "Entrées de la cohorte"]
    whole = sizes[sizes["Cohorte"] == "ensemble"]["Valeur"].sum()
    assert whole == sizes[sizes["Cohorte"] != "ensemble"]["Valeur"].sum() and isinstance(cohortes.graphique(), go.Figure)


def test_the_catalogue_finds_by_word(plie):
    found = plie.catalogue("prioritaire").frame
    assert "qpv" in set(found["Nom"]) and len(plie.catalogue().frame) == len(definitions()) + len(axes())


@pytest.mark.parametrize("nom", list(axes()))
def test_each_label_belongs_to_a_modality(nom):
    axe = axes()[nom]
    assert not axe.libelles or len(axe.libelles) == len(axe.modalites) == len(set(axe.libelles))


def test_at_a_protected_level_what_is_hidden_stays_so_in_every_form(annee_2017, tmp_path):
    """No form gives the number that another one hides."""
    guarded = Atelier(annee_2017, "publique")
    result = guarded.indicateurs("sorties", par=["commune"], **ANNEE)
    hidden = result.frame[result.frame["Masqué"]]
    assert len(hidden) and hidden["Valeur"].isna().all()
    shown = result.croise()
    assert (shown.loc[hidden["Commune"].astype(str)] == "n. c.").all().all()
    drawn = result.graphique()
    heights = dict(zip(drawn.data[0].x, drawn.data[0].y, strict=True))
    assert all(heights[name] is None for name in hidden["Commune"].astype(str))
    data = pd.DataFrame(CalamineWorkbook.from_path(result.excel(tmp_path / "c.xlsx")).get_sheet_by_name("Données").to_python())
    written = data[data[1].isin(hidden["Commune"].astype(str))]
    assert (written[2] == "").all()
