"""What real exports may hold in their cells: variants of the real troubles in other queries, columns and formats."""

import pytest

from tests.cas_variantes import fautes, parametres, sans_tables_calculees  # noqa: F401

GENRES = ("cles_et_textes", "dates", "doublons", "nombres", "prescriptions", "tableur")


@pytest.mark.parametrize("cas", parametres(*GENRES))
def test_un_trouble_est_lu_juste_ou_nomme(tmp_path, cas):
    """One case in three; the others are ``lourd`` (see ``tests/cas_variantes.py``)."""
    trouvees = fautes(cas, tmp_path)
    assert not trouvees, "\n".join([cas.nom, *trouvees])
