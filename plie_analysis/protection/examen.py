"""The examination of a page before it is published: what its readers could work out with it, and what is kept of it if it is not."""

from collections.abc import Hashable, Iterable

from .. import francais
from ..errors import PlieError
from ..settings import Settings
from .audit import Fuite, auditer
from .effectifs import Lecteurs
from .faits import observe
from .niveaux import lectorats
from .registre import dossier, executions, keep_only, read_registre

EXEMPLES = 3


class Examen:
    """The run of one page at a protected level, from before its notebook runs until it is published or given up."""

    def __init__(self, settings: Settings, niveau: str, page: str):
        self.settings, self.niveau, self.page = settings, niveau, page
        self._folder = dossier(settings) / niveau
        self._before = executions(self._folder, page)

    def passer(self, con, photo: str) -> None:
        """Raise ``PlieError`` when some readers could work out a small number with what this run shows, and give the page up."""
        fresh = executions(self._folder, self.page) - self._before
        shown = read_registre([self._folder], seulement=fresh)
        lectures = [
            (one.niveau, Lecteurs(one.seuil, read_registre([dossier(self.settings) / name for name in one.lit], sauf=fresh)))
            for one in lectorats(self.settings.config, self.niveau)
        ]
        keys = [key for _, lecture in lectures for key in lecture.connu.comptes] + list(shown.comptes)
        faits = observe(con, photo, keys)
        if found := auditer(lectures, shown, faits=faits, homogeneite=self.settings.config["homogeneite"]):
            self.renoncer()
            raise PlieError(_refus(found, self.niveau), code=1)

    def renoncer(self) -> None:
        """What this run showed is forgotten: nobody will read it."""
        keep_only(self._folder, self.page, self._before)


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
