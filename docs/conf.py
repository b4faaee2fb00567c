"""How ``make docs`` turns this folder into a site, in French, that asks nothing of the network."""

import re
import tomllib
from pathlib import Path

from pygments.lexers.special import TextLexer

ICI = Path(__file__).parent

project = "L’atelier d’analyse d’un PLIE"
version = release = tomllib.loads((ICI.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
language = "fr"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_site"]
suppress_warnings = ["myst.header"]  # the sheets begin at the level that suits the page where they are shown

myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # in the signature they hide the arguments, and the docstrings give the shapes

html_theme = "furo"
html_title = project
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False  # it would ask for the pages, which a browser refuses to a file opened from the disk

# What the theme says in English whatever the language.
ANGLAIS = {
    ">Contents<": ">Sommaire<",
    ">Expand<": ">Déplier<",
    ">Light mode<": ">Clair<",
    ">Dark mode<": ">Sombre<",
    ">Auto light/dark, in light mode<": ">Automatique, clair<",
    ">Auto light/dark, in dark mode<": ">Automatique, sombre<",
    "Skip to content": "Aller au contenu",
    "Toggle Light / Dark / Auto color theme": "Clair, sombre ou automatique",
    "Toggle site navigation sidebar": "Montrer ou cacher le sommaire du site",
    "Toggle table of contents sidebar": "Montrer ou cacher le sommaire de la page",
    ">Back to top<": ">Haut de page<",
    ">On this page<": ">Sur cette page<",
    ">Next<": ">Suivant<",
    ">Previous<": ">Précédent<",
    ">Home<": ">Accueil<",
    "Made with": "Fait avec",
    "Please activate JavaScript to enable the search functionality.": "La recherche demande JavaScript.",
}

# The guides name each other by their path (`docs/charte.md`), as one reads them in a folder; in the site it is a link.
NOMMEE = re.compile(r"`docs/([\w-]+\.md)`")
AUTRES = {"`CONTRIBUTING.md`": "[](contribuer.md)", "`README.md`": "[](index.md)"}


def _links(app, page: str, source: list[str]) -> None:
    text = NOMMEE.sub(lambda found: f"[]({found[1]})" if (ICI / found[1]).is_file() else found[0], source[0])
    for named, link in AUTRES.items():
        text = text.replace(named, link)
    source[0] = text


def _in_french(app, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        for path in Path(app.outdir).glob("*.html"):
            text = path.read_text(encoding="utf-8")
            for english, french in ANGLAIS.items():
                text = text.replace(english, french)
            path.write_text(text, encoding="utf-8")


def setup(app) -> None:
    app.add_lexer("csv", TextLexer)
    app.connect("build-finished", _in_french)
    app.connect("source-read", _links)
    app.connect("include-read", lambda app, path, page, source: _links(app, page, source))
