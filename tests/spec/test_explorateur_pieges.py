"""What the exports, plie.toml and kept files hold and that tries to act, seen from the explorer: nothing of it is markup, order or formula."""

import base64
import json
import re
import shutil
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import ipywidgets as widgets
import pytest

from plie_analysis.explorateur.cadre import Cadre
from plie_analysis.explorateur.session import Session
from plie_analysis.presentation.modele_plotly import MIME
from tests.depot import dit
from tests.spec.test_etiquettes_piegees import ANSI, BALISES, BIDI, FORMULE, INERTES, racine  # noqa: F401  (a fixture)

PIEGES = (FORMULE, ANSI, BIDI, BALISES)
ACTIFS = {"script", "img", "iframe", "object", "embed", "link", "meta", "form", "base"}
LOCAL = '[maison]\ntitre = {titre}\ndefinition = {texte}\nlimites = {texte}\nunite = "personnes"\nsource = {texte}\ntable = "parcours"\nstock = ["date_entree", "date_sortie"]\ndistinct = "id_dossier"\n'
TEXTE = f"{BALISES} ![suivi](http://exemple.invalid/p.png) [lien](javascript:alert(3)) <http://exemple.invalid>"


@pytest.fixture
def page(racine, tmp_path):  # noqa: F811
    """The explorer on exports, settings and an indicator of traps, a question asked by the trapped structures."""
    folder = shutil.copytree(racine, tmp_path / "racine")
    quoted = json.dumps(TEXTE)
    (folder / "indicateurs.toml").write_text(LOCAL.format(titre=quoted, texte=quoted), encoding="utf-8")
    made = Cadre(Session(folder))
    question = made.onglets["Question"]
    question.theme.value = "Indicateurs de votre PLIE"
    question.liste.children[0].value = True
    question.genre.value = "annee"
    question.lignes.value, question.filtrer.value = "structure", "structure"
    for box in question.filtres["structure"].values():
        box.value = True
    question.repondre.click()
    assert made.session.resultat, dit(made.boite)
    return made


def tous(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from tous(child)


def test_no_widget_builds_what_a_label_asked_for(page):
    seen = 0
    for widget in tous(page.vue):
        assert not getattr(widget, "description_allow_html", False)
        if isinstance(widget, widgets.HTML):
            built = _Balises(widget.value)
            assert not built.actifs and not built.gestes and not built.ailleurs, widget.value
            seen += "onerror" in widget.value
    assert seen > 2, "the traps are shown"


def test_no_widget_shows_a_mark_that_hides_or_turns_what_follows(page):
    for widget in tous(page.vue):
        texts = [getattr(widget, name, "") for name in ("value", "description", "tooltip")] + [*getattr(widget, "_options_labels", ())]
        assert not [text for text in texts if isinstance(text, str) and INERTES.search(text)], type(widget)


def test_the_chart_reads_no_label_as_markup(page):
    (output,) = page.onglets["Résultat"].graphique.outputs
    said = list(_textes({name: part for name, part in output["data"][MIME].items() if name != "config"}))
    assert any("onerror" in text for text in said)
    assert not [text for text in said if re.search(r"<(?!br>)", text)]


@pytest.mark.parametrize("genre", ["excel", "mot", "png", "svg"])
def test_every_file_is_made_whole_of_trapped_labels(page, genre):
    tab = page.onglets["Exporter"]
    getattr(tab, genre).click()
    assert not dit(page.boite.children[0]).strip()
    (written,) = (page.session.settings.racine / "exports").iterdir()
    assert re.fullmatch(r"[a-z0-9-]+\.(xlsx|docx|png|svg)", written.name)
    content = written.read_bytes()
    assert base64.b64decode(re.search(r"base64,([^\"]+)", tab._fichier.value)[1]) == content
    if genre == "svg":
        assert not ACTIFS & {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(content).iter()}
    parts = {"png": [], "svg": [content]}.get(genre)
    if parts is None:
        with ZipFile(BytesIO(content)) as book:
            parts = [book.read(name) for name in book.namelist() if name.endswith((".xml", ".rels"))]
    for part in parts:
        text = part.decode("utf-8")
        ElementTree.fromstring(text)
        assert not INERTES.search(text) and "<f>" not in text and "_x001B_" not in text and "<script" not in text


def test_a_question_of_trapped_words_is_kept_asked_again_and_written_as_code(page):
    tab = page.onglets["Exporter"]
    tab.nom.value = f"../../{BALISES}{ANSI}"
    tab.enregistrer.click()
    (kept,) = (page.session.settings.racine / "questions").iterdir()
    other = Cadre(Session(page.session.settings.racine))
    other.onglets["Question"].enregistrees.value = kept.stem
    other.onglets["Question"].ouvrir.click()
    assert other.onglets["Question"].gardee().filtres == page.session.resultat.gardee.filtres
    plie = page.session.atelier
    again = eval(page.session.resultat.reponse.question.code(), {"plie": plie})  # the code that the page gives, as it is pasted
    assert again.frame.equals(page.session.resultat.reponse.frame)


class _Balises(HTMLParser):
    """What an HTML builds: tags that act, handlers, addresses of other machines."""

    def __init__(self, text: str):
        super().__init__()
        self.actifs, self.gestes, self.ailleurs = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.actifs += [tag] * (tag in ACTIFS)
        self.gestes += [name for name, _ in attrs if name.startswith("on")]
        self.ailleurs += [value for name, value in attrs if name in ("src", "href") and not (value or "").startswith("data:")]


def _textes(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _textes(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _textes(part)
