"""The settings that travel from one stage to the next."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from .errors import PlieError

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
    def notebooks(self) -> Path:
        """Notebooks of the working folder, else those shipped with the project."""
        return _shipped(self.racine, "notebooks")

    @property
    def expectations(self) -> Path:
        """Suites of the charte of the working folder, else those shipped."""
        return _shipped(self.racine, "expectations")

    @property
    def reference(self) -> Path:
        """Published figures of the working folder, else those shipped."""
        return _shipped(self.racine, "reference")


def load_settings(racine: Path | str, figee: Path | str | None = None) -> Settings:
    """Read the settings of a working folder, on its base or on the frozen one of a run.

    Raises ``PlieError`` when the folder does not exist or ``plie.toml`` cannot be read.
    """
    root = Path(racine).expanduser().resolve()
    if not root.is_dir():
        raise PlieError(f"Le dossier de travail « {racine} » n'existe pas.\nCréez-le ou indiquez-en un autre avec --racine.")
    config = _read_toml(PACKAGE / "reglages.toml")
    own = root / "plie.toml"
    if own.is_file():
        config = _merge(config, _read_toml(own))
    return Settings(root, config, figee=Path(figee) if figee else None)


def _shipped(racine: Path, name: str) -> Path:
    """``<racine>/<name>`` when it exists, else the folder shipped in the package or the checkout."""
    for candidate in (racine / name, PACKAGE / "_maison" / name):
        if candidate.is_dir():
            return candidate
    return PACKAGE.parent / name


def _read_toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PlieError(f"{path.name} n'est pas enregistré en UTF-8 : {error.reason}.\nEnregistrez-le en UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise PlieError(f"{path.name} ne peut pas être lu : {error}.\nCorrigez cette ligne (syntaxe TOML).") from error


def _merge(base: dict, over: dict) -> dict:
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged
