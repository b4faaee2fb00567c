"""The solved plan, as small CSV files: what ``plie synthese`` expands."""

import csv
from pathlib import Path

from .calendrier import first_day, label
from .clauses import Clause
from .etapes_comptes import AFTER
from .occupation import Etape
from .parcours import Parcours
from .profils import OWN_TOWN, stratum

PARCOURS = (
    "parcours",
    "personne",
    "echange",
    "sexe",
    "tranche_age",
    "commune",
    "quartier",
    "niveau",
    "rsa",
    "prescripteur",
    "date_prescription",
    "date_entree",
    "date_sortie",
    "motif_sortie",
    "mois_saisie_entree",
    "mois_saisie_sortie",
    "est_fixe",
)


def write(folder: Path, name: str, header: tuple[str, ...], rows) -> None:
    """One CSV of the plan."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def exchange_key(p: Parcours) -> str:
    """People can be exchanged within a stratum; those tied to an action only with the same profile."""
    key = "|".join(stratum(p))
    if p.origine == "ancien" or p.rang > 1:
        return f"{key}|{p.personne}"
    if p.fixe:
        return "|".join((key, *(p.profil[name] for name in ("sexe", "age", "commune", "quartier"))))
    if p.prescripteur == "Mission locale" or p.prescripteur in OWN_TOWN:
        return f"{key}|{p.prescripteur}"
    return key


def parcours_rows(everyone: list[Parcours]):
    """Rows of ``parcours.csv``."""
    for p in sorted(everyone, key=lambda p: p.n):
        profil = p.profil
        yield (
            p.n, p.personne, exchange_key(p), profil["sexe"], profil["age"], profil["commune"], profil["quartier"], profil["niveau"], profil["rsa"],
            p.prescripteur, p.prescription, p.entree, p.sortie or "", p.motif,
            "" if p.saisie_entree is None else label(p.saisie_entree), "" if p.saisie_sortie is None else label(p.saisie_sortie), "oui" if p.fixe else "non",
        )  # fmt: skip


def etapes_rows(etapes: list[Etape]):
    """Rows of ``etapes.csv``: months, and days when an action fixes them."""
    for number, e in enumerate(sorted(etapes, key=lambda e: (e.n, e.debut, e.fin, e.operation)), start=1):
        start, end = e.jours or ("", "")
        yield (
            number,
            e.n,
            e.operation,
            first_day(e.debut),
            first_day(e.fin) if e.fin < AFTER else "",
            "oui" if e.preuve else "non",
            start,
            end,
        )


def clauses_rows(lines: list[Clause]):
    """Rows of ``clauses.csv``."""
    for number, c in enumerate(sorted(lines, key=lambda c: (c.orientation, c.debut or c.orientation)), start=1):
        yield (
            number, c.parcours.n if c.parcours else "", c.prescripteur, c.secteur, c.type_contrat, c.orientation, "oui" if c.valide else "non",
            c.debut or "", c.fin or "", "" if c.heures is None else f"{c.heures:.2f}",
        )  # fmt: skip
