"""What the team writes in a report: shown under its section, for its period alone, and inert."""

import datetime as dt
import re
import stat
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from plie_analysis.cli import run
from plie_analysis.errors import PlieError
from plie_analysis.rapports import mots
from plie_analysis.rapports.execution import Carnet
from plie_analysis.rapports.executions import ECHEC
from plie_analysis.rapports.export import page_html
from plie_analysis.rapports.markdown_inerte import LIMITE, decoder, lire, regles
from plie_analysis.rapports.mots_de_page import analyser, poser
from plie_analysis.rapports.rapport import carnets, demander, produire
from plie_analysis.rapports.serie import Passage, executer_une
from plie_analysis.settings import load_settings
from tests.rapports.base_inventee import PHOTO

STAMP = {"execution": dt.datetime(2018, 1, 3, 9, 5), "version": "0.1.0"}
RACINE = Path(__file__).parents[2]
LETTRE = Carnet(Path("lettre.ipynb"), {"mois": "2017-12"}, {"nom": "lettre"}, ("Chiffres clés", "Prescriptions et entrées", "Sorties"))


@pytest.fixture
def plie(racine):
    """The settings of the invented base, without any words when the test ends."""
    yield load_settings(racine)
    for path in (racine / "commentaires").glob("*"):
        path.rmdir() if path.is_dir() else path.unlink()


def ecrire(settings, nom: str, texte: str | bytes) -> Path:
    path = settings.commentaires / nom
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(texte if isinstance(texte, bytes) else texte.encode("utf-8"))
    return path


def encadres(html: str) -> dict[str, str]:
    """What stands in each frame of a page, by the title just above it."""
    found = re.findall(r'(?s)<h2 id="[^"]*">([^<]*)</h2>\s*(?=<div class="mots")|<div class="mots" role="note">(.*?)</div>', html)
    above, frames = "", {}
    for title, text in found:
        above = title or above
        if text:
            frames[above], above = " ".join(re.sub("<[^>]*>", " ", text).split()), ""
    return frames


# Where they go


def test_chaque_section_est_montree_sous_son_titre_et_ce_mois_seulement(plie):
    ecrire(
        plie,
        "lettre-2017-10.md",
        "Avant tout.\n\n## Entrées\n\nDix arrivent.\n\n## etapes\n\n- **L'atelier** ouvre.\n\n## File active\n\nStable.\n\n"
        "## Retour sur une action\n\nLe forum.\n\n## Conclusion\n\nMerci.\n\n## Sorties\n\n",
    )
    page = produire(plie, demander(plie, "lettre", {"mois": "2017-10"}), **STAMP).read_text(encoding="utf-8")
    dit = "Les mots de l’équipe "
    assert encadres(page) == {
        "": dit + "Avant tout.",
        "Prescriptions et entrées": dit + "Dix arrivent.",
        "File active": dit + "Stable.",
        "Étapes de parcours": dit + "L’atelier ouvre.",
        "Retour sur une action": dit + "Le forum.",
        "Conclusion": dit + "Merci.",
    }
    assert page.index("Avant tout.") < page.index('<h2 id="chiffres-cles">')
    assert (
        page.index('<h2 id="sorties">')
        < page.index('<h2 id="retour-sur-une-action">')
        < page.index('<h2 id="conclusion">')
        < page.index("<footer>")
    )
    assert '<a href="#conclusion">Conclusion</a>' in page and "ils ne sont pas calculés" in page.partition("<footer>")[2]
    other = produire(plie, demander(plie, "lettre", {"mois": "2017-09"}), **STAMP).read_text(encoding="utf-8")
    assert encadres(other) == {} and "ne sont pas calculés" not in other and "Avant tout" not in other


def test_les_mots_d_un_referent_ne_sont_pas_ceux_de_la_lettre(plie):
    edition = demander(plie, "lettre", {"mois": "2017-10", "referent": "R01"})
    ecrire(plie, "lettre-2017-10.md", "Pour tous.")
    assert mots.texte(plie, "lettre", "2017-10", "R01") == ""
    ecrire(plie, "lettre-2017-10-R01.md", "Pour R01.")
    html = produire(plie, edition, **STAMP).read_text(encoding="utf-8")
    assert "Pour R01." in html and "Pour tous." not in html


def test_un_carnet_garde_dans_le_dossier_de_travail_les_montre_aussi_et_ses_titres_sont_les_siens(dossier):
    notebook = new_notebook(metadata={"plie": {"nom": "suivi"}})
    notebook.cells = [
        new_code_cell('annee = "2017"', metadata={"tags": ["parameters"]}),
        new_markdown_cell("## Notre atelier\n\nUne phrase du carnet.\n\n## Bilan"),
        new_code_cell("print('fin')"),
    ]
    nbformat.write(notebook, dossier.racine / "notebooks" / "suivi.ipynb")
    assert mots.modele(dossier, "suivi").split("\n\n\n") == [
        "## Introduction", "## Notre atelier", "## Bilan", "## Retour sur une action", "## Conclusion\n",
    ]  # fmt: skip
    ecrire(dossier, "suivi-2017.md", "## Notre atelier\n\nIl a plu.\n")
    html = produire(dossier, demander(dossier, "suivi", {}), limite=60, **STAMP).read_text(encoding="utf-8")
    assert html.index("Une phrase du carnet.") < html.index("Il a plu.") < html.index('<h2 id="bilan">') < html.index("<pre>fin")


def test_sans_titre_dans_le_carnet_l_introduction_ouvre_la_page():
    notebook = new_notebook(cells=[new_code_cell(outputs=[new_output("display_data", {"text/html": "<i>ici</i>"})])])
    said = analyser("Bonjour.", Carnet(Path("x.ipynb"), {"annee": "2017"}, {}), "x-2017.md")
    html = page_html(poser(notebook, said), titre="x", organisme="y", **STAMP)
    assert html.index("Bonjour.") < html.index("<i>ici</i>")


def test_les_titres_courts_sont_ceux_de_sections_qui_existent():
    known = carnets(load_settings(RACINE))
    assert {nom: set(sections.values()) - set(known[nom].titres) for nom, sections in regles()["sections"].items()} == {
        nom: set() for nom in regles()["sections"]
    }


def test_tout_modele_se_relit_et_ne_dit_rien():
    settings = load_settings(RACINE)
    for nom in carnets(settings):
        assert mots.verifier(settings, nom, mots.modele(settings, nom)) is None
    assert "## Entrées\n" in mots.modele(settings, "lettre") and "Prescriptions" not in mots.modele(settings, "lettre")


def test_l_exemple_du_guide_se_lit():
    example = re.search(r"```markdown\n(.*?)```", (RACINE / "docs" / "rapports.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    assert mots.verifier(load_settings(RACINE), "lettre", example).titres == ["Introduction", "Étapes", "Retour sur une action"]


# What is taken, and what is not


def test_ce_qui_se_prend():
    (section,) = lire("Un *mot*, **deux** ;\nà la ligne.\n\n1. un\n2. deux\n   - « ici : là »", "f.md")
    assert section.html == (
        "<p>Un <em>mot</em>, <strong>deux</strong>\u00a0;\nà la ligne.</p>\n"
        "<ol>\n<li>un</li>\n<li>deux\n<ul>\n<li>«\u00a0ici\u00a0: là\u00a0»</li>\n</ul>\n</li>\n</ol>"
    )
    assert section.paragraphes == ((1, "Un mot, deux ;\nà la ligne."), (4, "un"), (5, "deux"), (6, "« ici : là »"))


@pytest.mark.parametrize(
    ("texte", "ligne", "dit"),
    [
        ("bien\n\n<script>alert(1)</script>", 3, "du code HTML"),
        ("bien\nsuite <b onclick=x>ici</b>", 2, "du code HTML"),
        ("<!-- rien -->", 1, "du code HTML"),
        ("<prénom>", 1, None),
        ("![x](http://ailleurs/x.png)", 1, "une image"),
        ("[ici](http://ailleurs)", 1, "un lien"),
        ("[ici](javascript:alert(1))", 1, "un lien"),
        ("[ici](data:text/html;base64,xx)", 1, "un lien"),
        ("<http://ailleurs>", 1, "un lien"),
        ("a\n\n- b\n- [c](d)", 4, "un lien"),
        ("# Grand", 1, "un titre"),
        ("### Petit", 1, "un titre"),
        ("Souligné\n---", 1, "un titre"),
        ("- ## Caché", 1, "un titre"),
        ("> ## Sorties", 1, "une citation"),
        ("a\n\n---", 3, "un trait"),
        ("    code", 1, "un texte décalé"),
        ("```\ncode\n```", 1, "un bloc de code"),
        ("un `code`", 1, "du code (accent grave)"),
        ("| a |\n|---|\n| 1 |", 1, "un tableau"),
        ("~~non~~", 1, "un texte barré"),
        ("3. trois", 1, "commence à 1"),
        ("- a\n  - b\n    - c", 3, "trop loin"),
        ("- " * 300 + "x", 1, "trop loin"),
        (">" * 9000 + "x", 1, "une citation"),
        ("**" * 3000 + "x" + "**" * 3000, 1, "trop de *"),
        ("a\n\0b", 2, "un caractère de contrôle"),
        ("a\x1b[31mb", 1, "un caractère de contrôle"),
        ("## Sorties <i>", 1, "du code HTML"),
    ],
)  # fmt: skip
def test_ce_qui_ne_se_prend_pas_est_dit_avec_sa_ligne(texte, ligne, dit):
    if dit is None:  # an accent makes it no tag: it is text, and stays text
        assert lire(texte, "f.md")[0].html == "<p>&lt;prénom&gt;</p>"
        return
    with pytest.raises(PlieError) as refused:
        lire(texte, "f.md")
    assert refused.value.message.startswith(f"f.md, ligne {ligne}\u00a0: ") and dit in refused.value.message
    assert refused.value.code == 2 and len(refused.value.message.splitlines()) == 2


@pytest.mark.parametrize(
    ("texte", "html"),
    [
        ("&lt;script&gt; & <3", "<p>&lt;script&gt; &amp; &lt;3</p>"),
        ("&#60;b&#62;", "<p>&lt;b&gt;</p>"),
        ("[a]: http://ailleurs", "<p>[a]: http://ailleurs</p>"),
        ("tr&#173;ois\u202e &#x202e;fois", "<p>trois fois</p>"),
        ("a\r\n\r\nb\rc", "<p>a</p>\n<p>b\nc</p>"),
        ("{{ 7*7 }} {% x }", "<p>{{ 7*7 }} {% x }</p>"),
    ],
)
def test_ce_qui_n_est_que_du_texte_le_reste(texte, html):
    assert lire(texte, "f.md")[0].html == html


class Balises(HTMLParser):
    """The tags, the attributes and the text of some HTML."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = set(), [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


@given(
    st.lists(
        st.sampled_from([*"abé1 \n*_-#>`[]()!<&;|~\\\"'", "\n\n", "## ", "- ", "1. ", "   ", "<b>", "](", "http://x", "&#60;", "\t"]),
        max_size=60,
    )
)
def test_quoi_qu_on_ecrive_rien_d_actif_ne_passe_et_aucun_mot_ne_se_perd(pieces):
    text = "".join(pieces)
    try:
        found = lire(text, "f.md")
    except PlieError:
        return
    read = Balises("".join(section.html for section in found))
    assert read.tags <= {"p", "em", "strong", "ul", "ol", "li", "br"} and read.attributes == []
    titles = "".join(section.titre or "" for section in found)
    for letter in "abé":
        assert read.text.count(letter) + titles.count(letter) == text.count(letter)


# The file, and its name


@pytest.mark.parametrize("debut", [b"", b"\xef\xbb\xbf"], ids=["sans marque", "avec"])
def test_un_fichier_de_windows_se_lit(plie, debut):
    ecrire(plie, "lettre-2017-10.md", debut + "## Sorties\r\n\r\nL'été\r\n".encode())
    assert mots.verifier(plie, "lettre", mots.texte(plie, "lettre", "2017-10")).titres == ["Sorties"]


@pytest.mark.parametrize(
    ("contenu", "dit"),
    [
        ("## Sortie\n\nx", "ligne 1 : « Sortie » n'est pas un titre de section de ce rapport. Vouliez-vous dire « Sorties » ?"),
        ("x\n\n## Météo\n", "ligne 3 : « Météo » n'est pas un titre"),
        ("##\n\nx", "ligne 1 : «  » n'est pas un titre"),
        ("## Étapes\n\na\n\n## Étapes de parcours\n\nb", "ligne 5 : cette section est déjà écrite plus haut"),
        ("a\n\n## Introduction\n\nb", "ligne 3 : cette section est déjà écrite plus haut"),
        ("ligne\nété".encode("cp1252"), "ligne 2 : ce fichier n'est pas enregistré en UTF-8"),
        ("été".encode("utf-16"), "ligne 1 : ce fichier n'est pas enregistré en UTF-8"),
        (b"x" * (LIMITE + 1), "est trop long"),
    ],
)  # fmt: skip
def test_un_fichier_qui_ne_va_pas_arrete_tout_avant_le_calcul(plie, contenu, dit, capsys):
    ecrire(plie, "lettre-2017-10.md", contenu)
    before = sorted((plie.racine / "data").rglob("*"))
    assert run(["rapport", "lettre", "--mois", "2017-10", "--racine", str(plie.racine)]) == 2
    told = capsys.readouterr().err.replace("\u00a0", " ")
    assert "commentaires/lettre-2017-10.md" in told and dit in told and "Traceback" not in told and len(told.splitlines()) <= 4
    assert [path for path in sorted((plie.racine / "data").rglob("*")) if path not in before and path.suffix == ".html"] == []


def test_dans_une_serie_la_page_est_en_echec_et_dit_pourquoi(plie):
    ecrire(plie, "lettre-2017-11.md", "a\n\n<b>")
    edition = demander(plie, "lettre", {"mois": "2017-11"})
    done, failure = executer_une(plie, edition, Passage(PHOTO, STAMP["execution"], STAMP["version"]))
    assert failure.code == 2 and done.statut == ECHEC and done.message.startswith("commentaires/lettre-2017-11.md, ligne 3")
    assert not (plie.rapports / "lettre-2017-11.html").exists()


def test_un_dossier_a_sa_place_est_dit(plie):
    (plie.commentaires / "lettre-2017-10.md").mkdir(parents=True)
    with pytest.raises(PlieError, match=r"commentaires/lettre-2017-10\.md ne peut pas être lu \(c'est un dossier\)"):
        produire(plie, demander(plie, "lettre", {"mois": "2017-10"}), **STAMP)


def test_plie_rapport_dit_les_mots_montres_et_ceux_qui_sont_perdus(plie, capsys):
    ecrire(plie, "lettre-2017-10.md", "Bonjour.\n\n## Sorties\n\nBien.")
    for nom in ("letre-2017-10.md", "qpv-2017-12.md", "divers.txt", ".DS_Store", "README.md", "lettre-2017-11.md~"):
        ecrire(plie, nom, "x")
    assert run(["rapport", "lettre", "--mois", "2017-10", "--forcer", "--racine", str(plie.racine)]) == 0
    told = capsys.readouterr()
    assert "Mots de l'équipe : commentaires/lettre-2017-10.md (Introduction, Sorties)" in told.out
    lost = [line for line in told.err.replace("\u00a0", " ").splitlines() if line.startswith("commentaires/")]
    assert lost == [
        "commentaires/divers.txt ne sera dans aucune page : le rapport « divers » n'existe pas.",
        "commentaires/letre-2017-10.md ne sera dans aucune page : le rapport « letre » n'existe pas. Vouliez-vous dire « lettre » ?",
        "commentaires/qpv-2017-12.md ne sera dans aucune page : un nom comme qpv-2017.md est attendu.",
    ]


@pytest.mark.parametrize(
    "nom", ["lettre-2017-13.md", "lettre-2017.md", "lettre-decembre.md", "lettre.md", "lettre-2017-12.md.txt", "lettre-2017-12.MD", "Lettre-2017-12.md"]
)  # fmt: skip
def test_un_nom_mal_ecrit_pour_le_rapport_demande_l_arrete(plie, nom, capsys):
    ecrire(plie, nom, "x")
    assert run(["rapport", "lettre", "--mois", "2017-10", "--racine", str(plie.racine)]) == 2
    told = capsys.readouterr().err.replace("\u00a0", " ")
    assert f"commentaires/{nom} ne sera dans aucune page : un nom comme lettre-2017-12.md est attendu." in told


# The door of those who write them


def test_la_porte_dit_ou_sont_les_mots_et_refuse_ce_qui_n_est_pas_une_page(plie):
    assert mots.chemin(plie, "lettre", "2017-10") == plie.racine / "commentaires" / "lettre-2017-10.md"
    assert mots.chemin(plie, "rapport_annuel", "2017").name == "annuel-2017.md"
    assert mots.chemin(plie, "referent", "2017-10", "R01").name == "referent-2017-10-R01.md"
    for nom, periode, referent, dit in [
        ("lettre", "2017", "", "n'est pas une période"), ("annuel", "2017-10", "", "n'est pas une période"), ("bilan", "2017", "", "n'existe pas"),
        ("annuel", "2017", "R01", "ne se limite pas au référent"), ("lettre", "2017-10", "../R01", "ne se limite pas"), ("lettre", "../x", "", "n'est pas une période"),
    ]:  # fmt: skip
        with pytest.raises(PlieError, match=dit):
            mots.chemin(plie, nom, periode, referent)


def test_enregistrer_ecrit_tout_ou_rien_et_n_ecrase_pas_ce_qu_un_autre_a_change(plie):
    path = mots.enregistrer(plie, "lettre", "2017-10", "## Sorties\n\nBien.\n", avant="")
    assert mots.texte(plie, "lettre", "2017-10") == "## Sorties\n\nBien.\n" and [one.name for one in path.parent.iterdir()] == [path.name]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(PlieError, match=r"commentaires/lettre-2017-10\.md, ligne 3"):
        mots.enregistrer(plie, "lettre", "2017-10", "a\n\n<b>", avant="## Sorties\n\nBien.\n")
    with pytest.raises(PlieError, match="a changé depuis que vous l'avez ouvert"):
        mots.enregistrer(plie, "lettre", "2017-10", "Autre.", avant="")
    assert "Bien." in path.read_text(encoding="utf-8")
    mots.enregistrer(plie, "lettre", "2017-10", " \n", avant="## Sorties\n\nBien.\n")
    assert not path.exists() and mots.texte(plie, "lettre", "2017-10") == ""


def test_un_texte_trop_long_est_refuse_avant_d_etre_ecrit(plie):
    with pytest.raises(PlieError, match="est trop long"):
        mots.enregistrer(plie, "lettre", "2017-10", "é" * LIMITE, avant="")
    assert decoder(b"x" * LIMITE, "f.md")


def test_le_dossier_n_est_pas_suivi():
    assert "/commentaires/" in (RACINE / ".gitignore").read_text(encoding="utf-8").splitlines()
