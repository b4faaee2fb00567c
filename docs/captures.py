"""The pictures of the guides, taken in a headless Chromium as the month of the guide goes: ``python -m docs.captures``.

The exports are those of the invented year, with one word of the team and one slip of the pen among the motifs; the hands
are those of the tests of the explorer. Each picture is a file of ``docs/images/``.
"""

import base64
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from tests.navigateur.conftest import Navigateur
from tests.navigateur.test_explorateur import LACHER, Explorateur, poser_2016
from tests.portes import porte

IMAGES = Path(__file__).parent / "images"
LARGEUR, HAUTEUR = 1200, 800
PHOTO = "2018-01-31"
DEPOT = LACHER.replace("2018, 1, 28, 12", "2018, 0, 31, 12")  # the files were written on the day of the photo
MOTS = {"Introduction": "Une fin d'année calme, l'équipe au complet.", "Étapes": "Les chantiers ont repris **en octobre**."}


class Camille(Explorateur):
    """Who uses the explorer in the guide, and takes a picture now and then."""

    def ouvrir(self, *, largeur: int = LARGEUR, sombre: bool = False) -> None:
        super().ouvrir(largeur=LARGEUR, sombre=sombre)

    def prendre(self, nom: str, milieu: str = "") -> None:
        """Take the picture ``nom``, from the top of the page or with what says ``milieu`` in its middle."""
        self.navigateur.js(
            f"const said = [...document.querySelectorAll('body *')].findLast(e => e.textContent.replace(/\\s+/g, ' ').trim() === {milieu!r});"
            "said ? said.scrollIntoView({block: 'center'}) : window.scrollTo(0, 0)"
        )
        self.navigateur.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": LARGEUR, "height": HAUTEUR, "deviceScaleFactor": 1, "mobile": False}
        )
        time.sleep(1)  # what rolls or fades is at rest
        self.navigateur.driver.save_screenshot(str(IMAGES / f"{nom}.png"))
        print(f"{nom}.png")


def mois(camille: Camille, exports: dict[str, bytes]) -> None:
    """The month: a photo dropped, mended and loaded; a question; a letter."""
    camille.ouvrir()
    camille.onglet("Photos")
    camille.navigateur.driver.execute_script(DEPOT, [[name, base64.b64encode(content).decode()] for name, content in exports.items()])
    camille.attendre_de_lire("parcours")
    camille.bouton("Lire, sans rien écrire")
    camille.attendre_de_lire("2 rejets")
    camille.choisir("Il veut dire", "Emploi")
    camille.prendre("explorateur-photos", "Libellés inconnus")
    camille.bouton("Ajouter cette variante")
    camille.attendre_de_lire("1 rejet")
    camille.bouton("Ajouter cette variante")
    camille.attendre_de_lire("Aucun rejet")
    camille.bouton("Charger cette photo")
    camille.attendre_de_lire("Photo du 31 janvier 2018 chargée")
    poser_2016(camille)
    camille.prendre("explorateur-resultat")
    camille.onglet("Question")
    camille.prendre("explorateur-question")
    camille.onglet("Exporter")
    camille.bouton("Classeur Excel")
    camille.attendre_de_lire("Télécharger")
    camille.prendre("explorateur-exporter")
    camille.choisir("Diffusion", "partenaires : petits effectifs masqués")
    camille.attendre_de_lire("· Diffusion : partenaires")
    camille.onglet("Publier")
    _decembre(camille)
    for section, said in MOTS.items():
        camille.champ(section).send_keys(said, Keys.TAB)
    camille.bouton("Enregistrer les mots")
    camille.attendre_de_lire("Enregistré")
    camille.prendre("explorateur-mots", "Les mots de l’équipe")
    camille.bouton("Publier")
    camille.attendre_de_lire("Ouvrir : Lettre", 180)
    _decembre(camille)  # the list went back to the last month
    camille.prendre("explorateur-publier", "Ouvrir : Lettre")


def _decembre(camille: Camille) -> None:
    camille.choisir("Période", "décembre 2017")
    time.sleep(3)  # the areas of the words of that month take the place of the others


def main() -> None:
    """Take every picture."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="plie-captures-") as temporary:
        racine = Path(temporary) / "mon-plie"
        racine.mkdir()
        exports = _exports(Path(temporary) / "extraction")
        driver = _driver()
        try:
            with porte("explorer", racine, 18990) as door:
                camille = Camille(Navigateur(driver), door.adresse, racine)
                mois(camille, exports)
            driver.get((racine / "data" / "rapports" / "lettre-2017-12-partenaires.html").as_uri())
            camille.prendre("lettre")
            with porte("atelier", racine, 18991) as door:
                driver.get(door.adresse)
                camille.attendre(lambda: camille.navigateur.js("return document.querySelectorAll('.jp-Notebook .jp-Cell').length > 0"), 120)
                time.sleep(15)  # the explorer runs by itself when its notebook opens
                camille.prendre("jupyterlab")
        finally:
            driver.quit()


def _exports(racine: Path) -> dict[str, bytes]:
    """The files that Camille extracted, by name."""
    from annee_2017.synthese import write_photo
    from plie_analysis.settings import load_settings

    racine.mkdir()
    write_photo(load_settings(racine))
    files = {path.name: path.read_bytes() for path in sorted((racine / "data" / "raw" / PHOTO).glob("*.csv"))}
    name = next(name for name in files if name.startswith("parcours"))
    files[name] = files[name].replace(b";EMPLOI;", b";CDI 24h;", 1).replace(b";SANTE;", b";SANTEE;", 1)
    return files


def _driver() -> webdriver.Chrome:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        sys.exit("Chromium et chromedriver sont nécessaires (Debian : apt install chromium chromium-driver).")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in ("--headless", "--disable-gpu", "--hide-scrollbars", "--lang=fr", f"--window-size={LARGEUR},{HAUTEUR}"):
        options.add_argument(flag)
    if getattr(os, "geteuid", lambda: 1)() == 0:
        options.add_argument("--no-sandbox")
    return webdriver.Chrome(options, webdriver.ChromeService(driver))


if __name__ == "__main__":
    main()
