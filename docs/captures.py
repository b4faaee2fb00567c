"""The pictures of the guides, taken from the reference year in a headless Chromium: ``python docs/captures.py [NAME…]``.

Each picture is a function below and a file of ``docs/images/``. A guide marks the place of one still to be taken by a
comment « capture : name.png ».
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver

IMAGES = Path(__file__).parent / "images"
SIZE = (1200, 800)
PORT = 8899
PATIENCE_S = 120


def lettre(driver: webdriver.Chrome, racine: Path) -> None:
    """The letter of December 2017, as partners read it."""
    _plie(racine, "rapport", "lettre", "--mois", "2017-12", "--diffusion", "partenaires")
    driver.get((racine / "data" / "rapports" / "lettre-2017-12-partenaires.html").as_uri())
    _wait(driver, "return document.readyState === 'complete'")


def jupyterlab(driver: webdriver.Chrome, racine: Path) -> None:
    """The welcome notebook in JupyterLab."""
    with _served(racine, "atelier") as address:
        driver.get(address)
        _wait(driver, "return document.querySelectorAll('.jp-Cell').length > 3 && !document.querySelector('#jupyterlab-splash')")
        time.sleep(5)  # the kernel says that it is ready, the cells settle


CAPTURES: dict[str, Callable[[webdriver.Chrome, Path], None]] = {"lettre": lettre, "jupyterlab": jupyterlab}


def main(names: list[str]) -> None:
    """Take the pictures named, or all."""
    if unknown := set(names) - set(CAPTURES):
        sys.exit(f"Captures connues : {', '.join(CAPTURES)} (et non {', '.join(sorted(unknown))}).")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="plie-captures-") as temporary:
        racine = Path(temporary) / "mon-plie"
        racine.mkdir()
        _plie(racine, "synthese")
        _plie(racine, "charger")
        driver = _driver()
        try:
            for name in names or CAPTURES:
                CAPTURES[name](driver, racine)
                driver.save_screenshot(str(IMAGES / f"{name}.png"))
                print(f"{name}.png")
        finally:
            driver.quit()


def _plie(racine: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "plie_analysis", *arguments, "--racine", str(racine)], check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _served(racine: Path, command: str) -> Iterator[str]:
    """The address of a door of the workbench (``atelier``, ``explorer``), stopped at the end."""
    log = racine / f"{command}.log"
    with log.open("w") as stream:
        server = subprocess.Popen(
            [sys.executable, "-m", "plie_analysis", command, "--sans-navigateur", "--port", str(PORT), "--racine", str(racine)],
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        try:
            limit = time.monotonic() + PATIENCE_S
            while not (found := re.search(r"http://127\.0\.0\.1:\S+token=\S+", log.read_text(errors="replace"))):
                if time.monotonic() > limit or server.poll() is not None:
                    sys.exit(f"« plie {command} » n'a pas donné d'adresse :\n{log.read_text(errors='replace')[-2000:]}")
                time.sleep(0.5)
            yield found[0]
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def _driver() -> webdriver.Chrome:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        sys.exit("Chromium et chromedriver sont nécessaires (Debian : apt install chromium chromium-driver).")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    width, height = SIZE
    for flag in ("--headless", "--disable-gpu", "--hide-scrollbars", "--lang=fr", f"--window-size={width},{height}"):
        options.add_argument(flag)
    if getattr(os, "geteuid", lambda: 1)() == 0:
        options.add_argument("--no-sandbox")
    started = webdriver.Chrome(options, webdriver.ChromeService(driver))
    # The picture has this size whatever the window keeps for itself.
    started.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    )
    return started


def _wait(driver: webdriver.Chrome, condition: str) -> None:
    limit = time.monotonic() + PATIENCE_S
    while not driver.execute_script(condition):
        if time.monotonic() > limit:
            sys.exit(f"La page ne s'est pas ouverte : {driver.current_url}")
        time.sleep(0.2)


if __name__ == "__main__":
    main(sys.argv[1:])
