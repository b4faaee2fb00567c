"""What JupyterLab shows and opens of a working folder: the folders of the one who works there, and nothing else of it."""

import errno
import posixpath
from pathlib import Path

from jupyter_server.files.handlers import FilesHandler
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from tornado import web
from traitlets import List, Unicode, default

# Hers in every working folder; « notebooks » is added where it is hers too (everywhere but in the checkout of the project).
DOSSIERS = ("carnets", "commentaires", "questions", "exports", "data/raw", "data/rapports")
AILLEURS = "« {path} » n’est pas dans vos dossiers ({dossiers}). Rangez vos carnets dans carnets/."
A_GARDER = "« {path} » reste à sa place : l’atelier y lit ou y écrit. Ce qu’il contient peut être renommé, déplacé ou supprimé."


class LienAilleurs(web.HTTPError, OSError):
    """A link that leads out of the folders: not found when it is asked for, and left out of lists as one that goes round in circles."""

    errno = errno.ELOOP


class SesDossiers(AsyncLargeFileManager):
    """Files under ``dossiers`` alone: the others are not listed, and cannot be opened, written, renamed nor copied by their address."""

    dossiers = List(Unicode(), list(DOSSIERS), help="Folders shown, from the working folder.").tag(config=True)

    @default("files_handler_class")
    def _through_here(self) -> type:
        """The usual handler of « /files/ » reads the disk by itself: this one asks here."""
        return FilesHandler

    @property
    def _traverses(self) -> set[str]:
        """What must be crossed to reach the folders: the working folder, ``data``."""
        return {"", *(posixpath.dirname(folder) for folder in self.dossiers)}

    def permet(self, path: str) -> bool:
        """Whether an address is one of these folders, something in them, or what must be crossed to reach them."""
        inside = _normal(path)
        if "\\" in inside or "\0" in inside or ".." in inside.split("/"):
            return False
        return inside in self._traverses or any(inside == folder or inside.startswith(f"{folder}/") for folder in self.dossiers)

    def _get_os_path(self, path: str) -> str:
        """Every reading and writing asks for the path of a file here."""
        if not self.permet(path):
            raise web.HTTPError(404, AILLEURS.format(path=path, dossiers=", ".join(self.dossiers)))
        found = super()._get_os_path(path)
        for folder in self.dossiers:
            # One of the folders may itself be a link (a shared disk); what is in it leads nowhere else.
            if _normal(path).startswith(f"{folder}/") and not Path(found).resolve().is_relative_to(Path(self.root_dir, folder).resolve()):
                raise LienAilleurs(404, AILLEURS.format(path=path, dossiers=", ".join(self.dossiers)))
        return found

    async def rename_file(self, old_path: str, new_path: str) -> None:
        """Rename what is in the folders, never one of them: what reads and writes there would lose it."""
        self._garder(old_path)
        await super().rename_file(old_path, new_path)

    async def delete_file(self, path: str) -> None:
        """Delete what is in the folders, never one of them."""
        self._garder(path)
        await super().delete_file(path)

    def _garder(self, path: str) -> None:
        if _normal(path) in {*self.dossiers, *self._traverses}:
            raise web.HTTPError(403, A_GARDER.format(path=path))

    async def _dir_model(self, path: str, content: bool = True) -> dict:
        """What is in a folder; of a folder that is only crossed, those that lead to hers."""
        if not content or _normal(path) not in self._traverses:
            return await super()._dir_model(path, content)
        model = await super()._dir_model(path, content=False)
        below = sorted(child for child in {*self._traverses, *self.dossiers} if child and posixpath.dirname(child) == _normal(path))
        model["content"] = [await self.get(child, content=False) for child in below if await self.dir_exists(child)]
        model["format"] = "json"
        return model


def _normal(path: str) -> str:
    stripped = path.strip("/")
    return posixpath.normpath(stripped) if stripped else ""
