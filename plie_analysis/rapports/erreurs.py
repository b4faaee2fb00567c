"""What a failed report tells."""

import re

from ..errors import PlieError
from ..libelles import propre

CITEES = 4


class PageRefusee(PlieError):
    """A page that holds numbers that nothing explains: how many, and where the first one stands. The numbers themselves stay in ``refus``.

    The exit code is 1, as above.
    """

    def __init__(self, refus: list, niveau: str, dossier: str):
        self.refus = refus
        titre, lieu = (_sans(refus, propre(text))[:80] for text in (refus[0].titre.strip(), refus[0].lieu))
        under = f", sous « {titre} »" if titre else ""
        more = f" ({len(refus)} nombres en tout)" if len(refus) > 1 else ""
        super().__init__(
            f"La page n'est pas publiée : un nombre n'y vient pas des résultats protégés. Où : {lieu}{under}{more}.\n"
            f"Au niveau « {niveau} », une page ne montre que les chiffres de l'atelier, jamais un nombre écrit à côté.\n"
            f"Le carnet et la liste de ces nombres sont gardés dans {dossier}, à ne pas diffuser.",
            code=1,
        )


def _sans(refus: list, text: str) -> str:
    """A text without the numbers refused: a message may be logged, or sent."""
    numbers = "|".join(re.escape(one.nombre) for one in refus)
    return re.sub(rf"(?<!\d)(?:{numbers})(?!\d)", "…", text)


class MotsRefuses(PlieError):
    """Words of the team that tell, at a protected level, numbers that their page does not show: where each stands, and how it is written.

    ``inscrit`` is what may be logged, without these numbers. The exit code is 1, as above.
    """

    def __init__(self, fichier: str, citations: list, niveau: str):
        self.citations = citations
        shown = [f"ligne {one.ligne} : « {one.nombre} »" for one in citations[:CITEES]]
        more = f" … et {len(citations) - CITEES} de plus" if len(citations) > CITEES else ""
        rule = f"Au niveau « {niveau} », ils ne disent que les nombres que la page imprime, et aucun qui soit celui d'un effectif masqué."
        refused = "La page n'est pas publiée : les mots de l'équipe disent des nombres qu'elle ne montre pas, ou qu'elle masque."
        super().__init__(
            f"{refused}\n{fichier}, {', '.join(shown)}{more}.\n{rule}\nRetirez-les, ou dites-les sans nombre (« quelques »…).", code=1
        )
        lines = ", ".join(dict.fromkeys(str(one.ligne) for one in citations))
        self.inscrit = f"{refused}\n{fichier}, lignes : {lines}.\n{rule}"


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
