"""The years that a PLIE counts in: twelve months from the first of a month, which its settings name (``[exercice] premier_mois``).

A year bears the number of the one in which it begins: what begins in September 2025 is keyed 2025 everywhere, and printed « 2025-2026 ».
"""

import calendar
import datetime as dt
from dataclasses import dataclass

from . import francais


@dataclass(frozen=True)
class Annee:
    """Twelve months from the first of ``premier_mois`` of ``numero``; a text shows it as « 2017 », or « 2025-2026 »."""

    numero: int
    premier_mois: int = 1

    def __str__(self) -> str:
        return str(self.numero) if self.est_civile else f"{self.numero}-{self.fin.year}"

    @property
    def est_civile(self) -> bool:
        """Whether it goes from January to December."""
        return self.premier_mois == 1

    @property
    def mot(self) -> str:
        """What it is called: « année », « exercice »."""
        return "année" if self.est_civile else "exercice"

    @property
    def nom(self) -> str:
        """« année 2017 », « exercice 2025-2026 »."""
        return f"{self.mot} {self}"

    @property
    def de_nom(self) -> str:
        """« de 2017 », « de l'exercice 2025-2026 »: in a message."""
        return f"de {self}" if self.est_civile else f"de l'{self.nom}"

    @property
    def en_titre(self) -> str:
        """« 2017 », « – exercice 2025-2026 »: what ends a title."""
        return str(self) if self.est_civile else f"– {self.nom}"

    @property
    def debut(self) -> dt.date:
        """First day."""
        return self.mois(1)

    @property
    def fin(self) -> dt.date:
        """Last day."""
        return Annee(self.numero + 1, self.premier_mois).debut - dt.timedelta(days=1)

    @property
    def precedente(self) -> "Annee":
        """The one before."""
        return Annee(self.numero - 1, self.premier_mois)

    @property
    def premier_jour(self) -> str:
        """« 1er janvier »."""
        return _jour(self.debut)

    @property
    def dernier_jour(self) -> str:
        """« 31 décembre »."""
        return _jour(self.fin)

    @property
    def date_de_fin(self) -> str:
        """« 31 décembre 2017 »."""
        return f"{self.dernier_jour} {self.fin.year}"

    @property
    def du_au(self) -> str:
        """« du 1er janvier au 31 décembre 2017 », « du 1er septembre 2025 au 31 août 2026 »."""
        year = "" if self.est_civile else f" {self.numero}"
        return f"du {self.premier_jour}{year} au {self.date_de_fin}"

    def mois(self, rang: int) -> dt.date:
        """First day of its month of this rank (1 to 12)."""
        years, month = divmod(self.premier_mois + rang - 2, 12)
        return dt.date(self.numero + years, month + 1, 1)

    def trimestre(self, rang: int) -> tuple[dt.date, dt.date]:
        """First and last days of its quarter of this rank (1 to 4)."""
        return self.mois(3 * rang - 2), fin_de_mois(self.mois(3 * rang))


@dataclass(frozen=True)
class Exercice:
    """How a PLIE cuts time into years: each begins on the first of ``premier_mois``."""

    premier_mois: int = 1

    def annee(self, numero: int) -> Annee:
        """The year that begins in this one."""
        return Annee(numero, self.premier_mois)

    def annee_du(self, jour: dt.date) -> Annee:
        """The year that holds a day."""
        return Annee(jour.year - (jour.month < self.premier_mois), self.premier_mois)

    def derniere_finie(self, jour: dt.date) -> Annee:
        """The last year that is over at the end of a day."""
        return self.annee_du(jour + dt.timedelta(days=1)).precedente

    def dernier_trimestre(self, jour: dt.date) -> tuple[Annee, int]:
        """The last quarter (its year, its rank) that is over at the end of a day."""
        tomorrow = jour + dt.timedelta(days=1)
        over = (self.rang(tomorrow) - 1) // 3
        return (self.annee_du(tomorrow), over) if over else (self.annee_du(tomorrow).precedente, 4)

    def rang(self, jour: dt.date) -> int:
        """The rank (1 to 12) of a day's month in its year."""
        return (jour.month - self.premier_mois) % 12 + 1


CIVIL = Exercice()


def exercice_de(config: dict) -> Exercice:
    """How these settings cut time into years."""
    return Exercice(config.get("exercice", {}).get("premier_mois", 1))


def fin_de_mois(jour: dt.date) -> dt.date:
    """Last day of a day's month."""
    return jour.replace(day=calendar.monthrange(jour.year, jour.month)[1])


def _jour(jour: dt.date) -> str:
    return francais.jour(jour).replace(francais.INSECABLE, " ")
