"""The enveloppe souple of a year, by nature and by motive."""

from ... import francais
from ...exercice import Annee
from .. import commentaires as regle
from .. import repartitions
from ..elements import Bloc, Cellule, Commentaires, Ligne, Phrase, Tableau
from ..reponses import sans_detail
from .communs import a_de, si

AIDES = {
    "aides": "Aides",
    "beneficiaires_aides": "Personnes aidées",
    "montant_aides": "Montant, en euros",
    "aide_moyenne": "Aide moyenne, en euros",
}


def aides(page) -> Bloc:
    """The enveloppe souple by nature and by motive."""
    rows = [Ligne(str(page.annee), [sans_detail(page.cellule(name)) for name in AIDES], "total")]
    before = [sans_detail(page.avant(name)) for name in AIDES]
    if not all(cell.est_inconnue for cell in before):
        rows.append(Ligne(str(page.annee.precedente), before))
    pieces = [si(a_de(page, AIDES), Tableau("Enveloppe souple", ["Année", *AIDES.values()], rows))]
    note = "Une personne aidée à plusieurs titres compte une fois par ligne et une seule au total."
    three = dict(list(AIDES.items())[:3])
    for axe, title, head in (("nature_aide", "Aides par nature", "Nature"), ("motif_aide", "Aides par motif", "Motif")):
        order = repartitions.ordonner(axe, page.ventilations(("aides",), axe)["aides"])
        if order:
            pieces.append(repartitions.colonnes(page, three, axe, title, head, ordre=order, total="Total", avec_avant=False, note=note))
    said = _enveloppe(page.annee, page.cellule("aides"), page.cellule("beneficiaires_aides"), page.cellule("montant_aides"))
    return Bloc([Commentaires([said]), *pieces])


def _enveloppe(annee: Annee, aides: Cellule, personnes: Cellule, montant: Cellule) -> Phrase | None:
    """Number of aides, of persons, and amount. Speaks when there is at least one aide."""
    if not regle.parle(aides, personnes, montant) or not aides.valeur:
        return None
    text = f"En {annee}, {francais.compte(aides.connue, 'aide a été accordée', 'aides ont été accordées')} à {francais.compte(personnes.connue, 'personne')}, pour {francais.quantite(montant.connue, '€')}."
    return regle.phrase("enveloppe", text, aides=aides, personnes=personnes, montant=montant)
