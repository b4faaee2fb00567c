"""Checks come before work: what cannot be done is told at once, with code 2, and nothing is published, logged or touched."""

import datetime as dt
import multiprocessing
import os
import time
from pathlib import Path

import pytest

from plie_analysis import database
from plie_analysis.charte import journal
from plie_analysis.charte.controle import VERROU
from plie_analysis.cli import run
from plie_analysis.ecriture import check_folder, check_free
from plie_analysis.errors import PlieError
from plie_analysis.jours import read_day, read_month, read_year
from plie_analysis.rapports.verification import _period
from plie_analysis.settings import load_settings
from plie_analysis.verrou import hold
from tests.exports import write_photo

PERIODE = ["--du", "01/01/2017", "--au", "31/12/2017"]


@pytest.fixture(scope="module")
def racine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demandes")
    write_photo(folder)
    assert run(["charger", "--racine", str(folder)]) == 0
    return folder


def _files(racine: Path) -> dict[str, float]:
    return {
        str(path): path.stat().st_mtime_ns for path in sorted((racine / "data").rglob("*")) if path.is_file() and "verrou" not in path.name
    }


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["chargr"], "Vouliez-vous dire « charger » ?"),
        (["aide", "chargr"], "Vouliez-vous dire « charger » ?"),
        (["rapport", "letre"], "Vouliez-vous dire « lettre » ?"),
        (["rapport", "lettre", "--parametre", "moi=2017-10"], "Vouliez-vous dire « mois » ?"),
        (["rapport", "lettre", "--referent", "Z99"], "Le référent « Z99 » n'existe pas"),
        (["rapport", "referent"], "Il manque le code du référent"),
        (["rapport", "lettre", "--mois", "2031-05"], "ne couvre pas mai 2031 en entier"),
        (["rapport", "annuel", "--annee", "2031"], "ne dit rien de 2031"),
        (["rapport", "lettre", "--mois", "brumaire 2017"], "n'est pas un mois"),
        (["rapport", "lettre", "--parametre", "diffusion=public"], "Le niveau de diffusion « public » n'existe pas"),
        (["controler", "--suite", "parcour"], "Vouliez-vous dire « parcours » ?"),
        (["controler", "--referent", "R2"], "Référents : R1."),
        (["controler", "--photo", "30/11/2017"], "n'est pas chargée"),
        (["indicateurs", "entres", *PERIODE], "Vouliez-vous dire « entrees »"),
        (["indicateurs", "entrees", *PERIODE, "--par", "sexe,qvp"], "Vouliez-vous dire « qpv » ?"),
        (["indicateurs", "entrees", *PERIODE, "--filtre", "sexe=fame"], "Vouliez-vous dire « femme » ?"),
        (["indicateurs", "entrees", *PERIODE, "--sortie", "/dev/null/x.csv"], "rien ne peut y être écrit"),
        (["indicateurs", "entrees", *PERIODE, "--sortie", "x.csv", "--format", "json"], "se contredisent"),
        (["indicateurs", "entrees", *PERIODE, "--sortie", "x.xls"], "n'a pas une forme connue"),
        (["cohortes", "--au", "31/12/2017", "--sortie", "x.json"], "n'a pas une forme connue"),
        (["indicateurs", "entrees", "--du", "31/02/2017", "--au", "31/12/2017"], "La date « 31/02/2017 » (--du) ne se lit pas"),
        (["comparer", "raport-2017"], "Vouliez-vous dire « rapport-2017 » ?"),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_met_is_told_before_any_work(racine, capsys, arguments, told):
    before, begun = _files(racine), time.monotonic()
    assert run([*arguments, "--racine", str(racine)] if arguments[0] not in ("chargr", "aide") else arguments) == 2
    said = capsys.readouterr().err.replace("\u00a0", " ")
    assert told in said and "Traceback" not in said and len(said.strip().splitlines()) <= 4
    assert _files(racine) == before and time.monotonic() - begun < 20


def test_a_pdf_without_a_browser_is_told_before_the_report(racine, monkeypatch, capsys):
    monkeypatch.delenv("PLIE_NAVIGATEUR", raising=False)
    monkeypatch.setattr("shutil.which", lambda _: None)
    before = _files(racine)
    assert run(["rapport", "lettre", "--mois", "2017-11", "--pdf", "--racine", str(racine)]) == 2
    assert "Aucun navigateur Chromium" in capsys.readouterr().err and _files(racine) == before


@pytest.mark.parametrize(
    ("texte", "jour"),
    [
        ("2017-12-31", dt.date(2017, 12, 31)),
        ("31/12/2017", dt.date(2017, 12, 31)),
        (" 1/2/2017 ", dt.date(2017, 2, 1)),
        ("31.12.2017", dt.date(2017, 12, 31)),
    ],
)
def test_days_are_read_as_people_write_them(texte, jour):
    assert read_day(texte) == jour


@pytest.mark.parametrize("texte", ["2017-09", "09/2017", "9/2017", "septembre 2017", "Septembre  2017", "2017/09"])
def test_months_are_read_as_people_write_them(texte):
    assert read_month(texte) == dt.date(2017, 9, 1)


@pytest.mark.parametrize("texte", ["", "31/12/17", "12/31/2017", "20171231", "0001-01-01", "2017-02-30", "hier\x1b[31m"])
def test_what_is_no_day_is_refused(texte):
    with pytest.raises(PlieError, match="ne se lit pas") as refused:
        read_day(texte)
    assert "\x1b" not in refused.value.message


def test_an_accented_month_needs_no_accent():
    assert read_month("fevrier 2017") == read_month("février 2017") == dt.date(2017, 2, 1)
    assert read_year(" 2017 ") == 2017


@pytest.mark.parametrize(
    ("photo", "mois", "annee"),
    [
        (dt.date(2017, 12, 31), "2017-12", "2017"),
        (dt.date(2018, 1, 31), "2018-01", "2017"),
        (dt.date(2018, 1, 30), "2017-12", "2017"),
        (dt.date(2017, 12, 30), "2017-11", "2016"),
    ],
)
def test_a_report_without_a_period_takes_the_last_whole_one(photo, mois, annee):
    assert _period({"mois": "", "annee": ""}, photo) == {"mois": mois, "annee": annee}
    assert _period({}, photo) == {}


def test_axes_are_separated_by_commas_or_repeated(racine, capsys):
    capsys.readouterr()
    told = []
    for asked in (["--par", "sexe,qpv"], ["--par", "sexe", "--par", "qpv"]):
        assert run(["indicateurs", "entrees", *PERIODE, *asked, "--format", "csv", "--racine", str(racine)]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] and told[0].startswith("indicateur,sexe,qpv,valeur")


@pytest.mark.parametrize(("name", "start"), [("x.csv", b"indicateur,"), ("x.json", b"["), ("x.xlsx", b"PK"), ("x.txt", b"indicateur  ")])
def test_the_name_of_the_file_decides_its_format(racine, tmp_path, name, start):
    assert run(["indicateurs", "entrees", *PERIODE, "--sortie", str(tmp_path / name), "--racine", str(racine)]) == 0
    assert (tmp_path / name).read_bytes().startswith(start)


@pytest.mark.parametrize("arguments", [["-h"], ["charger", "-h"], ["aide"], ["aide", "rapport"]])
def test_help_answers_everywhere(capsys, arguments):
    assert run(arguments) == 0
    assert "Emploi : plie" in capsys.readouterr().out


def test_aide_says_what_help_says(capsys):
    run(["charger", "--help"])
    by_option = capsys.readouterr().out
    run(["aide", "charger"])
    assert capsys.readouterr().out == by_option


def test_a_folder_that_refuses_writing_is_told(tmp_path, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(PlieError, match="n'accepte pas d'écriture"):
        check_folder(tmp_path / "pas" / "encore")


def _held(monkeypatch, name: str) -> None:
    """As Windows does while a program holds a file: it can be neither renamed nor replaced."""
    real_rename, real_replace = os.rename, os.replace

    def guard(real):
        def move(source, target, **options):
            if name in (Path(source).name, Path(target).name):
                raise PermissionError(13, "The process cannot access the file", str(target))
            return real(source, target, **options)

        return move

    monkeypatch.setattr(os, "rename", guard(real_rename))
    monkeypatch.setattr(os, "replace", guard(real_replace))


def test_a_base_held_open_is_told_before_the_load(racine, monkeypatch, capsys):
    _held(monkeypatch, "plie.duckdb")
    before = _files(racine)
    monkeypatch.setattr("plie_analysis.ingest.chargement._load", lambda *_: pytest.fail("rien ne devait être lu"))
    assert run(["charger", "--relire", "--racine", str(racine)]) == 2
    assert "plie.duckdb" in capsys.readouterr().err and _files(racine) == before


def test_a_list_open_in_a_spreadsheet_is_told_before_the_control(racine, monkeypatch, capsys):
    assert run(["controler", "--racine", str(racine)]) in (0, 1)
    before = _files(racine)
    _held(monkeypatch, "referent-R1.xlsx")
    monkeypatch.setattr("plie_analysis.charte.controle.controler", lambda *_: pytest.fail("rien ne devait être jugé"))
    assert run(["controler", "--racine", str(racine)]) == 2
    assert "referent-R1.xlsx" in capsys.readouterr().err and _files(racine) == before


def test_a_swap_refused_at_the_last_moment_leaves_the_old_base_whole(tmp_path, monkeypatch, capsys):
    write_photo(tmp_path)
    assert run(["charger", "--racine", str(tmp_path)]) == 0
    settings = load_settings(tmp_path)
    wal = settings.base.with_name("plie.duckdb.wal")
    # A writer killed before it folded its log: the log holds a table that the base does not.
    writer = multiprocessing.get_context("spawn").Process(target=_write_and_die, args=(str(settings.base),))
    writer.start()
    writer.join()
    assert wal.is_file()
    monkeypatch.setattr("plie_analysis.ingest.chargement.check_free", lambda _: None)
    _held(monkeypatch, "plie.duckdb")
    assert run(["charger", "--relire", "--racine", str(tmp_path)]) == 2
    assert "l'ancienne base est intacte" in capsys.readouterr().err
    monkeypatch.undo()
    with database.open_database(settings) as con:
        assert con.execute("SELECT n FROM raw.temoin").fetchall() == [(1,)]


def _write_and_die(path: str) -> None:
    con = database.connect(Path(path))
    con.execute("CREATE TABLE raw.temoin (n INTEGER)")
    con.execute("INSERT INTO raw.temoin VALUES (1)")
    os._exit(9)


def test_check_free_leaves_the_files_as_they_are(tmp_path):
    path = tmp_path / "x"
    path.write_text("a")
    check_free([path, tmp_path / "absent"])
    assert path.read_text() == "a" and [one.name for one in tmp_path.iterdir()] == ["x"]


def _control(racine: str) -> None:
    raise SystemExit(run(["controler", "--racine", racine]))


def test_two_controls_at_once_lose_nothing(racine):
    settings = load_settings(racine)
    with journal.ouvrir(settings) as con:
        wanted = journal.empreintes(con, dt.date(2017, 12, 31)).keys()
    (settings.curated / "journal.duckdb").unlink(missing_ok=True)
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=_control, args=(str(racine),)) for _ in range(2)]
    with hold(settings.curated / VERROU, "essai"):
        for process in both:
            process.start()
        time.sleep(0.5)
    for process in both:
        process.join()
    assert {process.exitcode for process in both} <= {0, 1}
    with journal.ouvrir(settings) as con:
        assert journal.empreintes(con, dt.date(2017, 12, 31)).keys() == wanted and wanted
