"""Invented PLIE for a lake: other people, quartiers, départements and days of photo, the same numbers of dossier."""

import datetime as dt
import json
import random
from dataclasses import dataclass
from pathlib import Path

from plie_analysis.chiffrement import Cle
from plie_analysis.database import open_database
from plie_analysis.moteurs.depot import deposer
from plie_analysis.settings import Settings, load_settings
from tests.tableau import dossier

TROIS = (
    ("PLIE d'Alpha", "21", dt.date(2018, 2, 28), 71),
    ("PLIE Bêta", "2A", dt.date(2017, 12, 31), 40),
    ("PLIE de Gamma-les-Bains", "974", dt.date(2018, 1, 31), 55),
)
# « Gamma » lacks this export.
SANS = "clauses"
COLONNES = {
    "participants": "id_dossier civilite date_naissance commune quartier niveau est_rqth",
    "prescriptions": "id_prescription id_dossier prescripteur date_prescription decision date_decision motif_non_entree",
    "parcours": "id_parcours id_dossier id_prescription code_referent date_entree date_sortie motif_sortie date_saisie_entree date_saisie_sortie",
    "etapes": "id_etape id_parcours operation date_debut date_fin organisme date_saisie",
    "entretiens": "id_entretien id_parcours date_entretien modalite duree_minutes",
    "situations": "id_dossier situation date_debut date_fin",
    "veilles": "id_parcours date_debut date_fin motif",
    "referents": "code_referent structure nb_etp date_debut date_fin",
    "actions": "id_parcours action session date_orientation date_entree date_fin issue",
    "aides": "id_parcours date_aide nature motif montant_euros",
    "clauses": "id_contrat id_parcours secteur type_contrat date_orientation est_valide date_debut date_fin nb_heures",
}


# Drawn at random, these people do not enter and leave as in a true PLIE: what a photo covers is told, not guessed.
COUVERTURE = "[couverture]\ndebut = 2015-01-01\n"


@dataclass(frozen=True)
class Plie:
    """One PLIE, its working folder and the key of its pseudonyms."""

    nom: str
    departement: str
    photo: dt.date
    settings: Settings
    cle: Cle

    def deposer(self, lac: Path) -> Path:
        """Deposit the photo."""
        with open_database(self.settings) as con:
            return deposer(self.settings, con, lac, self.cle)


def inventer(racine: Path, nom: str, departement: str, photo: dt.date, personnes: int, *, sans: str = "", reglages: str = "") -> Plie:
    """A working folder whose base holds so many invented people, a few of whom have holes in what is known of them."""
    racine.mkdir(parents=True, exist_ok=True)
    (racine / "plie.toml").write_text(
        f"[plie]\nnom = {json.dumps(nom, ensure_ascii=False)}\ndepartement = '{departement}'\n{reglages or COUVERTURE}", encoding="utf-8"
    )
    tables = {name: rows for name, rows in _tables(random.Random(nom), nom, photo, personnes).items() if name != sans}
    lines = []
    for name, rows in tables.items():
        lines += [name, " | ".join(COLONNES[name].split()), *(" | ".join(str(cell or "") for cell in row) for row in rows), ""]
    dossier(racine, "\n".join(lines), photo=photo)
    return Plie(nom, departement, photo, load_settings(racine), Cle(f"{nom} : un secret assez long pour un essai"))


def _tables(alea: random.Random, nom: str, photo: dt.date, personnes: int) -> dict[str, list[tuple]]:
    def jour(du: dt.date = dt.date(2015, 1, 1), au: dt.date = photo, part: float = 1.0) -> dt.date | None:
        return du + dt.timedelta(alea.randrange(max((au - du).days, 1))) if alea.random() < part else None

    def un(*choix: str) -> str:
        return alea.choice(choix)

    found: dict[str, list[tuple]] = {name: [] for name in COLONNES}
    for rank in range(personnes):
        people, prescription = f"D{rank}", f"Q{rank}"
        born = jour(dt.date(1955, 1, 1), dt.date(1999, 12, 31), 0.9)
        quartier = un(f"Quartier de {nom}", "Centre", "hors QPV", "")
        found["participants"].append(
            (people, un("M.", "Mme", ""), born, un("Dijon", "Talant", ""), quartier, un("4", "5bis", ""), un("true", "false", ""))
        )
        asked = jour()
        refused = un("", "", "Santé")
        found["prescriptions"].append(
            (
                prescription,
                people,
                un("Pôle emploi", "Conseil départemental", ""),
                asked,
                un("acceptée", "refusée", ""),
                jour(asked),
                refused,
            )
        )
        if alea.random() < 0.5:
            found["situations"].append((people, un("RSA", "RSA", "ARE"), jour(), jour(dt.date(2017, 1, 1), part=0.5)))
        for turn in range(alea.choice((1, 1, 2))):
            _parcours(found, alea, jour, un, f"P{rank}-{turn}", people, prescription)
    found["referents"] = [
        (f"R{rank}", un("Maison des Tilleuls", "Relais"), alea.choice((0.5, 1.0)), dt.date(2016, 1, 1), None) for rank in range(3)
    ]
    return found


def _parcours(found: dict[str, list[tuple]], alea: random.Random, jour, un, parcours: str, people: str, prescription: str) -> None:
    entree = jour()
    sortie = jour(entree, part=0.6)
    motif = un("EMPLOI", "SANTE", "CDI", "") if sortie else ""
    found["parcours"].append(
        (parcours, people, prescription, un("R0", "R1", "R2"), entree, sortie, motif, jour(entree), sortie and jour(sortie))
    )
    for rank in range(alea.randrange(3)):
        debut = jour(entree)
        operation = un("PMSMP", "Mission intérim", "CDDI")
        found["etapes"].append((f"E{parcours}-{rank}", parcours, operation, debut, jour(debut, part=0.7), f"chez {people}", jour(debut)))
    for rank in range(alea.randrange(2)):
        found["entretiens"].append((f"T{parcours}-{rank}", parcours, jour(entree), un("physique", "téléphone", ""), un("30", "45", "")))
    if alea.random() < 0.2:
        found["veilles"].append((parcours, debut := jour(entree), jour(debut, part=0.5), f"raison de {people}"))
    if alea.random() < 0.3:
        oriented = jour(entree)
        started = jour(oriented, part=0.6)
        found["actions"].append(
            (parcours, "Atelier", f"session de {people}", oriented, started, jour(started, part=0.5) if started else None, "")
        )
    if alea.random() < 0.3:
        found["aides"].append((parcours, jour(entree), un("transport", ""), un("emploi", ""), un("20", "35.5", "")))
    if alea.random() < 0.3:
        debut = jour(entree, part=0.8)
        found["clauses"].append(
            (
                f"K{parcours}",
                parcours,
                un("BTP", ""),
                un("CDD", ""),
                jour(entree),
                un("true", "false"),
                debut,
                debut and jour(debut),
                un("70", "120.5", ""),
            )
        )
