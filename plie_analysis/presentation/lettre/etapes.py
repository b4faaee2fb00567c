"""Étapes by class and operation: in the month, and since January."""

from ... import francais
from .. import commentaires as regle
from ..barres import Graphique, Serie
from ..elements import Bloc, Cellule, Commentaires, Ligne, Tableau
from ..periodes import Mois
from ..reponses import Reponses, part, restes, sans_detail

CLASSES = {
    "emploi": "Emploi",
    "formation non qualifiante": "Formation non qualifiante",
    "formation qualifiante": "Formation qualifiante",
    "mobilisation": "Mobilisation vers l’emploi et mise en situation professionnelle",
}


def etapes(lettre) -> Bloc:
    """Table of the operations grouped by class, graph of the classes, comments."""
    mois, reponses = lettre.mois, lettre.reponses
    title = f"Étapes de parcours par classe et opération, {mois.libelle}"
    table, shares = tableau(
        reponses, title, mois.debut, mois.fin, f"En {mois.nom}", cumul=None if mois.numero == 1 else (mois.janvier, mois.cumul)
    )
    shares = {label.partition(" et mise en")[0]: share for label, share in shares.items() if not share.est_inconnue}
    labels = list(shares)
    rows = [Ligne(label, [shares[label].autre(shares[label].numerateur), sans_detail(shares[label])]) for label in labels]
    shown = Tableau(f"Étapes par classe en {mois.libelle}", ["Classe", "Nombre", "Part"], rows)
    graph = Graphique(
        f"Étapes en cours en {mois.libelle}",
        labels,
        [Serie("Part des étapes", [shares[label] for label in labels])],
        regle.plus_grande_part(shares),
        unite="%",
        sens="horizontal",
        tableau=shown,
    )
    return Bloc([_commentaires(reponses, mois), graph, table])


def tableau(reponses: Reponses, titre: str, du, au, colonne: str, *, cumul=None) -> tuple[Tableau, dict[str, Cellule]]:
    """Operations by class with the share of each class; ``cumul`` adds a column from another start."""
    now = reponses.croisement("etapes", du, au, ("classe_etape", "operation"))
    since = reponses.croisement("etapes", cumul[0], au, ("classe_etape", "operation")) if cumul else {}
    whole, whole_since = reponses.cellule("etapes", du, au), reponses.cellule("etapes", cumul[0], au) if cumul else Cellule()
    by_class = reponses.ventilation("etapes", du, au, "classe_etape")
    by_class_since = reponses.ventilation("etapes", cumul[0], au, "classe_etape") if cumul else {}
    rows, shares, zero = [], {}, Cellule(0)
    present = {name for name, _ in (*now, *since)}
    for name in [*(known for known in CLASSES if known in present), *sorted(present - set(CLASSES))]:
        label = CLASSES.get(name, francais.majuscule(name))
        shares[label] = part(by_class.get(name, zero), whole)
        head = [by_class.get(name, zero), sans_detail(shares[label])]
        rows.append(
            Ligne(
                label,
                head + ([by_class_since.get(name, zero), sans_detail(part(by_class_since.get(name, zero), whole_since))] if cumul else []),
                "groupe",
            )
        )
        operations = sorted(
            {operation for kind, operation in (*now, *since) if kind == name},
            key=lambda one: (one in restes(), -((since.get((name, one)) or now.get((name, one)) or zero).valeur or 0), one),
        )
        rows += [
            Ligne(one, [now.get((name, one), zero), Cellule()] + ([since.get((name, one), zero), Cellule()] if cumul else []))
            for one in operations
        ]
    rows.append(
        Ligne(
            "Total",
            [whole, sans_detail(part(whole, whole))] + ([whole_since, sans_detail(part(whole_since, whole_since))] if cumul else []),
            "total",
        )
    )
    heads = ["Classe et opération", colonne, "Part"] + ([cumul[1], "Part depuis janvier"] if cumul else [])
    return Tableau(titre, heads, _without_dashes(rows)), shares


def _without_dashes(rows: list[Ligne]) -> list[Ligne]:
    """Shares are given by class only: the cells of the operations stay blank rather than « unknown »."""
    return [
        row if row.genre else Ligne(row.libelle, ["" if isinstance(cell, Cellule) and cell.est_inconnue else cell for cell in row.cellules])
        for row in rows
    ]


def _commentaires(reponses: Reponses, mois: Mois) -> Commentaires:
    def cell(name: str) -> Cellule:
        return reponses.cellule(name, mois.debut, mois.fin)

    return Commentaires(
        [
            regle.etapes_du_mois(mois, cell("etapes"), cell("part_file_active_en_etape")),
            regle.taux("part_etapes_emploi", "Part des étapes liées à l’emploi", cell("part_etapes_emploi")),
            regle.taux(
                "part_emplois_durables",
                "Emplois durables (contrat long, contrat pro ou apprentissage, création) parmi les étapes d’emploi",
                cell("part_emplois_durables"),
            ),
            regle.taux("part_chantiers", "Chantiers d’insertion parmi les étapes de mobilisation", cell("part_chantiers_mobilisation")),
        ]
    )
