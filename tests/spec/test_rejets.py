"""``raw.rejet``: what was refused is shown, cut at 120 signs, so that a text that strayed there cannot be long."""

import pytest

from tests.exports import PARTICIPANTS, load_exports


@pytest.mark.parametrize(("length", "kept"), [(119, 119), (120, 120), (121, 120), (500, 120)])
def test_une_valeur_rejetee_est_coupee_a_120_signes(tmp_path, length, kept):
    con = load_exports(tmp_path, participants=PARTICIPANTS.replace(";Dijon;", f";{'x' * length};"))
    assert con.execute("SELECT valeur FROM raw.rejet WHERE colonne = 'Commune'").fetchall() == [("x" * kept,)]
