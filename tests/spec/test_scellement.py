"""The evaluator's bundle: nothing personal goes in, every figure comes out, and nothing can be changed unseen."""

import csv
import datetime as dt
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import duckdb
import pytest

from plie_analysis import contrat, curate
from plie_analysis.cli import run
from plie_analysis.cli.sceller import printed
from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import definitions
from plie_analysis.scellement import appliquer, code, fenetres, manifeste, niveau, reproduire, sceau, sceller, tableaux
from plie_analysis.scellement.colonnes import colonnes, left_out, lues
from plie_analysis.scellement.parametres import toml
from plie_analysis.scellement.versions import code_files, versions
from plie_analysis.settings import _merge, load_settings
from tests.exports import write_photo
from tests.tableau import PHOTO, dossier, reglages

DONNEES = """
participants
id_dossier   | civilite | date_naissance | code_postal | commune | quartier  | quartier_saisi | niveau | est_rqth | date_saisie
DOSSIER-4401 | Mme      | 1991-06-15     | 21987       | Dijon   | Grésilles | Grésilles      | V      | true     | 2017-01-12
DOSSIER-4402 | M.       | 1971-03-03     | 21987       | Chenôve |           | chez Odilette | IV     | false    | 2017-02-12
DOSSIER-4403 | Mme      | 1983-11-20     | 21987       | Dijon   |           |                |        |          | 2017-03-12
DOSSIER-4404 | M.       |                | 21987       | Dijon   |           |                | V      |          | 2017-03-12

prescriptions
id_prescription | id_dossier   | prescripteur | date_prescription | decision   | date_decision | motif_non_entree | date_saisie
PRESCR-5501     | DOSSIER-4401 | Pôle emploi  | 2016-12-20        | entrée     | 2017-01-10    |                  | 2016-12-20
PRESCR-5502     | DOSSIER-4404 | Pôle emploi  | 2017-03-10        | non-entrée | 2017-03-20    |                  | 2017-03-21

parcours
id_parcours   | id_dossier   | id_prescription | code_referent | date_entree | date_sortie | motif_sortie | date_saisie_entree | date_saisie_sortie
PARCOURS-6601 | DOSSIER-4401 | PRESCR-5501     | REFER-77      | 2017-01-10  | 2017-07-01  | EMPLOI       | 2017-01-12         | 2017-08-02
PARCOURS-6602 | DOSSIER-4402 |                 | REFER-78      | 2017-02-03  |             |              | 2017-02-12         |
PARCOURS-6603 | DOSSIER-4403 |                 | REFER-78      | 2017-03-01  | 2017-12-01  | DECES        | 2017-03-12         | 2017-12-02

etapes
id_etape   | id_parcours   | operation | date_debut | date_fin   | nb_heures_hebdo | organisme            | date_saisie
ETAPE-8801 | PARCOURS-6601 | CDDI      | 2017-02-01 | 2017-06-30 | 26.5            | Atelier Martin Dubuc | 2017-02-03
ETAPE-8802 | PARCOURS-6602 | PMSMP     | 2017-04-01 | 2017-04-14 | 35              | Garage Perrine       | 2017-04-03

entretiens
id_entretien  | id_parcours   | date_entretien | modalite
ENTRETIEN-991 | PARCOURS-6601 | 2017-02-17     | physique

situations
id_dossier   | situation | date_debut | date_fin
DOSSIER-4401 | RSA       | 2016-01-01 | 2017-05-31
DOSSIER-4402 | AAH       | 2016-01-01 |

veilles
id_parcours   | date_debut | date_fin   | motif
PARCOURS-6602 | 2017-11-01 |            | hospitalisation longue

referents
code_referent | structure      | nb_etp | date_debut
REFER-77      | Maison Lavande | 1      | 2015-01-01
REFER-78      | Maison Genévrier | 0.8  | 2015-01-01

actions
id_parcours   | action                                     | session           | date_orientation
PARCOURS-6602 | {action} | groupe de Solange | 2017-03-03

clauses
id_contrat   | id_parcours   | secteur | date_orientation | est_valide | date_debut | nb_heures
CONTRAT-3301 | PARCOURS-6602 | BTP     | 2017-05-01       | true       | 2017-05-10 | 120
CONTRAT-3302 |               | BTP     | 2017-05-01       | true       | 2017-05-10 | 80
""".replace(
    "{action}", next(row.split(",")[0] for row in (contrat.REFERENTIELS / "action.csv").read_text(encoding="utf-8").splitlines()[1:])
)
SECRETS = (
    "DOSSIER-44", "PRESCR-55", "PARCOURS-66", "ETAPE-88", "ENTRETIEN-99", "CONTRAT-33", "REFER-7", "Lavande", "Genévrier",
    "21987", "Odilette", "Dubuc", "Perrine", "hospitalisation", "Solange", "1991-06-15", "1971-03-03", "1983-11-20",
    "destinataire-secret",
)  # fmt: skip
PEU = [
    {
        "nom": "periode",
        "titre": "La période",
        "fenetre": "periode",
        "horloge": "photo",
        "sans_survie": True,
        "par": [[], ["referent"], ["tranche_age"], ["sexe", "tranche_age"]],
    },
    {"nom": "cumul", "titre": "Le cumul", "fenetre": "cumul", "horloge": "fin", "sans_survie": True, "par": [["motif_sortie"]]},
]
TOUS_LES_SUIVIS = fenetres.liste()["suivi"]
PEU_DE_SUIVIS = [
    {**section, "publics": [["sexe"]] if section["calcul"] != "trajectoires" else [[]]}
    for section in fenetres.liste()["suivi"]
    if section["nom"] in ("cohortes", "ecarts", "trajectoires")
]
DU, AU = dt.date(2017, 6, 1), dt.date(2017, 7, 31)
SCELLE_LE = dt.datetime(2018, 1, 3, 9, 0)


@pytest.fixture(autouse=True)
def few_tables(monkeypatch):
    """The whole list takes minutes to compile: a handful of tables follows the same path."""
    whole = fenetres.liste()
    monkeypatch.setattr(fenetres, "liste", lambda: {**whole, "tableau": PEU, "suivi": PEU_DE_SUIVIS})


@pytest.fixture(scope="module")
def racine(tmp_path_factory) -> Path:
    """A working folder with a setting that must not leave it."""
    folder = dossier(tmp_path_factory.mktemp("plie"), DONNEES)
    (folder / "plie.toml").write_text(
        '[plie]\nnom = "PLIE d’essai"\n[budget]\n2017 = 1000\n[[calendrier]]\nrapport = "destinataire-secret"\n[charte.seuils]\nsaisie_jours = [{ valeur = 7 }, { debut = 2019-01-01, valeur = 5, source = "Protocole" }]\n',
        encoding="utf-8",
    )
    return folder


def _seal(racine: Path, target: Path, **options):
    return sceller(load_settings(racine), target, scelle_le=SCELLE_LE, **{"du": DU, "au": AU, **options})


@pytest.fixture(scope="module")
def modele(racine, tmp_path_factory) -> Path:
    """A bundle made once, with keys drawn at random."""
    target = tmp_path_factory.mktemp("sceau") / "dossier"
    with pytest.MonkeyPatch.context() as patch:
        whole = fenetres.liste()
        patch.setattr(fenetres, "liste", lambda: {**whole, "tableau": PEU, "suivi": PEU_DE_SUIVIS})
        _seal(racine, target)
    return target


@pytest.fixture
def scelle(modele, tmp_path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(modele, tmp_path / "dossier"))


def _reseal(folder: Path, **changed) -> None:
    """What a forger would do: make the manifest agree with the files again."""
    told = json.loads((folder / manifeste.MANIFESTE).read_text(encoding="utf-8"))
    days = {name: dt.date.fromisoformat(told[name]) for name in ("photo", "du", "au")}
    manifeste.seal(folder, **days, versions=changed.get("versions", told["versions"]), exports=told["exports_bruts"], scelle_le=SCELLE_LE)


def _content(folder: Path) -> str:
    """Everything that can be read in a bundle, Parquet decompressed."""
    texts = [path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.rglob("*")) if path.is_file()]
    with duckdb.connect() as con:
        for path in sorted(folder.rglob("*.parquet")):
            texts += [str(cell) for row in con.execute(f"FROM read_parquet('{path}')").fetchall() for cell in row]
    return "\n".join(texts + [path.name for path in folder.rglob("*")])


def test_every_figure_is_found_again(modele, racine, tmp_path, capsys):
    own = manifeste.sha256(modele / "MANIFESTE.json")
    assert run(["reproduire", str(modele), "--sortie", str(tmp_path / "s"), "--empreinte", own, "--racine", str(racine)]) == 0
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert told.splitlines()[-1] == f"Empreinte comparée à celle que vous avez donnée : c'est bien le dossier que désigne {own}."
    # A count is printed with a space between its thousands.
    count = r"(\d{1,3}(?:[ \u202f]\d{3})*)"
    equal, total = (int(re.sub(r"\s", "", n)) for n in re.search(rf"{count} chiffres égaux sur {count}\.", told).groups())
    assert equal == total > 200
    lines = (tmp_path / "s" / "comparaison.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == total + 1 and all(line.endswith(",égal") for line in lines[1:])
    assert (tmp_path / "s" / "tableaux" / "periode.csv").read_bytes() == (modele / "tableaux" / "periode.csv").read_bytes()


def test_the_tables_hold_the_figures_of_the_base(modele):
    rows = [line.split(",") for line in (modele / "tableaux" / "cumul_par_motif_sortie.csv").read_text(encoding="utf-8").splitlines()]
    sorties = [(row[1], row[2], row[5], row[6]) for row in rows if row[3] == "sorties"]
    # Out on 1 July, keyed on 2 August: the letter of July did not know it.
    assert sorties == []
    rows = [line.split(",") for line in (modele / "tableaux" / "periode_par_tranche_age.csv").read_text(encoding="utf-8").splitlines()]
    assert [(row[5], row[6]) for row in rows if row[3] == "sorties"] == [("26-44", "1")]


def test_cohorts_gaps_and_trajectories_are_tables_like_the_others(modele):
    def read(name: str) -> list[list[str]]:
        return [line.split(",") for line in (modele / "tableaux" / f"{name}.csv").read_text(encoding="utf-8").splitlines()]

    entered = {row[6]: row[8] for row in read("cohortes_par_sexe") if row[3:6] == ["effectif", "", "2017"]}
    assert entered == {"femme": "2", "homme": "1"}
    assert [row[9] for row in read("ecarts_par_sexe") if row[4] == "colonne=n" and row[8] == "12"] == ["0"]
    months = {(row[5], row[4]): row[6] for row in read("trajectoires") if row[3] == "etats_mensuels"}
    # The étape of the first began within a month of the entry.
    assert months["t=0;etat=sans étape", "colonne=n"] == "2"
    assert "trajectoires,freins," in (modele / "tableaux" / "non_calcules.csv").read_text(encoding="utf-8")


def test_nothing_personal_nor_typed_goes_in(modele):
    content = _content(modele)
    assert [secret for secret in SECRETS if secret in content] == []
    assert "Grésilles" in content and "EMPLOI" in content


def test_the_search_for_secrets_sees_them_where_they_are(racine):
    with duckdb.connect(str(racine / "data" / "curated" / "plie.duckdb"), read_only=True) as con:
        cells = {str(cell) for table in curate.tables() for row in con.execute(f"FROM curated.{table.nom}").fetchall() for cell in row}
    found = [secret for secret in SECRETS if any(secret in cell for cell in cells)]
    assert set(SECRETS) - set(found) == {"destinataire-secret"}


def test_keys_are_the_same_in_all_tables_and_rows_follow_them(modele):
    with duckdb.connect() as con:
        parcours = con.execute(f"SELECT id_parcours, id_dossier FROM read_parquet('{modele}/donnees/curated/parcours.parquet')").fetchall()
        etapes = con.execute(f"SELECT id_parcours FROM read_parquet('{modele}/donnees/curated/etape.parquet')").fetchall()
    assert set(etapes) < {(cle,) for cle, _ in parcours} and len(set(parcours)) == 3
    assert parcours == sorted(parcours)


def test_two_seals_share_no_key_and_every_figure(racine, modele, tmp_path):
    _seal(racine, tmp_path / "autre")
    with duckdb.connect() as con:
        keys = [
            {k for (k,) in con.execute(f"SELECT id_dossier FROM read_parquet('{folder}/donnees/curated/participant.parquet')").fetchall()}
            for folder in (modele, tmp_path / "autre")
        ]
    assert not keys[0] & keys[1]
    for name in ("periode", "periode_par_tranche_age", "cumul_par_motif_sortie"):
        assert (modele / "tableaux" / f"{name}.csv").read_bytes() == (tmp_path / "autre" / "tableaux" / f"{name}.csv").read_bytes()


def test_same_inputs_same_bytes(racine, tmp_path):
    for name in ("a", "b"):
        _seal(racine, tmp_path / name, graine=5)
    files = [{p.relative_to(tmp_path / n).as_posix(): p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()} for n in ("a", "b")]
    assert files[0].keys() == files[1].keys()
    assert [name for name, content in files[0].items() if content != files[1][name]] == []


@pytest.mark.parametrize(
    "name",
    [
        "donnees/curated/parcours.parquet",
        "donnees/ref/motif_sortie.parquet",
        "tableaux/periode.csv",
        "parametres/reglages.toml",
        "METHODE.md",
        "MANIFESTE.json",
        "MANIFESTE.sha256",
    ],
)
def test_one_flipped_byte_is_refused_by_name(scelle, racine, name, capsys):
    content = bytearray((scelle / name).read_bytes())
    content[len(content) // 2] ^= 1
    (scelle / name).write_bytes(content)
    assert run(["reproduire", str(scelle), "--racine", str(racine)]) == 2
    told = capsys.readouterr()
    assert Path(name).name in told.err and "modifié" in told.err and told.out == ""


def _truncate(folder: Path) -> None:
    path = folder / "donnees/curated/etape.parquet"
    path.write_bytes(path.read_bytes()[:-7])


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (_truncate, "donnees/curated/etape.parquet\u00a0: ce fichier est tronqué"),
        (lambda folder: (folder / "tableaux/periode.csv").unlink(), "tableaux/periode.csv\u00a0: ce fichier manque"),
        (lambda folder: (folder / "sql/autre.sql").write_text("select 1"), "sql/autre.sql\u00a0: ce fichier n'est pas de ceux"),
        (lambda folder: (folder / "lien").symlink_to("/"), "lien\u00a0: un lien"),
        (lambda folder: (folder / "MANIFESTE.json").unlink(), "MANIFESTE.json\u00a0: ce fichier manque"),
        (
            lambda folder: ((folder / "donnees/curated/veille.parquet").unlink(), _reseal(folder)),
            "donnees/curated/veille.parquet\u00a0: cette table manque",
        ),
        (
            lambda folder: ((folder / "tableaux/periode.csv").write_text("a,b\n"), _reseal(folder)),
            "tableaux/periode.csv, ligne 1\u00a0: colonnes attendues",
        ),
        (lambda folder: (_append(folder / "tableaux/periode.csv", "2017,x\n"), _reseal(folder)), "cases attendues, 2 trouvées"),
        (lambda folder: ((folder / "tableaux/rien.csv").write_text("a\n"), _reseal(folder)), "tableaux/rien.csv\u00a0: aucun calcul"),
        (lambda folder: _reseal(folder, versions={**versions(), "code": "9.9"}), "scellé par la version 9.9"),
        (
            lambda folder: _reseal(folder, versions={**versions(), "code": "9.9", "code_fichiers": {**code_files(), "sql/etape.sql": "0"}}),
            "Diffèrent entre les deux\u00a0: sql/etape.sql.",
        ),
    ],
    ids=[
        "tronqué",
        "absent",
        "en trop",
        "lien",
        "sans manifeste",
        "table manquante",
        "colonnes",
        "ligne courte",
        "tableau inconnu",
        "version",
        "code",
    ],
)
def test_a_bundle_that_is_not_whole_is_refused(scelle, spoil, expected):
    spoil(scelle)
    with pytest.raises(PlieError) as refused:
        reproduire(scelle)
    assert expected in refused.value.message and refused.value.code == 2
    assert len(refused.value.message.splitlines()) <= 4


def test_two_builds_of_one_version_never_refuse_each_other_and_what_differs_is_named(scelle, racine, capsys):
    files = {**code_files(), "sql/etape.sql": "0" * 64, "indicateurs/ancien.py": "0" * 64}
    _reseal(scelle, versions={**versions(), "code_fichiers": files, "code_sha256": code.whole(files)})
    assert run(["reproduire", str(scelle), "--racine", str(racine)]) == 0
    assert "  même version, mais code différent au scellement : indicateurs/ancien.py, sql/etape.sql" in _said(capsys)


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_the_print_received_apart_catches_a_forger(scelle):
    genuine = manifeste.sha256(scelle / "MANIFESTE.json")
    assert not reproduire(scelle, empreinte=genuine.upper()).ecarts
    _append(scelle / "LISEZMOI.md", "…")
    _reseal(scelle)
    with pytest.raises(PlieError, match="n'est pas celle que vous avez donnée"):
        reproduire(scelle, empreinte=genuine)


def _said(capsys) -> list[str]:
    return capsys.readouterr().out.replace("\u00a0", " ").splitlines()


def test_a_forged_bundle_is_never_called_equal_without_the_words_that_its_print_was_not_compared(scelle, racine, tmp_path, capsys):
    """Every file made again, and the manifest with them: only the print received apart tells."""
    genuine = manifeste.sha256(scelle / "MANIFESTE.json")
    _append(scelle / "METHODE.md", "Autre méthode.")
    _reseal(scelle)
    output = tmp_path / "s"
    assert run(["reproduire", str(scelle), "--sortie", str(output), "--racine", str(racine)]) == 0
    said = _said(capsys)
    assert any("chiffres égaux" in line for line in said)
    assert said[-1].startswith("Empreinte non comparée : rien ne prouve que ce dossier est celui que le PLIE a scellé.")
    assert (output / "verdict.txt").read_text(encoding="utf-8").replace("\u00a0", " ").splitlines() == said
    assert run(["reproduire", str(scelle), "--empreinte", genuine, "--racine", str(racine)]) == 2
    assert _said(capsys) == []


def test_a_signed_bundle_says_who_signed_it(racine, tmp_path, capsys):
    key = tmp_path / "cle"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "PLIE d'essai", "-f", str(key)], check=True)
    asked = ["--du", str(DU), "--au", str(AU), "--sans-carnets", "--signer", str(key), "--racine", str(racine)]
    assert run(["sceller", str(tmp_path / "d"), *asked]) == 0
    assert _said(capsys)[-1].startswith("  signé par la clé SHA256:")
    assert run(["reproduire", str(tmp_path / "d"), "--signataire", f"{key}.pub", "--racine", str(racine)]) == 0
    said = _said(capsys)
    assert said[-2].startswith("Signature vérifiée : PLIE d'essai (SHA256:")
    assert said[-1].startswith("Empreinte non comparée : que ce dossier vienne du PLIE ne tient qu'à sa signature")
    _append(tmp_path / "d" / "METHODE.md", "Autre méthode.")
    _reseal(tmp_path / "d")
    assert run(["reproduire", str(tmp_path / "d"), "--signataire", f"{key}.pub", "--racine", str(racine)]) == 2


def test_the_method_applied_elsewhere_says_too_that_the_print_was_not_compared(modele, tmp_path, racine, capsys):
    write_photo(tmp_path / "autre", "2018-01-31")
    asked = ["--exports", str(tmp_path / "autre"), "--sortie", str(tmp_path / "s"), "--racine", str(racine)]
    assert run(["reproduire", str(modele), *asked]) == 0
    assert _said(capsys)[-1].startswith("Empreinte non comparée")


def test_a_figure_that_differs_is_told_and_leaves_with_1(scelle, racine, capsys):
    path = scelle / "tableaux" / "periode.csv"
    changed = re.sub(r",parcours_actifs,,(\d+),", lambda found: f",parcours_actifs,,{int(found[1]) + 1},", path.read_text(encoding="utf-8"))
    path.write_text(changed, encoding="utf-8")
    _reseal(scelle)
    assert run(["reproduire", str(scelle), "--racine", str(racine)]) == 1
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert told.splitlines()[-1].startswith("Empreinte non comparée")
    assert "différent : parcours_actifs, valeur, du 2017-06-01 au 2017-07-31 : 4 dans le dossier, 3 recalculé" in told


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("12", "12", True),
        ("12", "13", False),
        ("0.333333", "0.333334", True),
        ("0.333333", "0.333335", False),
        ("", "0", False),
        (None, "1", False),
        ("1", None, False),
        ("2", "2.000001", True),
    ],
)
def test_what_equal_means(one, other, equal):
    assert tableaux.Chiffre("t", ("",) * 5, (), "valeur", one, other).est_egal is equal


def test_an_occupied_folder_is_refused_and_nothing_stays_aside(racine, tmp_path):
    target = tmp_path / "plein"
    target.mkdir()
    (target / "note.txt").write_text("là")
    with pytest.raises(PlieError, match="n'est pas vide"):
        _seal(racine, target)
    with pytest.raises(PlieError, match="après la photo"):
        _seal(racine, tmp_path / "neuf", au=PHOTO + dt.timedelta(days=1))

    def failing(_racine, _wanted):
        raise PlieError("le carnet s'arrête")

    with pytest.raises(PlieError, match="le carnet s'arrête"):
        _seal(racine, tmp_path / "neuf", carnets_de=failing)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plein"]


def test_notebooks_run_on_the_pseudonymised_data(racine, tmp_path):
    asked = []

    def pages(folder: Path, wanted):
        asked.extend(wanted)
        with duckdb.connect(str(folder / "data/curated/plie.duckdb"), read_only=True) as con:
            codes = con.execute("SELECT string_agg(DISTINCT code_referent) FROM curated.parcours").fetchone()[0]
        (folder / "lettre.html").write_text(codes)
        return [folder / "lettre.html"]

    done = _seal(racine, tmp_path / "d", carnets_de=pages)
    assert asked == [("lettre", {"mois": "2017-06"}), ("lettre", {"mois": "2017-07"})] and done.nb_carnets == 1
    assert re.fullmatch(r"r-\w{12},r-\w{12}", (tmp_path / "d/carnets/lettre.html").read_text())


def _page(_when=None):
    """A notebook that prints how many parcours the base it is given holds."""

    def run(folder: Path, _wanted) -> list[Path]:
        with duckdb.connect(str(folder / "data/curated/plie.duckdb"), read_only=True) as con:
            count = con.execute("SELECT count(*) FROM curated.parcours").fetchone()[0]
        published = [path.read_text() for path in load_settings(folder).reference.glob("*/figures.csv")]
        page = folder / "lettre.html"
        page.write_text(f"<h2>Parcours</h2><table><tr><td>{count}</td></tr></table><p>{len(published)} rapport publié</p>")
        return [page]

    return run


def test_the_figures_of_the_pages_are_computed_again_and_not_only_hashed(racine, tmp_path, capsys):
    plie = Path(shutil.copytree(racine, tmp_path / "plie"))
    (plie / "reference" / "rapport").mkdir(parents=True)
    (plie / "reference" / "rapport" / "figures.csv").write_text("id\n", encoding="utf-8")
    scelle = _seal(plie, tmp_path / "d", carnets_de=_page()).dossier
    done = reproduire(scelle, carnets_de=_page, lire=printed)
    assert not done.ecarts and (done.nb_pages, done.nb_textes) == (2, 2)
    page = scelle / "carnets" / "lettre.html"
    page.write_text(page.read_text().replace("<td>3<", "<td>4<"))
    _reseal(scelle)
    (wrong,) = reproduire(scelle, carnets_de=_page, lire=printed).ecarts
    assert (wrong.tableau, wrong.cle[3], wrong.scelle, wrong.recalcule) == ("carnets/lettre.html", "Parcours", "4", "3")
    assert run(["reproduire", str(scelle), "--sans-carnets", "--racine", str(racine)]) == 0
    said = _said(capsys)
    assert said[-2].startswith("Pages non réexécutées : les chiffres de 2 pages de carnets/ n'ont pas été recalculés")
    assert said[-1].startswith("Empreinte non comparée")


def test_results_never_go_into_the_bundle(scelle):
    with pytest.raises(PlieError, match="dans le dossier scellé"):
        reproduire(scelle, output=scelle / "resultats")


def test_every_curated_column_is_decided_and_typed_text_never_stays():
    typed = {column.colonne for columns in contrat.queries().values() for column in columns if column.type == "texte"}
    typed |= {"quartier_saisi"}
    columns = [column for group in colonnes(reglages()).values() for column in group]
    assert [f"{c.table}.{c.nom}" for c in columns if c.raison == "hors de la liste"] == []
    kept = {(c.table, c.nom) for c in columns if c.nom in typed and c.traitement not in ("retirer", "cle")}
    # « motif » of an aide is a code of the nomenclature; that of a veille is typed.
    assert kept == {("aide", "motif")}


def test_a_column_is_kept_when_a_definition_reads_it_and_an_indicator_on_a_typed_one_is_left_out():
    own = {"titre": "t", "definition": "d", "unite": "évaluations", "source": "s"}
    config = _merge(
        reglages(),
        {
            "indicateurs": {
                "evaluations": {**own, "table": "frein", "evenement": "date_evaluation"},
                "chez": {**own, "table": "etape", "evenement": "date_debut", "avec": {"organisme": ["X"]}},
            }
        },
    )
    # What no shipped definition reads.
    before, after = ({c.nom: c.traitement for c in colonnes(c_)["frein"]} for c_ in (reglages(), config))
    assert (before["date_evaluation"], before["intensite"]) == ("mois", "retirer")
    assert (after["date_evaluation"], after["intensite"]) == ("garder", "retirer")
    # The clock of its lines is read without being named.
    assert {("frein", "date_evaluation"), ("frein", "connue_le")} <= lues(definitions(config)["evaluations"], config)
    assert left_out(reglages()) == {}
    assert left_out(config) == {"chez": "lit etape.organisme, que le dossier scellé ne contient pas"}


def test_an_absent_export_is_told_on_both_sides(tmp_path):
    folder = dossier(tmp_path / "w", DONNEES.split("clauses\n")[0])
    done = _seal(folder, tmp_path / "d")
    assert any(text.startswith("salaries_clauses : ") and "« clauses »" in text for text in done.refus)
    assert "salaries_clauses" in (tmp_path / "d/tableaux/non_calcules.csv").read_text(encoding="utf-8")
    assert not reproduire(tmp_path / "d").ecarts


def test_a_base_of_another_version_says_what_to_do(tmp_path):
    folder = dossier(tmp_path / "w", DONNEES)
    with duckdb.connect(str(folder / "data/curated/plie.duckdb")) as con:
        con.execute("ALTER TABLE curated.veille DROP COLUMN duree_jours")
    with pytest.raises(PlieError, match="plie charger --relire"):
        _seal(folder, tmp_path / "d")


def test_settings_come_back_from_their_toml(tmp_path):
    content = {
        "plie": {"nom": 'PLIE « d’ici »\n"oui"\\'},
        "charte": {
            "personnel_exige_pour": ["a", "b"],
            "seuils": {"saisie_jours": [{"valeur": 7}, {"debut": dt.date(2019, 1, 1), "valeur": 5.5}]},
            "poids": {"à corriger": 0.5},
        },
        "budget": {"2017": 1153000},
        "vide": {},
        "diffusion": {"oui": True},
    }
    (tmp_path / "plie.toml").write_text(toml(content), encoding="utf-8")
    assert tomllib.loads((tmp_path / "plie.toml").read_text(encoding="utf-8")) == content


def test_another_territory_is_computed_by_the_same_method(modele, tmp_path):
    other = tmp_path / "autre"
    write_photo(other, "2018-01-31")
    (other / "plie.toml").write_text("[budget]\n2017 = 5\n[protocole]\nentrees_par_etp = 1\n", encoding="utf-8")
    done = appliquer(modele, other, tmp_path / "s", charge_le=SCELLE_LE, du=dt.date(2017, 1, 1), au=dt.date(2017, 12, 31))
    rows = [line.split(",") for line in (tmp_path / "s/tableaux/periode.csv").read_text(encoding="utf-8").splitlines()]
    figures = {(row[3], row[4]): row[5] for row in rows}
    # Two persons, their own budget; the sealed method and its period stand.
    assert figures["accompagnes", ""] == "2" and figures["budget", ""] == "5" and figures["sorties_positives", ""] == "1"
    assert done.photo == dt.date(2018, 1, 31) and any("referents" in text for text in done.refus)
    assert not list((tmp_path / "s").glob("comparaison.csv")) and sorted(p.name for p in other.iterdir()) == ["data", "plie.toml"]


@pytest.mark.parametrize(("make", "expected"), [(lambda p: None, "n'existe pas"), (lambda p: p.mkdir(), "Aucune photo")])
def test_exports_that_are_not_there_are_told(modele, tmp_path, make, expected):
    make(tmp_path / "photos")
    with pytest.raises(PlieError, match=expected):
        appliquer(modele, tmp_path / "photos", tmp_path / "s", charge_le=SCELLE_LE)


def test_the_pages_of_a_bundle_know_what_was_published(tmp_path):
    """The notebooks run in a folder made from the bundle, to which the published figures of the PLIE are given."""
    racine, own, folder = (tmp_path / name for name in ("plie", "temporaire", "scelle"))
    for path in (racine / "reference" / "rapport", own, folder):
        path.mkdir(parents=True)
    (racine / "reference" / "rapport" / "figures.csv").write_text("id\n", encoding="utf-8")
    seen = []

    def carnets_de(place, _wanted):
        seen.extend(load_settings(place).reference.glob("*/figures.csv"))
        return []

    days = (dt.date(2017, 12, 1), dt.date(2017, 12, 31))
    assert sceau._run_notebooks(load_settings(racine), load_settings(own), folder, carnets_de, *days) == 0
    assert [path.parent.name for path in seen] == ["rapport"]


def _spoken(_when=None):
    """A notebook whose page says the words of the team that its working folder has."""

    def run(folder: Path, wanted) -> list[Path]:
        settings, pages = load_settings(folder), []
        for rapport, parametres in wanted:
            said = settings.commentaire(rapport, *parametres.values())
            pages.append(folder / f"{rapport}-{'-'.join(parametres.values())}.html")
            pages[-1].write_text(
                f"<h2>Mots</h2><p>en 2017 {said.read_text(encoding='utf-8') if said.is_file() else ''}</p>", encoding="utf-8"
            )
        return pages

    return run


def test_the_words_of_the_team_go_with_the_pages_that_show_them_and_come_back_in_the_replay(racine, tmp_path, capsys):
    plie = Path(shutil.copytree(racine, tmp_path / "plie"))
    (plie / "commentaires").mkdir()
    for nom in ("lettre-2017-06", "lettre-2017-05", "lettre-2017-06-R01", "annuel-2017"):
        (plie / "commentaires" / f"{nom}.md").write_text(f"Un été calme, dit {nom}.", encoding="utf-8")
    done = _seal(plie, tmp_path / "d", carnets_de=_spoken())
    scelle = done.dossier
    assert done.mots == ("lettre-2017-06.md",) == tuple(path.name for path in (scelle / "commentaires").iterdir())
    assert "commentaires/lettre-2017-06.md" in json.loads((scelle / manifeste.MANIFESTE).read_text(encoding="utf-8"))["fichiers"]
    assert "Un été calme" in (scelle / "carnets" / "lettre-2017-06.html").read_text(encoding="utf-8")
    again = reproduire(scelle, carnets_de=_spoken, lire=printed)
    assert not again.ecarts and again.nb_textes == 2
    words = scelle / "commentaires" / "lettre-2017-06.md"
    words.write_text("Un été agité, dit lettre-2017-06.", encoding="utf-8")
    assert run(["reproduire", str(scelle), "--racine", str(racine)]) == 2
    assert "commentaires/lettre-2017-06.md" in capsys.readouterr().err
    _reseal(scelle)
    (wrong,) = reproduire(scelle, carnets_de=_spoken, lire=printed).ecarts
    assert "calme" in wrong.scelle and "agité" in wrong.recalcule


@pytest.mark.parametrize(("nom", "texte", "dit"), [("lettre-2017-06", "<b>", "ligne 1"), ("lettre-juin", "x", "ne sera dans aucune page")])
def test_words_that_cannot_be_shown_stop_the_seal_before_anything(racine, tmp_path, capsys, nom, texte, dit):
    plie = Path(shutil.copytree(racine, tmp_path / "plie"))
    (plie / "commentaires").mkdir()
    (plie / "commentaires" / f"{nom}.md").write_text(texte, encoding="utf-8")
    (plie / "plie.toml").unlink()
    assert run(["sceller", str(tmp_path / "d"), "--racine", str(plie)]) == 2
    told = capsys.readouterr().err
    assert f"commentaires/{nom}.md" in told and dit in told and not (tmp_path / "d").exists()


PROPRES = """
[veilles_hospitalieres]
titre = "Veilles pour hospitalisation"
definition = "Veilles commencées dans la période pour une hospitalisation longue."
unite = "parcours"
table = "veille"
evenement = "date_debut"
avec = { motif = ["hospitalisation longue"] }
source = "Le PLIE"

[part_veilles_hospitalieres]
titre = "Part des veilles pour hospitalisation"
definition = "Ces veilles rapportées à la file active."
unite = "%"
rapport = ["veilles_hospitalieres", "file_active"]
source = "Le PLIE"

[entrees_maison]
titre = "Entrées de la maison"
definition = "Parcours entrés dans la période."
unite = "parcours"
table = "parcours"
evenement = "date_entree"
source = "Le PLIE"
"""


def test_an_indicator_of_one_s_own_is_sealed_unless_it_reads_what_stays_out(racine, tmp_path):
    plie = Path(shutil.copytree(racine, tmp_path / "plie"))
    (plie / "indicateurs.toml").write_text(PROPRES, encoding="utf-8")
    done = _seal(plie, tmp_path / "dossier", du=dt.date(2017, 1, 1))
    named = "L'indicateur «\u00a0{}\u00a0» n'est pas scellé\u00a0: il lit veille.motif, que le dossier scellé ne contient pas."
    assert [said for said in done.avis if "scellé" in said] == [
        named.format(nom) for nom in ("veilles_hospitalieres", "part_veilles_hospitalieres")
    ]
    rows = (done.dossier / "tableaux" / "periode.csv").read_text(encoding="utf-8").splitlines()
    assert [row["valeur"] for row in csv.DictReader(rows) if row["indicateur"] == "entrees_maison"] == ["3"]
    assert not any("hospitalieres" in row for row in rows)
    method = (done.dossier / "METHODE.md").read_text(encoding="utf-8")
    assert "Non calculé ici : il lit veille.motif" in method and "(`entrees_maison`)" in method
    assert all(chiffre.est_egal for chiffre in reproduire(done.dossier).chiffres)


def _only(monkeypatch, *suivis: str) -> None:
    """One table of indicators, and these follow-ups."""
    whole = fenetres.liste()
    real = [section for section in TOUS_LES_SUIVIS if section["nom"] in suivis]
    monkeypatch.setattr(fenetres, "liste", lambda: {**whole, "tableau": [{**PEU[1], "par": [[]]}], "suivi": real})


def test_the_charte_is_judged_again_but_for_what_the_bundle_does_not_hold(racine, tmp_path, monkeypatch):
    _only(monkeypatch, "charte")
    plie = Path(shutil.copytree(racine, tmp_path / "plie"))
    scelle = _seal(plie, tmp_path / "d").dossier
    rows = [line.split(",") for line in (scelle / "tableaux" / "charte.csv").read_text(encoding="utf-8").splitlines()[1:]]
    judged = {(row[5], row[6]): row[7:10] for row in rows}
    # Out on 1 July without a job that the étapes prove: one exit among two.
    assert judged["C10", "sortie"][2] == "2" and judged["C02", "parcours"] == ["0", "0", "3"]
    left = (scelle / "tableaux" / "non_calcules.csv").read_text(encoding="utf-8")
    assert ("P05", "participant") not in judged and "charte,P05 (participant),Cet article lit contour, quartier_saisi" in left.replace(
        '"', ""
    )
    assert "critere_marche" in left and (scelle / "definitions" / "charte" / "parcours.json").is_file()
    results = (scelle / "definitions" / "charte" / "resultats.csv").read_text(encoding="utf-8")
    assert "P05,participant," in results and not any(secret in results for secret in SECRETS)
    assert not reproduire(scelle).ecarts
    path = scelle / "tableaux" / "charte.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("C02,parcours,0,0,3", "C02,parcours,1,1,3"), encoding="utf-8")
    _reseal(scelle)
    assert {chiffre.cle[5:] for chiffre in reproduire(scelle).ecarts} == {("C02", "parcours")}


def _dates(folder: Path, table: str, column: str) -> list[dt.date]:
    with duckdb.connect() as con:
        found = con.execute(
            f"SELECT {column} FROM read_parquet('{folder}/donnees/curated/{table}.parquet') WHERE {column} IS NOT NULL"
        ).fetchall()
    return sorted(day for (day,) in found)


def test_coarser_dates_change_no_figure_and_are_named(racine, modele, tmp_path):
    done = _seal(racine, tmp_path / "d", level=niveau.GROSSI)
    # The keys of the référents are drawn anew.
    for table in set(modele.glob("tableaux/*.csv")) - {modele / "tableaux" / "periode_par_referent.csv"}:
        assert (done.dossier / "tableaux" / table.name).read_bytes() == table.read_bytes()
    assert _dates(done.dossier, "parcours", "date_saisie_entree") == [dt.date(2017, 1, 31), dt.date(2017, 2, 28), dt.date(2017, 3, 31)]
    assert _dates(done.dossier, "parcours", "date_entree") == _dates(modele, "parcours", "date_entree")
    method = (done.dossier / "METHODE.md").read_text(encoding="utf-8")
    assert "### Niveau « grossi »" in method and "### Niveau « exact »" in method
    assert "`parcours.date_saisie_entree`" in method and "| parcours | date_saisie_entree | ramenée au dernier jour du mois" in method
    assert set(done.mesures) == {"grossi", "exact"} and not reproduire(done.dossier).ecarts


def test_a_date_takes_its_day_back_when_a_figure_needs_it(racine, tmp_path):
    """A period that ends within a month: what was keyed by its last day is not what was by the end of the month."""
    done = _seal(racine, tmp_path / "d", level=niveau.GROSSI, du=dt.date(2017, 1, 1), au=dt.date(2017, 3, 15))
    assert dt.date(2017, 3, 12) in _dates(done.dossier, "parcours", "connue_le")


def test_the_method_says_in_numbers_who_could_be_recognised(modele):
    method = (modele / "METHODE.md").read_text(encoding="utf-8")
    assert "| jour d'entrée | 3 | 1 | 3 | 3 |" in method and "| sexe et commune | 3 | 1 | 1 | 3 |" in method
    assert "Dates de naissance de substitution : sur 3, 0,0 % sont la vraie date" in method
    assert "| parcours | motif_sortie | gardée | oui |" in method and "| parcours | date_entree | gardée | – |" in method
