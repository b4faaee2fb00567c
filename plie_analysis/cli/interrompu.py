"""What is true after an interruption, command by command."""

import signal

from ..francais import INSECABLE as NB
from ..interruption import Arret
from .registre import trouver

RIEN = f"Interrompu{NB}: rien n'a été écrit à moitié. Relancez la commande pour recommencer."
TEXTES = {
    "charger": f"Interrompu. La base est entière{NB}: celle d'avant, ou la nouvelle si elle venait d'être mise en place.\nRelancez «{NB}plie charger{NB}»{NB}: il ne refait que ce qui manque.",
    "purger": f"Interrompu. La base est entière{NB}: celle d'avant, ou celle sans les photos à retirer si elle venait d'être mise en place.\nRelancez la même commande pour finir.",
    "controler": f"Interrompu. Le journal de la charte est entier{NB}; des pages ou des listes de correction peuvent dater du contrôle d'avant.\nRelancez «{NB}plie controler{NB}» pour les refaire.",
    "indicateurs": f"Interrompu{NB}: le calcul n'a rien changé.",
    "cohortes": f"Interrompu{NB}: le calcul n'a rien changé.",
    "rapport": f"Interrompu{NB}: la page n'a pas été publiée, ou l'a été en entier{NB}; celle d'avant n'est jamais coupée.",
    "rapports": f"Interrompu. Les pages annoncées «{NB}Publié{NB}» sont publiées, les autres sont comme avant.\nRelancez «{NB}plie rapports{NB}»{NB}: il ne fait que ce qui manque.",
    "sceller": f"Interrompu{NB}: le dossier scellé n'a pas été écrit.",
    "deposer": f"Interrompu{NB}: le lac est comme avant, ou a le nouveau dépôt en entier.\nRelancez la même commande{NB}: elle retire ce qui reste d'un dépôt interrompu.",
    "explorer": "L'explorateur est arrêté.",
    "atelier": "JupyterLab est arrêté.",
}
# What one leaves by Ctrl-C.
PORTES = {"explorer", "atelier"}


def said(arguments: list[str], arret: Arret) -> tuple[str, int]:
    """The sentences for a command line that was interrupted, and its exit code: Ctrl-C is the way to leave a door."""
    name = next((argument for argument in arguments if trouver(argument)), "")
    code = 0 if name in PORTES and arret.signal == signal.SIGINT else arret.code
    return TEXTES.get(name, RIEN), code
