"""Hands: what somebody put there stays, invented people are never taken for real ones, a trial writes nothing."""

import datetime as dt
import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from annee_2017.synthese import write_photo as write_invented
from plie_analysis import curate, marque
from plie_analysis.cli import run
from plie_analysis.errors import PlieError
from plie_analysis.ingest import load_photos, purge
from plie_analysis.ingest.chargement import COPIES
from plie_analysis.origine import avis, origine
from plie_analysis.scellement import fenetres
from plie_analysis.settings import load_settings
from tests.exports import CHARGE_LE, PARCOURS, load, opened, write_photo

INVENTEE = "2018-01-31"
DIT = "Données inventées"


def state(racine: Path) -> dict[str, str]:
    """Every file and folder of the working folder, the lock included, with its print."""
    return {
        p.relative_to(racine).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() if p.is_file() else ""
        for p in sorted(racine.rglob("*"))
    }


def full(racine: Path, *photos: str) -> None:
    load_photos(load_settings(racine), photos or None, charge_le=CHARGE_LE, curate=curate.build, export=curate.write_parquet)


@pytest.fixture(scope="module")
def photo_inventee(tmp_path_factory) -> Path:
    """A working folder with the invented photo, to be copied."""
    racine = tmp_path_factory.mktemp("inventee")
    write_invented(load_settings(racine))
    return racine


@pytest.fixture(scope="module")
def base_chargee(photo_inventee, tmp_path_factory) -> Path:
    """The same, loaded; to be read or copied."""
    racine = tmp_path_factory.mktemp("chargee") / "r"
    shutil.copytree(photo_inventee, racine)
    full(racine)
    return racine


@pytest.fixture
def racine(photo_inventee, tmp_path) -> Path:
    shutil.copytree(photo_inventee, tmp_path / "r")
    return tmp_path / "r"


@pytest.fixture
def chargee(base_chargee, tmp_path) -> Path:
    shutil.copytree(base_chargee, tmp_path / "r")
    return tmp_path / "r"


# --- nothing that is not ours is written over


def _folder(racine: Path) -> Path:
    return racine / "data" / "raw" / INVENTEE


LAYOUTS = {
    "vrais exports sous les noms recommandés": lambda folder: [
        shutil.rmtree(folder),
        write_photo(folder.parents[2], INVENTEE),
        *(p.rename(p.with_name(f"{p.stem}_{INVENTEE}.csv")) for p in sorted(folder.iterdir())),
    ],
    "vrais exports sous d'autres noms": lambda folder: [shutil.rmtree(folder), write_photo(folder.parents[2], INVENTEE)],
    "un seul fichier changé": lambda folder: (folder / f"parcours_{INVENTEE}.csv").write_text(PARCOURS, encoding="utf-8"),
    "un fichier ajouté": lambda folder: (folder / "notes.docx").write_bytes(b"mes notes"),
    "un sous-dossier ajouté": lambda folder: ((folder / "avant").mkdir(), (folder / "avant" / "x.csv").write_text("x", encoding="utf-8")),
    "marque perdue": lambda folder: (folder / marque.MARQUE_PHOTO).unlink(),
    "marque illisible": lambda folder: (folder / marque.MARQUE_PHOTO).write_text("{", encoding="utf-8"),
    "marque copiée parmi de vrais exports": lambda folder: [
        (p.write_text("vrai;export\n", encoding="utf-8")) for p in sorted(folder.glob("*.csv"))
    ],
    "un lien à la place d'un fichier": lambda folder: (
        (folder / "p").write_bytes((folder / f"parcours_{INVENTEE}.csv").read_bytes()),
        (folder / f"parcours_{INVENTEE}.csv").unlink(),
        (folder / f"parcours_{INVENTEE}.csv").symlink_to(folder / "p"),
    ),
}


@pytest.mark.parametrize("command", [["synthese"], ["synthese", "--desordre"], ["demo"]], ids=" ".join)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_real_exports_are_never_written_over(racine, capsys, layout, command):
    LAYOUTS[layout](_folder(racine))
    before = state(racine)
    assert run([*command, "--racine", str(racine)]) == 2
    told = capsys.readouterr().err
    assert INVENTEE in told and "--racine essai" in told and "Traceback" not in told
    assert state(racine) == before


def test_our_own_photo_is_written_again(racine):
    assert run(["synthese", "--graine", "3", "--racine", str(racine)]) == 0
    assert run(["synthese", "--racine", str(racine)]) == 0
    (_folder(racine) / "Thumbs.db").write_bytes(b"explorateur")
    assert run(["synthese", "--racine", str(racine)]) == 0


def test_the_eve_and_the_lists_of_the_disorder_are_kept_too(tmp_path, capsys):
    eve = write_photo(tmp_path, "2018-01-30")
    before = state(tmp_path)
    assert run(["synthese", "--desordre", "--racine", str(tmp_path)]) == 2
    assert state(tmp_path) == before
    shutil.rmtree(eve)
    (tmp_path / "data" / f"verite-{INVENTEE}.csv").write_text("ma liste", encoding="utf-8")
    before = state(tmp_path)
    assert run(["synthese", "--desordre", "--racine", str(tmp_path)]) == 2
    assert f"verite-{INVENTEE}.csv" in capsys.readouterr().err
    assert state(tmp_path) == before


def test_a_list_of_rejects_that_was_annotated_is_kept(tmp_path, capsys):
    write_photo(tmp_path, parcours=PARCOURS.replace("EMPLOI", "CDI 24h"))
    load(tmp_path)
    listed = tmp_path / "data/curated/rejets-2017-12-31.csv"
    listed.write_text(listed.read_text(encoding="utf-8-sig") + "vu avec le référent\n", encoding="utf-8")
    before = state(tmp_path)
    for command in (
        ["charger", "--relire"],
        ["charger", "--relire", "--simuler"],
        ["retirer", "2017-12-31", "--oui"],
        ["purger", "--avant", "2018-06-01", "--oui"],
    ):
        assert run([*command, "--racine", str(tmp_path)]) == 2, command
        assert "rejets-2017-12-31.csv" in capsys.readouterr().err
        assert state(tmp_path) == before


def test_a_list_that_an_earlier_version_wrote_is_ours(tmp_path):
    write_photo(tmp_path, parcours=PARCOURS.replace("EMPLOI", "CDI 24h"))
    load(tmp_path)
    shutil.rmtree(tmp_path / "data" / marque.MARQUES)
    assert load(tmp_path, relire=True).est_change


def test_a_database_from_elsewhere_is_not_replaced(tmp_path):
    write_photo(tmp_path)
    base = tmp_path / "data/curated/plie.duckdb"
    base.parent.mkdir()
    with duckdb.connect(str(base)) as con:
        con.execute("CREATE TABLE compta AS SELECT 1 AS montant")
    before = base.read_bytes()
    with pytest.raises(PlieError, match="n'a pas été fait par l'atelier"):
        load(tmp_path)
    assert base.read_bytes() == before


def test_a_purge_takes_along_exports_only(tmp_path, capsys):
    folder = write_photo(tmp_path, "2016-12-31")
    (folder / "courriers").mkdir()
    (folder / "courriers" / "lettre.docx").write_bytes(b"x")
    before = state(folder)
    assert run(["purger", "--avant", "2017-01-01", "--oui", "--racine", str(tmp_path)]) == 2
    assert "courriers" in capsys.readouterr().err
    assert state(folder) == before


def test_an_output_file_is_written_once(chargee, capsys):
    asked = ["--au", "2017-12-31", "--sortie", str(chargee / "mien.csv"), "--format", "csv", "--racine", str(chargee)]
    for command in (["indicateurs", "entrees", "--du", "2017-01-01"], ["cohortes"]):
        (chargee / "mien.csv").write_text("à moi", encoding="utf-8")
        assert run([*command, *asked]) == 2
        assert "--remplacer" in capsys.readouterr().err
        assert (chargee / "mien.csv").read_text(encoding="utf-8") == "à moi"
        assert run([*command, *asked, "--remplacer"]) == 0
        assert (chargee / "mien.csv").read_text(encoding="utf-8") != "à moi"


def test_an_annotated_correction_list_and_a_foreign_page_stay(chargee, capsys):
    quality = chargee / "data/rapports/qualite"
    (quality / "listes").mkdir(parents=True)
    (quality / "index.html").write_text("ma page", encoding="utf-8")
    assert run(["controler", "--racine", str(chargee)]) == 2
    assert "qualite/index.html" in capsys.readouterr().err
    assert (quality / "index.html").read_text(encoding="utf-8") == "ma page"
    assert run(["controler", "--remplacer", "--racine", str(chargee)]) in (0, 1)
    assert run(["controler", "--racine", str(chargee)]) in (0, 1)
    book = min((quality / "listes").glob("*.xlsx"))
    book.write_bytes(book.read_bytes() + b"annotation")
    before = state(quality)
    capsys.readouterr()
    assert run(["controler", "--racine", str(chargee)]) == 2
    assert book.name in capsys.readouterr().err
    assert state(quality) == before


# --- invented people


def test_the_load_knows_invented_people_and_keeps_knowing(racine):
    settings = load_settings(racine)
    day = dt.date.fromisoformat(INVENTEE)
    bilan = load(racine)
    assert [text for text in bilan.avis if text.startswith(DIT)]
    assert origine(opened(racine), day) == marque.INVENTEE
    exports = _folder(racine) / f"aides_{INVENTEE}.csv"
    exports.write_bytes(exports.read_bytes() + b"\n")
    load(racine)
    assert origine(opened(racine), day) == marque.MODIFIEE
    assert "modifiée" in avis(opened(racine), day)[0]
    (_folder(racine) / marque.MARQUE_PHOTO).unlink()
    assert load_photos(settings, charge_le=CHARGE_LE).est_change
    assert origine(opened(racine), day) is None


def test_a_folder_copied_to_another_date_is_still_invented(racine):
    shutil.copytree(_folder(racine), racine / "data/raw/2018-02-28")
    load(racine)
    assert origine(opened(racine), dt.date(2018, 2, 28)) == marque.INVENTEE


def test_a_marker_among_other_exports_says_nothing(racine):
    folder = write_photo(racine, "2016-12-31")
    shutil.copyfile(_folder(racine) / marque.MARQUE_PHOTO, folder / marque.MARQUE_PHOTO)
    load(racine, "2016-12-31")
    assert origine(opened(racine), dt.date(2016, 12, 31)) is None


def test_what_a_person_should_know_of_the_photos_is_said_at_each_load(racine):
    write_photo(racine, "2017-12-31")
    load(racine, INVENTEE)
    told = " ".join(load_photos(load_settings(racine), ["2017-12-31"], charge_le=CHARGE_LE + dt.timedelta(days=1)).avis)
    assert "à côté de vraies" in told and "plus ancienne que celle" in told
    shutil.rmtree(_folder(racine))
    told = " ".join(load(racine, "2017-12-31").avis)
    assert "n’est plus dans data/raw/" in told and f"plie retirer {INVENTEE}" in told


def test_exports_say_it_and_the_csv_keeps_its_shape(chargee, capsys):
    asked = ["--au", "2017-12-31", "--racine", str(chargee)]
    for command in (["indicateurs", "entrees", "--du", "2017-01-01"], ["cohortes"]):
        capsys.readouterr()
        assert run([*command, *asked]) == 0
        assert capsys.readouterr().out.startswith(DIT)
        assert run([*command, *asked, "--format", "csv"]) == 0
        told = capsys.readouterr()
        assert DIT in told.err and told.out.splitlines()[0].count(",") >= 4 and DIT not in told.out
        path = chargee / f"{command[0]}.xlsx"
        assert run([*command, *asked, "--format", "xlsx", "--sortie", str(path)]) == 0
        book = CalamineWorkbook.from_path(str(path))
        assert book.sheet_names[0] != "À lire" and book.get_sheet_by_name("À lire").to_python()[0][0].startswith(DIT)
        opens_on = f'activeTab="{book.sheet_names.index("À lire")}"'
        assert opens_on in zipfile.ZipFile(path).read("xl/workbook.xml").decode()
    capsys.readouterr()
    assert run(["indicateurs", "entrees", "--du", "2017-01-01", *asked, "--format", "json"]) == 0
    assert all(row["donnees_inventees"] for row in json.loads(capsys.readouterr().out))


def test_real_people_are_not_called_invented(tmp_path, capsys):
    write_photo(tmp_path)
    full(tmp_path)
    capsys.readouterr()
    assert run(["indicateurs", "entrees", "--du", "2017-01-01", "--au", "2017-12-31", "--racine", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert DIT not in told.out + told.err


def test_the_bundle_says_it_first(chargee, tmp_path, monkeypatch):
    # The whole list of tables takes minutes: one follows the same path.
    whole = fenetres.liste()
    monkeypatch.setattr(
        fenetres,
        "liste",
        lambda: {
            **whole,
            "tableau": [
                {"nom": "periode", "titre": "La période", "fenetre": "periode", "horloge": "photo", "sans_survie": True, "par": [[]]}
            ],
        },
    )
    bundle = tmp_path / "scelle"
    assert run(["sceller", str(bundle), "--sans-carnets", "--racine", str(chargee)]) == 0
    assert DIT in (bundle / "LISEZMOI.md").read_text(encoding="utf-8").splitlines()[0]
    assert DIT in json.loads((bundle / "MANIFESTE.json").read_text(encoding="utf-8"))["avertissement"][0]
    assert run(["reproduire", str(bundle)]) == 0


# --- one photo taken out, and trials


@pytest.fixture
def trois(tmp_path) -> Path:
    """Three real photos; a person is in the second one only."""
    for day, name in (("2015-12-31", "D2"), ("2016-12-31", "MILIEU-77"), ("2017-12-31", "D2")):
        write_photo(
            tmp_path,
            day,
            participants=f"N° dossier;Civilité;Date de naissance;Commune\nD1;Mme;01/02/1980;Dijon\n{name};M.;31/12/1975;Dijon\n",
            parcours=PARCOURS.replace(";D2;", f";{name};").replace("EMPLOI", "CDI 24h"),
        )
    full(tmp_path)
    with duckdb.connect(str(tmp_path / "data/curated/journal.duckdb")) as con:
        con.execute(
            "CREATE TABLE constat AS SELECT unnest([DATE '2015-12-31', DATE '2016-12-31', DATE '2017-12-31']) AS photo, 'MILIEU-77' AS cle"
        )
    return tmp_path


@pytest.mark.parametrize("photo", ["2015-12-31", "2016-12-31", "2017-12-31"])
def test_one_photo_leaves_everything_but_its_folder(trois, capsys, photo):
    raw = state(trois / "data/raw")
    assert run(["retirer", photo, "--oui", "--racine", str(trois)]) == 0
    assert "n'est pas touché" in capsys.readouterr().out
    assert state(trois / "data/raw") == raw
    kept = sorted({"2015-12-31", "2016-12-31", "2017-12-31"} - {photo})
    with opened(trois) as con:
        for table in ("raw.participants", "raw.rejet", "raw.fichier", "journal.chargement", "curated.parcours"):
            assert [str(day) for (day,) in con.execute(f"SELECT DISTINCT photo FROM {table} ORDER BY 1").fetchall()] == kept, table
    with duckdb.connect() as con:
        assert [
            str(d)
            for (d,) in con.execute(
                f"SELECT DISTINCT photo FROM read_parquet('{trois}/data/curated/parcours.parquet') ORDER BY 1"
            ).fetchall()
        ] == kept
        con.execute(f"ATTACH '{trois}/data/curated/journal.duckdb' AS j (READ_ONLY)")
        assert [str(d) for (d,) in con.execute("SELECT DISTINCT photo FROM j.constat ORDER BY 1").fetchall()] == kept
    assert not (trois / f"data/curated/rejets-{photo}.csv").exists()
    assert run(["retirer", photo, "--oui", "--racine", str(trois)]) == 2
    assert "n'est pas dans la base" in capsys.readouterr().err
    assert load(trois).est_change


def test_the_only_photo_may_leave(tmp_path, capsys):
    write_photo(tmp_path)
    full(tmp_path)
    assert run(["retirer", "2017-12-31", "--oui", "--racine", str(tmp_path)]) == 0
    assert "n'aura plus aucune photo" in capsys.readouterr().out
    full(tmp_path)
    assert len(opened(tmp_path).execute("FROM raw.participants").fetchall()) == 2


def test_nothing_leaves_without_a_yes(trois, capsys, monkeypatch):
    import io

    before = state(trois)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\n")))
    assert run(["retirer", "2016-12-31", "--racine", str(trois)]) == 2
    assert "rien n'a été retiré" in capsys.readouterr().err
    assert run(["retirer", "hier", "--oui", "--racine", str(trois)]) == 2
    assert state(trois) == before


class Killed(BaseException):
    """The process ends there: nothing is tidied."""


@pytest.mark.parametrize("stop", ["_copy_without", "_swap", "_forget"])
def test_a_withdrawal_killed_midway_is_whole_or_not_begun(trois, monkeypatch, stop):
    def kill(*_):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(purge, stop, kill)
        with pytest.raises(Killed):
            settings = load_settings(trois)
            purge.purger(settings, purge.examiner_seule(settings, dt.date(2016, 12, 31)), export=curate.write_parquet)
    with opened(trois) as con:
        left = len(con.execute("SELECT DISTINCT photo FROM curated.parcours").fetchall())
    assert left == (2 if stop == "_forget" else 3)
    # A withdrawal that was decided is finished by the next command, which then finds nothing left to take out.
    assert run(["retirer", "2016-12-31", "--oui", "--racine", str(trois)]) == (2 if stop == "_forget" else 0)
    assert not [name for name in state(trois / "data/curated") if COPIES in name or "2016" in name]
    assert b"MILIEU-77" not in (trois / "data/curated/plie.duckdb").read_bytes()


TRIALS = [
    ["charger"],
    ["charger", "--relire"],
    ["charger", "2018-12-31"],
    ["retirer", "2016-12-31"],
    ["purger", "--avant", "2017-01-01"],
    ["rapports", "--au", "2018-02-01"],
]


@pytest.mark.parametrize("command", TRIALS, ids=" ".join)
def test_a_trial_changes_no_byte_and_says_what_would(trois, capsys, command):
    write_photo(trois, "2018-12-31", parcours=PARCOURS.replace("15/11/2017", "99/99/2017"))
    (trois / "plie.toml").write_text('[[calendrier]]\nrapport = "lettre"\nchaque = "mois"\ndepuis = "2017-11"\n', encoding="utf-8")
    before = state(trois)
    assert run([*command, "--simuler", "--racine", str(trois)]) == 0
    told = capsys.readouterr().out
    assert "Simulation" in told
    assert state(trois) == before
    if command == ["charger", "2018-12-31"]:
        assert "serait chargée" in told and "rejet" in told
    if command[0] == "rapports":
        assert "lettre-2017-12" in told


def test_a_trial_of_a_first_load_leaves_nothing(tmp_path, capsys):
    write_photo(tmp_path)
    before = state(tmp_path)
    assert run(["charger", "--simuler", "--racine", str(tmp_path)]) == 0
    assert state(tmp_path) == before
    (tmp_path / "data/raw/2017-12-31/parcours.csv").unlink()
    assert run(["charger", "--simuler", "--racine", str(tmp_path)]) == 2
    assert "parcours" in capsys.readouterr().err
