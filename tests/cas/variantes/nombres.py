"""Numbers: a unit belongs to a column, a blank groups before three digits only, nothing infinite is a figure."""

from tests.cas.base import cas, colonne, juste_ou_rejete, lu, refuse, vaut

COLONNES = {
    "Heures hebdomadaires": "nb_heures_hebdo",
    "Durée (min)": "duree_minutes",
    "Montant": "montant_euros",
    "Heures réalisées": "nb_heures",
    "ETP": "nb_etp",
    "Mois sans activité à l'entrée": "nb_mois_sans_activite",
    "Intensité": "intensite",
}
HEURES, MINUTES, MONTANT = ("etapes", "Heures hebdomadaires"), ("entretiens", "Durée (min)"), ("aides", "Montant")
REALISEES, ETP, MOIS = ("clauses", "Heures réalisées"), ("referents", "ETP"), ("parcours", "Mois sans activité à l'entrée")


def seul(ou: tuple[str, str], saisie: str, *parmi, rejet: bool = True):
    """The first line of a column has this writing among ordinary ones: one of these numbers, or a reject."""
    requete, entete = ou
    accepte = juste_ou_rejete if rejet else vaut
    lisible = saisie.replace("\u00a0", "[insécable]").replace("\u202f", "[fine]").replace("\u2009", "[fine sécable]")
    return cas(
        f"« {lisible} » dans {requete}, {entete}", colonne(requete, entete, saisie), lu(accepte(requete, 2, COLONNES[entete], *parmi))
    )


CAS = [
    seul(HEURES, "90 min", 1.5),
    seul(HEURES, "35h", 35.0),
    seul(HEURES, "35,00 h", 35.0),
    seul(HEURES, "1h30", 1.5),
    seul(HEURES, "24h30", 24.5),
    seul(HEURES, "2 mois"),
    seul(HEURES, "35 h/sem", 35.0),
    seul(HEURES, "151,67 h / mois", 35.0),
    seul(HEURES, "3 jours"),
    seul(HEURES, "26:30", 26.5),
    seul(HEURES, "20 à 26"),
    seul(HEURES, "35 + 4", 39.0),
    seul(HEURES, "inf"),
    seul(HEURES, "Infinity"),
    seul(HEURES, "1E+400"),
    seul(HEURES, "1e308"),
    seul(HEURES, "nan", ""),
    seul(HEURES, "1e5"),
    seul(MINUTES, "1h30", 90),
    seul(MINUTES, "1 h", 60),
    seul(MINUTES, "1:30", 90),
    seul(MINUTES, "0,5 h", 30),
    seul(MINUTES, "45'", 45),
    seul(MINUTES, "45 mn", 45),
    seul(MINUTES, "12 34"),
    seul(MINUTES, "99999999999999999999"),
    seul(MONTANT, "12 34"),
    seul(MONTANT, "1 2345"),
    seul(MONTANT, "1 234", 1234.0, rejet=False),
    seul(MONTANT, "1\u00a0234,56", 1234.56, rejet=False),
    seul(MONTANT, "1\u202f234,56", 1234.56, rejet=False),
    seul(MONTANT, "1\u2009234,56", 1234.56),
    seul(MONTANT, "120,50 €", 120.5, rejet=False),
    seul(MONTANT, "1 234 567,8 €", 1234567.8),
    seul(MONTANT, "1,250.00", 1250.0),
    seul(MONTANT, "12,5,3"),
    seul(MONTANT, "250 $"),
    seul(MONTANT, "0,25 k€", 250.0),
    seul(MONTANT, "250 francs"),
    seul(MONTANT, "infini"),
    seul(MONTANT, "(250,00)", -250.0),
    seul(REALISEES, "-inf"),
    seul(REALISEES, "3 semaines"),
    seul(REALISEES, "35 / 40"),
    seul(REALISEES, "NaN", ""),
    seul(ETP, "80 %", 0.8),
    seul(ETP, "0.8", 0.8, rejet=False),
    seul(ETP, "1/2", 0.5),
    seul(MOIS, "2 ans", 24),
    seul(MOIS, "18 mois", 18),
    seul(MOIS, "18,5", 18, 19),
    seul(MOIS, "1e3", 1000),
    seul(("freins", "Intensité"), "2/3", 2),
    cas(
        "« 1.250 » dans des heures réalisées où le point groupe",
        colonne("clauses", "Heures réalisées", "1.250", "1.234,50", "35"),
        lu(
            juste_ou_rejete("clauses", 2, "nb_heures", 1250.0),
            vaut("clauses", 3, "nb_heures", 1234.5),
            vaut("clauses", 4, "nb_heures", 35.0),
        ),
        refuse("Heures réalisées"),
    ),
    cas(
        "« 1,250 » dans une colonne anglaise",
        colonne("aides", "Montant", "1,234.50", "1,250", "12.5"),
        lu(
            juste_ou_rejete("aides", 2, "montant_euros", 1234.5),
            juste_ou_rejete("aides", 3, "montant_euros", 1250.0),
            juste_ou_rejete("aides", 4, "montant_euros", 12.5),
        ),
        refuse("Montant"),
    ),
    cas(
        "point décimal à trois chiffres dans une colonne de points décimaux",
        colonne("aides", "Montant", "12.5", "1.250", "812.75"),
        lu(
            vaut("aides", 2, "montant_euros", 12.5),
            juste_ou_rejete("aides", 3, "montant_euros", 1.25),
            vaut("aides", 4, "montant_euros", 812.75),
        ),
    ),
    cas(
        "milliers au point partout",
        colonne("aides", "Montant", "1.120", "2.250", "1.812"),
        lu(juste_ou_rejete("aides", 2, "montant_euros", 1120.0, 1.12), dit_un_de=("Montant",)),
        lu(juste_ou_rejete("aides", 2, "montant_euros", 1120.0), juste_ou_rejete("aides", 3, "montant_euros", 2250.0)),
        refuse("Montant"),
    ),
]
