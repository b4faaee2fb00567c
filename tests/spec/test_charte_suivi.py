"""What is kept of the controls: history, score, correction lists, pages, gate, command."""

import csv
import datetime as dt
import io
import re
import shutil
import subprocess
import sys

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from plie_analysis import database, marque
from plie_analysis.charte import (
    controle,
    controler,
    historique,
    journal,
    lecture,
    pages,
)
from plie_analysis.cli import run
from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import definitions
from plie_analysis.rapports.blocage import constats_bloquants, verrou_publication
from plie_analysis.schema.definitions import tables_of
from plie_analysis.schema.natures import Reglage
from plie_analysis.settings import load_settings
from tests.charte import photo_propre

SEPTEMBRE, OCTOBRE, DECEMBRE = dt.date(2017, 9, 30), dt.date(2017, 10, 31), dt.date(2017, 12, 31)
POIDS = {"bloquante": 1.0, "à corriger": 0.5, "alerte": 0.1}
MAUVAIS_NIVEAU = "UPDATE raw.participants SET niveau = NULL WHERE id_dossier = 'D{n}' AND photo IN ({photos})"
SANS_MOTIF = "UPDATE raw.parcours SET date_sortie = DATE '2017-12-20' WHERE id_parcours = 'P{n}' AND photo = DATE '2017-12-31'"


def jours(*photos):
    return ", ".join(f"DATE '{photo}'" for photo in photos)


@pytest.fixture(scope="module")
def trois_photos(tmp_path_factory):
    """Dossier 1: wrong level in September, corrected in October; 2: always wrong; 3: wrong in December, and an exit without motive."""
    settings = photo_propre.ecrire(
        tmp_path_factory.mktemp("suivi"),
        3,
        [
            MAUVAIS_NIVEAU.format(n=1, photos=jours(SEPTEMBRE)),
            MAUVAIS_NIVEAU.format(n=2, photos=jours(SEPTEMBRE, OCTOBRE, DECEMBRE)),
            MAUVAIS_NIVEAU.format(n=3, photos=jours(DECEMBRE)),
            SANS_MOTIF.format(n=3),
            "UPDATE raw.referents SET nb_etp = 0",
        ],
        photos=(SEPTEMBRE, OCTOBRE, DECEMBRE),
    )
    for photo in (SEPTEMBRE, OCTOBRE, DECEMBRE):
        controler(settings, photo)
    return settings


def niveau(con, photo):
    return {c.cle: c.depuis for c in lecture.constats(con, photo, article="P06")}


def test_a_finding_keeps_the_photo_since_which_it_stands(trois_photos):
    with journal.ouvrir(trois_photos) as con:
        assert niveau(con, SEPTEMBRE) == {"D1": SEPTEMBRE, "D2": SEPTEMBRE}
        assert niveau(con, DECEMBRE) == {"D2": SEPTEMBRE, "D3": DECEMBRE}


def test_new_still_there_and_corrected(trois_photos):
    with journal.ouvrir(trois_photos) as con:
        # October's étapes, meetings and hires are those of December: the dates after the photo are findings of their own.
        corrected = {row for row in historique.corriges(con, OCTOBRE) if row[0] == "P06"}
        assert corrected == {("P06", "participant", "D1")}
        first = historique.evolution(con, SEPTEMBRE)
        assert (first.nb_nouveaux, first.nb_corriges, first.delai_median) == (None, None, None)
        last = historique.evolution(con, DECEMBRE)
        assert last.nb_toujours == 1  # D2
        assert last.nb_nouveaux == 2  # D3, and its exit
        assert last.nb_delais >= 1
        assert last.delai_median > 0


def test_a_finding_that_was_not_judged_is_not_corrected(tmp_path):
    settings = photo_propre.ecrire(
        tmp_path,
        1,
        [
            "UPDATE raw.aides SET montant_euros = 0",
            f"DELETE FROM raw.aides WHERE photo = DATE '{OCTOBRE}'",
            f"DELETE FROM raw.fichier WHERE requete = 'aides' AND photo = DATE '{OCTOBRE}'",
        ],
        photos=(SEPTEMBRE, OCTOBRE, DECEMBRE),
    )
    for photo in (SEPTEMBRE, OCTOBRE, DECEMBRE):
        controler(settings, photo, ("aide",))
    with journal.ouvrir(settings) as con:
        assert historique.corriges(con, OCTOBRE) == []
        assert [c.depuis for c in lecture.constats(con, DECEMBRE, article="A01")] == [SEPTEMBRE]


def test_controlling_twice_changes_nothing_and_one_suite_touches_no_other(trois_photos, tmp_path):
    copy = tmp_path / "copie"
    shutil.copytree(trois_photos.racine, copy)
    settings = load_settings(copy)

    def dump():
        with journal.ouvrir(settings) as con:
            return {table: sorted(map(str, con.execute(f"FROM {table}").fetchall())) for table in journal.TABLES}

    before = dump()
    controler(settings, DECEMBRE)
    assert dump() == before
    controler(settings, DECEMBRE, ("aide",))
    assert dump() == before


def test_the_score_is_its_formula(trois_photos):
    with journal.ouvrir(trois_photos) as con:
        (note,) = lecture.notes(con, DECEMBRE, POIDS)
        # 3 persons × 14 lines (two meetings each, référents and exits aside); D2, D3 to correct, the parcours P3 blocked.
        assert (note.nb_lignes, note.nb_bloquantes, note.nb_a_corriger, note.nb_alertes) == (42, 1, 2, 0)
        assert note.nb_sans_constat == 39
        assert note.valeur == pytest.approx(100 * (42 - 1 - 0.5 * 2) / 42)
        for axe in ("nom_table", "referent", "structure", "mois"):
            parts = lecture.notes(con, DECEMBRE, POIDS, axe)
            assert sum(part.nb_lignes for part in parts) == note.nb_lignes
            assert sum(part.nb_bloquantes + part.nb_a_corriger + part.nb_alertes for part in parts) == 3
            assert [part.nom for part in parts] == sorted(part.nom for part in parts)


def test_the_score_by_referent_and_month_has_its_numerators(trois_photos):
    with journal.ouvrir(trois_photos) as con:
        (note,) = lecture.notes(con, DECEMBRE, POIDS, "referent", referent="R3")
        assert (note.nb_lignes, note.nb_bloquantes, note.nb_a_corriger) == (14, 1, 1)
        december = [n for n in lecture.notes(con, DECEMBRE, POIDS, "mois", referent="R3") if n.nom == "2017-12-01"]
        assert [(n.nb_lignes, n.nb_bloquantes) for n in december] == [(2, 1)]  # the meeting, and the parcours at its exit


def test_the_lists_hold_what_each_corrects_and_no_more(trois_photos):
    fait_le = dt.datetime(2018, 1, 3, 9, 5)
    written = pages.ecrire(trois_photos, DECEMBRE, fait_le=fait_le)
    folder = trois_photos.rapports / "qualite"
    assert written[0] == folder / "index.html"
    rows = CalamineWorkbook.from_path(folder / "listes" / "referent-R3.xlsx").get_sheet_by_index(0).to_python()
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == [("bloquante", "D3", "C03"), ("à corriger", "D3", "P06")]
    assert rows[1][8] == DECEMBRE
    assert len(CalamineWorkbook.from_path(folder / "listes" / "referent-R1.xlsx").get_sheet_by_index(0).to_python()) == 1
    again = (folder / "index.html").read_bytes()
    pages.ecrire(trois_photos, DECEMBRE, fait_le=fait_le)
    assert (folder / "index.html").read_bytes() == again


def test_a_list_of_somebody_who_left_is_removed(trois_photos):
    stale = trois_photos.rapports / "qualite" / "listes" / "referent-AVANT.html"
    stale.parent.mkdir(parents=True, exist_ok=True)
    stale.write_text("ancienne liste", encoding="utf-8")
    marque.signer(trois_photos, stale, marque.empreinte(stale))
    annotated = stale.with_name("referent-ANNOTEE.html")
    annotated.write_text("ancienne liste, annotée", encoding="utf-8")
    pages.ecrire(trois_photos, DECEMBRE, fait_le=dt.datetime(2018, 1, 3))
    assert not stale.exists()
    assert annotated.read_text(encoding="utf-8") == "ancienne liste, annotée"
    annotated.unlink()


def test_the_pages_ask_for_nothing_from_the_network_and_run_no_script(trois_photos):
    pages.ecrire(trois_photos, DECEMBRE, fait_le=dt.datetime(2018, 1, 3))
    for path in (trois_photos.rapports / "qualite").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<script" not in text
        assert not re.search(r"https?://|@import|url\(", text), path
        assert '<html lang="fr">' in text
        for link in re.findall(r'<a [^>]*href="([^"#]+)"', text):
            assert (path.parent / link).exists(), (path.name, link)


def test_a_read_value_is_never_markup_nor_a_formula(tmp_path):
    settings = photo_propre.ecrire(
        tmp_path, 1, ["UPDATE raw.participants SET commune = NULL, commune_saisi = '=1+1<script>alert(1)</script>'"], photos=(DECEMBRE,)
    )
    controler(settings, DECEMBRE)
    pages.ecrire(settings, DECEMBRE, fait_le=dt.datetime(2018, 1, 3))
    page = (settings.rapports / "qualite" / "listes" / "referent-R1.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "=1+1&lt;script&gt;" in page
    rows = CalamineWorkbook.from_path(settings.rapports / "qualite" / "listes" / "referent-R1.xlsx").get_sheet_by_index(0).to_python()
    assert rows[1][5] == "=1+1<script>alert(1)</script>"


def test_the_gate_is_shut_by_a_blocking_finding_only(trois_photos):
    verrou = constats_bloquants(trois_photos, DECEMBRE)
    assert verrou.est_ferme
    assert [bilan.article for bilan in verrou.bilans] == ["C03"]
    assert verrou.exemples == {("C03", "parcours"): ("P3",)}
    assert "taux_sorties_positives" in verrou.figures
    assert "1 constat bloquant" in verrou.resume.replace("\u00a0", " ")
    with pytest.raises(PlieError, match="C03") as refused:
        verrou_publication(trois_photos, DECEMBRE)
    assert refused.value.code == 1
    assert len(refused.value.message.splitlines()) <= 4
    assert verrou_publication(trois_photos, DECEMBRE, forcer=True).est_ferme


def test_the_gate_names_every_figure_that_a_spoiled_table_reaches(trois_photos):
    """Through a quotient of quotients, a share, an objective, a condition; and the indicators of the PLIE itself."""
    with (trois_photos.racine / "plie.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[indicateurs.entrees_maison]\ntitre = "Entrées"\ndefinition = "Entrées."\nunite = "parcours"\nsource = "Le PLIE"\n'
            'table = "parcours"\nevenement = "date_entree"\n'
        )
    known = definitions(load_settings(trois_photos.racine).config)
    read = {name: tables_of(name, known) for name in known}
    assert read["entrees_maison"] == {"parcours"}
    assert read["taux_objectif_entrees"] == {"parcours", "referent"} and read["objectif_entrees"] == {"referent"}
    assert "etape" in read["part_file_active_en_etape"] and read["etapes_par_file_active"] >= {"etape", "parcours"}

    def is_set(name):
        parts = known[name].composantes
        return all(map(is_set, parts)) if parts else isinstance(known[name], Reglage)

    assert {name for name in known if not read[name]} == {name for name in known if is_set(name)}, (
        "only settings, and what they make, read no table"
    )
    assert is_set("budget") and is_set("part_fse") and not is_set("taux_objectif_entrees")
    figures = constats_bloquants(load_settings(trois_photos.racine), DECEMBRE).figures
    assert {"entrees_maison", "taux_objectif_entrees", "part_file_active_en_etape"} <= set(figures)
    assert "prescriptions" not in figures and "etp" not in figures


def test_the_gate_is_open_when_nothing_blocks(tmp_path):
    settings = photo_propre.ecrire(tmp_path, 1, [MAUVAIS_NIVEAU.format(n=1, photos=jours(DECEMBRE))], photos=(DECEMBRE,))
    verrou = verrou_publication(settings, DECEMBRE)  # never controlled before: it is controlled now
    assert not verrou.est_ferme
    assert verrou.figures == ()
    assert controle.a_jour(settings, DECEMBRE)


def test_the_journal_is_out_of_date_when_a_threshold_or_the_base_changes(trois_photos, tmp_path):
    copy = tmp_path / "copie"
    shutil.copytree(trois_photos.racine, copy)
    assert controle.a_jour(load_settings(copy), DECEMBRE)
    (copy / "plie.toml").write_text("[charte.seuils]\nsaisie_jours = 8\n", encoding="utf-8")
    assert not controle.a_jour(load_settings(copy), DECEMBRE)
    (copy / "plie.toml").unlink()
    with duckdb.connect(str(copy / "data" / "curated" / "plie.duckdb")) as con:
        con.execute("UPDATE raw.fichier SET sha256 = 'autre' WHERE requete = 'aides'")
    assert not controle.a_jour(load_settings(copy), DECEMBRE)


def test_the_base_is_read_while_a_reader_holds_it_and_is_never_written(trois_photos):
    before = trois_photos.base.read_bytes()
    reader = database.open_database(trois_photos)
    try:
        controler(trois_photos, DECEMBRE, ("aide",))
    finally:
        reader.close()
    assert trois_photos.base.read_bytes() == before


def test_a_dated_threshold_follows_the_photo(tmp_path):
    settings = photo_propre.ecrire(tmp_path, 1, photos=(SEPTEMBRE, DECEMBRE))
    (tmp_path / "plie.toml").write_text(
        "[charte.seuils]\nheures_semaine_max = [{ valeur = 48 }, { debut = 2017-12-01, valeur = 10 }]\n", encoding="utf-8"
    )
    settings = load_settings(tmp_path)
    for photo in (SEPTEMBRE, DECEMBRE):
        controler(settings, photo, ("clause",))
    with journal.ouvrir(settings) as con:
        assert list(lecture.constats(con, SEPTEMBRE)) == []
        assert [c.cle for c in lecture.constats(con, DECEMBRE)] == ["X1"]
        assert "10 heures" in lecture.bilans(con, DECEMBRE)[0].phrase


@pytest.mark.parametrize("value", ['"sept"', "-1", "true", "[{ debut = 2019-01-01, valeur = 5 }]", "[5]"])
def test_a_wrong_threshold_is_refused(trois_photos, tmp_path, value):
    (tmp_path / "plie.toml").write_text(f"[charte.seuils]\nsaisie_jours = {value}\n", encoding="utf-8")
    shutil.copytree(trois_photos.curated, tmp_path / "data" / "curated")
    with pytest.raises(PlieError, match="saisie_jours"):
        controler(load_settings(tmp_path), DECEMBRE, ("aide",))


def test_the_command_prints_every_finding_as_csv(trois_photos, capsys):
    code = run(["controler", "--format", "csv", "--racine", str(trois_photos.racine)])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert code == 1
    assert list(rows[0]) == ["article", "table", "cle", "dossier", "parcours", "referent", "valeur", "attendu", "gravite"]
    assert [(row["article"], row["cle"], row["gravite"]) for row in rows] == [
        ("C03", "P3", "bloquante"),
        ("P06", "D2", "à corriger"),
        ("P06", "D3", "à corriger"),
    ]


def test_the_command_prints_a_table_without_ranking_anyone(trois_photos, capsys):
    assert run(["controler", "--racine", str(trois_photos.racine)]) == 1
    printed = capsys.readouterr().out
    assert "C03" in printed and "Score de saisie" in printed and "39 lignes sans constat sur" in printed
    assert not re.search(r"\bR[123]\b", printed)


def test_the_command_of_one_referent(trois_photos, capsys):
    assert run(["controler", "--referent", "R2", "--format", "csv", "--racine", str(trois_photos.racine)]) == 0
    assert [row["cle"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))] == ["D2"]
    assert run(["controler", "--referent", "inconnu", "--racine", str(trois_photos.racine)]) == 2
    assert "R1, R2, R3" in capsys.readouterr().err


def test_wrong_usage_of_the_command(trois_photos, tmp_path, capsys):
    assert run(["controler", "--suite", "nimporte", "--racine", str(trois_photos.racine)]) == 2
    assert "Suites" in capsys.readouterr().err
    assert run(["controler", "--photo", "2016-01-01", "--racine", str(trois_photos.racine)]) == 2
    assert run(["controler", "--racine", str(tmp_path)]) == 2


def test_great_expectations_is_imported_only_to_judge():
    """Its import takes seconds: the package, the journal, the pages and the gate must not cause it."""
    code = (
        "import sys, plie_analysis.charte, plie_analysis.charte.pages, plie_analysis.charte.execution, plie_analysis.cli.controler;"
        "sys.exit('great_expectations' in sys.modules or 'sqlalchemy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_great_expectations_sends_nothing():
    from plie_analysis.charte import pont

    context = pont.open_context()
    assert context.variables.analytics_enabled is False
