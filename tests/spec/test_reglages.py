"""``plie.toml``: every key is checked, and every fault is told in French, with its line, before any work."""

import datetime as dt
import tomllib

import pytest

from plie_analysis import schema
from plie_analysis.cli import run
from plie_analysis.curate import build
from plie_analysis.database import open_database
from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import calculer, planifier
from plie_analysis.ingest import load_photos
from plie_analysis.scellement.parametres import toml
from plie_analysis.schema import _schema
from plie_analysis.settings import PACKAGE, load_settings, value_on
from plie_analysis.survie.reglages import reglages as reglages_cohortes
from tests.exports import write_photo

DEFAUTS = tomllib.loads((PACKAGE / "reglages.toml").read_text(encoding="utf-8"))


def _leaves(content: dict, path: tuple = ()):
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key), value


def _nested(path: tuple, value) -> dict:
    for key in reversed(path):
        value = {key: value}
    return value


def _told(tmp_path, capsys, content: str | bytes) -> list[str]:
    """What a command says of a ``plie.toml``: code 2, a few French lines, nothing written."""
    (tmp_path / "plie.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    assert run(["charger", "--racine", str(tmp_path)]) == 2
    told = capsys.readouterr().err.replace("\u00a0", " ")
    lines = told.strip().splitlines()
    assert 1 <= len(lines) <= 4 and "plie.toml" in lines[0]
    assert not [word for word in ("Traceback", "Erreur imprévue", "expected", "Invalid", "Error") if word in told]
    assert [path.name for path in tmp_path.iterdir()] == ["plie.toml"]
    return lines


def test_the_settings_shipped_are_valid():
    schema.check(DEFAUTS, "reglages.toml")
    assert load_settings(PACKAGE.parent).config["plie"]["nom"] == "PLIE de Dijon Métropole"
    assert reglages_cohortes()["horizons"] == [6, 12, 18, 24, 30]


WRONG = ({}, [[]], dt.date(2017, 1, 1), float("nan"), -1, True)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [(path, wrong) for path, value in _leaves(DEFAUTS) for wrong in WRONG if not (wrong is True and isinstance(value, bool))],
    ids=lambda one: ".".join(one) if isinstance(one, tuple) else str(one),
)
def test_a_value_of_the_wrong_type_is_refused(tmp_path, capsys, path, wrong):
    lines = _told(tmp_path, capsys, toml(_nested(path, wrong)))
    assert path[-1] in lines[0]


@pytest.mark.parametrize("path", [path for path, value in _leaves(DEFAUTS) if isinstance(value, int | float)], ids=".".join)
def test_a_number_out_of_bounds_is_refused_with_its_bounds(tmp_path, capsys, path):
    assert "attendu" in _told(tmp_path, capsys, toml(_nested(path, 10**15)))[0]


@pytest.mark.parametrize("path", [path for path, _ in _leaves(DEFAUTS)], ids=".".join)
def test_a_mistyped_key_is_refused_with_the_nearest(tmp_path, capsys, path):
    mistyped = (*path[:-1], path[-1] + "s")
    (line,) = _told(tmp_path, capsys, toml(_nested(mistyped, 5)))
    assert f"« {mistyped[-1]} » n'existe pas. Vouliez-vous dire «" in line


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[diffusion]\n\npartenaire = 30\n", "ligne 3 : [diffusion] : la clé « partenaire » n'existe pas. Vouliez-vous dire « partenaires » ?"),
        ("[diffusion]\npartenaires = 0\n", "ligne 2 : [diffusion] partenaires = 0 : un nombre entier est attendu, de 3 à 1 000 personnes."),
        ("[diffusion]\npublique = -5\n", "[diffusion] publique = -5 : un nombre entier est attendu"),
        ("[diffusion]\npublique = 11.0\n", "[diffusion] publique = 11.0"),
        ('[diffusion]\npublique = "11"\n', "[diffusion] publique = « 11 »"),
        ("diffusion = 3\n", "ligne 1 : diffusion = 3 : c'est une section qui est attendue, [diffusion]."),
        ("[difusion]\npublique = 11\n", "ligne 1 : la clé « difusion » n'existe pas. Vouliez-vous dire « diffusion » ?"),
        ("[budget]\n17 = 1000\n", "« 17 » n'est pas une année"),
        ('[budget]\n2017 = "1 153 000"\n', "un nombre est attendu, de 0 à 1 000 000 000 euros".replace("1 000 000 000", "1\u202f000\u202f000\u202f000")),
        ("[charte.seuils]\npart_autre_max = 1\n", "avec un point décimal"),
        ("[charte.seuils]\nsaisie_jours = 7.5\n", "un nombre entier est attendu"),
        ('[charte.seuils]\nsaisie_jours = [{ debut = "2019", valeur = 5 }]\n', "« debut » doit être une date"),
        ("[charte.seuils]\nsaisie_jours = [{ valeur = 5 }, { valeur = 6 }]\n", "deux valeurs ont le même « debut »"),
        ("[charte.seuils]\nage_min = 70\n", "[charte.seuils] age_min = 70 dépasse age_max = 67."),
        ('[[calendrier]]\nrapport = "lettre"\n\n[[calendrier]]\nrapport = "annuel"\ndepuis = "1000-01"\n', "ligne 6 : [[calendrier]] no 2 depuis = « 1000-01 » : un mois est attendu"),
        ('[[calendrier]]\nraport = "lettre"\n', "la clé « raport » n'existe pas. Vouliez-vous dire « rapport » ?"),
        ("[[calendrier]]\njours = 3\n", "il manque « rapport » dans [[calendrier]] no 1."),
        ('[[calendrier]]\nrapport = "lettre"\njours = "5"\n', "jours = « 5 » : un nombre entier est attendu, de 0 à 366 jours."),
        ('calendrier = "lettre"\n', "calendrier s'écrit en sections [[calendrier]]"),
        ('[ingestion.fichiers]\nparcour = ["x"]\n', "la requête « parcour » n'existe pas. Vouliez-vous dire « parcours » ?"),
        ("[rapports]\nlimite_secondes = 0\n", "de 10 à"),
        ("[freins.poids]\nlogement = -2\n", "[freins.poids] logement = -2"),
        ('[couverture]\ndebut = "hier"\n', "une date est attendue"),
        ('[indicateurs.x]\ntitre = 3\n', "[indicateurs.x] titre = 3 : un texte entre guillemets droits est attendu."),
        ('[plie]\nnom = "PLIE \\u202e de Dijon"\n', "caractère de contrôle ou invisible"),
        ('[plie]\nnom = "  "\n', "un texte non vide est attendu"),
        ("[budget\n2017 = 1", "ligne 1 : « [budget » ne se lit pas."),
        ("[plie]\nnom = \"a\"\nnom = \"b\"\n", "ligne 3 : « nom = \"b\" » ne se lit pas."),
        ("[plie]\nnom = “PLIE”\n", "ligne 2 : « nom = “PLIE” » ne se lit pas."),
        ("x = " + "[" * 5000, "ligne 1"),
        ("[plie]\nnom = \"é\"\n".encode("cp1252"), "ligne 2 : ce fichier n'est pas enregistré en UTF-8."),
        ("[plie]\nnom = \"é\"\n".encode("utf-16"), "n'est pas enregistré en UTF-8."),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place_and_what_was_expected(tmp_path, capsys, content, told):
    assert told in "\n".join(_told(tmp_path, capsys, content))


def test_several_faults_are_told_at_once(tmp_path, capsys):
    lines = _told(tmp_path, capsys, "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n")
    assert len(lines) == 4 and lines[-1] == "… et 2 autres fautes dans plie.toml."


def test_a_folder_in_place_of_the_settings_is_told(tmp_path, capsys):
    (tmp_path / "plie.toml").mkdir()
    assert run(["charger", "--racine", str(tmp_path)]) == 2
    assert "plie.toml ne peut pas être ouvert" in capsys.readouterr().err


def test_a_threshold_named_by_the_folder_s_own_suites_is_accepted(tmp_path):
    (tmp_path / "plie.toml").write_text("[charte.seuils]\ndelai_maison = 3\n", encoding="utf-8")
    with pytest.raises(PlieError, match="delai_maison"):
        load_settings(tmp_path)
    (tmp_path / "expectations").mkdir()
    (tmp_path / "expectations" / "aide.json").write_text('{"seuils": ["delai_maison"]}', encoding="utf-8")
    assert load_settings(tmp_path).config["charte"]["seuils"]["delai_maison"] == 3


def test_a_dated_setting_counts_from_its_day():
    dated = [{"valeur": 7}, {"debut": dt.date(2019, 1, 1), "valeur": 5}]
    assert [value_on(dated, dt.date(2018, 12, 31)), value_on(dated, dt.date(2019, 1, 1)), value_on(4, dt.date(2019, 1, 1))] == [7, 5, 4]
    with pytest.raises(PlieError, match="pas de valeur au 01/01/2018"):
        value_on(dated[1:], dt.date(2018, 1, 1))


def test_every_line_of_the_schemas_is_understood():
    words = {"type", "min", "max", "unite", "choix", "requis", "vide"}
    for name in ("reglages", "survie"):
        for path, value in _leaves(_schema(name)):
            assert path[-1] in words, (name, path)
            assert path[-1] != "type" or value in schema.ESPECES, (name, path)


INDICATEUR = '[indicateurs.x]\ntitre = "X"\ndefinition = "d"\nunite = "parcours"\nsource = "s"\n'


@pytest.mark.parametrize(
    ("cles", "told"),
    [
        ("", "il lui faut l'une de ces clés : table, rapport"),
        ('table = "parcour"\nevenement = "date_entree"', "table = « parcour » n'existe pas. Vouliez-vous dire « parcours » ?"),
        ('table = "parcours"\nevenement = "date_entre"', "evenement = « date_entre » n'existe pas. Vouliez-vous dire « date_entree » ?"),
        ('table = "parcours"\nevenement = "date_entree"\ngarder = ["est_sortti"]', "garder = « est_sortti » n'existe pas."),
        ('table = "parcours"\nevenement = "date_entree"\navec = { motif = ["EMPLOI"] }', "avec = « motif » n'existe pas."),
        ('rapport = ["entrees"]', "« rapport » nomme deux indicateurs"),
        ('rapport = ["entrees", "sorti"]', "rapport = « sorti » n'existe pas."),
        ('part_de = "entree"', "part_de = « entree » n'existe pas. Vouliez-vous dire « entrees » ?"),
        ('objectif = { norme = "entrees_etp" }', "objectif, norme = « entrees_etp » n'existe pas. Vouliez-vous dire « entrees_par_etp » ?"),
        ('reglage = { section = "budjet" }', "reglage, section = « budjet » n'existe pas. Vouliez-vous dire « budget » ?"),
        ('table = "sortie"\nsurvie = { mesure = "medianne", lu = "estimation" }', "survie, mesure = « medianne » n'existe pas."),
        ('table = "sortie"\nsurvie = { mesure = "incidence", lu = "estimation" }', "un nombre entier de mois est attendu"),
    ],
)  # fmt: skip
def test_an_indicator_of_one_s_own_that_names_what_does_not_exist_is_refused(tmp_path, cles, told):
    write_photo(tmp_path)
    (tmp_path / "plie.toml").write_text(INDICATEUR + cles + "\n", encoding="utf-8")
    with open_loaded(tmp_path) as con, pytest.raises(PlieError) as refused:
        planifier(con, ["x"], du="2017-01-01", au="2017-12-31", config=load_settings(tmp_path).config)
    assert told in refused.value.message and "[indicateurs.x]" in refused.value.message


def test_an_indicator_of_one_s_own_is_computed(tmp_path):
    write_photo(tmp_path)
    (tmp_path / "plie.toml").write_text(
        INDICATEUR
        + 'table = "parcours"\nevenement = "date_entree"\ngarder = ["est_plus_30_mois"]\n[charte.seuils]\nparcours_long_mois = [{ valeur = 30 }, { debut = 2017-06-01, valeur = 2 }]\n',
        encoding="utf-8",
    )
    config = load_settings(tmp_path).config
    with open_loaded(tmp_path) as con:
        found = [calculer(con, ["x"], du="2017-01-01", au=au, config=config)["valeur"].tolist() for au in ("2017-05-31", "2017-12-31")]
    assert found == [[0.0], [2.0]]


def open_loaded(racine):
    """The base of a working folder, loaded with its curated tables."""
    settings = load_settings(racine)
    load_photos(settings, None, charge_le=dt.datetime(2018, 1, 3), curate=build)
    return open_database(settings)
