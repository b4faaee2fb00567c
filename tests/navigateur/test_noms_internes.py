"""No page that may leave the house, no foot of a page, no index names what only the software knows."""

import re
import tomllib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import plie_analysis
from plie_analysis.cli.registre import commandes
from plie_analysis.protection.niveaux import NIVEAUX
from plie_analysis.rapports.rapport import carnets, niveaux
from plie_analysis.settings import load_settings
from tests.navigateur.genres import GENRES, RAPPORTS

PAQUET = Path(plie_analysis.__file__).parent
CARNETS = carnets(load_settings(PAQUET.parent))
OUVERTS = [niveau for niveau in NIVEAUX if niveau != "interne"]
# Words of the workshop that mean nothing to a reader.
ATELIER = ("graine", "silhouette", "carnet", "jupyter", "duckdb")


def interdits() -> re.Pattern:
    """Identifiers of the indicators, parameters of the notebooks, commands, files and folders, words of the workshop."""
    indicators = tomllib.loads((PAQUET / "indicateurs" / "indicateurs.toml").read_text(encoding="utf-8"))
    names = {*indicators, *(name for carnet in CARNETS.values() for name in carnet.parametres)}
    words = [*(name for name in names if "_" in name), *ATELIER, *(f"plie {one}" for one in commandes())]
    files = r"[\w/-]+\.(?:toml|csv|ipynb|sql|py|duckdb|json)\b|(?<!\w)data/|--[a-z]+"
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b|{files}", re.IGNORECASE)


def lu(page: Path, dans: str = "html") -> str:
    """What a reader reads of a page, or of a part of it: texts, and what a screen reader or the pointer says."""
    part = BeautifulSoup(page.read_bytes(), "html.parser").select_one(dans)
    for unread in part(["script", "style"]):
        unread.decompose()
    said = [tag[name] for tag in part(True) for name in ("aria-label", "title", "alt") if tag.get(name)]
    return re.sub(r"\s+", " ", " ".join([part.get_text(" "), *said]))


def sortantes() -> list[tuple[str, str]]:
    """(report, level) of what may be published out of the house; a report that shows its code is read by who asked for it."""
    return [
        (nom, niveau)
        for nom in RAPPORTS
        if not CARNETS[nom].metadonnees.get("code")
        for niveau in niveaux(CARNETS[nom])
        if niveau in OUVERTS
    ]


@pytest.mark.parametrize(("genre", "niveau"), sortantes(), ids="-".join)
def test_a_page_that_leaves_names_nothing_internal(genres, genre, niveau):
    assert interdits().findall(lu(genres.page(genre, niveau))) == []


@pytest.mark.parametrize("genre", [genre for genre in GENRES if genre != "guide"])
def test_the_foot_of_a_page_names_nothing_internal(genres, genre):
    assert interdits().findall(lu(genres.page(genre), "footer")) == []


def test_the_index_names_nothing_internal(genres):
    assert interdits().findall(lu(genres.page("index"))) == []


def test_what_is_refused_is_met_where_it_is_written():
    assert interdits().findall("la valeur duree_moyenne_accompagnes (voir « plie controler », plie.toml, data/rapports/, --au)") == [
        "duree_moyenne_accompagnes", "plie controler", "plie.toml", "data/", "--au",
    ]  # fmt: skip
