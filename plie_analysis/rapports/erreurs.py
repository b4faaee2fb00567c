"""What a failed report tells."""

from ..errors import PlieError


class RapportError(PlieError):
    """A notebook that could not be run to its end: the cell (counted from 1), its first line and the reason, in French.

    The exit code is 1: nothing was published, what was published before is still there, and a person must look.
    """

    def __init__(self, cellule: int | None, source: str, raison: str, *, noyau_mort: bool = False):
        self.cellule = cellule
        self.source = source
        self.raison = raison
        self.noyau_mort = noyau_mort
        where = f"cellule {cellule} « {source} »" if cellule else "avant la première cellule"
        super().__init__(f"Le carnet s'est arrêté, {where} :\n{raison}", code=1)
