"""A deposit: what leaves the house, under which names, with which rights; and every lake that is not whole, refused by name."""

import csv
import datetime as dt
import json
import os
import shutil
import stat
from pathlib import Path

import duckdb
import pytest

from plie_analysis.cli import run
from plie_analysis.contrat import REFERENTIELS
from plie_analysis.curate import LIENS
from plie_analysis.database import open_database
from plie_analysis.errors import PlieError
from plie_analysis.moteurs import open_moteur
from plie_analysis.moteurs.depot import cle_de, deposer
from plie_analysis.moteurs.lac import open_lac
from plie_analysis.scellement.colonnes import colonnes
from plie_analysis.scellement.donnees import requete_of
from tests.moteurs.plies import TROIS, inventer

ANNEE = ("--du", "2017-01-01", "--au", "2017-12-31", "--format", "csv")


@pytest.fixture(scope="module")
def faits(tmp_path_factory):
    """Two PLIE and the lake where they deposited; a test that changes it takes a copy."""
    top = tmp_path_factory.mktemp("deux")
    plies = [inventer(top / str(rank), *who[:3], 25, sans="clauses" if rank else "") for rank, who in enumerate(TROIS[:2])]
    for plie in plies:
        plie.deposer(top / "lac")
    return plies, top / "lac"


@pytest.fixture
def lac(faits, tmp_path) -> Path:
    """A lake of one's own."""
    shutil.copytree(faits[1], tmp_path / "lac")
    return tmp_path / "lac"


@pytest.fixture
def dit(faits, capsys):
    """Run the command line on the first PLIE's folder: what it says on standard error, on one line of ordinary spaces."""

    def call(*arguments: str, code: int = 2) -> str:
        assert run([*arguments, "--racine", str(faits[0][0].settings.racine)]) == code
        said = capsys.readouterr().err
        assert code == 0 or 1 <= len(said.strip().splitlines()) <= 4, said
        assert "Traceback" not in said
        return " ".join(said.split())

    return call


def _lire(dit, lac, *more: str, code: int = 2) -> str:
    return dit("indicateurs", "entrees", *ANNEE, "--lac", str(lac), *more, code=code)


# The deposits of a lake in the order of their folders.
BETA, ALPHA = 0, 1


def _depot(lac: Path, rank: int = BETA) -> Path:
    return sorted(lac.glob("plie=*/photo=*"))[rank]


def _changer(lac: Path, rank: int = 0, **told) -> None:
    path = _depot(lac, rank) / "depot.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | told), encoding="utf-8")


# What leaves the house.


def _deposited(place: Path) -> list[tuple[str, str, str]]:
    """(file, column, text) of everything that a deposit holds."""
    found = []
    for path in sorted(place.rglob("*.parquet")):
        rows = duckdb.sql(
            f"SELECT columns(*)::VARCHAR FROM read_parquet('{str(path).replace(chr(39), chr(39) * 2)}', hive_partitioning = false)"
        )
        found += [(path.stem, column, cell) for row in rows.fetchall() for column, cell in zip(rows.columns, row, strict=True) if cell]
    return found


def test_nothing_typed_nor_numbered_leaves(faits):
    """Numbers of dossier, parcours, étape, contract, entretien; code of référent, structure; free text; date of birth."""
    plies, lac = faits
    with open_database(plies[0].settings) as con:
        born = {cell for (cell,) in con.execute("SELECT date_naissance::VARCHAR FROM curated.participant").fetchall()}
        held = {
            cell
            for table, column in [("parcours", "id_parcours"), ("parcours", "id_dossier"), ("parcours", "id_prescription"), ("etape", "id_etape"),
                                  ("etape", "organisme"), ("entretien", "id_entretien"), ("clause", "id_contrat"), ("referent", "code_referent"),
                                  ("referent", "structure"), ("veille", "motif"), ("action", "session")]
            for (cell,) in con.execute(f"SELECT DISTINCT {column} FROM curated.{table} WHERE {column} <> ''").fetchall()
        }  # fmt: skip
    assert len(held) > 100
    told = _deposited(_depot(lac, ALPHA))
    assert not [one for one in told if one[2] in held]
    shown = {cell for table, column, cell in told if column == "date_naissance"}
    assert shown and len(shown & born) < len(shown) / 4
    files = [path for path in _depot(lac, ALPHA).rglob("*") if path.is_file()]
    assert not [path for path in files for word in ("chez D", "session de D", "raison de D") if word.encode() in path.read_bytes()]


def test_files_bear_no_note_and_only_listed_columns(faits):
    plies, lac = faits
    listed = colonnes({name: section for name, section in plies[0].settings.config.items() if name != "indicateurs"})
    for path in _depot(lac).rglob("*.parquet"):
        assert duckdb.sql(f"SELECT count(*) FROM parquet_kv_metadata('{str(path).replace(chr(39), chr(39) * 2)}')").fetchone() == (0,)
        names = {name for name, in duckdb.sql(f"DESCRIBE FROM read_parquet('{str(path).replace(chr(39), chr(39) * 2)}', hive_partitioning = false)").project("column_name").fetchall()}  # fmt: skip
        if path.parent.name == "curated":
            assert names == {one.nom for one in listed[path.stem] if one.is_sealed} | {"plie", "departement"}
        if path.parent.name == "ref":
            assert {"code", "libelle"} <= names and not names & {"definition", "source", "alias"}
        if path.name == "fichier.parquet":
            assert names == {"photo", "requete", "nb_lues", "nb_retenues", "nb_rejetees"}


def test_a_health_column_that_one_plie_counts_does_not_leave(tmp_path):
    """One PLIE's own indicator cannot widen what it deposits: the others' lines would count for nothing beside its own."""
    plie = inventer(tmp_path / "propre", *TROIS[0][:3], 5)
    (tmp_path / "propre" / "indicateurs.toml").write_text(
        '[reconnus]\ntitre = "Reconnus"\ndefinition = "Personnes reconnues handicapées."\nunite = "personnes"\ntable = "parcours"\nperiode = "date_entree"\ncompte = "id_dossier"\nnumerateur = "rqth"\n',
        encoding="utf-8",
    )
    plie.deposer(tmp_path / "lac")
    assert "rqth" not in {column for table, column, _ in _deposited(_depot(tmp_path / "lac")) if table == "participant"}


def test_no_column_that_people_type_freely_is_kept_as_it_is(faits):
    """Whatever leaves as text is a code of a nomenclature, or a key: an export's free column is in no table of a deposit."""
    listed = colonnes({name: section for name, section in faits[0][0].settings.config.items() if name != "indicateurs"})
    with (REFERENTIELS / "colonnes.csv").open(encoding="utf-8", newline="") as lines:
        typed = {(one["requete"], one["colonne"]) for one in csv.DictReader(lines) if one["type"] == "texte"}
    kept = {(requete_of(table), one.nom): one.traitement for table, group in listed.items() for one in group if one.is_sealed}
    assert len(typed) > 20
    assert {kept[one] for one in typed & kept.keys()} == {"cle"}


def test_every_link_between_tables_is_a_key_of_its_plie(faits):
    for group in colonnes(faits[0][0].settings.config).values():
        for column in group:
            if column.nom in {key for _, key in LIENS}:
                assert column.traitement == "cle"


def test_two_plie_never_share_a_pseudonym_even_with_one_key(faits, tmp_path):
    plies, lac = faits
    keys = [{cell for _, column, cell in _deposited(_depot(lac, rank)) if column.startswith("id_")} for rank in (0, 1)]
    assert min(map(len, keys)) > 50 and not keys[0] & keys[1]
    for plie in plies:
        with open_database(plie.settings) as con:
            deposer(plie.settings, con, tmp_path / "lac", plies[0].cle)
    same = [{cell for _, column, cell in _deposited(_depot(tmp_path / "lac", rank)) if column.startswith("id_")} for rank in (0, 1)]
    assert same[ALPHA] == keys[ALPHA] and not same[0] & same[1]
    with pytest.raises(PlieError, match="la même clé"):
        open_lac(str(tmp_path / "lac"))


def test_a_person_keeps_a_pseudonym_from_one_photo_to_the_next(tmp_path):
    nom, departement, photo, *_ = TROIS[0]
    former = inventer(tmp_path / "a", nom, departement, dt.date(2017, 12, 31), 20)
    later = inventer(tmp_path / "b", nom, departement, photo, 20)
    for plie in (former, later):
        plie.deposer(tmp_path / "lac")
    people = [{cell for table, column, cell in _deposited(_depot(tmp_path / "lac", rank)) if (table, column) == ("participant", "id_dossier")} for rank in (0, 1)]  # fmt: skip
    assert people[0] == people[1] and len(people[0]) == 20


# The key.


def test_the_key_is_its_owners_alone_and_outside_the_lake(tmp_path):
    lac = tmp_path / "lac"
    lac.mkdir()
    made, is_new = cle_de(tmp_path / "cles" / "plie.cle", lac)
    assert is_new and stat.S_IMODE((tmp_path / "cles" / "plie.cle").stat().st_mode) == 0o600
    assert cle_de(tmp_path / "cles" / "plie.cle", lac) == (made, False)
    (tmp_path / "lien").symlink_to(lac)
    (lac / "vraie.cle").write_text("x" * 40)
    (tmp_path / "detour.cle").symlink_to(lac / "vraie.cle")
    for inside in (lac / "a.cle", tmp_path / "lien" / "a.cle", tmp_path / "detour.cle"):
        with pytest.raises(PlieError, match="ne peut pas être dans le lac"):
            cle_de(inside, lac)
    (tmp_path / "ouverte.cle").write_text("x" * 40)
    os.chmod(tmp_path / "ouverte.cle", 0o644)
    with pytest.raises(PlieError, match="lue par d'autres comptes"):
        cle_de(tmp_path / "ouverte.cle", lac)
    (tmp_path / "courte.cle").write_text("x" * 31)
    os.chmod(tmp_path / "courte.cle", 0o600)
    with pytest.raises(PlieError, match="trop courte"):
        cle_de(tmp_path / "courte.cle", lac)
    (tmp_path / "vide.cle").symlink_to(tmp_path / "nulle-part.cle")
    with pytest.raises(PlieError, match="ne peut pas être créée"):
        cle_de(tmp_path / "vide.cle", lac)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[plie]\nnom = 'X'", "le département"),
        ("[plie]\nnom = 'X'\ndepartement = \"Côte-d'Or\"", "n'est pas le code d'un département"),
    ],
)
def test_a_plie_without_a_name_deposits_nothing(tmp_path, capsys, toml, said):
    plie = inventer(tmp_path / "plie", *TROIS[0][:3], 3)
    (plie.settings.racine / "plie.toml").write_text(toml + "\n", encoding="utf-8")
    asked = ["deposer", str(tmp_path / "lac"), "--cle", str(tmp_path / "une.cle"), "--racine", str(plie.settings.racine)]
    assert run(asked) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "lac").exists() and not (tmp_path / "une.cle").exists()


def test_a_photo_that_is_not_loaded_is_refused_before_anything_is_written(dit, tmp_path):
    said = dit("deposer", str(tmp_path / "lac"), "--cle", str(tmp_path / "une.cle"), "--photo", "2016-01-01")
    assert "n'est pas chargée" in said and not list(tmp_path.iterdir())


def test_what_is_deposited_is_the_owners_alone_unless_the_lake_is_for_a_group(dit, tmp_path):
    for name, mode, wanted in (("seul", 0o700, {0o700, 0o600}), ("groupe", 0o750, {0o750, 0o640})):
        (tmp_path / name).mkdir()
        os.chmod(tmp_path / name, mode)
        dit("deposer", str(tmp_path / name), "--cle", str(tmp_path / "une.cle"), code=0)
        assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / name).rglob("*")} == wanted


def test_an_encrypted_base_is_deposited(faits, tmp_path, capsys):
    shutil.copytree(faits[0][0].settings.racine, tmp_path / "plie")
    toml = tmp_path / "plie" / "plie.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "\n[securite]\nchiffrement = true\ncle = 'base.cle'\n", encoding="utf-8")
    racine = ["--racine", str(tmp_path / "plie")]
    assert run(["cle", "creer", *racine]) == 0
    assert run(["deposer", str(tmp_path / "lac"), "--cle", str(tmp_path / "une.cle"), *racine]) == 0
    with open(tmp_path / "plie" / "data" / "curated" / "plie.duckdb", "rb") as base:
        assert base.read(24)[20] & 1, "the base is encrypted by then"
    assert run(["indicateurs", "entrees", *ANNEE, "--lac", str(tmp_path / "lac"), *racine]) == 0
    capsys.readouterr()


# Which photo is read, and replaced.


def test_the_newest_photo_of_each_is_read_and_an_earlier_one_on_demand(faits, lac, tmp_path, dit):
    nom, departement, *_ = TROIS[0]
    inventer(tmp_path / "avant", nom, departement, dt.date(2017, 6, 30), 10).deposer(lac)
    assert "PLIE d'Alpha (21, photo du 28 février 2018)" in _lire(dit, lac, code=0)
    said = dit("indicateurs", "entrees", "--du", "2017-01-01", "--au", "2017-06-30", "--lac", str(lac), "--photo", "2017-11-30", code=0)
    assert "Lac de 1 PLIE" in said and "30 juin 2017" in said
    assert "Aucun PLIE n'a déposé de photo" in _lire(dit, lac, "--photo", "2017-01-01")


def test_a_period_after_the_oldest_photo_is_refused(faits, dit):
    said = dit("indicateurs", "entrees", "--du", "2018-01-01", "--au", "2018-01-31", "--lac", str(faits[1]))
    assert "après la photo du 31/12/2017" in said


def test_a_second_deposit_replaces_the_first_whole(faits, lac):
    plies, _ = faits
    stray = _depot(lac, ALPHA) / "donnees" / "curated" / "ancienne.parquet"
    stray.write_bytes(b"x")
    left = _depot(lac, ALPHA).parent / ".depot-abandonne"
    left.mkdir()
    assert plies[0].deposer(lac) == _depot(lac, ALPHA)
    assert not stray.exists() and not left.exists()
    assert sorted(path.name for path in _depot(lac, ALPHA).parent.iterdir()) == [_depot(lac, ALPHA).name]


def test_a_deposit_killed_while_it_writes_leaves_the_former_readable(faits, lac, monkeypatch, dit):
    plies, _ = faits
    former = (_depot(lac, ALPHA) / "depot.json").read_bytes()

    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("plie_analysis.moteurs.depot._put", stop)
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)
    with pytest.raises(KeyboardInterrupt):
        plies[0].deposer(lac)
    assert list(_depot(lac, ALPHA).parent.glob(".depot-*")) and (_depot(lac, ALPHA) / "depot.json").read_bytes() == former
    _lire(dit, lac, code=0)


def test_a_deposit_killed_between_the_former_and_the_new_is_told_then_mended(faits, lac, dit):
    place = _depot(lac, ALPHA)
    (place.parent / f".ancien-{place.name.removeprefix('photo=')}-abc").mkdir()
    os.rename(place, place.parent / f".ancien-{place.name.removeprefix('photo=')}-abc" / "depot")
    assert "à moitié écrit" in _lire(dit, lac)
    inventer(lac.parent / "autre", *TROIS[0][:2], dt.date(2017, 6, 30), 4).deposer(lac)
    assert place.is_dir()
    _lire(dit, lac, code=0)


# Lakes that are not whole, or not one.


def _abimer(name: str):
    def change(lac: Path) -> None:
        path = _depot(lac) / name
        path.write_bytes(path.read_bytes()[:-10])

    return change


def _echanger(lac: Path) -> None:
    path = _depot(lac) / "donnees" / "curated" / "parcours.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _abimer_avec_sa_fiche(lac: Path) -> None:
    import hashlib

    path = _depot(lac) / "donnees" / "curated" / "parcours.parquet"
    path.write_bytes(path.read_bytes()[:100])
    told = json.loads((_depot(lac) / "depot.json").read_text())["fichiers"]
    _changer(
        lac, fichiers=told | {"donnees/curated/parcours.parquet": {"octets": 100, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}}
    )


def _copier(lac: Path) -> None:
    shutil.copytree(_depot(lac).parent, lac / "plie=copie")


TROUBLES = {
    "fiche absente": (lambda lac: (_depot(lac) / "depot.json").unlink(), "Un dépôt est à moitié écrit : plie=plie-beta/photo=2017-12-31"),
    "fiche vide": (lambda lac: (_depot(lac) / "depot.json").write_text(""), "La fiche du dépôt plie=plie-beta/photo=2017-12-31 ne se lit pas"),
    "fiche d'une autre sorte": (lambda lac: (_depot(lac) / "depot.json").write_text("[1]"), "La fiche du dépôt"),
    "fiche qui sort du dépôt": (lambda lac: _changer(lac, fichiers={"../../x.parquet": {"octets": 1, "sha256": ""}}), "La fiche du dépôt"),
    "fiche d'un autre jour": (lambda lac: _changer(lac, photo="2017-11-30"), "La fiche du dépôt"),
    "table absente": (lambda lac: (_depot(lac) / "donnees/curated/parcours.parquet").unlink(), "il manque donnees/curated/parcours.parquet"),
    "table coupée": (_abimer("donnees/curated/etape.parquet"), "n'est plus ce qui a été déposé : donnees/curated/etape.parquet a changé"),
    "octet changé": (_echanger, "donnees/curated/parcours.parquet a changé"),
    "table illisible": (_abimer_avec_sa_fiche, "donnees/curated/parcours.parquet est abîmé"),
    "autres définitions": (lambda lac: _changer(lac, ALPHA, definitions="autre"), "« PLIE d'Alpha » du 28 février 2018 a été fait avec d'autres définitions"),
    "autre schéma": (lambda lac: _changer(lac, schema="autre"), "« PLIE Bêta » du 31 décembre 2017 a été fait avec un autre schéma"),
    "autres critères": (lambda lac: _changer(lac, ALPHA, reglages="autre"), "d'autres critères de preuve ([protocole.preuve]) que « PLIE Bêta »"),
    "compté deux fois": (_copier, "ont le même nom"),
    "vide": (lambda lac: [shutil.rmtree(path) for path in lac.iterdir()], "ne contient aucun dépôt"),
    "inexistant": (shutil.rmtree, "n'existe pas"),
    "fichier": (lambda lac: (shutil.rmtree(lac), lac.write_text("")), "est un fichier"),
}  # fmt: skip


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_lake_that_is_not_whole_is_refused_by_name(lac, dit, trouble):
    change, expected = TROUBLES[trouble]
    change(lac)
    assert expected in _lire(dit, lac).replace("\u00a0", " ")


def test_a_folder_that_cannot_be_listed_is_not_a_plie_left_out(lac, monkeypatch, dit):
    """Root reads everything here: what the system answers to others is played."""
    closed = str(_depot(lac).parent)
    scandir = os.scandir

    def refuse(path="."):
        if str(path) == closed:
            raise PermissionError(13, "Permission denied", closed)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert "ne peut pas être lu en entier" in _lire(dit, lac)


def test_names_with_signs_of_a_pattern_are_refused(lac, dit):
    lac.rename(lac.with_name("lac[1]"))
    assert "contient un des signes" in _lire(dit, lac.with_name("lac[1]"))


def test_an_export_that_one_lacks_is_told_with_its_plie(faits, dit):
    said = dit("indicateurs", "heures_clauses", *ANNEE, "--lac", str(faits[1]))
    assert "demande l'export « clauses », qui manque au dépôt de « PLIE Bêta »" in said.replace("\u00a0", " ")


def test_what_one_plies_settings_say_is_not_asked_of_a_lake(faits, dit):
    assert "est celui d'un seul PLIE" in dit("indicateurs", "cout_moyen", *ANNEE, "--lac", str(faits[1]))


def test_a_code_that_two_plie_class_otherwise_is_refused(faits, lac, tmp_path, dit):
    plie = faits[0][0]
    shutil.copytree(plie.settings.racine, tmp_path / "autre")
    with duckdb.connect(str(tmp_path / "autre" / "data" / "curated" / "plie.duckdb")) as con:
        con.execute("UPDATE ref.motif_sortie SET nature = 'autre' WHERE code = 'EMPLOI'")
    from plie_analysis.settings import load_settings

    settings = load_settings(tmp_path / "autre")
    with open_database(settings) as con:
        deposer(settings, con, lac, plie.cle)
    said = _lire(dit, lac).replace("\u00a0", " ")
    assert "« PLIE Bêta » et « PLIE d'Alpha » ne classent pas pareil « EMPLOI » (referentiels/motif_sortie.csv, colonne nature)" in said


def test_another_plie_whose_name_gives_the_same_folder_is_refused(faits, lac, tmp_path):
    other = inventer(tmp_path / "homonyme", "plie d alpha", "59", dt.date(2017, 12, 31), 4)
    with pytest.raises(PlieError, match="est déjà celui de"):
        other.deposer(lac)


@pytest.mark.parametrize("niveau", ["partenaires", "publique"])
def test_a_lake_is_not_shown_at_a_protected_level(faits, dit, niveau):
    assert "est celui d'un seul PLIE" in _lire(dit, faits[1], "--diffusion", niveau)
    assert "qu'au niveau « interne »" in dit("cohortes", "--au", "2017-12-31", "--lac", str(faits[1]), "--diffusion", niveau).replace(
        "\u00a0", " "
    )


def test_the_axes_of_a_lake_are_offered_there_alone(faits, dit):
    _, lac = faits
    assert "PLIE Bêta" in _lire(dit, lac, "--par", "plie,departement", code=0)
    for axe in ("plie", "departement"):
        assert f"ne se répartit pas par {axe}" in dit("indicateurs", "entrees", *ANNEE, "--par", axe).replace("\u00a0", " ")


def test_the_start_of_what_a_lake_shows_is_the_latest_of_its_plie(tmp_path):
    from plie_analysis.settings import load_settings
    from plie_analysis.survie.couverture import debut_de_couverture

    found = []
    for who in TROIS:
        plie = inventer(tmp_path / who[1], who[0], who[1], dt.date(2017, 12, 31), 60, reglages="[budget]\n")
        plie.deposer(tmp_path / "lac")
        with open_database(plie.settings) as con:
            found.append(debut_de_couverture(con, plie.photo, plie.settings.config))
    settings = load_settings(tmp_path / "21")
    with open_moteur(settings, lac=str(tmp_path / "lac")) as con:
        whole = debut_de_couverture(con, dt.date(2017, 12, 31), settings.config)
    assert whole.debut == max((one.debut for one in found if one.debut), default=None)
    assert whole.premieres == max(one.premieres for one in found)
