"""The skeleton of every page: one base template, the macros of its pieces, one style sheet, one palette."""

import functools
import tomllib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .. import francais
from ..libelles import sans_marques

HERE = Path(__file__).parent
MODES = ("clair", "sombre", "papier")


def environnement(*dossiers: Path) -> Environment:
    """The templates of ``dossiers`` over those of the project: what a value holds is always escaped, an unknown name is an error."""
    environment = Environment(
        loader=FileSystemLoader([*dossiers, HERE]), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(NB=francais.INSECABLE, VIDE=francais.VIDE, style=style)
    environment.filters.update(
        nombre=francais.nombre,
        compte=francais.compte,
        pluriel=francais.pluriel,
        pourcentage=francais.pourcentage,
        jour=lambda value: francais.date_courte(value) if value else "",
        date_longue=francais.date_longue,
        instant=francais.instant,
        vide=francais.is_empty,
        # Nomenclatures are typed with the apostrophe of the keyboard; pages have their own.
        typo=lambda text: text.replace("'", "’"),
    )
    return environment


def rendre(piece: str, *valeurs) -> str:
    """What a macro of ``pieces.html.j2`` writes of these values, without the marks that reorder or hide what follows them."""
    return Markup(sans_marques(getattr(_pieces(), piece)(*valeurs)))


@functools.cache
def _pieces():
    return environnement().get_template("pieces.html.j2").module


@functools.cache
def palette() -> dict[str, tuple[str, str, str]]:
    """Colour name → its light, dark and paper hexadecimal codes."""
    read = tomllib.loads((HERE / "palette.toml").read_text(encoding="utf-8"))
    return {name: tuple(codes) for name, codes in read["page"].items()} | {name: (code,) * 3 for name, code in read["marques"].items()}


def suit_la_page(couleur: str) -> bool:
    """Whether a colour of the palette changes with the page."""
    return len(set(palette()[couleur])) > 1


def variables(mode: str) -> str:
    """The colours that follow the page, as CSS declarations for one of ``MODES``."""
    return " ".join(f"--{name}: {codes[MODES.index(mode)]};" for name, codes in palette().items() if suit_la_page(name))


def style(*autres: Path) -> Markup:
    """The style sheet of a page: the palette, the project's rules, then those of the page."""
    sheets = [(HERE / "style.css"), *autres]
    colours = (
        f":root {{ color-scheme: light dark; {variables('clair')} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {variables('sombre')} }} }}\n"
        f"@media print {{ :root {{ {variables('papier')} }} }}\n"
    )
    return Markup(colours + "".join(path.read_text(encoding="utf-8") for path in sheets))


def style_carnet() -> Markup:
    """The style of the pieces in JupyterLab, light or dark as its theme is."""
    colours = f':root {{ {variables("clair")} }}\n[data-jp-theme-light="false"] {{ {variables("sombre")} }}\n'
    return Markup(colours + (HERE / "carnet.css").read_text(encoding="utf-8"))
