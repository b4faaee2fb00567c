"""papermill's engine, with a kept copy that is not written twice a cell."""

import datetime as dt

from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

MOTEUR = "plie"
PAUSE = dt.timedelta(seconds=2)


class SuiviDeCarnet(NotebookExecutionManager):
    """A notebook as it runs: its copy is written when it begins, when it ends, however it ends, and every ``PAUSE`` at most between."""

    def __init__(self, notebook, output: str):
        super().__init__(notebook, output_path=output, progress_bar=False)
        self.last_save_time -= PAUSE

    def save(self, **options) -> None:
        """Write the copy, unless it was a moment ago and more is to come."""
        if self.end_time or self.now() - self.last_save_time >= PAUSE:
            super().save(**options)


class Moteur(NBClientEngine):
    """The engine of papermill with this way of keeping the copy."""

    @classmethod
    def execute_notebook(cls, nb, kernel_name, output_path=None, progress_bar=False, **options):
        """As ``Engine.execute_notebook``."""
        kept = SuiviDeCarnet(nb, output_path)
        kept.notebook_start()
        try:
            cls.execute_managed_notebook(kept, kernel_name, **options)
        finally:
            kept.notebook_complete()
        return kept.nb


papermill_engines.register(MOTEUR, Moteur)
