"""A second territory, invented, made of settings and files alone: `exemples/pays-de-brume`, counted again here by hand from its exports."""

import csv
import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from plie_analysis.atelier.surface import Atelier
from plie_analysis.cli import main
from plie_analysis.settings import load_settings

ROOT = Path(__file__).parents[2]
EXEMPLE = ROOT / "exemples" / "pays-de-brume"
PHOTO = EXEMPLE / "data" / "raw" / "2026-06-30"
# Pages by the words that ask for them.
PAGES = {
    "lettre-2026-06-partenaires": ["lettre", "--mois", "2026-06", "--diffusion", "partenaires"],
    "rapport-annuel-2025": ["annuel", "--annee", "2025"],
    "rapport-annuel-2025-publique": ["annuel", "--annee", "2025", "--diffusion", "publique"],
    "trajectoires-2025": ["trajectoires", "--annee", "2025"],
}


@pytest.fixture(scope="module")
def brume(tmp_path_factory):
    """The working folder of the Pays de Brume, loaded."""
    racine = tmp_path_factory.mktemp("brume") / "plie"
    shutil.copytree(EXEMPLE, racine)
    assert _plie(racine, "charger") == 0
    return racine


@pytest.fixture(scope="module")
def atelier(brume):
    return Atelier(load_settings(brume))


def _plie(racine: Path, *arguments: str) -> int:
    """The return code of a command, run in this process."""
    with pytest.raises(SystemExit) as end:
        main([*arguments, "--racine", str(racine)])
    return int(end.value.code or 0)


def _lignes(nom: str, encodage: str, separateur: str, titres: int = 0) -> list[dict[str, str]]:
    """The lines of an export, as its file writes them, without the workbench."""
    with (PHOTO / nom).open(encoding=encodage, newline="") as lines:
        for _ in range(titres):
            next(lines)
        return list(csv.DictReader(lines, delimiter=separateur))


def _jour(texte: str) -> dt.date | None:
    return dt.datetime.strptime(texte, "%d.%m.%Y").date() if texte else None


@pytest.fixture(scope="module")
def accompagnements():
    return _lignes("Accompagnements.csv", "cp1252", ";", titres=1)


@pytest.fixture(scope="module")
def beneficiaires():
    return {line["Code bénéficiaire"]: line for line in _lignes("Beneficiaires juin 2026.txt", "utf-16", "\t")}


def _valeur(atelier, nom: str, du: str, au: str, **filtres) -> float:
    frame = atelier.indicateurs([nom], du=du, au=au, filtres=filtres or None).frame
    return float(frame.iloc[0]["Valeur"])


@pytest.mark.parametrize("annee", [2024, 2025])
def test_entries_and_exits_are_those_of_the_file(atelier, accompagnements, annee):
    du, au = f"{annee}-01-01", f"{annee}-12-31"
    entered = [line for line in accompagnements if _jour(line["Début d'accompagnement"]).year == annee]
    left = [line for line in accompagnements if line["Fin d'accompagnement"] and _jour(line["Fin d'accompagnement"]).year == annee]
    good = [line for line in left if line["Raison de fin"] in {"CDI 24h", "CDD long", "Formation certifiante", "Microentreprise"}]
    assert len(entered) > 20 and len(good) > 3
    assert _valeur(atelier, "entrees", du, au) == len(entered)
    assert _valeur(atelier, "sorties", du, au) == len(left)
    assert _valeur(atelier, "sorties_positives", du, au) == len(good)


# Which quartiers are on each map: one kept its perimeter, one left the map, one came on it.
SUR_LA_CARTE = {2014: {"Les Tanneries", "Les Peupliers"}, 2024: {"Les Tanneries", "Le Vieux Port"}}


@pytest.mark.parametrize(("annee", "carte"), [(2023, 2014), (2024, 2024), (2025, 2024)])
def test_residents_of_the_quartiers_are_read_under_the_map_of_the_day(atelier, accompagnements, beneficiaires, annee, carte):
    du, au = f"{annee}-01-01", f"{annee}-12-31"
    entered = [line for line in accompagnements if _jour(line["Début d'accompagnement"]).year == annee]
    inside = [line for line in entered if beneficiaires[line["Code bénéficiaire"]]["Zone"] in SUR_LA_CARTE[carte]]
    assert 0 < len(inside) < len(entered)
    assert _valeur(atelier, "entrees", du, au, qpv="oui") == len(inside)


def test_an_entry_before_the_map_of_2024_is_not_counted_in_a_quartier_that_came_on_it(atelier, accompagnements, beneficiaires):
    homes = {code: line["Zone"] for code, line in beneficiaires.items()}
    entered = [line for line in accompagnements if _jour(line["Début d'accompagnement"]) < dt.date(2024, 1, 1)]
    assert any("Vieux" in homes[line["Code bénéficiaire"]] for line in entered), "no such case in the example"
    assert _valeur(atelier, "entrees", "2023-01-01", "2023-12-31", quartier="Le Vieux Port") == 0


def test_the_rate_that_compares_sets_aside_departures_retirements_and_deaths(atelier, accompagnements):
    left = [line["Raison de fin"] for line in accompagnements if _jour(line["Fin d'accompagnement"] or "31.12.2022").year == 2025]
    aside = sum(reason in {"Départ du territoire", "Retraite", "Décès"} for reason in left)
    good = sum(reason in {"CDI 24h", "CDD long", "Formation certifiante", "Microentreprise"} for reason in left)
    assert aside > 0
    rate = _valeur(atelier, "taux_sorties_positives_ave", "2025-01-01", "2025-12-31")
    assert rate == pytest.approx(100 * good / (len(left) - aside), abs=0.05)


def test_what_every_file_holds_is_kept(atelier):
    kept = dict(atelier.con.execute("SELECT requete, nb_lignes - nb_rejetees FROM raw.fichier").fetchall())
    assert kept == {
        "participants": len(_lignes("Beneficiaires juin 2026.txt", "utf-16", "\t")),
        "prescriptions": len(_lignes("Orientations.csv", "utf-8", ",")),
        "parcours": len(_lignes("Accompagnements.csv", "cp1252", ";", titres=1)),
        "etapes": 189,
        "entretiens": len(_lignes("Rendez-vous.csv", "cp1252", ";")),
        "situations": len(_lignes("Ressources.csv", "cp1252", ";")),
        "referents": 3,
    }


def test_the_charte_judges_by_its_norms_and_blocks_nothing(brume, atelier, capsys):
    assert _plie(brume, "controler") in {0, 1}
    told = capsys.readouterr().out
    assert "Bloquante : 0 constat" in told.replace("\u00a0", " ").replace("\u202f", " ")
    assert "ouvert depuis plus de 24 mois" in told.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_end_of_a_long_parcours_is_that_of_its_protocol(atelier, accompagnements):
    """« Fin des 24 mois » ends a parcours apart from the other exits, among those entered since 2024."""
    since = dt.date(2024, 1, 1)
    ended = [
        line for line in accompagnements if _jour(line["Début d'accompagnement"]) >= since and line["Raison de fin"] == "Fin des 24 mois"
    ]
    frame = atelier.parcours(du=since, au="2026-06-30").frame
    assert len(ended) > 0
    assert (frame["Issue"] == "fin de durée").sum() == len(ended)


def test_the_definitions_say_its_norms(atelier):
    assert atelier.indicateurs(["parcours_plus_30_mois"], du="2026-01-01", au="2026-06-30").frame.iloc[0]["Indicateur"].endswith("24 mois")


@pytest.fixture(scope="module", params=PAGES)
def page(request, brume):
    """The text of a published page, its markup left out."""
    assert _plie(brume, "rapport", *PAGES[request.param]) == 0
    html = (brume / "data" / "rapports" / f"{request.param}.html").read_text(encoding="utf-8")
    return re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style).*?</\1>", "", html, flags=re.DOTALL)).replace("’", "'").replace("\u00a0", " ")


def _livres() -> set[str]:
    """What the nomenclatures shipped name, and this territory does not."""
    found = {"Dijon", "Pôle emploi", "Côte-d'Or"}
    for name in ("commune", "quartier", "prescripteur", "motif_sortie", "motif_non_entree", "operation"):
        found |= {row["code"] for row in _csv(ROOT / "plie_analysis" / "referentiels" / f"{name}.csv")}
        found -= {word for row in _csv(EXEMPLE / "referentiels" / f"{name}.csv") for cell in row.values() for word in cell.split("|")}
    return {word for word in found if len(word) > 5 and word[0].isupper()} - {"Santé", "Autre", "Association", "Retraite"}


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_no_page_says_a_word_of_the_other_territory(page):
    assert "PLIE du Pays de Brume" in page
    found = sorted(word for word in _livres() if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", page))
    assert found == []
    assert not re.search(r"plus de 30 mois|fin à 30 mois|5, 10, 15", page)


def test_its_ages_and_its_names_are_written_as_one_writes(page):
    assert "de 26 à 44 ans" not in page.lower()
    assert not re.search(r"niveau niveau|niveau Non|(?<!\w)de Les? ", page)
    if "Entrées par âge et par sexe" in page:
        assert "De 26 à 29 ans" in page and "55 ans et plus" in page
