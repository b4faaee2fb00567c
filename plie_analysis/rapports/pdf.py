"""A published page as a tagged PDF, printed by a headless Chromium."""

import os
import shutil
import subprocess
from pathlib import Path

from .. import enfants, temporaire
from ..errors import PlieError
from .publication import publier

NAVIGATEURS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
DELAI_S = 120
OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline",
    "--window-size=760,1000", "--virtual-time-budget=8000",
)  # fmt: skip


def navigateur() -> str:
    """The Chromium that prints. Raises ``PlieError`` when there is none: asked before the work that leads to a page."""
    browser = os.environ.get("PLIE_NAVIGATEUR") or next(filter(None, map(shutil.which, NAVIGATEURS)), None)
    if browser is None:
        raise PlieError(
            "Aucun navigateur Chromium n'a été trouvé pour écrire le PDF.\nInstallez Chromium, ou indiquez-le par la variable PLIE_NAVIGATEUR ; sans --pdf, la page HTML s'écrit quand même."
        )
    return browser


def ecrire_pdf(page: Path) -> Path:
    """Print a page beside itself, same name, ``.pdf``; all or nothing.

    Raises ``PlieError`` when no Chromium is found or when it does not print.
    """
    browser = navigateur()
    temporaire.balayer(temporaire.abri_sans_dossier())
    with temporaire.dossier(temporaire.abri_sans_dossier(), "pdf") as folder:
        output = folder / "page.pdf"
        command = [browser, *OPTIONS, f"--user-data-dir={folder}/profil", f"--print-to-pdf={output}", page.resolve().as_uri()]
        try:
            if code := enfants.run(command, timeout=DELAI_S, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
                raise subprocess.CalledProcessError(code, browser)
            content = output.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise PlieError(
                f"Le navigateur n'a pas écrit le PDF ({type(error).__name__}) ; la page HTML, elle, est publiée.\nRelancez, ou imprimez la page depuis un navigateur.",
                code=1,
            ) from error
    return publier(page.with_suffix(".pdf"), content)
