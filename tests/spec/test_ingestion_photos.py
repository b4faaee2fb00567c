"""Folders and files: which photo, which query, what is said when they do not fit; loading twice, replacing, several photos."""

import pytest

from plie_analysis import cli
from plie_analysis.errors import PlieError
from tests.exports import PARCOURS, PARTICIPANTS, load, opened, rows, write_photo


def refused(tmp_path, *photos) -> str:
    with pytest.raises(PlieError) as error:
        load(tmp_path, *photos)
    assert error.value.code == 2
    return error.value.message.replace("\u00a0", " ")


def test_no_photo_at_all(tmp_path):
    assert "Aucune photo à charger" in refused(tmp_path)


@pytest.mark.parametrize("name", ["decembre", "2017-13-01", "31-12-2017", "2017-12-31 (copie)"])
def test_a_folder_whose_name_is_not_a_date(tmp_path, name):
    write_photo(tmp_path)
    (tmp_path / "data" / "raw" / name).mkdir()
    told = refused(tmp_path)
    assert name in told and "AAAA-MM-JJ" in told


def test_a_photo_that_is_not_there(tmp_path):
    write_photo(tmp_path)
    assert "Photos présentes : 2017-12-31" in refused(tmp_path, "2016-12-31")
    assert "n'est pas une date de photo" in refused(tmp_path, "hier")


def test_a_missing_mandatory_file_is_named_with_those_found(tmp_path):
    write_photo(tmp_path, parcours=None, parcour_csv=PARCOURS)
    told = refused(tmp_path)
    assert "le fichier obligatoire « parcours » manque" in told
    assert "« parcour.csv » est-il le fichier « parcours »" in told
    assert "participants.csv" in told


def test_two_files_for_one_query(tmp_path):
    folder = write_photo(tmp_path)
    (folder / "Parcours (2).csv").write_text(PARCOURS, encoding="utf-8")
    assert "2 fichiers pour la requête « parcours » : Parcours (2).csv, parcours.csv" in refused(tmp_path)


def test_names_of_files(tmp_path):
    folder = write_photo(tmp_path)
    (folder / "parcours.csv").rename(folder / "PARCOURS_2017-12-31.CSV")
    (folder / "etapes.csv").rename(folder / "Étapes (2).txt")
    for name in ("~$parcours.xlsx", ".DS_Store", "notes.docx", "bilan.csv"):
        (folder / name).write_bytes(b"x")
    bilan = load(tmp_path)
    assert [fichier.requete for fichier in bilan.photos[0].fichiers] == ["participants", "parcours", "etapes"]
    assert bilan.photos[0].ignores == ("bilan.csv", "notes.docx")


def test_a_folder_in_a_photo_is_named_in_the_summary(tmp_path, capsys):
    """Exports filed one level too deep are not read: the summary says which folder was left."""
    folder = write_photo(tmp_path)
    for name in ("anciens exports", ".cache"):
        (folder / name).mkdir()
    (folder / "anciens exports" / "aides.csv").write_text("N° parcours;Date;Nature;Montant\n", encoding="utf-8")
    assert cli.run(["--racine", str(tmp_path), "charger"]) == 0
    out, err = capsys.readouterr()
    (told,) = [line for line in (out + err).splitlines() if "Fichiers laissés de côté" in line]
    assert "anciens exports/ (sous-dossier)" in told.replace("\u00a0", " ") and ".cache" not in told


def test_plie_toml_names_files(tmp_path):
    (tmp_path / "plie.toml").write_text('[ingestion.fichiers]\nparcours = ["Extraction PLIE*.csv"]\n', encoding="utf-8")
    folder = write_photo(tmp_path)
    (folder / "parcours.csv").rename(folder / "EXTRACTION plie n°3.csv")
    load(tmp_path)
    assert len(rows(opened(tmp_path), "parcours", "ligne")) == 2


def test_loading_twice_is_loading_once(tmp_path):
    write_photo(tmp_path)
    first = load(tmp_path)
    base = tmp_path / "data" / "curated" / "plie.duckdb"
    before = (base.stat().st_mtime_ns, base.stat().st_ino)
    second = load(tmp_path)
    assert [photo.deja_chargee for photo in (*first.photos, *second.photos)] == [False, True]
    assert not second.est_change
    assert (base.stat().st_mtime_ns, base.stat().st_ino) == before
    assert second.photos[0].fichiers == first.photos[0].fichiers
    third = load(tmp_path, relire=True)
    assert not third.photos[0].deja_chargee


def test_a_photo_whose_content_changed_is_replaced_and_the_others_kept(tmp_path):
    write_photo(tmp_path, "2016-12-31")
    write_photo(tmp_path, "2017-12-31")
    assert [str(photo.photo) for photo in load(tmp_path).photos] == ["2016-12-31", "2017-12-31"]
    write_photo(tmp_path, "2017-12-31", participants=PARTICIPANTS.replace("Chenôve", "Talant"))
    bilan = load(tmp_path)
    assert [photo.deja_chargee for photo in bilan.photos] == [True, False]
    con = opened(tmp_path)
    found = con.execute("SELECT photo::VARCHAR, commune FROM raw.participants WHERE id_dossier = 'D2' ORDER BY photo").fetchall()
    assert found == [("2016-12-31", "Chenôve"), ("2017-12-31", "Talant")]
    assert con.execute("SELECT count(*) FROM journal.chargement").fetchone() == (2,)


def test_a_photo_whose_folder_went_stays_in_the_database(tmp_path):
    folder = write_photo(tmp_path, "2016-12-31")
    load(tmp_path)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    write_photo(tmp_path, "2017-12-31")
    load(tmp_path)
    assert opened(tmp_path).execute("SELECT count(DISTINCT photo) FROM raw.participants").fetchone() == (2,)


def test_a_new_spelling_makes_the_photo_read_again(tmp_path):
    write_photo(tmp_path, parcours=PARCOURS.replace("EMPLOI", "CDI 24h"))
    assert load(tmp_path).photos[0].nb_rejets == 1
    (tmp_path / "plie.toml").write_text('[ingestion.valeurs.motif_sortie]\n"CDI 24h" = "EMPLOI"\n', encoding="utf-8")
    again = load(tmp_path).photos[0]
    assert not again.deja_chargee and again.nb_rejets == 0


def test_readers_keep_the_old_database_while_the_new_one_takes_its_place(tmp_path):
    write_photo(tmp_path)
    load(tmp_path)
    con = opened(tmp_path)
    write_photo(tmp_path, participants=PARTICIPANTS.replace("Chenôve", "Talant"))
    load(tmp_path)
    assert con.execute("SELECT commune FROM raw.participants WHERE id_dossier = 'D2'").fetchone() == ("Chenôve",)


def test_a_failure_leaves_the_former_database(tmp_path):
    write_photo(tmp_path)
    load(tmp_path)
    before = (tmp_path / "data" / "curated" / "plie.duckdb").read_bytes()
    write_photo(tmp_path, "2018-01-31", etapes="N° étape;N° parcours;Date de début\nE1;P1;01/01/2017\n")
    assert "Opération" in refused(tmp_path)
    assert (tmp_path / "data" / "curated" / "plie.duckdb").read_bytes() == before
    assert not (tmp_path / "data" / "curated" / ".chargement").exists()


def test_the_rejects_are_written_for_a_spreadsheet(tmp_path):
    write_photo(tmp_path, parcours=PARCOURS.replace("EMPLOI", "=1+1"))
    load(tmp_path)
    text = (tmp_path / "data" / "curated" / "rejets-2017-12-31.csv").read_text(encoding="utf-8-sig")
    lines = text.splitlines()
    assert lines[0] == "photo;requete;fichier;feuille;ligne;colonne;valeur;motif;portee"
    assert lines[1].startswith("2017-12-31;parcours;parcours.csv;;2;Motif de sortie;'=1+1;")


@pytest.mark.parametrize(
    ("saisies", "dit"), [(("12/01/2017", "06/03/2017"), ""), (("12/01/2017", "07/03/2017"), "1 parcours sur 2"), (("", ""), "")]
)
def test_dossiers_that_look_keyed_long_after_their_parcours_are_told(tmp_path, saisies, dit):
    """The second entry is of 3 February: the 32nd day after it is too late for the dossier to have been opened then."""
    header, *lines = PARTICIPANTS.splitlines()
    dated = [f"{header};Date de saisie", *(f"{line};{day}" for line, day in zip(lines, saisies, strict=True))]
    write_photo(tmp_path, participants="\n".join(dated) + "\n")
    told = [sentence.replace("\u00a0", " ") for sentence in load(tmp_path).avis if "dernière modification" in sentence]
    assert len(told) == bool(dit)
    assert all(f"pour {dit}, le dossier est saisi plus d’un mois après l’entrée" in sentence for sentence in told)
