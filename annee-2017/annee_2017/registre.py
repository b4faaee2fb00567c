"""The commands that this package plugs into ``plie``, as ``plie_analysis.cli.registre`` says its own: data only."""

COMMANDES = {
    "demo": ("annee_2017.commandes.demo", "Fait toute la chaîne sur l'année de référence 2017, jusqu'aux rapports."),
    "synthese": ("annee_2017.commandes.synthese", "Écrit la photo synthétique de l'année de référence."),
    "comparer": ("annee_2017.commandes.comparer", "Confronte chaque chiffre publié au chiffre calculé."),
}
ECRIVENT = {"demo", "synthese", "comparer"}
