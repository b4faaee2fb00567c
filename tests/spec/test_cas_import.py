"""Real troubles of exports, one folder each under ``tests/cas/reels``, through the command line: nothing lost, nothing false in silence."""

from pathlib import Path

import pytest

from tests.cas_import import Reel, charger, juger

REELS = [Reel(dossier) for dossier in sorted((Path(__file__).parents[1] / "cas" / "reels").iterdir())]


@pytest.mark.parametrize("cas", REELS, ids=lambda cas: cas.nom)
def test_un_trouble_reel_est_lu_juste_ou_nomme(tmp_path, cas):
    cas.poser(tmp_path)
    fautes = juger(cas, tmp_path, *charger(tmp_path))
    assert not fautes, "\n".join([cas.nom, *fautes])
