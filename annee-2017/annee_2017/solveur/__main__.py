"""Solve the reference year once: published totals in, ``donnees/plan/*.csv`` out (``python -m annee_2017.solveur``). Not needed to use the project."""

import random
from collections import Counter

from .. import DONNEES
from . import (
    abandons,
    actions,
    clauses,
    etapes,
    etapes_action,
    etapes_comptes,
    parcours,
    prescriptions,
    profils,
)
from .ecriture import PARCOURS, clauses_rows, etapes_rows, parcours_rows, write
from .occupation import Occupation

SEED = 2017


def main() -> None:
    """Build the plan, write it, and say what was given up."""
    rng = random.Random(SEED)
    everyone = parcours.build(rng)
    waiting = prescriptions.build(everyone, rng)
    profils.assign(everyone, rng)
    exits = [p for p in everyone if p.sort == "positive" and p.sortie and p.sortie.year == 2017]
    fillers, proofs = etapes_comptes.solve(exits)
    occupation = Occupation(everyone, rng)
    etapes.prove(occupation, proofs, rng)
    special = {name: [v for v in fillers if v.operation == name] for name in (etapes.CLAUSES, etapes.ETHICOFIL)}
    employees = clauses.employ(occupation, special[etapes.CLAUSES], rng)
    at_ethicofil = actions.ethicofil(occupation, special[etapes.ETHICOFIL], rng)
    etapes.fill(occupation, [v for v in fillers if v.operation not in special], rng)
    etapes.remember(occupation, rng)
    contracts = clauses.contracts(employees, rng)
    candidates = clauses.candidates(contracts, occupation, rng)
    participations = actions.build(occupation, at_ethicofil, rng)
    aides, veilles = actions.aides(occupation, rng), actions.veilles(occupation, rng)
    for line in contracts + candidates:
        if line.parcours:
            line.parcours.fixe = True
    profils.forget_watched(everyone, [line.parcours for line in contracts + candidates if line.parcours])
    _write(everyone, waiting, occupation, contracts + candidates, participations, aides, veilles)
    etapes_action.main()
    missed = abandons.write(DONNEES / "abandons.csv", occupation.etapes)
    print(f"{len(everyone)} parcours, {len(occupation.etapes)} étapes, {missed} chiffres abandonnés")


def _write(everyone, waiting, occupation, contracts, participations, aides, veilles) -> None:
    folder = DONNEES / "plan"
    folder.mkdir(exist_ok=True)
    write(folder, "parcours", PARCOURS, parcours_rows(everyone))
    write(
        folder,
        "etapes",
        ("etape", "parcours", "operation", "mois_debut", "mois_fin", "est_preuve", "date_debut", "date_fin"),
        etapes_rows(occupation.etapes),
    )
    waiting.sort(key=lambda p: (p.date, str(p.decision), p.prescripteur))
    prescriptions.propose(waiting)
    write(
        folder,
        "prescriptions",
        ("prescription", "prescripteur", "date_prescription", "date_decision", "motif_non_entree", "orientation_proposee"),
        ((i, p.prescripteur, p.date, p.decision or "", p.motif, p.orientation) for i, p in enumerate(waiting, start=1)),
    )
    write(
        folder,
        "clauses",
        (
            "contrat",
            "parcours",
            "prescripteur",
            "secteur",
            "type_contrat",
            "date_orientation",
            "est_valide",
            "date_debut",
            "date_fin",
            "nb_heures",
        ),
        clauses_rows(contracts),
    )
    write(
        folder,
        "actions",
        ("parcours", "action", "session", "date_orientation", "date_entree", "date_fin", "issue"),
        ((a.parcours.n, a.action, a.session, a.orientation, a.entree or "", a.fin or "", a.issue) for a in participations),
    )
    write(folder, "aides", ("parcours", "date_aide", "nature", "motif", "montant_euros"), ((p.n, *rest) for p, *rest in aides))
    write(folder, "veilles", ("parcours", "date_debut", "date_fin", "motif"), ((p.n, *rest) for p, *rest in veilles))
    print(dict(Counter(a.action for a in participations)), len(aides), len(veilles), len(contracts))


if __name__ == "__main__":
    main()
