"""A second territory, invented, made of settings and files alone: `exemples/pays-de-brume`, counted again here by hand from its exports."""

import csv
import datetime as dt
import shutil
from pathlib import Path

import pytest

from plie_analysis.atelier.surface import Atelier
from plie_analysis.cli import main
from plie_analysis.settings import load_settings

ROOT = Path(__file__).parents[2]
EXEMPLE = ROOT / "exemples" / "pays-de-brume"
PHOTO = EXEMPLE / "data" / "raw" / "2026-06-30"
LETTRE = "lettre-2026-06-partenaires.html"


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
