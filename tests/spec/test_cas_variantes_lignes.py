"""What real exports may be as files, sheets and lines: variants of the real troubles, and what goes for all of them."""

import pytest

from tests.cas.base import TABLES, cas
from tests.cas_import import charger
from tests.cas_variantes import fautes, genres, parametres, sans_tables_calculees  # noqa: F401
from tests.spec.test_cas_variantes_valeurs import GENRES as VALEURS

GENRES = tuple(genre for genre in genres() if genre not in VALEURS)


@pytest.mark.parametrize("trouble", parametres(*GENRES))
def test_un_trouble_est_lu_juste_ou_nomme(tmp_path, trouble):
    """One case in three; the others are ``lourd`` (see ``tests/cas_variantes.py``)."""
    trouvees = fautes(trouble, tmp_path)
    assert not trouvees, "\n".join([trouble.nom, *trouvees])


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
    tous = [parametre.values[0] for parametre in parametres(*genres())]
    noms = [un_cas.nom for un_cas in tous]
    assert len(noms) == len(set(noms))
    assert all(un_cas.issues for un_cas in tous)
