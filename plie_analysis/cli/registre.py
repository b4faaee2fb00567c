"""The commands, ours and those that other packages plug in: nothing of a command is imported before it is asked for.

A package plugs commands by an entry point of the group ``plie_analysis.commandes`` whose value is a module that holds
data only: ``COMMANDES`` (name → (module in full, one-line help)) and ``ECRIVENT`` (names), as here.
"""

import importlib
from dataclasses import dataclass
from functools import cache

import click

from ..errors import PlieError
from ..francais import vouliez_vous_dire

GROUPE = "plie_analysis.commandes"
COMMANDES = {
    "charger": ("charger", "Charge les exports de data/raw/ dans la base."),
    "controler": ("controler", "Contrôle la saisie selon la charte et écrit les listes de correction."),
    "indicateurs": ("indicateurs", "Calcule les indicateurs, par période et par axes."),
    "cohortes": ("cohortes", "Suit les cohortes d'entrée : durées, sorties, étapes."),
    "rapport": ("rapport", "Produit un rapport en HTML (lettre, annuel…)."),
    "rapports": ("rapports", "Produit les rapports du calendrier qui sont dus."),
    "planifier": ("planifier", "Donne les lignes à installer pour que les rapports partent seuls."),
    "sceller": ("sceller", "Écrit le dossier scellé de l'évaluateur, sans donnée personnelle."),
    "deposer": ("deposer", "Dépose une photo pseudonymisée dans un lac commun à plusieurs PLIE."),
    "reproduire": ("reproduire", "Recalcule un dossier scellé et compare, chiffre par chiffre."),
    "retirer": ("retirer", "Retire une photo de la base, sans toucher à son dossier."),
    "purger": ("purger", "Applique la règle de conservation aux photos et à la base."),
    "cle": ("cle", "Crée, change ou retire la clé qui chiffre la base."),
    "aide": ("aide", "Affiche l'aide générale, ou celle d'une commande."),
    "explorer": ("explorer", "Ouvre l'explorateur seul dans le navigateur, sans code."),
    "atelier": ("atelier", "Ouvre JupyterLab, en français, sur l'explorateur."),
}
# The commands that write data of persons, or made from them: they first tidy what a killed command left (``ingest.menage``).
ECRIVENT = {"charger", "controler", "deposer", "rapport", "rapports", "sceller", "purger", "retirer"}
# Those of the demonstration, that a user's installation does without.
DEMONSTRATION = ("demo", "synthese", "comparer")
ABSENTE = "« plie {} » vient avec l'année de référence, qui n'est pas installée ici : dans le dossier du dépôt, « make demo » l'installe."
ILLISIBLE = "Le complément « {} » de plie ne se lit pas ({}).\nRéinstallez-le, ou désinstallez-le : les autres commandes marchent sans lui."


@dataclass(frozen=True)
class Commande:
    """One command: the module that holds it, its one-line help, whether it writes, the package that brings it (ours: empty)."""

    module: str
    aide: str
    ecrit: bool
    complement: str = ""


def trouver(name: str) -> Commande | None:
    """The command of that name; the plugged ones are read only when it is not ours."""
    return propres().get(name) or branchees()[0].get(name)


def commandes() -> dict[str, Commande]:
    """Every command by name: ours, then the plugged ones."""
    return propres() | branchees()[0]


def pannes() -> list[str]:
    """What to say of the packages that plug commands and cannot be read."""
    return branchees()[1]


def inconnue(name: str, ctx: click.Context) -> Exception:
    """What to raise for a name that is no command here: where it comes from, what is broken, or the nearest name."""
    if name in DEMONSTRATION:
        return PlieError(pannes()[0] if pannes() else ABSENTE.format(name))
    return click.UsageError(f"La commande « {name} » n'existe pas.{vouliez_vous_dire(name, commandes())}", ctx)


def charger(name: str) -> click.Command:
    """Import a command. Raises ``PlieError`` when the package that brings it cannot be read."""
    found = trouver(name)
    assert found is not None
    try:
        return importlib.import_module(found.module).commande
    except Exception as error:
        if not found.complement:
            raise
        raise PlieError(ILLISIBLE.format(found.complement, type(error).__name__)) from error


@cache
def propres() -> dict[str, Commande]:
    """Our own commands."""
    return {name: Commande(f"{__package__}.{module}", aide, name in ECRIVENT) for name, (module, aide) in COMMANDES.items()}


@cache
def branchees() -> tuple[dict[str, Commande], list[str]]:
    """The plugged commands, and a French sentence for each package that cannot be read; none takes the name of another."""
    from importlib.metadata import entry_points

    found: dict[str, Commande] = {}
    broken = []
    for point in entry_points(group=GROUPE):
        package = point.dist.name if point.dist else point.name
        try:
            module = point.load()
            own = {name: Commande(place, aide, name in module.ECRIVENT, package) for name, (place, aide) in module.COMMANDES.items()}
        except Exception as error:
            broken.append(ILLISIBLE.format(package, type(error).__name__))
        else:
            found |= {name: command for name, command in own.items() if name not in found and name not in COMMANDES}
    return found, broken
