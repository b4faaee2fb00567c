"""Frames that print themselves in French in a notebook, and stay pandas frames."""

from html import escape

import pandas as pd

from .. import francais
from .elements import MASQUE

APERCU = 20
CHIFFRES = ("valeur", "numerateur", "denominateur")
ENTETES = {"numerateur": "Numérateur", "denominateur": "Dénominateur", "unite": "Unité"}


class Extrait:
    """A frame with a title. ``frame`` is the pandas frame; the rest is how it is shown (first rows, French figures)."""

    def __init__(self, frame: pd.DataFrame, titre: str):
        self.frame = frame
        self.titre = titre

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        count = f"{self.titre}{francais.INSECABLE}: {francais.compte(len(self), 'ligne')}"
        return f"{count}\n{self._printed().to_string(index=False)}" if len(self) else f"{self.titre}{francais.INSECABLE}: aucune ligne"

    def _repr_html_(self) -> str:
        if not len(self):
            return f'<p class="absent">{escape(self.titre)}{francais.INSECABLE}: aucune ligne.</p>'
        printed = self._printed()
        numeric = {name for name in printed.columns if pd.api.types.is_numeric_dtype(self.frame[name])}
        heads = "".join(f'<th scope="col"{_side(name, numeric)}>{escape(_label(name))}</th>' for name in printed.columns)
        rows = "".join(
            "<tr>"
            + "".join(f"<td{_side(name, numeric)}>{escape(value)}</td>" for name, value in zip(printed.columns, row, strict=True))
            + "</tr>"
            for row in printed.itertuples(index=False)
        )
        more = (
            f'<p class="note">{francais.compte(len(self), "ligne")} ; les {APERCU} premières sont montrées.</p>'
            if len(self) > APERCU
            else ""
        )
        return f'<div class="tableau"><table><caption>{escape(self.titre)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{more}'

    def _printed(self) -> pd.DataFrame:
        """The first rows, as text; what is hidden at the level of the session says so."""
        head = self.frame.head(APERCU)
        hidden = head["masque"].tolist() if "masque" in head.columns else [False] * len(head)
        return pd.DataFrame(
            {
                name: [
                    MASQUE if kept and name in CHIFFRES else _text(value) for value, kept in zip(head[name].tolist(), hidden, strict=True)
                ]
                for name in head.columns
                if name != "masque"
            }
        )


def _side(name: str, numeric: set) -> str:
    return ' class="n"' if name in numeric else ""


def _label(name: str) -> str:
    return ENTETES.get(name, francais.majuscule(str(name).replace("_", " ")))


def _text(value) -> str:
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return francais.VIDE
    if isinstance(value, bool):
        return "oui" if value else "non"
    if hasattr(value, "year"):
        return francais.date_courte(value)
    if isinstance(value, int | float):
        return francais.nombre(value, 0 if float(value).is_integer() else 1)
    return str(value)
