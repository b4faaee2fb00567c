"""The settings that travel from one stage to the next."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from . import schema
from .ecriture import raison
from .errors import PlieError
from .francais import date_courte, espaces

PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Settings:
    """Where things are and how this PLIE counts; never the date of the day.

    ``config`` is the nested dict of ``reglages.toml`` overridden key by key by ``<racine>/plie.toml``.
    ``figee`` is the base of a run that must not change while it lasts (see ``photo_figee``).
    """

    racine: Path
    config: dict
    figee: Path | None = field(default=None, kw_only=True)

    @property
    def raw(self) -> Path:
        """Folder of the photos."""
        return self.racine / "data" / "raw"

    @property
    def curated(self) -> Path:
        """Folder of the DuckDB file and of its Parquet copies."""
        return self.racine / "data" / "curated"

    @property
    def base(self) -> Path:
        """The DuckDB file."""
        return self.figee or self.curated / "plie.duckdb"

    @property
    def rapports(self) -> Path:
        """Folder of what is published."""
        return self.racine / "data" / "rapports"

    @property
    def commentaires(self) -> Path:
        """Folder of the words of the team; it may be absent."""
        return self.racine / "commentaires"

    def commentaire(self, rapport: str, periode: str, referent: str = "") -> Path:
        """The words of the team for a report and a period (``AAAA`` or ``AAAA-MM``), limited to a référent or not; the file may be absent."""
        return self.commentaires / f"{'-'.join(filter(None, (rapport, periode, referent)))}.md"

    def files(self, name: str, pattern: str) -> dict[str, list[Path]]:
        """Files of a folder that the working folder completes, by stem: the shipped one first, then its own.

        ``name``: « expectations » or « notebooks ».
        """
        shipped, own = house(name), self.racine / name
        folders = [shipped] if own.resolve() == shipped.resolve() else [shipped, own]
        found: dict[str, list[Path]] = {}
        for path in sorted(path for folder in folders for path in folder.glob(pattern)):
            found.setdefault(path.stem, []).append(path)
        return {stem: sorted(paths, key=lambda path: path.parent != shipped) for stem, paths in sorted(found.items())}

    @property
    def reference(self) -> Path:
        """Figures that this PLIE published in earlier years: ``<name>/figures.csv``; the folder may be absent."""
        return self.racine / "reference"


def value_on(value: object, jour: date) -> int | float:
    """A setting that may be dated, on a day: the value, or that of the last ``{debut, valeur}`` begun by then.

    Raises ``PlieError`` when none has begun.
    """
    periods: list[dict[str, Any]] = value if isinstance(value, list) else [{"valeur": value}]
    begun = [period for period in periods if period.get("debut", date.min) <= jour]
    if not begun:
        raise _refused(f"plie.toml : un réglage daté n'a pas de valeur au {date_courte(jour)}.", "Ajoutez-lui une valeur sans « debut ».")
    return max(begun, key=lambda period: period.get("debut", date.min))["valeur"]


def load_settings(racine: Path | str, figee: Path | str | None = None) -> Settings:
    """Read the settings of a working folder, on its base or on the frozen one of a run.

    Raises ``PlieError`` when the folder does not exist, or when ``plie.toml`` cannot be read or holds anything that
    ``schema/reglages.toml`` does not allow.
    """
    root = Path(racine).expanduser().resolve()
    if not root.is_dir():
        raise PlieError(f"Le dossier de travail « {racine} » n'existe pas.\nCréez-le ou indiquez-en un autre avec --racine.")
    config = _read_toml(PACKAGE / "reglages.toml")
    own = root / "plie.toml"
    if own.exists():
        text = _read_text(own)
        content = _parse(own.name, text)
        config = _merge(config, content)
        schema.check(content, own.name, text=text, own=_named_by_suites(root), merged=config)
    if (indicateurs := root / "indicateurs.toml").exists():
        config = _with_indicators(config, indicateurs)
    return Settings(root, config, figee=Path(figee) if figee else None)


def _with_indicators(config: dict, path: Path) -> dict:
    """The settings with the indicators that a PLIE writes in a file of their own, one section each."""
    text = _read_text(path)
    content = _parse(path.name, text)
    schema.check(content, path.name, schema="indicateurs", text=text)
    twice = sorted(set(content) & set(config.get("indicateurs", {})))
    if twice:
        raise _refused(f"L'indicateur « {twice[0]} » est dans plie.toml et dans {path.name}.", "Gardez-le dans un seul des deux fichiers.")
    return {**config, "indicateurs": {**config.get("indicateurs", {}), **content}}


def house(name: str) -> Path:
    """The folder shipped in the package, or in the checkout."""
    packed = PACKAGE / "_maison" / name
    return packed if packed.is_dir() else PACKAGE.parent / name


def _named_by_suites(root: Path) -> frozenset[str]:
    """Every word in quotation marks or braces in the suites of the working folder: a threshold of its own is one of them."""
    folder = root / "expectations"
    texts = [path.read_text(encoding="utf-8", errors="ignore") for path in sorted(folder.glob("*.json"))] if folder.is_dir() else []
    return frozenset(re.findall(r"""["'{]([a-z][a-z0-9_]*)["'}]""", "".join(texts)))


def _read_toml(path: Path) -> dict:
    return _parse(path.name, _read_text(path))


def _read_text(path: Path) -> str:
    """The text of a settings file. Raises ``PlieError`` when it is not readable UTF-8, naming the line."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _refused(
            f"{path.name} ne peut pas être ouvert ({raison(error)}).", "Vérifiez que c'est un fichier et que vous avez le droit de le lire."
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refused(
            f"{path.name}, ligne {line} : ce fichier n'est pas enregistré en UTF-8.",
            "Enregistrez-le sous… en choisissant l'encodage UTF-8, puis recommencez.",
        ) from error


def _parse(name: str, text: str) -> dict:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        lines = text.splitlines()
        number = int(found[1]) if found else len(lines)
        shown = "".join(c if c.isprintable() else "·" for c in lines[number - 1].strip())[:60] if 0 < number <= len(lines) else ""
        twice = (
            "Cette clé ou cette section y est déjà : gardez-en une seule."
            if "overwrite" in str(error) or "twice" in str(error)
            else "Une ligne s'écrit cle = valeur (texte entre guillemets, nombre avec un point) ; une section, [section]."
        )
        raise _refused(
            f"{name}, ligne {number} : « {shown} » ne se lit pas."
            if shown
            else f"{name}, ligne {number} : le fichier s'arrête avant la fin d'une valeur.",
            twice,
        ) from error


def _refused(found: str, advice: str) -> PlieError:
    return PlieError(espaces(f"{found}\n{advice}"))


def _merge(base: dict, over: dict) -> dict:
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged
