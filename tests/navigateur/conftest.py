"""A headless Chromium that sees no network, and the pages to open in it."""

import datetime as dt
import json
import os
import shutil
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from plie_analysis.rapports.rapport import demander, produire
from plie_analysis.settings import load_settings
from tests.navigateur.genres import Genres
from tests.rapports.base_inventee import build

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
# Packages that ship axe-core, the newest first.
AXE = (("axe_playwright_python", "axe.min.js"), ("axe_core_python", "axe.min.js"))


def _skip(why: str) -> None:
    """Skip, except in continuous integration where a browser test that cannot run is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"{why} : installez-le, les essais de navigateur sont obligatoires ici.")
    pytest.skip(why)


class Navigateur:
    """A window: open a page at a width and a scheme, then ask it questions."""

    def __init__(self, driver):
        self.driver = driver

    def ouvrir(self, page: Path, *, largeur: int = 1280, sombre: bool = False, scripts: bool = True, papier: bool = False) -> None:
        """Open a page and wait for its graphs to be drawn (when scripts run)."""
        cdp = self.driver.execute_cdp_cmd
        cdp("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        cdp(
            "Emulation.setEmulatedMedia",
            {"media": "print" if papier else "", "features": [{"name": "prefers-color-scheme", "value": "dark" if sombre else "light"}]},
        )
        cdp("Emulation.setDeviceMetricsOverride", {"width": largeur, "height": 900, "deviceScaleFactor": 1, "mobile": False})
        self.messages()
        self.driver.get(page.as_uri())
        if scripts and self.js("return document.querySelector('script.donnees-graphique') !== null"):
            self._wait()

    def _wait(self) -> None:
        limit = time.monotonic() + 30
        while not self.js("return document.documentElement.dataset.graphiques || ''"):
            if time.monotonic() > limit:
                pytest.fail(f"graphs were not drawn: {self.messages()}")
            time.sleep(0.05)

    def js(self, code: str):
        """The value of a JavaScript function body."""
        return self.driver.execute_script(code)

    def messages(self) -> list[str]:
        """Console errors and warnings since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requetes(self) -> list[str]:
        """Addresses asked for since the last call, but for the page itself and what it carries."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
        return [url for url in asked if not url.startswith(("file:", "data:", "blob:", "chrome:", "about:"))]


@pytest.fixture(scope="session")
def navigateur(tmp_path_factory):
    """A headless Chromium, or a skip that says why."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    driver = shutil.which("chromedriver")
    if not chromium or not driver:
        _skip("Chromium et chromedriver ne sont pas installés")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    window = webdriver.Chrome(options=options, service=Service(driver))
    yield Navigateur(window)
    window.quit()


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core."""
    for package, name in AXE:
        found = find_spec(package)
        if found:
            return (Path(found.origin).parent / name).read_text(encoding="utf-8")
    _skip("axe-core n'est pas installé")


@pytest.fixture(scope="session")
def pages(tmp_path_factory) -> dict[str, Path]:
    """The letter of December, the annual report, the cohorts and an analysis of an invented base."""
    settings = load_settings(build(tmp_path_factory.mktemp("pages") / "racine", personnes=300))
    stamp = {"execution": dt.datetime(2018, 1, 3, 9, 5), "version": "0.1.0"}
    return {
        "lettre": produire(settings, demander(settings, "lettre", {"mois": "2017-12"}), **stamp),
        "annuel": produire(settings, demander(settings, "annuel", {"annee": "2017"}), **stamp),
        "cohortes": produire(settings, demander(settings, "cohortes", {"annee": "2017"}), **stamp),
        "durees": produire(settings, demander(settings, "durees", {"annee": "2017"}), **stamp),
    }


@pytest.fixture(scope="session")
def genres(annee_2017, tmp_path_factory) -> Genres:
    """Every kind of page of the reference year, each made when it is first asked for."""
    return Genres(annee_2017, tmp_path_factory.mktemp("genres") / "racine")
