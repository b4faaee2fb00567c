"""Levels on both scales: which number means what, when a column is refused both readings, what ``plie.toml`` settles."""

import pytest

from tests.exports import load_exports, reasons, rows

ENTETE = "N° dossier;Civilité;Date de naissance;Code postal;Commune;QPV;Niveau de formation\n"


def participants(*niveaux: str) -> str:
    """An export with one person for each text in the column of levels."""
    return ENTETE + "".join(f'D{n};Mme;15/05/1990;21000;Dijon;;"{niveau}"\n' for n, niveau in enumerate(niveaux, start=1))


def lus(racine, *niveaux: str, reglage: str = "") -> list[str | None]:
    """The codes that a column of these texts gives, in order."""
    racine.mkdir(exist_ok=True)
    if reglage:
        (racine / "plie.toml").write_text(f'[ingestion.niveau]\nnomenclature = "{reglage}"\n', encoding="utf-8")
    return [code for (code,) in rows(load_exports(racine, participants=participants(*niveaux)), "participants", "niveau")]


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("infra 3", "infra 3"),
        ("Infra-3", "infra 3"),
        ("Niveau 3", "V"),
        ("CAP/BEP", "V"),
        ("Niveau 4", "IV"),
        ("4", "IV"),
        ("4.0", "IV"),
        ("niv. 4", "IV"),
        ("IV", "IV"),
        ("Niv. IV", "IV"),
        ("5 (BTS, DUT)", "III"),
        ("Niveau 5 (Bac+2)", "III"),
        ("5 - BTS", "III"),
        ("Niveau 6", "II"),
        ("Niveau 7", "7 (2019)"),
        ("7 (master)", "7 (2019)"),
        ("Niveau 7 (bac+5)", "7 (2019)"),
        ("I (doctorat)", "8 (2019)"),
        ("7-8", "I"),
        ("7 ou 8", "I"),
        ("8", "8 (2019)"),
        ("Niveau 1", "1 (2019)"),
        ("2", "2 (2019)"),
        ("V (CAP)", "V"),
        ("9", "9"),
        ("Niveau 9", "9"),
    ],
)
def test_one_writing_of_a_level(tmp_path, texte, code):
    assert lus(tmp_path, texte) == [code]


def test_what_each_scale_prints_is_read_again_as_the_same_level(tmp_path):
    codes = ["I", "II", "III", "IV", "V", "Vbis", "VI"]
    assert lus(tmp_path / "1969", "I", "II", "III", "IV", "V", "V bis", "VI") == codes
    assert lus(tmp_path / "2019", "7 ou 8", "6", "5", "4", "3", "infra 3 (ancien V bis)", "infra 3 (ancien VI)") == codes


def test_a_number_among_romans_is_kept_aside_with_both_readings(tmp_path):
    con = load_exports(tmp_path, participants=participants("IV", "3", "Niveau 4", "9", "BTS", "5 (BTS, DUT)"))
    assert rows(con, "participants", "niveau", "niveau_saisi") == [
        ("IV", "IV"),
        (None, "3"),
        (None, "Niveau 4"),
        ("9", "9"),
        ("III", "BTS"),
        ("III", "5 (BTS, DUT)"),
    ]
    said = reasons(con)
    assert len(said) == 2
    assert said[0].startswith("la colonne mêle des niveaux en chiffres romains et arabes : « 3 » est en 2019 3 (CAP, BEP")
    assert "en 1969 III (Diplôme de niveau bac +2)" in said[0] and "[ingestion.niveau] nomenclature" in said[0]


def test_a_number_that_one_scale_alone_knows_is_read_among_romans(tmp_path):
    assert lus(tmp_path, "IV", "7", "Niveau 7 ou 8", "8") == ["IV", "7 (2019)", "I", "8 (2019)"]


def test_the_setting_says_of_which_scale_the_numbers_of_a_mixed_column_are(tmp_path):
    texts = ("IV", "3", "6", "7", "V")
    assert lus(tmp_path / "b", *texts, reglage="2019") == ["IV", "V", "II", "7 (2019)", "V"]
    assert lus(tmp_path / "a", *texts, reglage="1969") == ["IV", "III", "VI", None, "V"]


def test_a_number_that_its_words_contradict_is_not_a_level(tmp_path):
    con = load_exports(tmp_path, participants=participants("3 (bac)", "IV (BTS)", "5 (CAP)"))
    assert rows(con, "participants", "niveau") == [(None,), (None,), ("V",)]
    assert reasons(con) == ["le niveau et le diplôme écrits dans cette case ne vont pas ensemble"] * 2


def test_the_advice_on_an_unknown_level_never_changes_its_number(tmp_path):
    con = load_exports(tmp_path, participants=participants("Niveau 44", "Nivau IV"))
    assert [motif.partition(" ; ")[2] for motif in reasons(con)] == [
        "s'il est juste, ajoutez-le à la nomenclature niveau",
        "vouliez-vous dire « IV » ?",
    ]


def test_a_spelling_of_the_house_comes_before_the_scale(tmp_path):
    (tmp_path / "plie.toml").write_text('[ingestion.valeurs.niveau]\n"3" = "III"\n', encoding="utf-8")
    assert lus(tmp_path, "3", "4") == ["III", "IV"]


def test_a_nomenclature_without_scales_still_loads(tmp_path):
    (tmp_path / "referentiels").mkdir()
    (tmp_path / "referentiels" / "niveau.csv").write_text(
        "code,libelle,definition,source,debut,fin,alias,rang,groupe_rapport\nIV,Bac,,,,,,4,IV ou supérieur\nA1,Un,,,,,Niveau A,1,V ou inférieur\n",
        encoding="utf-8",
    )
    con = load_exports(tmp_path, participants=participants("Niveau A", "bac", "4"))
    assert rows(con, "participants", "niveau") == [("A1",), ("IV",), ("IV",)]
    assert con.execute("SELECT cite FROM ref.niveau ORDER BY code").fetchall() == [("",), ("3",)]
