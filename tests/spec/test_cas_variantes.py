"""What real exports may hold, by kind: variants of the real troubles in other queries, columns and formats (``tests/cas/variantes``)."""

from importlib import import_module
from pathlib import Path

import pytest

from plie_analysis import curate
from tests.cas.base import TABLES, cas
from tests.cas_import import charger, juger

GENRES = sorted(chemin.stem for chemin in (Path(__file__).parents[1] / "cas" / "variantes").glob("*.py"))
CAS = [(genre, un_cas) for genre in GENRES for un_cas in import_module(f"tests.cas.variantes.{genre}").CAS]


@pytest.fixture(autouse=True)
def sans_tables_calculees(monkeypatch):
    """What is judged is the reading: the tables made of it have specifications of their own."""
    monkeypatch.setattr(curate, "build", lambda *_: None)
    monkeypatch.setattr(curate, "write_parquet", lambda *_: None)


@pytest.mark.parametrize(("genre", "cas"), CAS, ids=[f"{genre} : {un_cas.nom}" for genre, un_cas in CAS])
def test_un_trouble_est_lu_juste_ou_nomme(tmp_path, genre, cas):
    cas.poser(tmp_path)
    fautes = juger(cas, tmp_path, *charger(tmp_path))
    assert not fautes, "\n".join([cas.nom, *fautes])


def test_les_exports_de_depart_sont_sans_defaut(tmp_path):
    cas("", {f"{requete}.csv": contenu for requete, contenu in TABLES.items()}).poser(tmp_path)
    code, dit = charger(tmp_path)
    assert code == 0
    assert "rejet, " not in dit and "rejets, " not in dit


def test_une_photo_ou_rien_n_est_garde_laisse_l_ancienne_base(tmp_path):
    bon = cas("", {})
    bon.poser(tmp_path)
    assert charger(tmp_path)[0] == 0
    base = tmp_path / "data" / "curated" / "plie.duckdb"
    avant = base.read_bytes()
    (tmp_path / "data/raw/2017-12-31/parcours.csv").write_text(TABLES["parcours"].replace("D0", "X0"), encoding="utf-8")
    code, dit = charger(tmp_path)
    assert (code, "parcours" in dit) == (2, True), dit
    assert base.read_bytes() == avant


def test_les_cas_ont_un_nom_a_eux():
    noms = [un_cas.nom for _, un_cas in CAS]
    assert len(noms) == len(set(noms))
    assert all(un_cas.issues for _, un_cas in CAS)
