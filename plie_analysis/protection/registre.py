"""What earlier publications showed and hid, at one level of diffusion: it stays in the house, as it holds the hidden counts too."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from .cles import CleDeCompte


@dataclass
class Registre:
    """What earlier publications showed and hid, by report: kept inside the house, as it holds the hidden counts too."""

    rapports: dict[str, list] = field(default_factory=dict)

    def known(self, except_for: str) -> tuple[dict[CleDeCompte, float], set[CleDeCompte]]:
        """Counts of the other reports, and those among them that were hidden everywhere they appear."""
        counts: dict[CleDeCompte, float] = {}
        shown: set[CleDeCompte] = set()
        for name, cells in self.rapports.items():
            if name != except_for:
                for raw, value, hidden in cells:
                    key = _key(raw)
                    counts[key] = value
                    if not hidden:
                        shown.add(key)
        return counts, counts.keys() - shown


def read_registre(folder: Path) -> Registre:
    """What was published at one level of diffusion: one file per report in ``folder``; empty when there is none yet."""
    return Registre({path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))})


def write_registre(folder: Path, rapport: str, cellules: list) -> None:
    """Keep what one report shows and hides, aside then in place."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{rapport}.json.{os.getpid()}"
    aside.write_text(json.dumps(cellules, ensure_ascii=False), encoding="utf-8")
    aside.replace(folder / f"{rapport}.json")


def _key(raw: list) -> CleDeCompte:
    def frozen(value):
        return tuple(frozen(item) for item in value) if isinstance(value, list) else value

    return CleDeCompte(*frozen(raw))
