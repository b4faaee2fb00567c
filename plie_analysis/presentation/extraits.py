"""Frames that print themselves in French in a notebook, and stay pandas frames."""

import pandas as pd

from .. import francais
from ..gabarits import rendre
from .elements import MASQUE

APERCU = 20
CHIFFRES = ("valeur", "numerateur", "denominateur")
ENTETES = {"numerateur": "Numérateur", "denominateur": "Dénominateur", "unite": "Unité"}


class Extrait:
    """A frame with a title. ``frame`` is the pandas frame; the rest is how it is shown (first rows, French figures, ``notes`` under them)."""

    def __init__(self, frame: pd.DataFrame, titre: str, notes: tuple[str, ...] = ()):
        self.frame = frame
        self.titre = titre
        self.notes = notes

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        count = f"{self.titre}{francais.INSECABLE}: {francais.compte(len(self), 'ligne')}"
        shown = f"{count}\n{self._printed().to_string(index=False)}" if len(self) else f"{self.titre}{francais.INSECABLE}: aucune ligne"
        return "\n".join([shown, *self.notes])

    def _repr_html_(self) -> str:
        printed = self._printed()
        heads = [(_label(name), pd.api.types.is_numeric_dtype(self.frame[name])) for name in printed.columns]
        more = [f"{francais.compte(len(self), 'ligne')} ; les {APERCU} premières sont montrées."] if len(self) > APERCU else []
        return rendre("resultat", self.titre, heads, list(printed.itertuples(index=False)), " ".join([*more, *self.notes]))

    @property
    def chiffres(self) -> list[float]:
        """The numbers of the first rows that are not hidden: those that it prints."""
        head = self.frame.head(APERCU)
        shown = head[~head["masque"].astype(bool)] if "masque" in head.columns else head
        return [float(value) for name in CHIFFRES if name in shown.columns for value in shown[name].dropna()]

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
