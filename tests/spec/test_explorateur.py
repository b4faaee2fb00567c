"""The explorer without a browser: what is told in trouble, what a session shares, a photo deposited, read, mended, loaded, removed."""

import datetime as dt
import shutil

import pytest

from plie_analysis.database import connect
from plie_analysis.errors import PlieError
from plie_analysis.explorateur.session import IMPREVU, JOURNAL, ONGLETS
from tests.depot import boutons, deposer, dit, page
from tests.exports import ETAPES, MINIMUM, PARCOURS, PARTICIPANTS, write_photo

EXPORTS = {f"{nom}.csv": texte for nom, texte in MINIMUM.items()}
FAUTIF = {**EXPORTS, "parcours.csv": PARCOURS.replace(";EMPLOI", ";EMPLOYS")}


@pytest.fixture
def vide(tmp_path):
    """The explorer where nothing was ever loaded."""
    return page(tmp_path)


@pytest.fixture(scope="module")
def modele(tmp_path_factory):
    """A working folder with one small photo, loaded from the page."""
    racine = tmp_path_factory.mktemp("modele")
    cadre = page(racine)
    deposer(cadre, EXPORTS)
    cadre.onglets["Photos"].lire.click()
    cadre.onglets["Photos"].charger.click()
    assert cadre.session.photo == dt.date(2017, 12, 31), dit(cadre.boite)
    cadre.session.fermer()
    return racine


@pytest.fixture
def chargee(modele, tmp_path):
    """The explorer on one small photo."""
    return page(shutil.copytree(modele, tmp_path / "racine"))


def test_the_five_tabs_are_named_in_order(vide):
    assert tuple(vide.barre.titles) == ONGLETS == ("Question", "Résultat", "Exporter", "Photos", "Publier")


def test_without_a_base_the_photos_come_first_with_a_sentence(vide):
    assert vide.session.atelier is None and vide.barre.selected_index == ONGLETS.index("Photos")
    assert "Aucune photo n’est chargée" in dit(vide.boite) and "plie charger" not in dit(vide.vue)


def test_every_tab_says_something_without_a_base(vide):
    for onglet in vide.onglets.values():
        onglet.rafraichir()
        assert dit(onglet.vue)


def test_the_heading_says_who_when_and_at_what_level(chargee):
    assert "PLIE" in dit(chargee._entete) and "31 décembre 2017" in dit(chargee._entete) and "Diffusion : interne" in dit(chargee._entete)


def test_a_page_that_opens_well_says_nothing(chargee):
    assert dit(chargee.boite) == "" and not (chargee.session.settings.curated / JOURNAL).exists()


def test_changing_the_level_opens_the_base_again_and_says_it(chargee):
    chargee.niveau.value = "publique"
    assert chargee.session.niveau == "publique" == chargee.session.atelier.niveau and "publique" in dit(chargee._entete)


def test_an_error_of_ours_is_told_and_never_raised(chargee):
    def wrong():
        raise PlieError("Cette question n'a pas de réponse.\nChangez la période.")

    assert chargee.session.garde(wrong)() is None
    assert "Changez la période." in dit(chargee.boite) and "Fermer ce message" in boutons(chargee.boite)
    boutons(chargee.boite)["Fermer ce message"].click()
    assert dit(chargee.boite) == ""


def test_an_unforeseen_error_is_a_sentence_and_its_text_stays_out_of_the_log(chargee):
    def wrong():
        raise ValueError("Mme SECRETNOM, née le 01/02/1980")

    chargee.session.garde(wrong)()
    assert dit(chargee.boite).startswith(IMPREVU.partition(" (")[0]) and "SECRET" not in dit(chargee.vue)
    log = chargee.session.settings.curated / JOURNAL
    assert "ValueError" in log.read_text() and "test_explorateur.py" in log.read_text() and "SECRET" not in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_what_a_message_quotes_is_inert(chargee):
    chargee.montrer("<script>alert(1)</script>")
    assert "<script" not in chargee.boite.children[0].value


def test_a_photo_loaded_behind_the_page_is_said_at_the_next_gesture_and_can_be_opened(chargee):
    other = page(chargee.session.settings.racine)
    deposer(other, EXPORTS, dt.date(2018, 1, 31))
    other.onglets["Photos"].lire.click()
    other.onglets["Photos"].charger.click()
    assert chargee.session.est_perimee and not other.session.est_perimee
    chargee.session.garde(lambda: None)()
    assert "La base a changé" in dit(chargee.boite)
    boutons(chargee.boite)["Rouvrir la base"].click()
    assert chargee.session.photo == dt.date(2018, 1, 31) and dit(chargee.boite) == ""


def test_a_base_held_by_another_program_is_told(chargee, monkeypatch):
    def held(*_args, **_options):
        raise PlieError("La base (plie.duckdb) est tenue par un autre programme.\nAttendez qu'il finisse ou fermez-le, puis recommencez.")

    monkeypatch.setattr("plie_analysis.explorateur.session.Atelier", held)
    assert not chargee.session.ouvrir()
    assert "tenue par un autre programme" in dit(chargee.boite)


def test_a_base_of_another_version_is_told_and_made_again_from_the_page(chargee):
    chargee.session.fermer()
    with connect(chargee.session.settings.base) as con:
        con.execute("UPDATE journal.tables SET empreinte = 'ancienne'")
    chargee.session.ouvrir()
    assert chargee.session.atelier is None and "Relire les photos" in dit(chargee.boite) and "plie charger" not in dit(chargee.boite)
    chargee.onglets["Photos"].relire.click()
    assert chargee.session.photo == dt.date(2017, 12, 31) and "1 photo relue" in dit(chargee.boite)


def test_a_damaged_base_is_told(chargee):
    chargee.session.fermer()
    chargee.session.settings.base.write_bytes(b"x" * 5000)
    chargee.session.ouvrir()
    assert "abîmée" in dit(chargee.boite) and chargee.session.atelier is None


def test_tabs_hear_what_the_session_says(chargee):
    heard = []
    chargee.session.quand("resultat", lambda: heard.append(chargee.session.resultat))
    chargee.session.donner(3)
    chargee.session.aller("Résultat")
    assert heard == [3] and chargee.barre.selected_index == 1
    chargee.barre.selected_index = 0
    assert chargee.session.onglet == "Question"


# A photo deposited


def test_nothing_is_written_before_the_button_that_loads(vide):
    racine = vide.session.settings.racine
    deposer(vide, FAUTIF)
    photos = vide.onglets["Photos"]
    photos.lire.click()
    written = [path.relative_to(racine).as_posix() for path in racine.rglob("*") if path.is_file()]
    assert all(name.startswith("data/curated/.temporaire/") for name in written), written
    assert photos.fichiers.value == () and photos.date.value == dt.date(2017, 12, 31)


def test_the_rejects_say_file_line_and_column_and_what_may_be_meant(vide):
    deposer(vide, FAUTIF)
    photos = vide.onglets["Photos"]
    photos.lire.click()
    said = dit(photos.vue)
    assert "1 rejet" in said and "ligne 2 parcours.csv Motif de sortie EMPLOYS valeur laissée vide" in said
    assert "« EMPLOYS » (Motif de sortie, 1 fois) : vouliez-vous dire « EMPLOI » ?" in said


def test_a_variant_added_is_in_plie_toml_and_the_photo_is_read_again(vide):
    racine = vide.session.settings.racine
    (racine / "plie.toml").write_text('# À nous\n[plie]\nnom = "PLIE d’essai"   # son nom\n', encoding="utf-8")
    vide.session.ouvrir()
    deposer(vide, FAUTIF)
    photos = vide.onglets["Photos"]
    photos.lire.click()
    boutons(photos.variantes)["Ajouter cette variante"].click()
    text = (racine / "plie.toml").read_text(encoding="utf-8")
    assert text == '# À nous\n[plie]\nnom = "PLIE d’essai"   # son nom\n\n[ingestion.valeurs.motif_sortie]\n"EMPLOYS" = "EMPLOI"\n'
    assert "Aucun rejet" in dit(photos.vue) and not boutons(photos.variantes)
    boutons(vide.boite)["Annuler cet ajout"].click()
    assert "motif_sortie" not in (racine / "plie.toml").read_text(encoding="utf-8") and "1 rejet" in dit(photos.vue)


def test_a_mended_photo_is_loaded_and_its_files_are_in_place(vide):
    deposer(vide, FAUTIF)
    photos = vide.onglets["Photos"]
    photos.lire.click()
    boutons(photos.variantes)["Ajouter cette variante"].click()
    photos.charger.click()
    racine = vide.session.settings.racine
    assert "Photo du 31 décembre 2017 chargée" in dit(vide.boite) and vide.session.atelier is not None
    assert sorted(path.name for path in (racine / "data/raw/2017-12-31").iterdir()) == sorted(EXPORTS)
    assert vide.session.atelier.con.execute("SELECT motif_sortie FROM curated.parcours WHERE id_parcours = 'P1'").fetchone() == ("EMPLOI",)


def test_what_is_loaded_is_what_was_read(vide):
    deposer(vide, EXPORTS)
    photos = vide.onglets["Photos"]
    photos.charger.click()
    assert "Lisez d’abord" in dit(vide.boite).replace("'", "’") and vide.session.atelier is None
    photos.lire.click()
    deposer(vide, {"etapes.csv": ETAPES.replace("PMSMP", "CDDI")})
    assert photos.lecture is None and "Charger cette photo" not in boutons(photos.vue)


def test_the_day_in_the_names_of_the_files_is_offered_first(vide):
    deposer(vide, {nom.replace(".csv", "_2017-11-30.csv"): texte for nom, texte in EXPORTS.items()})
    assert vide.onglets["Photos"].date.value == dt.date(2017, 11, 30)


@pytest.mark.parametrize(
    "nom", ["../evade.csv", "sous/dossier.csv", ".cache.csv", "a\\b.csv", "x" * 250, "a.csv:caché", "C:a.csv", "a.csv ", "a."]
)
def test_a_name_that_is_no_file_name_is_refused(vide, nom):
    deposer(vide, {nom: PARTICIPANTS})
    assert "ne convient pas à un fichier" in dit(vide.boite) and not vide.onglets["Photos"].depot.fichiers


def test_a_missing_export_is_told_and_nothing_is_written(vide):
    deposer(vide, {"participants.csv": PARTICIPANTS})
    vide.onglets["Photos"].lire.click()
    assert "manquent" in dit(vide.boite) and not (vide.session.settings.racine / "data/raw").exists()


def test_a_stranger_of_the_same_name_is_not_replaced(vide):
    folder = write_photo(vide.session.settings.racine, participants=PARTICIPANTS.replace("Dijon", "Talant"))
    before = (folder / "participants.csv").read_bytes()
    deposer(vide, EXPORTS)
    vide.onglets["Photos"].lire.click()
    assert "il n'est pas remplacé" in dit(vide.boite) and (folder / "participants.csv").read_bytes() == before


def test_what_the_page_put_there_can_be_replaced_by_a_corrected_export(chargee):
    photos = chargee.onglets["Photos"]
    deposer(chargee, {"participants.csv": PARTICIPANTS.replace("Chenôve", "Talant")})
    photos.lire.click()
    photos.charger.click()
    assert chargee.session.atelier.con.execute("SELECT commune FROM curated.participant WHERE id_dossier = 'D2'").fetchone() == ("Talant",)


def test_a_load_that_fails_leaves_the_folder_as_it_was(chargee, monkeypatch):
    photos, folder = chargee.onglets["Photos"], chargee.session.settings.racine / "data/raw/2017-12-31"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    deposer(chargee, {"participants.csv": PARTICIPANTS.replace("Chenôve", "Talant"), "notice.txt": "à lire"})
    photos.lire.click()

    def full(*_args, **_options):
        raise PlieError("Le chargement s'est arrêté : la base n'a pas pu être écrite (disque plein).")

    monkeypatch.setattr("plie_analysis.explorateur.depot.load_photos", full)
    photos.charger.click()
    assert "disque plein" in dit(chargee.boite)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert photos.depot.fichiers and chargee.session.photo == dt.date(2017, 12, 31)


def test_what_a_photo_changes_is_told_with_its_dossiers(chargee):
    photos = chargee.onglets["Photos"]
    parcours = PARCOURS.replace("03/02/2017;;", "03/02/2017;20/01/2018;FORMATION").replace("10/01/2017", "11/01/2017")
    parcours += "P3;D1;R1;05/01/2018;;\n"
    deposer(
        chargee, {**EXPORTS, "parcours.csv": parcours, "participants.csv": PARTICIPANTS.replace("Chenôve", "Talant")}, dt.date(2018, 1, 31)
    )
    photos.lire.click()
    for said in (dit(photos.vue), (photos.charger.click(), dit(photos.chargees.vue))[1]):
        assert "Parcours entrés 1 D1" in said and "Parcours sortis 1 D2" in said
        assert "Corrections 2 D1 (date d’entrée), D2 (commune)" in said, said


def test_the_dossiers_of_a_change_are_for_the_house(chargee):
    deposer(chargee, EXPORTS, dt.date(2018, 1, 31))
    photos = chargee.onglets["Photos"]
    photos.lire.click()
    photos.charger.click()
    chargee.niveau.value = "partenaires"
    assert "ne se montre qu’au niveau « interne »" in dit(photos.chargees.vue)


def test_a_photo_is_removed_after_a_confirmation(chargee):
    chargees = chargee.onglets["Photos"].chargees
    chargees.retirer.click()
    assert "la base n’aura plus aucune photo" in dit(chargees.vue)
    chargees.renoncer.click()
    assert chargee.session.photo and "Oui, retirer cette photo" not in boutons(chargees.vue)
    chargees.retirer.click()
    chargees.confirmer.click()
    assert chargee.session.atelier is None and "retirée de la base" in dit(chargee.boite)
    assert (chargee.session.settings.racine / "data/raw/2017-12-31/participants.csv").is_file()


def test_a_value_of_an_export_is_shown_and_never_run(vide):
    deposer(vide, {**EXPORTS, "parcours.csv": PARCOURS.replace(";EMPLOI", ";<img src=x onerror=alert(1)>")})
    vide.onglets["Photos"].lire.click()
    shown = vide.onglets["Photos"]._compte.value + "".join(one.children[0].value for one in vide.onglets["Photos"].variantes.children)
    assert "&lt;img" in shown and "<img" not in shown
