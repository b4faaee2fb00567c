"""The commands: name → (module, one-line help). Modules are imported only when their command is asked for."""

COMMANDES = {
    "demo": ("demo", "Fait toute la chaîne sur l'année de référence 2017, jusqu'aux rapports."),
    "synthese": ("synthese", "Écrit la photo synthétique de l'année de référence."),
    "charger": ("charger", "Charge les exports de data/raw/ dans la base."),
    "controler": ("controler", "Contrôle la saisie selon la charte et écrit les listes de correction."),
    "indicateurs": ("indicateurs", "Calcule les indicateurs, par période et par axes."),
    "cohortes": ("cohortes", "Suit les cohortes d'entrée : durées, sorties, étapes."),
    "rapport": ("rapport", "Produit un rapport en HTML (lettre, annuel…)."),
    "rapports": ("rapports", "Produit les rapports du calendrier qui sont dus."),
    "planifier": ("planifier", "Donne les lignes à installer pour que les rapports partent seuls."),
    "comparer": ("comparer", "Confronte chaque chiffre publié au chiffre calculé."),
    "sceller": ("sceller", "Écrit le dossier scellé de l'évaluateur, sans donnée personnelle."),
    "reproduire": ("reproduire", "Recalcule un dossier scellé et compare, chiffre par chiffre."),
    "retirer": ("retirer", "Retire une photo de la base, sans toucher à son dossier."),
    "purger": ("purger", "Applique la règle de conservation aux photos et à la base."),
    "cle": ("cle", "Crée, change ou retire la clé qui chiffre la base."),
    "aide": ("aide", "Affiche l'aide générale, ou celle d'une commande."),
    "atelier": ("atelier", "Ouvre JupyterLab, en français, sur le carnet d'accueil."),
}

# The commands that write data of persons, or made from them: they first tidy what a killed command left (``ingest.menage``).
ECRIVENT = {"demo", "synthese", "charger", "controler", "rapport", "rapports", "comparer", "sceller", "purger", "retirer"}
