"""The kernel of a report: this very interpreter, its own settings, nothing of the user's profile."""

import os
from pathlib import Path

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec

from .. import enfants
from ..protection.niveaux import VARIABLE

NOM = "python3"
PACKAGE_PARENT = Path(__file__).resolve().parents[2]


def kernel_manager(racine: Path, profil: Path, publication: str, diffusion: str, figee: Path | None = None) -> type[AsyncKernelManager]:
    """A kernel manager class for one report.

    The kernel is the running interpreter (whatever kernels the user has installed), it imports the library that is
    running, finds the working folder in ``PLIE_RACINE``, the base of the run in ``PLIE_BASE`` (empty: the one of the folder), the name of the page in ``PLIE_PUBLICATION``, its level in ``PLIE_DIFFUSION``, and keeps its IPython files in ``profil`` (a temporary folder).
    """
    environment = {
        **os.environ,
        "PLIE_RACINE": str(racine),
        "PLIE_BASE": str(figee or ""),
        "PLIE_PUBLICATION": publication,
        VARIABLE: diffusion,
        # The launcher of kernels drops the first entry when it is the current folder: that of the library must not be first.
        "PYTHONPATH": os.pathsep.join(filter(None, [str(profil), str(PACKAGE_PARENT), os.environ.get("PYTHONPATH", "")])),
        "IPYTHONDIR": str(profil),
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }

    class ReportKernelManager(AsyncKernelManager):
        """A kernel manager that does not look for kernels."""

        @property
        def kernel_spec(self) -> KernelSpec:
            argv = enfants.command("ipykernel_launcher", "-f", "{connection_file}", "--HistoryManager.enabled=False")
            return KernelSpec(**get_kernel_dict() | {"argv": argv})

        async def _async_start_kernel(self, **options):
            await super()._async_start_kernel(**{**options, "env": environment})

        start_kernel = _async_start_kernel

    return ReportKernelManager
