"""The kernel of a report: this very interpreter, its own settings, nothing of the user's profile."""

import os
import uuid
from pathlib import Path
from typing import Any

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client import AsyncKernelManager
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner

from .. import enfants
from ..protection.niveaux import EXECUTION, VARIABLE
from .noyaux_prets import interpreter, naitre

NOM = "python3"
LANCEUR = "ipykernel_launcher"


class Provisionneur(LocalProvisioner):
    """Kernels forked from the server of this process when it has one that fits, else started anew."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        """As ``LocalProvisioner.launch_kernel``."""
        cwd = options.get("cwd") or os.getcwd()
        process: Any = naitre(cmd[cmd.index(LANCEUR) + 1 :], options["env"], cwd)
        if process is None:
            return await super().launch_kernel(cmd, **options)
        self.process = process
        self.pid = self.pgid = process.pid
        self.cwd = cwd
        return self.connection_info


def kernel_manager(racine: Path, profil: Path, publication: str, diffusion: str, figee: Path | None = None) -> type[AsyncKernelManager]:
    """A kernel manager class for one report.

    The kernel is the running interpreter (whatever kernels the user has installed), it imports the library that is
    running, finds the working folder in ``PLIE_RACINE``, the base of the run in ``PLIE_BASE`` (empty: the one of the folder), the name of the page in ``PLIE_PUBLICATION``, its level in ``PLIE_DIFFUSION``, the run in ``PLIE_EXECUTION``, and keeps its IPython files in ``profil`` (a temporary folder).
    """
    # The launcher of kernels drops the first entry of the path when it is the current folder: that of the library must not be first.
    environment = interpreter(dict(os.environ), profil) | {
        "PLIE_RACINE": str(racine),
        "PLIE_BASE": str(figee or ""),
        "PLIE_PUBLICATION": publication,
        EXECUTION: profil.parent.name,
        VARIABLE: diffusion,
        "IPYTHONDIR": str(profil),
    }

    class ReportKernelManager(AsyncKernelManager):
        """A kernel manager that does not look for kernels."""

        @property
        def kernel_spec(self) -> KernelSpec:
            argv = enfants.command(LANCEUR, "-f", "{connection_file}", "--HistoryManager.enabled=False")
            return KernelSpec(**get_kernel_dict() | {"argv": argv})

        async def _async_start_kernel(self, **options):
            self.kernel_id = self.kernel_id or str(uuid.uuid4())
            self.provisioner = Provisionneur(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
            await super()._async_start_kernel(**{**options, "env": environment})

        start_kernel = _async_start_kernel

    return ReportKernelManager
