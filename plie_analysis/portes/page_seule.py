"""The server of ``plie explorer``: one notebook rendered by Voilà, the published pages and the guides, to whoever holds the token.

Run as a module: ``page_seule NOTEBOOK PORT RAPPORTS [--sans-navigateur]``. Nothing else is served: no other notebook, no file, no list of
them, no terminal, no way to have code run but that of the notebook. It listens on 127.0.0.1 alone, under that name alone.
"""

import argparse
import logging
import secrets
import sys
import tempfile
import webbrowser
from pathlib import Path

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from traitlets.config import Config
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler

from . import guides
from .lancement import MESSAGE_MAX

ADRESSE = "127.0.0.1"
# Opens the address: no command line of the browser shows the token.
SAUT = Path(__file__).with_name("ouvrir.html")
# Of what Voilà serves, by the start of its address: the kernels it started, its scripts and styles, its goodbye to a kernel.
GARDES = (r"/api/kernels/", r"/voila/templates/", r"/voila/static/", r"/voila/api/shutdown/", r"/voila/labextensions/")
REFUS = (
    "Cette adresse demande le jeton de la page.\nRouvrez l’adresse complète qui s’affiche dans la fenêtre où « plie explorer » a été lancé."
)
ABSENT = "Il n’y a rien à cette adresse.\nL’explorateur est à la racine : {racine}"
PANNE = "L’explorateur n’a pas pu s’ouvrir.\nArrêtez « plie explorer » (Ctrl+C) et relancez-le ; si cela revient, transmettez ceci à l’équipe technique : code {code}."


class _Francais(JupyterHandler):
    """Answers that say in French, in text, what was refused."""

    def write_error(self, status_code: int, **_details) -> None:
        """The sentence of a status, without its detail."""
        said = {403: REFUS, 404: ABSENT.format(racine=self.base_url)}.get(status_code, PANNE.format(code=status_code))
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(said.replace(" ;", "\u00a0;").replace(" :", "\u00a0:"))


class _Refus(_Francais):
    """Where whoever has not the token is sent."""

    @allow_unauthenticated
    def get(self) -> None:
        """Refuse."""
        raise web.HTTPError(403)


class _Rien(_Francais):
    """Every address that is not one of ours."""

    async def prepare(self, *, _redirect_to_login: bool = True) -> None:
        """Refuse, whatever the method and whoever asks."""
        raise web.HTTPError(404)


class _Explorateur(_Francais, TornadoVoilaHandler):
    """The page of the explorer."""


class _PagePubliee(_Francais):
    """A page of ``data/rapports/``, as it was published."""

    def initialize(self, rapports: Path) -> None:
        """Keep the folder of the pages."""
        self.rapports = rapports

    @property
    def content_security_policy(self) -> str:
        """A page runs its own scripts, apart from the explorer: it has neither its cookies nor its kernel."""
        return "frame-ancestors 'none'; sandbox allow-scripts allow-popups allow-downloads"

    @web.authenticated
    def get(self, nom: str) -> None:
        """The page, or nothing: a name is that of a file of the folder itself, and no link."""
        page = self.rapports / f"{nom}.html"
        if not page.is_file() or page.is_symlink():
            raise web.HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(page.read_bytes())


class _Guide(_Francais):
    """A guide, rendered as a page of the house."""

    @property
    def content_security_policy(self) -> str:
        """Nothing runs there, and its links stay apart from the explorer."""
        return "frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"

    @web.authenticated
    def get(self, nom: str) -> None:
        """The page, or nothing."""
        if nom not in guides.guides():
            raise web.HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(guides.page(nom, "Guides de l’atelier"))


class PageSeule(Voila):
    """Voilà, less all that one page does not need."""

    rapports: Path
    montrer_seulement = False

    def init_settings(self) -> dict:
        """Requests must name this machine; whoever has no token is sent to a refusal."""
        return super().init_settings() | {"allow_remote_access": False, "local_hostnames": ["localhost", ADRESSE]}

    def init_handlers(self) -> list:
        """Ours, and those of Voilà that the page needs."""
        kept = [handler for handler in super().init_handlers() if str(handler[0]).startswith(GARDES)]
        page = next(handler for handler in super().init_handlers() if handler[0] == r"/(.*)")
        return [
            *kept,
            (r"/login", _Refus),
            (r"/guides/([\w-]+)", _Guide),
            (r"/rapports/([\w.-]+)\.html", _PagePubliee, {"rapports": self.rapports}),
            (r"/()", _Explorateur, page[2]),
            (r".*", _Rien),
        ]

    @property
    def adresse(self) -> str:
        """The address of the page, its token in it."""
        return f"http://{ADRESSE}:{self.port}/?token={self.identity_provider.token}"

    def launch_browser(self) -> None:
        """Say the address, and open it; the token is in no command line."""
        print(f"L’explorateur est prêt : {self.adresse}".replace(" :", "\u00a0:"), flush=True)
        if self.montrer_seulement:
            return
        folder = Path(tempfile.mkdtemp(dir=self.connection_dir))
        leap = folder / "ouvrir.html"
        leap.write_text(SAUT.read_text(encoding="utf-8").replace("ADRESSE", self.adresse), encoding="utf-8")
        webbrowser.open(leap.as_uri())


def main(arguments: list[str]) -> None:
    """Serve until told to stop."""
    reader = argparse.ArgumentParser()
    reader.add_argument("carnet", type=Path)
    reader.add_argument("port", type=int)
    reader.add_argument("rapports", type=Path)
    reader.add_argument("--sans-navigateur", action="store_true")
    asked = reader.parse_args(arguments)
    config = Config()
    config.Voila = Config(
        ip=ADRESSE, port=asked.port, token=secrets.token_urlsafe(32), open_browser=True, log_level="CRITICAL", config_file_paths=[]
    )
    config.Voila.tornado_settings = {"websocket_max_message_size": MESSAGE_MAX}
    config.VoilaConfiguration = Config(
        template="plie",
        strip_sources=True,
        file_allowlist=[],
        allow_template_override="NO",
        allow_theme_override="NO",
        show_tracebacks=False,
    )
    config.KernelManager.transport_encryption = "required"
    config.VoilaExecutor.cell_error_instruction = PANNE.format(code="noyau")
    # What libraries say of a refused request or of a kernel is in English, and quotes addresses.
    logging.disable(logging.CRITICAL)
    app = PageSeule(config=config)
    app.rapports, app.montrer_seulement = asked.rapports, asked.sans_navigateur
    app.initialize([str(asked.carnet)])
    app.start()


if __name__ == "__main__":
    main(sys.argv[1:])
