"""The command line as a newcomer meets it: French, short errors, no traceback, documented."""

from pathlib import Path

import pytest

from plie_analysis.cli import run
from plie_analysis.cli.registre import commandes

PACKAGE = Path(__file__).parent.parent / "plie_analysis"
ENGLISH = ("Usage:", "Error:", "Show this", "Try '", "No such", "Missing ", "Invalid value")


@pytest.mark.parametrize("name", commandes())
def test_every_command_answers_help_in_french(name, capsys):
    assert run([name, "--help"]) == 0
    told = capsys.readouterr().out
    assert "Emploi : plie" in told and "--racine" in told
    assert not [word for word in ENGLISH if word in told]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["chargr"], "Vouliez-vous dire « charger » ?"),
        (["--inconnue"], "L'option « --inconnue » n'existe pas."),
        (["charger", "--racine", "/nulle/part"], "Le dossier de travail « /nulle/part » n'existe pas."),
        (["indicateurs", "entrees", "--du", "hier", "--au", "2017-12-31"], "hier"),
    ],
)
def test_wrong_usage_is_told_in_a_few_french_lines(arguments, expected, capsys):
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert expected in told.err
    assert len(told.err.strip().splitlines()) <= 4
    assert "Traceback" not in told.err and not [word for word in ENGLISH if word in told.err]


def test_an_empty_folder_says_what_to_do(tmp_path, capsys):
    assert run(["indicateurs", "entrees", "--du", "2017-01-01", "--au", "2017-12-31", "--racine", str(tmp_path)]) == 2
    assert "plie charger" in capsys.readouterr().err


def test_a_broken_settings_file_names_the_line(tmp_path, capsys):
    (tmp_path / "plie.toml").write_text("[budget\n2017 = 1", encoding="utf-8")
    assert run(["charger", "--racine", str(tmp_path)]) == 2
    assert "plie.toml" in capsys.readouterr().err


def test_every_command_is_documented():
    guide = (PACKAGE.parent / "docs" / "commandes.md").read_text(encoding="utf-8")
    missing = [name for name in commandes() if f"plie {name}" not in guide]
    assert not missing, f"docs/commandes.md ne dit rien de : {missing}"
