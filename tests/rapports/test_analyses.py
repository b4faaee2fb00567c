"""The analyses: visible pandas and plotly, the figures of the library, sentences that follow the data."""

import ast
import datetime as dt
import json
import re
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pandas as pd
import plotly.graph_objects as go
import pytest

from plie_analysis.atelier import Atelier, part, tableau
from plie_analysis.atelier.affichage import PhrasesDites
from plie_analysis.cli import run
from plie_analysis.errors import PlieError
from plie_analysis.rapports.rapport import carnets, demander, produire
from plie_analysis.settings import load_settings
from tests.rapports.base_inventee import build

CARNETS = Path(__file__).parents[2] / "notebooks"
ANALYSES = {
    "durees": "analyse_durees",
    "etapes": "analyse_etapes",
    "qpv-rsa": "analyse_qpv_rsa",
    "prescripteurs": "analyse_prescripteurs",
    "etape-suivie": "analyse_etape_suivie",
}
TOUS = [*ANALYSES.values(), "mon_analyse"]
STAMP = {"execution": dt.datetime(2018, 1, 3, 9, 5), "version": "0.1.0"}
ANNEE = {"du": "2017-01-01", "au": "2017-12-31"}
SANS_SORTIE = {"annee": "2016", "du": "2016-01-01", "au": "2016-01-31"}


def lire(nom: str):
    return nbformat.read(CARNETS / f"{nom}.ipynb", as_version=4)


def derouler(nom: str, racine: Path, **parametres) -> SimpleNamespace:
    """The cells of a notebook run here: what they name (``noms``), what each shows, and the sentences of the last one (``fin``)."""
    noms, montres = {}, []
    with pytest.MonkeyPatch.context() as place:
        place.setenv("PLIE_RACINE", str(racine))
        for cell in lire(nom).cells:
            if cell.cell_type != "code":
                continue
            tree = ast.parse(cell.source)
            last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, nom, "exec"), noms)
            if last:
                montres.append(eval(compile(last, nom, "eval"), noms))
            if "parameters" in cell.metadata.get("tags", []):
                noms |= parametres
    return SimpleNamespace(noms=noms, montres=montres, fin=repr(montres[-1]))


@pytest.fixture(scope="module")
def faits(annee_2017):
    """Each analysis of the reference year, run when it is first asked for."""
    done = {}
    return lambda nom: done[nom] if nom in done else done.setdefault(nom, derouler(ANALYSES[nom], annee_2017.racine))


@pytest.fixture(scope="module")
def plie(annee_2017):
    return Atelier(annee_2017)


def valeur(plie, indicateur: str, **question) -> float:
    return plie.indicateurs(indicateur, **ANNEE, **question).frame["Valeur"].iloc[0]


@pytest.mark.parametrize("nom", TOUS)
def test_an_analysis_shows_its_work(nom):
    """Pandas on the library's frames, a plotly figure, short cells; none that only says ``objet.section()``."""
    code = [cell for cell in lire(nom).cells if cell.cell_type == "code"]
    trees = [ast.parse(cell.source) for cell in code]
    assert 8 <= len(code) <= 15 and all(len(cell.source.splitlines()) <= 15 for cell in code)
    everything = "\n".join(cell.source for cell in code)
    assert "px." in everything and ".frame" in everything and re.search(r"\b(groupby|crosstab|pivot_table|merge)\(", everything)
    for tree in trees:
        only = tree.body[0].value if len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr) else None
        assert not (isinstance(only, ast.Call) and isinstance(only.func, ast.Attribute) and not only.args and not only.keywords)


@pytest.mark.parametrize("nom", ANALYSES.values())
def test_each_section_ends_on_what_it_shows(nom):
    cells = [cell for cell in lire(nom).cells if not {"parameters", "masque"} & set(cell.metadata.get("tags", []))][1:]
    ends = [before for before, after in zip(cells, [*cells[1:], None], strict=True) if after is None or after.source.startswith("## ")]
    assert len(ends) >= 5
    assert all("dire(" in cell.source for cell in ends)


@pytest.mark.parametrize("nom", ANALYSES)
def test_an_analysis_is_a_report_for_the_house_only(racine, capsys, nom):
    settings = load_settings(racine)
    carnet = carnets(settings)[nom]
    assert carnet.chemin.stem == ANALYSES[nom] and {"annee", "du", "au", "connu_au"} <= set(carnet.parametres)
    with pytest.raises(PlieError, match="ne se publie pas au niveau « publique »") as refused:
        demander(settings, nom, {"diffusion": "publique"})
    assert carnet.metadonnees["raison"] in refused.value.message
    assert run(["rapport", nom, "--parametre", "anee=2017", "--racine", str(racine)]) == 2
    assert "Vouliez-vous dire « annee »" in capsys.readouterr().err
    assert "mon_analyse" not in {one.chemin.stem for one in carnets(settings).values()}


@pytest.mark.parametrize("nom", ANALYSES)
def test_what_is_written_in_a_figure_is_french(faits, nom):
    """A count has no decimals, a number no decimal point."""
    figures = [one for one in faits(nom).montres if isinstance(one, go.Figure)]
    written = [str(text) for figure in figures for trace in figure.data for text in (() if trace.text is None else trace.text)]
    assert figures and not [text for text in written if re.search(r"\d\.\d", text)]
    assert not re.search(r"30[.,]4375", json.dumps(lire(ANALYSES[nom]))), "the length of a month is in plie_analysis.jours"


def test_durations_are_those_of_the_indicators(faits, plie):
    noms = faits("durees").noms
    found = [noms[name] for name in ("moyenne_finis", "moyenne_tous", "mediane", "restreinte")]
    asked = ("duree_moyenne_sorties", "duree_moyenne_accompagnes", "duree_mediane_km", "duree_moyenne_restreinte")
    assert found == pytest.approx([valeur(plie, name) for name in asked])
    assert "16,7\u00a0mois" in faits("durees").fin and "703\u00a0parcours ouverts" in faits("durees").fin


def test_the_curve_is_that_of_the_cohorts(annee_2017):
    """On entries, seen from their first day, the same cells read what the page of cohorts prints."""
    entres = Atelier(annee_2017).parcours(du="2016-01-01", au="2017-12-31").frame
    from plie_analysis import survie
    from plie_analysis.survie.appui import lus_a

    events = survie.evenements(entres.assign(Sorti=entres["Sortie"].notna()), duree="Durée (jours)", evenement="Sorti", entree="Vu après (jours)")  # fmt: skip
    read = lus_a(events, survie.kaplan_meier(events), [6 * 30.4375, 12 * 30.4375])
    table = Atelier(annee_2017).cohortes(du="2016-01-01", au="2017-12-31").frame
    asked = table[(table["Cohorte"] == "ensemble") & (table["Mesure"] == "Part encore en parcours après h mois")]
    assert list(read["estimation"] * 100) == pytest.approx(list(asked["Valeur"][:2]))


def test_etapes_are_those_of_the_indicators_and_of_the_cohorts(faits, plie):
    noms = faits("etapes").noms
    assert noms["moyenne"] == pytest.approx(valeur(plie, "etapes_avant_sortie"))
    table = plie.cohortes(**ANNEE).frame
    asked = table[(table["Cohorte"] == "ensemble") & (table["Mesure"] == "Part ayant commencé une étape dans les h mois")]
    assert list(noms["premiere"].iloc[:, 0].dropna()) == pytest.approx(list(asked["Valeur"].dropna()))
    assert noms["sortis"]["Sortie"].notna().all() and len(noms["sortis"]) == valeur(plie, "sorties")


def test_qpv_and_rsa_are_those_of_the_indicators_and_the_two_readings_add_up(faits, plie, annee_2017):
    noms = faits("qpv-rsa").noms
    asked = plie.indicateurs("taux_sorties_positives", par=["qpv", "rsa"], **ANNEE).frame
    assert list(noms["cases"]["Sorties positives (%)"]) == pytest.approx(list(asked["Valeur"]))
    assert len(noms["lus"]) == valeur(plie, "sorties")
    read = plie.indicateurs("sorties", par="rsa", **ANNEE).frame.set_index("RSA à la sortie")["Valeur"]
    assert dict(noms["lus"]["RSA à la sortie"].value_counts()) == dict(read)


def test_small_cells_are_spoken_of(tmp_path):
    done = derouler("analyse_qpv_rsa", build(tmp_path / "r", personnes=25))
    small = done.noms["petites"]
    assert len(small) and any("Elles ne se commentent pas" in repr(one) for one in done.montres)
    assert done.noms["lisibles"]["Dénominateur"].min() >= done.noms["petite"]


def test_prescripteurs_are_those_of_the_indicators(faits, plie):
    noms = faits("prescripteurs").noms
    for titre in ("Prescriptions", "Entrées", "Sorties", "Sorties positives"):
        assert noms["nombres"][titre].sum() == valeur(plie, titre)
    assert noms["moyen"] == pytest.approx(valeur(plie, "duree_preaffectation"))
    assert noms["fins"].sum() == valeur(plie, "sorties") and noms["positives"].sum() == valeur(plie, "sorties_positives")


def test_followers_of_an_etape_are_counted_from_its_etapes(annee_2017, faits):
    done = derouler("analyse_etape_suivie", annee_2017.racine, operation="CDDI")
    parcours, leurs = done.noms["parcours"], done.noms["leurs"]
    assert done.noms["suivie"] == "CDDI" and len(leurs) == leurs["Parcours"].nunique() > 20
    assert done.noms["etapes"].groupby("Parcours").size().sum() == parcours["Étapes"].sum()
    assert leurs["date_debut"].between(leurs["Entrée"], leurs["Sortie"].fillna(pd.Timestamp("2017-12-31"))).all()
    # Side by side: people still there at one and the same seniority, each in one group.
    assert done.noms["groupes"]["Ensemble"].sum() == len(done.noms["encore"]) < len(parcours)
    assert "CDDI" in done.fin and done.fin != faits("etape-suivie").fin


@pytest.mark.parametrize("nom", ["durees", "etapes", "qpv-rsa", "prescripteurs", "etape-suivie"])
def test_the_conclusion_follows_the_data(faits, racine, nom):
    other = derouler(ANALYSES[nom], racine)
    assert isinstance(other.montres[-1], PhrasesDites) and other.fin != faits(nom).fin
    assert any(isinstance(one, go.Figure) for one in other.montres)
    assert not any(word in other.fin for word in ("nan", "None", "<NA>"))


@pytest.mark.parametrize("nom", ["durees", "etapes", "qpv-rsa", "prescripteurs", "etape-suivie"])
def test_a_period_without_any_exit_is_said(racine, nom):
    done = derouler(ANALYSES[nom], racine, **SANS_SORTIE)
    said = " ".join(repr(one) for one in done.montres if isinstance(one, PhrasesDites))
    assert any(
        word in said for word in ("Aucun parcours n’est", "Personne n’est sorti", "Personne n’étant sorti", "Aucun n’est encore sorti")
    )
    assert [word for word in ("nan", "None", "<NA>", "(0\u00a0sur\u00a00)") if word in said] == [], said


@pytest.mark.parametrize(
    ("export", "nom", "dit"),
    [
        ("etapes", "etapes", "L'export des étapes n'est pas dans la photo"),
        ("etapes", "etape-suivie", "L'export des étapes n'est pas dans la photo"),
        ("situations", "qpv-rsa", "demande l'export « situations »"),
        ("prescriptions", "prescripteurs", "demande l'export « prescriptions »"),
    ],
)
def test_a_missing_export_is_said_in_french(tmp_path, export, nom, dit):
    racine = build(tmp_path / "r", personnes=30, sans=(export,))
    with pytest.raises(PlieError) as refused:
        derouler(ANALYSES[nom], racine)
    assert dit in refused.value.message and "plie charger" in refused.value.message and len(refused.value.message.splitlines()) <= 3


@pytest.mark.parametrize("export", ["etapes", "situations", "prescriptions"])
def test_what_does_not_need_an_export_does_without(tmp_path, export):
    racine = build(tmp_path / "r", personnes=30, sans=(export,))
    assert "parcours ouvert" in derouler("analyse_durees", racine).fin


def test_the_etape_asked_for_must_exist_and_the_period_be_in_the_photo(racine):
    with pytest.raises(PlieError, match="n'a pas de modalité « chantier »"):
        derouler("analyse_etape_suivie", racine, operation="chantier")
    with pytest.raises(PlieError, match="ne couvre pas la période demandée en entier"):
        derouler("analyse_durees", racine, annee="2030")
    assert demander(load_settings(racine), "etape-suivie", {"operation": "CAE / CIE"}).nom == "etape-suivie-2017-cae-cie"


@pytest.mark.parametrize("nom", ["durees", "qpv-rsa"])
def test_the_page_shows_frames_figures_and_sentences_and_folds_its_code(racine, nom):
    settings = load_settings(racine)
    html = produire(settings, demander(settings, nom, {"annee": "2017"}), **STAMP).read_text(encoding="utf-8")
    shown = html.partition("<main")[2].partition("</main>")[0]
    assert shown.count('<details class="code"><summary>Le calcul</summary>') >= 8 and "annee = " not in shown
    assert shown.count('<figure class="graphique') == shown.count('class="donnees-graphique"') >= 1
    assert shown.count("<figcaption>") == shown.count("<figure") and 'class="dataframe"' not in shown
    assert shown.count('data-regle="constat"') >= 5
    assert "<dt>Photo des exports</dt><dd>31\u00a0décembre 2017" in html and html.count('id="plotly-comprime"') == 1
    assert len(html) < 1_000_000


def test_one_s_own_analysis_runs_where_it_is_copied(racine, tmp_path, monkeypatch):
    (tmp_path / "carnets").mkdir()
    monkeypatch.chdir(tmp_path / "carnets")
    done = derouler("mon_analyse", racine)
    assert any(isinstance(one, go.Figure) for one in done.montres) and isinstance(done.montres[-1], PhrasesDites)
    assert [path.suffix for path in (tmp_path / "exports").iterdir()] == [".xlsx"]
    assert "parameters" not in json.dumps(lire("mon_analyse"))


def test_a_frame_is_shown_in_french():
    frame = pd.DataFrame({"nb_sorties": [12000, 3], "Part (%)": [33.36, None], "Vu": [dt.date(2017, 1, 2), None]}, ["au RSA", "sans RSA"])
    html = tableau(frame.rename_axis("RSA"), "Les sorties")._repr_html_()
    assert (
        "<caption>Les sorties</caption>" in html
        and '<th scope="row">au RSA</th>' in html
        and '<th scope="col" class="n">nb sorties</th>' in html
    )
    assert "12\u202f000" in html and "33,4" in html and "02/01/2017" in html and "<td>–</td>" in html and "nan" not in html
    assert "20 premières" in tableau(pd.DataFrame({"a": range(30)}), "Longue")._repr_html_()
    assert "aucune ligne" in tableau(frame.iloc[:0], "Vide")._repr_html_()


def test_a_share_says_what_it_is_made_of():
    assert part(11, 32) == "34\u00a0% (11\u00a0sur\u00a032)" and part(0, 0) == "– (0\u00a0sur\u00a00)"
