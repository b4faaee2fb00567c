"""The nomenclatures shipped: complete, without ambiguity, and holding every spelling of the 2017 letters."""

import csv
import re
from pathlib import Path

import pytest

from plie_analysis.contrat import REFERENTIELS, queries
from plie_analysis.ingest.photos import simplify


def table(path: Path) -> list[dict]:
    """The lines of a CSV."""
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


NOMENCLATURES = {path.stem: table(path) for path in sorted(REFERENTIELS.glob("*.csv")) if path.stem not in ("colonnes", "entetes")}
ETAPES_2017 = (Path(__file__).parents[1] / "fixtures" / "operations_2017.csv").read_text(encoding="utf-8").splitlines()[1:]


def key(texte: str) -> str:
    return re.sub(r"[^a-z0-9+]", "", simplify(texte))


def spellings(nom: str) -> dict[str, str]:
    return {
        key(word): row["code"] for row in NOMENCLATURES[nom] for word in (row["code"], row["libelle"], *row["alias"].split("|")) if word
    }


@pytest.mark.parametrize("nom", NOMENCLATURES)
def test_every_line_is_complete_and_every_spelling_leads_to_one_code(nom):
    found = {}
    for row in NOMENCLATURES[nom]:
        assert row["code"] and row["libelle"] and row["definition"].endswith(".") and row["source"]
        for word in (row["code"], row["libelle"], *filter(None, row["alias"].split("|"))):
            assert found.setdefault(key(word), row["code"]) == row["code"], word


def test_every_code_of_the_contract_has_its_nomenclature():
    named = {column.nomenclature for columns in queries().values() for column in columns if column.type == "code"}
    assert named == set(NOMENCLATURES)


def test_every_header_of_the_contract_keeps_its_aliases():
    contract = {(requete, column.entete) for requete, columns in queries().items() for column in columns}
    rows = table(REFERENTIELS / "entetes.csv")
    assert {(row["requete"], row["entete"]) for row in rows if row["entete"]} <= contract


@pytest.mark.parametrize("line", ETAPES_2017)
def test_operations_of_the_letters(line):
    printed, classe = line.rsplit(";", 1)
    code = spellings("operation")[key(printed)]
    assert next(row["classe"] for row in NOMENCLATURES["operation"] if row["code"] == code) == classe


def test_natures_and_exclusions_of_the_exits():
    rows = {row["code"]: row for row in NOMENCLATURES["motif_sortie"]}
    assert {code for code, row in rows.items() if row["nature"] == "positive"} == {
        "EMPLOI",
        "EMPLOI AIDE",
        "FORMATION QUALIFIANTE",
        "CREATION D'ACTIVITE",
    }
    assert {code for code, row in rows.items() if row["hors_rapport"] == "oui"} == {"DEMENAGEMENT", "SANTE", "RETRAITE", "DECES"}
    assert {code for code, row in rows.items() if row["hors_lettre"] == "oui"} == {
        "DEMENAGEMENT",
        "SANTE",
        "RETRAITE",
        "DECES",
        "MATERNITE",
    }
    assert {code for code, row in rows.items() if row["hors_ave"] == "oui"} == {"DEMENAGEMENT", "RETRAITE", "DECES"}
    assert {row["hors_ave"] for row in rows.values()} == {"oui", "non"}  # un motif muet rendrait le taux incalculable


def test_durable_jobs_and_chantiers():
    rows = NOMENCLATURES["operation"]
    assert [row["code"] for row in rows if row["est_emploi_durable"] == "oui"] == [
        "Contrat long (CDI / CDD +6 mois)",
        "Contrat de professionnalisation / Apprentissage",
        "Création ou reprise activité",
    ]
    assert [row["code"] for row in rows if row["est_chantier_insertion"] == "oui"] == [
        "Chantier ETHIC O FIL",
        "Autre chantiers insertion (CFA, C.Ecole, Prévert, SDAT..)",
    ]
    assert {row["etat"] for row in rows} == {
        "emploi durable",
        "emploi",
        "formation qualifiante",
        "formation non qualifiante",
        "mobilisation",
    }


@pytest.mark.parametrize(
    ("nom", "attributs"),
    [
        ("motif_sortie", ["nature", "hors_lettre"]),
        ("operation", ["classe", "est_emploi_durable", "est_chantier_insertion"]),
        ("motif_non_entree", []),
        ("nature_aide", []),
        ("motif_aide", []),
        ("type_contrat", []),
        ("prescripteur_clause", ["est_plie"]),
    ],
)
def test_what_stands_together_outside_the_house_is_of_one_kind(nom, attributs):
    """A wide modality never mixes two natures, two classes, nor what a published rate sets apart: each of them is a sum of wide modalities."""
    rows = NOMENCLATURES[nom]
    names = {row["diffusion"] for row in rows}
    assert all(names) and len(names) < len(rows)
    for wide in names:
        assert len({tuple(row[name] for name in attributs) for row in rows if row["diffusion"] == wide}) == 1, wide
    # A name that is a code, in its place, is that of this code.
    assert all(row["diffusion"] == row["code"] for row in rows if row["code"] in names)


def test_the_territory_of_2017():
    valid = [row for row in NOMENCLATURES["commune"] if (row["debut"] or "0") <= "2017-12-31" <= (row["fin"] or "9")]
    assert len(valid) == 24
    assert {row["code"] for row in valid if row["groupe_rapport"] != "Autre"} == {"Dijon", "Chenôve", "Quetigny", "Longvic", "Talant"}
    quartiers = [row for row in NOMENCLATURES["quartier"] if row["type"] == "QPV" and (row["debut"] or "0") <= "2017-12-31"]
    assert [row["code"] for row in quartiers] == ["Grésilles", "Fontaine d'Ouche", "Le Mail", "Bief du Moulin", "Belvédère"]
