"""Names that change while what they name stays: old and new labels in one photo, advice of its date, remarks."""

from datetime import date

import pytest

from plie_analysis.cli import run
from plie_analysis.indicateurs.appellations import appellation, modalite
from plie_analysis.rapports.lexique import Lexique
from tests.exports import load, load_exports, opened, reasons, rows, write_photo
from tests.tableau import base, dossier, lignes

PRESCRIPTIONS = """\
N° prescription;N° dossier;Prescripteur;Date de prescription;Date du premier RDV;Décision;Date de décision;Motif de non-entrée;Orientation proposée
"""


def prescriptions(*lines: tuple[str, str]) -> str:
    """An export of prescriptions: (prescripteur, date)."""
    return PRESCRIPTIONS + "".join(f"O{n};D1;{who};{day};{day};En attente;;;\n" for n, (who, day) in enumerate(lines, start=1))


def charger(racine, *lines, photo="2026-06-30"):
    write_photo(racine, photo, prescriptions=prescriptions(*lines))
    load(racine)
    return opened(racine)


def remarques(con) -> str:
    return " ".join(text or "" for (text,) in con.execute("SELECT remarques FROM raw.fichier").fetchall()).replace("\u00a0", " ")


def test_a_name_of_2016_and_one_of_2026_are_one_identity_in_one_photo(tmp_path):
    con = charger(tmp_path, ("Pôle emploi", "01/03/2016"), ("PE", "02/03/2016"), ("France Travail", "01/03/2026"))
    assert rows(con, "prescriptions", "prescripteur") == [("Pôle emploi",)] * 3
    assert reasons(con) == [] and "pas en usage" not in remarques(con)


def test_a_name_used_out_of_its_time_loads_with_a_remark(tmp_path):
    con = charger(tmp_path, ("Pôle emploi", "01/03/2026"), ("France Travail", "01/03/2026"), ("France Travail", "01/03/2016"))
    assert rows(con, "prescriptions", "prescripteur") == [("Pôle emploi",)] * 3
    assert "« Prescripteur » : 2 libellés lus sous un nom qui n'était pas en usage à la date du fait." in remarques(con)


def test_a_name_still_to_come_is_read_in_an_older_photo(tmp_path):
    con = charger(tmp_path, ("France Travail", "01/03/2017"), photo="2017-12-31")
    assert rows(con, "prescriptions", "prescripteur") == [("Pôle emploi",)]


def test_the_advice_names_what_was_in_use_at_the_date_of_the_fact(tmp_path):
    con = charger(tmp_path, ("Pole emplois", "01/03/2016"), ("France Travaill", "01/03/2026"))
    assert [motif.partition(" ; ")[2] for motif in reasons(con)] == [
        "vouliez-vous dire « Pôle emploi » ?",
        "vouliez-vous dire « France Travail » ?",
    ]


def test_what_did_not_exist_yet_is_not_a_code(tmp_path):
    etapes = "N° étape;N° parcours;Opération;Date de début;Date de fin;Heures hebdomadaires;Clause d'insertion\nE1;P1;PEC;01/03/2017;31/08/2017;26,5;Oui\n"
    con = load_exports(tmp_path, etapes=etapes + "E2;P1;PMSMP;01/03/2017;31/08/2017;26,5;Oui\n")
    assert rows(con, "etapes", "operation") == [(None,), ("PMSMP",)]
    assert reasons(con) == ["« PEC » n'existe qu'à partir du 01/01/2018"]


def test_a_code_with_two_names_makes_one_line():
    con = base("""
prescriptions
id_prescription | id_dossier | prescripteur | date_prescription
O1              | D1         | Pôle emploi  | 2017-02-01
""")
    assert lignes(con, "SELECT id_prescription, prescripteur FROM curated.prescription") == [("O1", "Pôle emploi")]


def test_a_name_is_that_of_the_end_of_the_period():
    assert [appellation("prescripteur", "Pôle emploi", day, {}) for day in (date(2017, 12, 31), date(2023, 12, 31), date(2024, 1, 1))] == [
        "Pôle emploi",
        "Pôle emploi",
        "France Travail",
    ]
    assert appellation("prescripteur", "CCAS", date(2026, 6, 30), {}) == "CCAS"
    assert modalite("prescripteur", "france travail") == modalite("prescripteur_detail", "Pôle emploi") == "Pôle emploi"
    assert modalite("prescripteur", "Inconnu") == "Inconnu"


@pytest.mark.parametrize(
    ("jour", "reglage", "attendu"),
    [
        (date(2019, 1, 9), "", ["IV", "I", "VI", "I (master)", "V ou inférieur"]),
        (date(2019, 1, 10), "", ["niveau 4", "niveau 7 ou 8", "infra 3 (ancien VI)", "niveau 7", "3 ou inférieur"]),
        (date(2026, 6, 30), "1969", ["IV", "I", "VI", "I (master)", "V ou inférieur"]),
        (date(2017, 12, 31), "2019", ["niveau 4", "niveau 7 ou 8", "infra 3 (ancien VI)", "niveau 7", "3 ou inférieur"]),
    ],
)
def test_the_scale_of_levels_follows_the_period_or_the_setting(jour, reglage, attendu):
    config = {"presentation": {"niveaux": reglage}} if reglage else {}
    named = [appellation("niveau", code, jour, config) for code in ("IV", "I", "VI", "7 (2019)")]
    assert [*named, appellation("niveau_groupe", "V ou inférieur", jour, config)] == attendu


def test_the_command_takes_any_name_and_prints_that_of_the_period(tmp_path, capsys):
    racine = dossier(
        tmp_path,
        """
prescriptions
id_prescription | id_dossier | prescripteur | date_prescription
O1              | D1         | Pôle emploi  | 2025-02-01
""",
        photo=date(2025, 12, 31),
    )
    asked = ["indicateurs", "prescriptions", "--du", "2025-01-01", "--au", "2025-12-31", "--par", "prescripteur", "--racine", str(racine)]
    assert run([*asked, "--filtre", "prescripteur=France Travail"]) == 0
    shown = capsys.readouterr().out
    assert "France Travail" in shown and "Pôle emploi" not in shown
    assert run([*asked, "--format", "csv"]) == 0
    assert "prescriptions,Pôle emploi,1" in capsys.readouterr().out


def test_a_level_printed_on_a_public_page_is_a_label_and_its_digit_alone_is_a_count():
    lexique = Lexique([])
    for texte in (
        "niveau 4",
        "Niveau 4, le plus fréquent",
        "un niveau 3 ou inférieur",
        "9 (qualification étrangère non reconnue)",
        "infra 3",
    ):
        assert lexique.reste(texte, annees=False, section=False) == [], texte
    assert lexique.reste("4", annees=False, section=False) == ["4"]
    assert lexique.reste("4 personnes de niveau 4", annees=False, section=False) == ["4"]


def test_a_letter_of_2025_names_its_partners_as_they_are_called_then(tmp_path):
    racine = dossier(
        tmp_path,
        """
participants
id_dossier | civilite | commune
D1         | Mme      | Dijon

parcours
id_parcours | id_dossier | id_prescription | code_referent | date_entree
P1          | D1         | O1              | R1            | 2025-02-10

prescriptions
id_prescription | id_dossier | prescripteur | date_prescription
O1              | D1         | Pôle emploi  | 2025-02-01
O2              | D1         | Pôle emploi  | 2025-03-01
O3              | D1         | Conseil départemental | 2025-03-01
""",
        photo=date(2025, 12, 31),
    )
    assert run(["rapport", "lettre", "--mois", "2025-06", "--forcer", "--racine", str(racine)]) == 0
    page = (racine / "data" / "rapports" / "lettre-2025-06.html").read_text(encoding="utf-8")
    assert "de l’objectif (France Travail et Conseil départemental)" in page.replace("\u00a0", " ")
    assert "Pôle emploi" not in page
