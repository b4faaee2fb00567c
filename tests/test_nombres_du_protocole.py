"""Each number of the protocol is written once: in the settings, or in ``jours`` for the length of a month."""

import datetime as dt
import re
from pathlib import Path

import pytest

from plie_analysis.jours import JOURS_PAR_MOIS
from plie_analysis.settings import load_settings, value_on

PACKAGE = Path(__file__).parent.parent / "plie_analysis"
# A number as code writes it, not within a longer one; where it may stand.
NOMBRES = {
    r"30\.4375": {"jours.py"},
    r"17\.5": {"reglages.toml"},
    r"182": {"reglages.toml"},
    r"INTERVAL 55 YEAR": set(),
    # The brackets of seniority happen to be cut at the same months: they are an axis, not the protocol.
    r"5, 10, 15, 20, 25, 30": {"reglages.toml", "indicateurs/axes.toml"},
}


def _without_comments(path: Path) -> str:
    """The code of a file; the texts that people read say the numbers with a comma, and so are not met."""
    mark = "--" if path.suffix == ".sql" else "#"
    return "\n".join(line.partition(mark)[0] for line in path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("nombre", NOMBRES)
def test_a_number_of_the_protocol_stands_in_one_place(nombre):
    wanted = re.compile(rf"(?<![\d.,]){nombre}(?![\d.,]\d)(?!\d)")
    paths = [path for kind in ("py", "sql", "toml") for path in sorted(PACKAGE.rglob(f"*.{kind}")) if "_maison" not in path.parts]
    found = {
        str(path.relative_to(PACKAGE)) for path in paths if wanted.search(re.sub(r'""".*?"""', "", _without_comments(path), flags=re.S))
    }
    assert found == NOMBRES[nombre]


def test_the_criteria_of_proof_may_be_dated(tmp_path):
    (tmp_path / "plie.toml").write_text(
        "[protocole.preuve]\nheures_hebdo = [{ valeur = 17.5 }, { debut = 2019-01-01, valeur = 20 }]\n", encoding="utf-8"
    )
    config = load_settings(tmp_path).config
    hours = config["protocole"]["preuve"]["heures_hebdo"]
    assert [value_on(hours, dt.date(year, 12, 31)) for year in (2018, 2019)] == [17.5, 20]
    assert JOURS_PAR_MOIS == 365.25 / 12
