"""The examination of a page before it is published: what its readers could work out with it, and what is kept of it if it is not."""

from collections.abc import Hashable, Iterable

from .. import francais
from ..errors import PlieError
from ..settings import Settings
from ..verrou import hold
from .audit import Fuite, auditer
from .effectifs import Lecteurs
from .faits import observe
from .niveaux import lectorats
from .registre import CACHE, VERROU, dossier, executions, forget, read_registre

EXEMPLES = 3
PERDU = (
    "Le registre (data/curated/diffusion/) ne sait plus ce que ces pages ont montré : {pages}.\n"
    "Remettez-le depuis votre sauvegarde ; si ces pages n'ont été données à personne, retirez-les de data/rapports/ et produisez-les à nouveau."
)


class Examen:
    """One run of one page at a protected level, from before its notebook runs until it is published or given up.

    ``execution`` names the run, as its kernel knows it. Raises ``PlieError`` (2) when the register has lost a page that is published.
    """

    def __init__(self, settings: Settings, niveau: str, page: str, execution: str):
        self.settings, self.niveau, self.page = settings, niveau, page
        self._mark = f"{execution}/"
        self._folder = dossier(settings) / niveau
        if lost := _lost(settings, {name for one in lectorats(settings.config, niveau) for name in one.lit}):
            shown = ", ".join(lost[:EXEMPLES]) + (" …" if len(lost) > EXEMPLES else "")
            raise PlieError(PERDU.format(pages=shown))

    def passer(self, con, photo: str) -> None:
        """Raise ``PlieError`` when some readers could work out a small number with what this run shows."""
        fresh = self._fresh()
        shown = read_registre([self._folder], seulement=fresh)
        lectures = [
            (one.niveau, Lecteurs(one.seuil, read_registre([dossier(self.settings) / name for name in one.lit], sauf=fresh)))
            for one in lectorats(self.settings.config, self.niveau)
        ]
        keys = [key for _, lecture in lectures for key in lecture.connu.comptes] + list(shown.comptes)
        faits = observe(con, photo, keys)
        if found := auditer(lectures, shown, faits=faits, homogeneite=self.settings.config["homogeneite"]):
            raise PlieError(_refus(found, self.niveau), code=1)

    def caches(self) -> set[float]:
        """The numbers that the page hides, by value; they stay in the house. A run that shows what an earlier one did is not in the register by itself."""
        shown = read_registre([self._folder], seulement=executions(self._folder, self.page))
        return {shown.comptes[key] for key, state in shown.etats.items() if state == CACHE}

    def renoncer(self) -> None:
        """What this run showed is forgotten: nobody will read it."""
        if self._fresh():
            with hold(dossier(self.settings) / VERROU, "publication d'un rapport", attente=600):
                forget(self._folder, self.page, self._fresh())

    def _fresh(self) -> set[str]:
        """What this run wrote in the register."""
        return {one for one in executions(self._folder, self.page) if one.startswith(self._mark)}


def _lost(settings: Settings, niveaux: Iterable[str]) -> list[str]:
    """The pages of these levels that stand in ``data/rapports/`` and of which the register says nothing."""
    pages = ((niveau, path) for niveau in sorted(niveaux) for path in sorted(settings.rapports.glob(f"*-{niveau}.html")))
    return [path.name for niveau, path in pages if not (dossier(settings) / niveau / f"{path.stem}.json").is_file()]


def _refus(found: Iterable[Fuite], niveau: str) -> str:
    sentences: dict[Hashable, str] = {one.cle: f"{one.phrase} (lecteurs du niveau « {one.niveau} »)" for one in found}
    said = list(sentences.values())
    more = f"\n… et {francais.compte(len(said) - EXEMPLES, 'autre effectif', 'autres effectifs')}." if len(said) > EXEMPLES else ""
    return (
        f"Publication refusée au niveau « {niveau} » : avec cette page et celles d'avant, de petits effectifs pourraient être retrouvés.\n"
        + "\n".join(said[:EXEMPLES])
        + more
        + "\nRien n'a été publié."
    )
