"""The explorer in a real browser, as ``plie explorer`` serves it: keyboard, narrow screen, accessibility, silence, a photo mended."""

import base64
import json
import shutil
import time
from pathlib import Path

import psutil
import pytest
from python_calamine import CalamineWorkbook
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from plie_analysis.atelier import Atelier
from plie_analysis.explorateur.session import ONGLETS
from plie_analysis.settings import load_settings
from tests.portes import porte

pytestmark = pytest.mark.navigateur
ONGLET = ".plie-explorateur .lm-TabBar-tab"
# A file chooser cannot be driven: the files are dropped on the button, which is one of the two ways.
LACHER = """
const given = new DataTransfer();
for (const [name, content] of arguments[0]) {
  given.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], name, { lastModified: Date.UTC(2018, 1, 28, 12) }));
}
document.querySelector(".plie-explorateur .widget-upload").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: given }));
"""


class Explorateur:
    """The page of the explorer in the browser: what it says, its tabs, its buttons."""

    def __init__(self, navigateur, adresse: str, racine: Path):
        self.navigateur, self.adresse, self.racine = navigateur, adresse, racine

    def ouvrir(self, *, largeur: int = 1280, sombre: bool = False) -> None:
        """Open the page anew and wait for its tabs."""
        cdp = self.navigateur.driver.execute_cdp_cmd
        cdp("Emulation.setScriptExecutionDisabled", {"value": False})
        cdp(
            "Emulation.setEmulatedMedia",
            {"media": "", "features": [{"name": "prefers-color-scheme", "value": "dark" if sombre else "light"}]},
        )
        cdp("Emulation.setDeviceMetricsOverride", {"width": largeur, "height": 900, "deviceScaleFactor": 1, "mobile": False})
        self.navigateur.driver.get(self.adresse)
        self.attendre(lambda: len(self.navigateur.driver.find_elements("css selector", ONGLET)) == len(ONGLETS))

    def onglet(self, nom: str) -> None:
        """Open a tab."""
        self.navigateur.driver.find_elements("css selector", ONGLET)[ONGLETS.index(nom)].click()
        self.attendre(lambda: self.ouvert() == nom)

    def ouvert(self) -> str:
        """The tab that is open."""
        return self.navigateur.js(f"return document.querySelector('{ONGLET}[aria-selected=true]').textContent")

    def bouton(self, intitule: str) -> None:
        """Press the button that says this."""
        buttons = "[...document.querySelectorAll('.plie-explorateur button')]"
        self.attendre(lambda: self.navigateur.js(f"return {buttons}.some(b => b.textContent.trim() === {intitule!r} && b.offsetParent)"))
        self.navigateur.js(f"{buttons}.find(b => b.textContent.trim() === {intitule!r} && b.offsetParent).click()")

    def champ(self, intitule: str):
        """The field that a label names, as one who reads the page finds it."""
        look = (
            f"const label = [...document.querySelectorAll('.plie-explorateur label')].find(l => l.textContent.trim() === {intitule!r} && l.offsetParent);"
            "return label && (label.control || label.parentElement.querySelector('select, input'))"
        )
        self.attendre(lambda: self.navigateur.js(look))
        return self.navigateur.js(look)

    def choisir(self, intitule: str, valeur: str) -> None:
        """Choose in a list by the text that is read there, once it is offered."""
        self.attendre(lambda: valeur in [" ".join(one.text.split()) for one in Select(self.champ(intitule)).options])
        options = Select(self.champ(intitule)).options
        Select(self.champ(intitule)).select_by_index([" ".join(one.text.split()) for one in options].index(valeur))

    def dit(self) -> str:
        """The text of the page, spaces made ordinary."""
        return " ".join(self.navigateur.js("return document.body.innerText").split())

    def photo(self) -> str:
        """The newest photo of the base, as the page has it."""
        return str(Atelier(load_settings(self.racine)).photo)

    def attendre_de_lire(self, texte: str, delai: float = 60) -> None:
        """Wait until the page says this."""
        self.attendre(lambda: texte in self.dit(), delai)

    def attendre(self, condition, delai: float = 60) -> None:
        """Wait for a condition; a failure shows what the page says."""
        limit = time.monotonic() + delai
        while not condition():
            assert time.monotonic() < limit, self.dit()[-3000:]
            time.sleep(0.1)


@pytest.fixture(scope="module")
def explorateur(navigateur, annee_2017, tmp_path_factory):
    """``plie explorer`` on a copy of the reference year, in the browser."""
    racine = shutil.copytree(annee_2017.racine, tmp_path_factory.mktemp("explorateur") / "racine")
    with porte("explorer", racine, 18981) as door:
        yield Explorateur(navigateur, door.adresse, racine)


def test_the_explorer_opens_in_french_and_asks_nothing_elsewhere(explorateur):
    explorateur.navigateur.requetes()
    explorateur.navigateur.messages()
    explorateur.ouvrir()
    asked = [url for url in explorateur.navigateur.requetes() if not url.startswith("ws://127.0.0.1:")]
    assert asked and all(url.startswith("http://127.0.0.1:") for url in asked)
    # Of the libraries' own pieces, one is told to be of another version than it hopes for: a warning, and nothing that fails.
    # A slow machine has the time to be told that the page is on its way.
    said = ("shared", "Starting WebSocket", "voila is still executing")
    assert [one for one in explorateur.navigateur.messages() if not any(word in one for word in said)] == []
    assert "Données inventées" in explorateur.dit() and explorateur.navigateur.js("return document.documentElement.lang") == "fr"
    assert "import explorer" not in explorateur.navigateur.js("return document.documentElement.outerHTML")


@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
def test_axe_finds_nothing_on_any_tab(explorateur, axe, sombre):
    explorateur.ouvrir(sombre=sombre)
    explorateur.navigateur.js(axe)
    for nom in ONGLETS:
        explorateur.onglet(nom)
        found = explorateur.navigateur.driver.execute_async_script(
            "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done)"
        )
        assert [(nom, fault["id"], fault["nodes"][0]["html"][:200]) for fault in found["violations"]] == []


def test_a_narrow_screen_does_not_scroll_sideways(explorateur):
    explorateur.ouvrir(largeur=320)
    for nom in ONGLETS:
        explorateur.onglet(nom)
        width, beyond = explorateur.navigateur.js(
            "return [document.documentElement.scrollWidth, [...document.querySelectorAll('.plie-explorateur *')]"
            ".filter(e => !e.closest('.tableau') && e.getBoundingClientRect().right > 321).map(e => e.className)]"
        )
        assert width <= 320 and beyond == [], nom


def test_a_wide_screen_has_the_page_in_its_middle(explorateur):
    explorateur.ouvrir(largeur=1920)
    left, right = explorateur.navigateur.js(
        "const place = document.querySelector('.plie-explorateur').getBoundingClientRect(); return [place.left, innerWidth - place.right]"
    )
    assert left > 200 and abs(left - right) < 30


def test_every_tab_is_reached_by_the_keyboard_alone(explorateur):
    explorateur.ouvrir()
    driver = explorateur.navigateur.driver
    focused = "return document.activeElement.matches({!r})"

    def press(*keys: str) -> None:
        ActionChains(driver).send_keys(*keys).perform()

    for _ in range(10):
        press(Keys.TAB)
        if explorateur.navigateur.js(focused.format(ONGLET)):
            break
    assert explorateur.ouvert() == "Question"
    assert explorateur.navigateur.js("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    for nom in ONGLETS[1:]:
        press(Keys.ARROW_RIGHT, Keys.ENTER)
        explorateur.attendre(lambda nom=nom: explorateur.ouvert() == nom)
    # On the way: what is published, then an area of words for each section of the letter.
    for _ in range(60):
        press(Keys.TAB)
        if explorateur.navigateur.js(
            "return document.activeElement.textContent.trim() === 'Publier' && document.activeElement.tagName === 'BUTTON'"
        ):
            break
    else:
        pytest.fail("the button that publishes is not reached")


def test_a_spoiled_photo_is_seen_mended_and_loaded(explorateur):
    explorateur.ouvrir()
    explorateur.onglet("Photos")
    exports = sorted((explorateur.racine / "data/raw/2018-01-31").glob("*.csv"))
    files = {path.name.replace("_2018-01-31", ""): path.read_bytes() for path in exports}
    spoiled = next(name for name in files if name.startswith("parcours"))
    files[spoiled] = files[spoiled].replace(b";EMPLOI;", b";EMPLOYS;", 1)
    explorateur.navigateur.driver.execute_script(LACHER, [[name, base64.b64encode(content).decode()] for name, content in files.items()])
    explorateur.attendre_de_lire(spoiled)
    explorateur.bouton("Lire, sans rien écrire")
    explorateur.attendre_de_lire("1 rejet")
    # The fields of the unknown labels are drawn one by one, after the account.
    explorateur.attendre_de_lire("« EMPLOYS » (Motif de sortie, 1 fois) : vouliez-vous dire « EMPLOI » ?")
    assert not (explorateur.racine / "data/raw/2018-02-28").exists()
    explorateur.bouton("Ajouter cette variante")
    explorateur.attendre_de_lire("Aucun rejet")
    assert '"EMPLOYS" = "EMPLOI"' in (explorateur.racine / "plie.toml").read_text(encoding="utf-8")
    explorateur.bouton("Charger cette photo")
    explorateur.attendre_de_lire("Photo du 28 février 2018 chargée")
    assert sorted(path.name for path in (explorateur.racine / "data/raw/2018-02-28").glob("*.csv")) == sorted(files)


def test_a_letter_is_published_with_the_words_of_the_team_and_opened(explorateur):
    explorateur.ouvrir()
    explorateur.onglet("Publier")
    explorateur.champ("Introduction").send_keys("Un mois **calme**, dit l’équipe.")
    explorateur.bouton("Publier")
    explorateur.attendre_de_lire("Ouvrir : Lettre", 180)
    driver = explorateur.navigateur.driver
    driver.get(
        explorateur.navigateur.js(
            "return [...document.querySelectorAll('.plie-explorateur a')].find(a => a.textContent.includes('Lettre')).href"
        )
    )
    explorateur.attendre_de_lire("Un mois calme, dit l’équipe.")
    assert "Lettre" in driver.title and explorateur.navigateur.js("return document.querySelectorAll('h2').length") > 3


def poser_2016(explorateur, *, largeur: int = 1280) -> None:
    """« Taux de sorties positives par QPV et RSA pour les entrés de 2016 », asked as a person does."""
    explorateur.ouvrir(largeur=largeur)
    explorateur.onglet("Question")
    explorateur.choisir("Thème", "Sorties")
    explorateur.attendre_de_lire("Taux de sorties positives")
    explorateur.champ("Taux de sorties positives").click()
    explorateur.attendre_de_lire("Choisi : Taux de sorties positives.")
    explorateur.choisir("Période", "Les entrés d’une année")
    explorateur.choisir("Entrés en", "2016")
    explorateur.choisir("En lignes", "Quartier prioritaire (QPV)")
    explorateur.choisir("En colonnes", "Bénéficiaire du RSA")
    explorateur.bouton("Répondre")
    explorateur.attendre(lambda: explorateur.ouvert() == "Résultat" and "Réponse en" in explorateur.dit())


def test_the_question_of_2016_is_answered_and_its_workbook_downloaded(explorateur, tmp_path):
    explorateur.navigateur.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    poser_2016(explorateur)
    rows = explorateur.navigateur.js(
        "return [...document.querySelectorAll('#plie-tableau tbody tr')].map(r => [...r.cells].map(c => c.innerText.replace(/\\s+/g, ' ').trim()))"
    )
    answer = Atelier(load_settings(explorateur.racine)).indicateurs(
        "taux_sorties_positives", du="2016-01-01", au=explorateur.photo(), par=["qpv", "rsa"], filtres={"cohorte_annee": "2016"}
    )
    wanted = answer.croise()
    assert [[row[0], *row[1:]] for row in rows] == [
        [name, *(text.replace("\u00a0", " ").replace(" — ", " ") for text in wanted.loc[name])] for name in wanted.index
    ]
    explorateur.attendre(
        lambda: explorateur.navigateur.js("return document.querySelectorAll('.plie-graphique .js-plotly-plot .bars path').length > 0")
    )
    explorateur.navigateur.js("document.querySelector('[data-plie-case]').click()")
    explorateur.attendre_de_lire("Comptés : ")
    explorateur.onglet("Exporter")
    explorateur.bouton("Classeur Excel")
    explorateur.attendre_de_lire("Télécharger")
    explorateur.navigateur.js("document.querySelector('.plie-fichier a').click()")
    explorateur.attendre(lambda: list(tmp_path.glob("*.xlsx")))
    book = CalamineWorkbook.from_path(next(tmp_path.glob("*.xlsx")))
    screen = [row for row in book.get_sheet_by_name("Tableau").to_python() if row[0] in wanted.index]
    table = answer.tri()
    assert [row[1 : 1 + len(table.colonnes)] for row in screen] == [
        [pytest.approx(table.cases[row, column].valeur) for column in table.colonnes] for row in table.lignes
    ]


def test_an_answer_is_read_by_all(explorateur, axe):
    poser_2016(explorateur, largeur=320)
    width = explorateur.navigateur.js("return document.documentElement.scrollWidth")
    explorateur.navigateur.js(axe)
    found = explorateur.navigateur.driver.execute_async_script(
        "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done)"
    )
    assert width <= 320 and [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found["violations"]] == []


def test_an_indicator_is_ticked_and_asked_by_the_keyboard_alone(explorateur):
    explorateur.ouvrir()
    explorateur.onglet("Question")
    driver = explorateur.navigateur.driver
    ActionChains(driver).send_keys(Keys.TAB).perform()
    for _ in range(60):
        here = driver.switch_to.active_element
        if here.get_attribute("type") == "checkbox" and "accompagnées" in here.find_element("xpath", "..").text:
            here.send_keys(Keys.SPACE)
        if here.tag_name == "button" and here.text == "Répondre":
            here.send_keys(Keys.ENTER)
            break
        ActionChains(driver).send_keys(Keys.TAB).perform()
    explorateur.attendre(lambda: explorateur.ouvert() == "Résultat" and "Réponse en" in explorateur.dit())
    assert "Personnes accompagnées" in explorateur.dit()


def test_what_compares_with_what_is_read_of_a_period_and_leaves_as_a_workbook(explorateur, axe):
    explorateur.ouvrir()
    explorateur.choisir("Période", "Une année")
    explorateur.choisir("Laquelle", "2017")
    explorateur.bouton("Comparer les lectures des sorties")
    explorateur.attendre(lambda: explorateur.ouvert() == "Résultat")
    explorateur.attendre_de_lire("Sorties de 2017")
    assert "lues de quatre façons" in explorateur.dit() and "Les taux nationaux publiés" in explorateur.dit()
    explorateur.navigateur.js(axe)
    found = explorateur.navigateur.driver.execute_async_script(
        "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done)"
    )
    assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found["violations"]] == []
    # A narrow screen keeps the tables in boxes of their own.
    explorateur.navigateur.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 320, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    assert explorateur.navigateur.js("return document.documentElement.scrollWidth") <= 320
    explorateur.bouton("Exporter")
    explorateur.bouton("Classeur Excel")
    explorateur.attendre_de_lire("Télécharger ce-qui-se-compare-2017-01-01-2017-12-31.xlsx")
    assert (explorateur.racine / "exports" / "ce-qui-se-compare-2017-01-01-2017-12-31.xlsx").is_file()


# In JupyterLab


@pytest.fixture(scope="module")
def atelier(navigateur, annee_2017, tmp_path_factory):
    """``plie atelier`` on a copy of the reference year, opened; the door, its page."""
    racine = shutil.copytree(annee_2017.racine, tmp_path_factory.mktemp("atelier") / "racine")
    with porte("atelier", racine, 18986) as door:
        page = Explorateur(navigateur, door.adresse, racine)
        navigateur.requetes()
        page.ouvrir()
        yield door, page


def test_the_atelier_opens_in_french_on_an_explorer_that_runs_by_itself(atelier):
    _, page = atelier
    asked = [url for url in page.navigateur.requetes() if not url.startswith("ws://127.0.0.1:")]
    assert asked and all(url.startswith("http://127.0.0.1:") for url in asked)
    assert "Fichier" in page.dit() and "Données inventées" in page.dit()
    listed = page.navigateur.js("return [...document.querySelectorAll('.jp-DirListing-itemText')].map(e => e.textContent)")
    assert "explorer.ipynb" in listed and not {"plie.toml", "notebooks", "plie_analysis"} & set(listed)


def _meurt(door, page):
    (noyau,) = [one["id"] for one in json.loads(door.demander("/api/kernels")[1])]
    (process,) = [one for one in psutil.process_iter(["cmdline"]) if any(noyau in word for word in one.info["cmdline"] or ())]
    process.kill()


def _redemarre(door, page):
    page.navigateur.driver.find_element("css selector", "[data-command='notebook:restart-kernel']").click()
    page.attendre(
        lambda: page.navigateur.js("const sure = document.querySelector('.jp-Dialog .jp-mod-accept'); sure?.click(); return !!sure")
    )


@pytest.mark.parametrize("fin", [_redemarre, _meurt])
def test_the_explorer_comes_back_when_its_kernel(atelier, fin):
    door, page = atelier
    page.navigateur.js("document.querySelector('.plie-explorateur').classList.add('avant')")
    fin(door, page)
    page.attendre(
        lambda: (
            page.navigateur.js("return document.querySelectorAll('.plie-explorateur:not(.avant) .lm-TabBar-tab').length") == len(ONGLETS)
        ),
        120,
    )
