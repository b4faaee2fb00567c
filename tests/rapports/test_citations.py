"""The numbers that the team writes: read however they are written, and let out only when the page prints them and they hide nobody."""

import datetime as dt
import re
from pathlib import Path

import nbformat
import pytest

from plie_analysis.protection.registre import CACHE, dossier, read_registre
from plie_analysis.rapports.citations import Citation, en_chiffres, etendues, imprimes, interdites
from plie_analysis.rapports.erreurs import MotsRefuses, PageRefusee
from plie_analysis.rapports.execution import Carnet
from plie_analysis.rapports.lexique import Lexique
from plie_analysis.rapports.mots_de_page import analyser
from plie_analysis.rapports.rapport import demander, produire
from plie_analysis.rapports.serie import Passage, executer_une
from plie_analysis.settings import load_settings
from tests.rapports.base_inventee import PHOTO, build

SEUIL = 11
STAMP = {"execution": dt.datetime(2018, 1, 3, 9, 5), "version": "0.1.0"}
LETTRE = Carnet(Path("lettre.ipynb"), {"mois": "2017-12"}, {"nom": "lettre"}, ("Sorties",))
LEXIQUE = Lexique(["Atelier 2018", "R01"])


def refusees(texte: str, montres: set[str] = frozenset(), caches: set[float] = frozenset()) -> list[Citation]:
    """What is refused of a text in a page that prints these numbers and hides those."""
    return interdites(analyser(texte, LETTRE, "f.md"), LEXIQUE, set(montres), SEUIL, set(caches))


def nombres(texte: str) -> list[str]:
    return [one.nombre for one in refusees(texte)]


@pytest.mark.parametrize(
    ("texte", "lus"),
    [
        ("3 personnes", ["3"]),
        ("trois personnes", ["trois"]),
        ("Tr**oi**s personnes", ["Trois"]),
        ("tr&#173;ois personnes", ["trois"]),
        ("quatre-vingt-dix-sept sorties", ["quatre-vingt-dix-sept"]),
        ("vingt et une personnes", ["vingt et une"]),
        ("cent\nvingt heures", ["cent vingt"]),
        ("une seule personne", ["une seule"]),
        ("une douzaine de sorties", ["douzaine"]),
        ("la moitié des entrées", ["moitié"]),
        ("les deux tiers", ["deux tiers"]),
        ("la 3e sortie", ["3"]),
        ("la troisième sortie", ["troisième"]),
        ("deux, trois ou quatre", ["deux", "trois", "quatre"]),
        ("49%", ["49 %"]),
        ("vingt pour cent", ["vingt"]),
        ("10 057 heures", ["10057"]),
        ("2017 personnes", ["2017"]),
        ("3/12 sont sorties", ["3", "12"]),
        ("½, ٧ et ⑦", ["½", "٧", "⑦"]),
        ("pour cent personnes", ["cent"]),
        ("- 9\n- 12", ["9", "12"]),
        ("1. un\n2. deux", ["deux"]),
        ("x3 et n°4", ["3", "4"]),
    ],
)
def test_un_nombre_se_lit_comme_qu_il_soit_ecrit(texte, lus):
    assert nombres(texte) == lus


@pytest.mark.parametrize(
    "texte",
    [
        "En 2017, puis 2014-2020.",
        "Le 31 décembre 2017, le 1er mars, le 12/12/2017, le 3 avril.",
        "Du 3 au 5 avril, du trois au cinq mai 2017, du 1er au 15 juin.",
        "Au 2e trimestre 2017, 1er trim., T4 2017, en 12/2017, 2017-12.",
        "À 14 h 30, à 9h, de 9 h à 12h30.",
        "Appelez le 03 80 12 34 56 ou le +33 3 80 12 34 56.",
        "Une personne, un parcours, la première sortie, une seule et même équipe.",
        "La 2e session, la deuxième édition, l'école de la deuxième chance (E2C), un quart d'heure, un tiers-lieu.",
        "Les 26 à 44 ans, moins de 26 ans, l'Atelier 2018, le référent R01.",
        "Quelques sorties, des dizaines d'offres, beaucoup, la plupart.",
        "Le centre, la centrale, le sexe, deuxpoints.",
        "En deux mille dix-sept.",
        "Les 2e et 3e trimestres, en second lieu, pour la troisième fois ; un deux-roues, un bac +2, le niveau A2, le Covid-19.",
    ],
)
def test_ce_qui_ne_compte_personne_est_libre(texte):
    assert nombres(texte) == []


def test_un_nombre_montre_se_redit_tel_que_la_page_l_imprime():
    montres = {"1291", "49 %", "12,7", "10057", "24", "83"}
    dits = "1291 personnes, 49 % ou 49 pour cent, 12,7 ou 12.7, 10 057 heures, vingt-quatre, quatre-vingt-trois."
    assert refusees(dits, montres) == []
    assert [one.nombre for one in refusees("1292, 49, 24 %, 13", montres)] == ["1292", "49", "24 %", "13"]


def test_un_nombre_montre_qui_est_aussi_celui_d_un_effectif_masque_est_refuse():
    assert refusees("24 entrées et 37 sorties", {"24", "37"}, {24.0}) == [Citation(1, "24")]
    assert refusees("121 heures, ou 120,5, ou 120,6", {"121", "120,5", "120,6"}, {120.5}) == [Citation(1, "121"), Citation(1, "120,5")]


def test_un_petit_nombre_montre_ne_compte_personne_il_ne_peut_que_mesurer():
    montres = {"3", "0"}
    assert refusees("trois mois, 3 points, 0 sortie", montres) == []
    assert refusees("trois personnes", montres) == [Citation(1, "trois")]
    assert refusees("deux mois", montres) == [Citation(1, "deux")]


def test_la_ligne_est_celle_du_nombre():
    texte = "Calme.\n\n## Sorties\n\nUne phrase\nqui va\njusqu'à trois\npersonnes.\n\n- un\n- 7 là"
    assert refusees(texte) == [Citation(7, "trois"), Citation(11, "7")]


def test_les_nombres_en_lettres_et_en_chiffres_sont_les_memes():
    assert en_chiffres("mille deux cents, soixante-quinze, quatre-vingts, cent un, deux millions trois cent mille")[0] == (
        "1200, 75, 80, 101, 2300000"
    )


def test_un_nombre_du_dessin_d_une_date_ou_des_mots_eux_memes_n_est_pas_montre():
    ecrit = '<div class="mots"><p>99</p></div>'
    page = f"<svg><text>5</text></svg><p>Le 31 décembre 2017 : 42 sorties, 49 %</p><td>2016</td>{ecrit}<script>7</script><p title='8'>x</p>"
    assert imprimes(page, etendues(page, [ecrit]), LEXIQUE) == {"42", "49 %", "2016"}


# A whole page


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return load_settings(build(tmp_path_factory.mktemp("citations")))


def publier(settings, texte: str, diffusion: str) -> str:
    settings.commentaires.mkdir(exist_ok=True)
    settings.commentaire("lettre", "2017-12").write_text(texte, encoding="utf-8")
    return produire(settings, demander(settings, "lettre", {"mois": "2017-12", "diffusion": diffusion}), **STAMP).read_text(
        encoding="utf-8"
    )


def masques(settings) -> set[float]:
    read = read_registre([dossier(settings) / "publique"])
    return {read.comptes[key] for key, state in read.etats.items() if state == CACHE}


def test_a_l_interne_tout_est_libre_et_dehors_un_nombre_masque_est_refuse_avec_sa_ligne(settings):
    interne = publier(settings, "Rien à dire.", "interne")
    publique = publier(settings, "Rien à dire.", "publique")
    hidden = masques(settings)
    assert hidden
    shown = [int(text) for text in re.findall(r'<td class="n"[^>]*>(\d+)<', publique)]
    free = next(n for n in shown if n >= SEUIL and n not in hidden)
    small = int(min(hidden))
    assert "6 sorties, ou trois" in publier(settings, "6 sorties, ou trois", "interne") and interne
    assert f"Le mois : {free}.".replace(" :", "\u00a0:") in publier(settings, f"Le mois : {free}.", "publique")
    before = (settings.rapports / "lettre-2017-12-publique.html").read_bytes()
    for diffusion in ("partenaires", "publique"):
        with pytest.raises(MotsRefuses) as refused:
            publier(settings, f"Bien.\n\n## Sorties\n\ndont {small} vers l'emploi", diffusion)
        assert refused.value.code == 1 and len(refused.value.message.splitlines()) == 4
        assert f"commentaires/lettre-2017-12.md, ligne 5 : « {small} »" in refused.value.message and diffusion in refused.value.message
    assert (settings.rapports / "lettre-2017-12-publique.html").read_bytes() == before
    assert not (dossier(settings) / "partenaires" / "lettre-2017-12-partenaires.json").exists()


def test_ce_qui_est_inscrit_d_un_refus_ne_dit_pas_le_nombre(settings):
    settings.commentaires.mkdir(exist_ok=True)
    settings.commentaire("lettre", "2017-12").write_text("Bien,\ndont 98765 vers l'emploi.", encoding="utf-8")
    edition = demander(settings, "lettre", {"mois": "2017-12", "diffusion": "publique"})
    done, failure = executer_une(settings, edition, Passage(PHOTO, STAMP["execution"], STAMP["version"]))
    assert "98765" in failure.message and "98765" not in done.message
    assert "commentaires/lettre-2017-12.md, lignes : 2." in done.message


def test_un_carnet_ne_se_fait_pas_passer_pour_les_mots_de_l_equipe(settings):
    """What a notebook shows in the frame of the team is looked at as anything else that it shows."""
    (settings.racine / "notebooks").mkdir(exist_ok=True)
    cells = ['annee = "2017"', "from plie_analysis import ouvrir\nplie = ouvrir()", "from plie_analysis.presentation.elements import Texte\nfrom plie_analysis.gabarits import rendre\nTexte(rendre('mots', '7917 personnes'))"]  # fmt: skip
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, settings.racine / "notebooks" / "faux.ipynb")
    settings.commentaires.mkdir(exist_ok=True)
    settings.commentaire("faux", "2017").write_text("Bonjour.", encoding="utf-8")
    with pytest.raises(PageRefusee):
        produire(settings, demander(settings, "faux", {"diffusion": "publique"}), **STAMP)
    settings.commentaire("faux", "2017").write_text("7917 personnes", encoding="utf-8")
    with pytest.raises((MotsRefuses, PageRefusee)):
        produire(settings, demander(settings, "faux", {"diffusion": "publique"}), **STAMP)
