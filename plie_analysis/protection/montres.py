"""What a door let through: the numbers of the rows that it showed, and the labels that stand beside them."""

from collections.abc import Iterable

import pandas as pd

# Columns of numbers that name a row rather than count anything.
NOMS = {"mois", "masque"}
MONTRES = "montres"


class Montres:
    """Numbers and labels shown by one door, and those that nobody has been told of yet."""

    def __init__(self) -> None:
        self._told: set = {0.0}
        self._new: dict = {}

    def noter(self, frames: Iterable[pd.DataFrame]) -> None:
        """The numbers of the visible rows (column ``masque``), the labels of all rows that hold a digit: a label is never hidden."""
        for frame in frames:
            visible = frame[~frame["masque"].astype(bool)]
            for name in frame.columns.difference(NOMS):
                if pd.api.types.is_numeric_dtype(frame[name]):
                    self.ajouter(float(value) for value in visible[name].dropna())
                else:
                    texts = frame[name].dropna().unique()
                    self.ajouter(text for text in texts if isinstance(text, str) and any(map(str.isdigit, text)))

    def ajouter(self, seen: Iterable[float | str]) -> None:
        """Numbers or labels shown besides: those of print, that nothing hides."""
        self._new |= dict.fromkeys(one for one in seen if one not in self._told)

    def nouveaux(self) -> dict[str, dict[str, list]]:
        """``nombres`` and ``libelles`` shown since the last time this was asked; nothing when there is none."""
        new, self._new = list(self._new), {}
        self._told.update(new)
        numbers, labels = [one for one in new if isinstance(one, float)], [one for one in new if isinstance(one, str)]
        return {MONTRES: {"nombres": numbers, "libelles": labels}} if new else {}
