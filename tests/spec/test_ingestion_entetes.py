"""Headers as they come, and what is told when one is missing."""

import pytest

from plie_analysis.contrat import queries
from plie_analysis.errors import PlieError
from plie_analysis.ingest.entetes import header_key, recognise
from tests.exports import PARTICIPANTS, load, load_exports, opened, rows, write_photo

SPELLINGS = [
    (
        "N° dossier",
        [
            "No dossier",
            "Numéro dossier",
            "Numéro de dossier",
            "NUMERO  DOSSIER",
            "n° Dossier",
            "Nº dossier",
            "N°dossier",
            "\ufeffN° dossier",
            "N°\u00a0dossier",
            "N. dossier",
        ],
    ),
    ("Date d'entrée", ["Date d’entrée", "DATE D'ENTREE", "date  d'entree", "Date d'entre\u0301e", " Date d'entrée ", "Date_d'entrée"]),
    ("Durée (min)", ["duree min", "Durée (MIN)"]),
    ("Mois sans activité à l'entrée", ["Mois sans activite a l’entree"]),
]


@pytest.mark.parametrize(("entete", "written"), SPELLINGS)
def test_spellings_of_a_header_meet(entete, written):
    assert {header_key(text) for text in written} == {header_key(entete)}


@pytest.mark.parametrize("requete", queries())
def test_no_header_of_a_query_is_taken_for_another(requete):
    columns = queries()[requete]
    found = recognise(requete, [column.entete for column in columns], {})
    assert found.positions == {column.colonne: rank for rank, column in enumerate(columns)}
    assert found.unknown == () and found.missing == ()


def test_columns_in_any_order_with_columns_no_one_asked_for(tmp_path):
    text = "Couleur;COMMUNE;Nom;Date De Naissance;;civilite;Numéro de dossier\nbleu;Dijon;SECRETNOM;01/02/1980;;Mme;D1\nvert;Dijon;SECRETNOM;01/02/1981;;M.;D2\n"
    write_photo(tmp_path, participants=text)
    bilan = load(tmp_path)
    assert bilan.photos[0].fichiers[0].colonnes_inconnues == ("Couleur",)


@pytest.mark.parametrize("cells", ["{};{}", "{1};{0}"])
def test_of_two_columns_under_one_header_the_filled_one_is_read(tmp_path, cells):
    lines = [
        "N° dossier;Civilité;" + "Commune;Commune" + ";Date de naissance",
        "D1;Mme;" + cells.format("Dijon", "") + ";01/02/1980",
        "D2;M.;" + cells.format("Talant", "") + ";01/02/1981",
    ]
    write_photo(tmp_path, participants="\n".join(lines))
    fichier = load(tmp_path).photos[0].fichiers[0]
    assert (fichier.colonnes_inconnues, fichier.nb_valeurs_rejetees) == ((), 0)
    assert "« Commune » vient 2 fois" in fichier.remarques[0].replace("\u00a0", " ")
    assert rows(opened(tmp_path), "participants", "commune") == [("Dijon",), ("Talant",)]


def test_two_filled_columns_under_one_header_are_refused(tmp_path):
    text = "N° dossier;Civilité;Commune;Date de naissance;Commune\nD1;Mme;Dijon;01/02/1980;Paris\nD2;M.;Talant;01/02/1981;Paris\n"
    write_photo(tmp_path, participants=text)
    with pytest.raises(PlieError) as refused:
        load(tmp_path)
    assert "« Commune » vient 2 fois" in refused.value.message.replace("\u00a0", " ")


def test_the_header_of_the_contract_wins_over_an_alias(tmp_path):
    con = load_exports(
        tmp_path, participants="N° dossier;Sexe;Civilité;Date de naissance;Commune\nD1;x;Mme;01/02/1980;Dijon\nD2;x;M.;01/02/1980;Dijon\n"
    )
    assert rows(con, "participants", "civilite") == [("Mme",), ("M.",)]


def test_plie_toml_names_other_headers(tmp_path):
    (tmp_path / "plie.toml").write_text(
        '[ingestion.entetes.participants]\n"N° dossier" = ["Code bénéficiaire"]\n"Commune" = "Lieu"\n', encoding="utf-8"
    )
    con = load_exports(
        tmp_path, participants="CODE BENEFICIAIRE;Civilité;Date de naissance;Lieu\nD1;Mme;01/02/1980;Dijon\nD2;M.;01/02/1980;Dijon\n"
    )
    assert rows(con, "participants", "id_dossier", "commune") == [("D1", "Dijon"), ("D2", "Dijon")]


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('[ingestion.entetes.participants]\n"Numero" = ["x"]\n', "n'est pas une colonne du contrat"),
        ('[ingestion.fichiers]\nparcour = ["x"]\n', "la requête « parcour » n'existe pas"),
        ('[ingestion.valeurs.motif_sortie]\n"x" = "EMPLOOI"\n', "le code « EMPLOOI » n'existe pas"),
        ('[ingestion.valeurs.motif_sorti]\n"x" = "EMPLOI"\n', "cette nomenclature n'existe pas"),
    ],
)
def test_a_mistake_in_plie_toml_is_told(tmp_path, toml, told):
    (tmp_path / "plie.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(PlieError) as refused:
        load_exports(tmp_path)
    assert told in refused.value.message.replace("\u00a0", " ")
    assert "plie.toml" in refused.value.message


def test_a_missing_mandatory_column_names_the_file_the_column_and_the_headers(tmp_path):
    with pytest.raises(PlieError) as refused:
        load_exports(tmp_path, participants=PARTICIPANTS.replace("Date de naissance", "Naisance"))
    told = refused.value.message.replace("\u00a0", " ")
    assert "participants.csv : la colonne obligatoire « Date de naissance » est introuvable." in told
    assert "En-têtes trouvés : N° dossier, Civilité, Nom, Naisance, Code postal, Commune, QPV, Niveau de formation." in told
    assert len(told.splitlines()) <= 4


def test_a_file_without_headers_does_not_quote_its_data(tmp_path):
    """The first line of such a file is a person: the message names what was looked for, never what was found."""
    with pytest.raises(PlieError) as refused:
        load_exports(tmp_path, participants="\n".join(PARTICIPANTS.splitlines()[1:]))
    assert "SECRETNOM" not in refused.value.message and "D1" not in refused.value.message
    assert "aucune ligne d'en-têtes" in refused.value.message
