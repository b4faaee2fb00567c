"""The guide of the exports says what the contract says: queries, columns, and an example of ``plie.toml`` that works."""

import re
from pathlib import Path

from plie_analysis.contrat import queries
from tests.exports import load, opened, rows, write_photo

GUIDE = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")


def test_the_guide_lists_every_column_with_its_asterisk():
    for requete, columns in queries().items():
        listed = ", ".join(column.entete + "*" * column.is_mandatory for column in columns)
        assert f"| `{requete}` | {listed} |" in GUIDE


def test_the_example_of_plie_toml_works(tmp_path):
    example = re.search(r"```toml\n(.*?)```", GUIDE, re.S).group(1)
    (tmp_path / "plie.toml").write_text(example, encoding="utf-8")
    participants = "Code bénéficiaire;Civilité;Date de naissance;Commune\nD1;M.;01/01/1980;VAROIS ET CHAIGNOT\nD2;M.;01/01/1980;Dijon\n"
    folder = write_photo(tmp_path, participants=participants)
    (folder / "parcours.csv").rename(folder / "Extraction PLIE mars.csv")
    load(tmp_path)
    assert rows(opened(tmp_path), "participants", "id_dossier", "commune") == [("D1", "Varois-et-Chaignot"), ("D2", "Dijon")]
