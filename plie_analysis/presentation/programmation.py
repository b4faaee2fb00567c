"""The programmation of a year: actions, what became of their participants, aides, clauses d'insertion."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from .. import francais
from ..cohortes.devenir import ENSEMBLE, ETATS, TROP_TOT, devenir
from ..protection.resultats import Brut
from ..protection.suites import calcul_devenir
from . import commentaires as regle
from . import repartitions
from .elements import Bloc, Carte, Cartes, Cellule, Commentaires, Ligne, Phrase, Tableau, Texte, absent
from .pages import PageAnnuelle
from .periodes import un_an_plus_tot
from .reponses import NON_RENSEIGNE, Plage, part, sans_detail

NB = francais.INSECABLE
ACTIONS = {
    "orientations_action": "Orientations",
    "entrees_action": "Entrées",
    "taux_entree_action": "Taux d’entrée des orientations",
    "participants_action": "Participations en cours dans l’année",
    "actions_achevees": "Achevées",
}
AIDES = {
    "aides": "Aides",
    "beneficiaires_aides": "Personnes aidées",
    "montant_aides": "Montant, en euros",
    "aide_moyenne": "Aide moyenne, en euros",
}
CLAUSES = {
    "orientations_clauses": "Candidats orientés",
    "valides_clauses": "Candidats validés",
    "salaries_clauses": "Salariés",
    "heures_clauses": "Heures réalisées",
}
DATES = {"action": "date_orientation", "aide": "date_aide", "clause": "date_orientation"}
SUITES = "devenir"
DEVENIRS = dict(
    zip(
        (*ETATS, TROP_TOT),
        ("Sortis positivement", "Sortis autrement", "En étape d’emploi", "En parcours, sans étape d’emploi", "Trop tôt"),
        strict=True,
    )
)


@dataclass(frozen=True)
class Programmation(PageAnnuelle):
    """The actions, aides and clauses of one year."""

    NOM = "programmation"
    PRESENCE = ""

    def periodes(self) -> dict[str, Iterable[Plage]]:
        """The year; the year before, for each table that goes back to its January: exports rarely go back as far as the parcours."""
        before = {f"avant_{table}": self._avant(table, column) for table, column in DATES.items()}
        return {"annee": [self.periode(self.du, self.au)], **before}

    def _avant(self, table: str, column: str) -> list[Plage]:
        du, au = self.l_annee_avant
        (found,) = self.reponses.porte.con.execute(
            f"SELECT coalesce(min({column}) <= $jour, false) FROM curated.{table} WHERE photo = $photo",
            {"photo": self.reponses.photo, "jour": du.replace(day=31)},
        ).fetchone()
        return [Plage(du, au, un_an_plus_tot(self.reponses.connu_au))] if found else []

    def autres(self) -> dict[str, Brut]:
        """What became of those who entered an action in the year or the year before."""
        reponses = self.reponses
        found = devenir(reponses.porte.con, reponses.photo, du=self.l_annee_avant[0], au=self.au, connu_au=reponses.connu_au)
        counted = reponses.comptes("entrees_action", self.du, self.au)
        return {SUITES: Brut("devenir", found, (calcul_devenir(found, *counted),) if counted else ())}

    def avant(self, indicateur: str) -> Cellule:
        """The year before, as known a year before; empty when its export does not go back that far."""
        du, au = self.l_annee_avant
        asked = self.reponses.a_pose(indicateur, Plage(du, au, un_an_plus_tot(self.reponses.connu_au)))
        return self.reponses.cellule(indicateur, du, au, un_an_plus_tot(self.reponses.connu_au)) if asked else Cellule()

    @property
    def suites(self) -> pd.DataFrame:
        """What became of the participants, as it can be shown."""
        return self.reponses.tables[SUITES]

    def entete(self) -> Texte:
        """Heading of the page."""
        return self.entete_de(
            f"Programmation {self.annee}", f"Actions, enveloppe souple et clauses d’insertion, du 1er janvier au 31 décembre {self.annee}."
        )

    def chiffres_cles(self) -> Bloc:
        """The figures of the year, as cards."""
        amount, hours = self.cellule("montant_aides"), self.cellule("heures_clauses")
        cards = [
            Carte("Orientations vers une action", _sans_unite(self.cellule("orientations_action"))),
            Carte("Entrées dans une action", _sans_unite(self.cellule("entrees_action"))),
            Carte("Taux d’entrée des orientations", self.cellule("taux_entree_action")),
            Carte("Actions achevées", _sans_unite(self.cellule("actions_achevees"))),
            Carte("Aides de l’enveloppe souple", _sans_unite(self.cellule("aides")), _euros(amount), (amount,)),
            Carte("Salariés des clauses d’insertion", self.cellule("salaries_clauses"), _heures(hours), (hours,)),
        ]
        return Bloc([Cartes(cards)])

    def ventilations(self, indicateurs: Iterable[str], axe: str) -> dict[str, dict[str, Cellule]]:
        """Figures of the year by modality of an axis."""
        return {name: self.reponses.ventilation(name, self.du, self.au, axe) for name in indicateurs}

    def actions(self) -> Bloc:
        """Each action: oriented, entered, rate of entry, in progress, gone to the end."""
        cells = self.ventilations(ACTIONS, "action")
        order = repartitions.presentes({name: found for name, found in cells.items() if not name.startswith("taux_")})
        note = f"Le taux d’entrée porte sur les orientations de l’année, même suivies d’une entrée plus tard{NB}; une participation peut être entrée sans orientation dans l’année."
        said = [
            regle.taux("taux_entree_action", "Entrées parmi les orientations de l’année", self.cellule("taux_entree_action")),
            _plus_demandee(cells["orientations_action"], self.cellule("orientations_action")),
        ]
        title = f"Actions de la programmation en {self.annee}"
        table = repartitions.colonnes(self, ACTIONS, "action", title, "Action", ordre=order, note=note)
        return Bloc([Commentaires(said), _si(bool(order), table)])

    def issues(self) -> Bloc:
        """How the participations in progress in the year ended, by action."""
        by_issue = self.reponses.ventilation("participants_action", self.du, self.au, "issue")
        whole = self.cellule("participants_action")
        shares = {repartitions.nommer("issue", kind): part(by_issue[kind], whole) for kind in repartitions.ordonner("issue", by_issue)}
        said = Commentaires([regle.premiers("issues", "Issue des participations, d’abord", shares)])
        title = "Issue des participations de l’année, par action"
        table = repartitions.croise(self, "participants_action", ("action", "issue"), title, "Action", nom=repartitions.nommer, parts=True)
        return Bloc([said, _si(bool(table.lignes), table)])

    def devenir(self) -> Bloc:
        """Those who entered an action, 6 and 12 months later."""
        frame = self.suites
        if frame.empty:
            return Bloc([absent("Aucune entrée dans une action n’est connue sur ces deux années.")])
        said, tables = [], []
        for months in frame["mois"].unique():
            one = frame[frame["mois"] == months]
            tables.append(self._devenir_a(int(months), one))
            said.append(_sortis_positivement(int(months), one[one["action"] == ENSEMBLE]))
        return Bloc([Commentaires(said), *tables])

    def _devenir_a(self, months: int, frame: pd.DataFrame) -> Tableau:
        rows = []
        for action, group in frame.groupby("action", sort=False):
            found = {row["devenir"]: row for row in group.to_dict("records")}
            followed = next((_number(row["suivis"]) for row in found.values() if not row["masque"]), None)
            shares = [_part_de(found[state], followed) for state in ETATS]
            late = found[TROP_TOT]
            rows.append(
                Ligne(
                    "Ensemble" if action == ENSEMBLE else action,
                    [Cellule(followed, masquee=followed is None), *shares, Cellule(_number(late["nombre"]), masquee=bool(late["masque"]))],
                    "total" if action == ENSEMBLE else "",
                )
            )
        day = francais.date_longue(min(self.reponses.connu_au, self.reponses.photo))
        note = (
            f"Entrées dans l’action en {self.annee - 1} et {self.annee}, observées jusqu’au {day}. Trop tôt{NB}: l’entrée est trop récente pour être vue à {months} mois{NB}; elle ne compte pas dans les parts. "
            "Ce que deviennent les participants n’est pas l’effet de l’action."
        )
        return Tableau(
            f"Ce que sont devenus les participants, {months} mois après l’entrée dans l’action",
            ["Action", f"Suivis {months} mois", *DEVENIRS.values()],
            rows,
            note,
        )

    def aides(self) -> Bloc:
        """The enveloppe souple by nature and by motive."""
        rows = [Ligne(str(self.annee), [sans_detail(self.cellule(name)) for name in AIDES], "total")]
        before = [sans_detail(self.avant(name)) for name in AIDES]
        if not all(cell.est_inconnue for cell in before):
            rows.append(Ligne(str(self.annee - 1), before))
        pieces = [_si(self._a_de(AIDES), Tableau("Enveloppe souple", ["Année", *AIDES.values()], rows))]
        note = "Une personne aidée à plusieurs titres compte une fois par ligne et une seule au total."
        three = dict(list(AIDES.items())[:3])
        for axe, title, head in (("nature_aide", "Aides par nature", "Nature"), ("motif_aide", "Aides par motif", "Motif")):
            order = repartitions.ordonner(axe, self.ventilations(("aides",), axe)["aides"])
            if order:
                pieces.append(repartitions.colonnes(self, three, axe, title, head, ordre=order, total="Total", avec_avant=False, note=note))
        said = _enveloppe(self.annee, self.cellule("aides"), self.cellule("beneficiaires_aides"), self.cellule("montant_aides"))
        return Bloc([Commentaires([said]), *pieces])

    def _a_de(self, indicateurs: Iterable[str]) -> bool:
        """Whether one of these figures at least is known and is not 0, or is kept back."""
        return any(cell.masquee or (not cell.est_vide and cell.valeur) for cell in map(self.cellule, indicateurs))

    def clauses(self) -> Bloc:
        """Candidates, validated, employees and hours; hours by sector and type of contract."""
        if not self._a_de(CLAUSES):
            return Bloc([absent("Aucune clause d’insertion n’est connue cette année.")])
        order = repartitions.presentes(self.ventilations(CLAUSES, "secteur"))
        note = "Les heures d’un contrat sont celles de tout le contrat, même quand il chevauche deux années."
        said = Commentaires([_clauses(self.annee, self.cellule("salaries_clauses"), self.cellule("heures_clauses"))])
        crossed = (
            ("heures_clauses", "Heures par type de contrat et secteur"),
            ("salaries_clauses", "Salariés par type de contrat et secteur"),
        )
        return Bloc(
            [
                said,
                repartitions.colonnes(self, CLAUSES, "secteur", "Clauses d’insertion par secteur", "Secteur", ordre=order, note=note),
                *(
                    repartitions.croise(self, name, ("type_contrat", "secteur"), title, "Type de contrat", nom=repartitions.nommer)
                    for name, title in crossed
                ),
            ]
        )

    def clauses_par_quartier(self) -> Bloc:
        """Candidates and employees by quartier prioritaire."""
        heads = {name: CLAUSES[name] for name in ("orientations_clauses", "salaries_clauses")}
        order = repartitions.presentes(self.ventilations(heads, "quartier"))
        if not order:
            return Bloc([])
        note = "Le quartier n’est pas connu pour les personnes qui ne sont rattachées à aucun parcours."
        title = "Clauses d’insertion par quartier d’habitation"
        return Bloc([repartitions.colonnes(self, heads, "quartier", title, "Quartier", ordre=order, avec_avant=False, note=note)])


def _si(shown: bool, table: Tableau):
    return table if shown else absent("La photo n’en dit rien cette année.")


def _number(value) -> float | None:
    return None if francais.is_empty(value) else float(value)


def _part_de(row: dict, followed: float | None) -> Cellule:
    if row["masque"] or followed is None:
        return Cellule(unite="%", masquee=True)
    return part(Cellule(_number(row["nombre"])), Cellule(followed))


def _sans_unite(cell: Cellule) -> Cellule:
    """A count whose unit its label already says."""
    return replace(cell, unite="")


def _euros(cell: Cellule) -> str:
    return "" if cell.est_vide else f"{francais.quantite(cell.valeur, '€')} accordés"


def _heures(cell: Cellule) -> str:
    return "" if cell.est_vide else francais.quantite(cell.valeur, "heures")


def _plus_demandee(cells: dict[str, Cellule], whole: Cellule) -> Phrase | None:
    """The action towards which people are oriented the most. Speaks when at least two actions are known."""
    known = {name: cell for name, cell in cells.items() if regle.parle(cell) and cell.valeur and name != NON_RENSEIGNE}
    if len(known) < 2 or not regle.parle(whole):
        return None
    name = min(known, key=lambda one: (-known[one].connue, one))
    return regle.phrase(
        "action_la_plus_demandee",
        f"L’action la plus demandée est {francais.guillemets(name)}{NB}: {francais.compte(known[name].connue, 'orientation')} sur {francais.nombre(whole.connue)}.",
        orientations=known[name],
        ensemble=whole,
    )


def _sortis_positivement(months: int, group: pd.DataFrame) -> Phrase | None:
    """Share already out positively among those followed long enough. Speaks when both are known and somebody was followed."""
    row = group[group["devenir"] == ETATS[0]].to_dict("records")[0]
    share = _part_de(row, _number(row["suivis"]))
    if not regle.parle(share):
        return None
    return regle.phrase(
        "devenir",
        f"{months} mois après l’entrée dans une action, {share.complet} des participants suivis assez longtemps sont déjà sortis positivement ({share.detail}).",
        part=share,
    )


def _enveloppe(annee: int, aides: Cellule, personnes: Cellule, montant: Cellule) -> Phrase | None:
    """Number of aides, of persons, and amount. Speaks when there is at least one aide."""
    if not regle.parle(aides, personnes, montant) or not aides.valeur:
        return None
    text = f"En {annee}, {francais.compte(aides.connue, 'aide accordée', 'aides accordées')} à {francais.compte(personnes.connue, 'personne')}, pour {francais.quantite(montant.connue, '€')}."
    return regle.phrase("enveloppe", text, aides=aides, personnes=personnes, montant=montant)


def _clauses(annee: int, salaries: Cellule, heures: Cellule) -> Phrase | None:
    """Employees and hours. Speaks when there is at least one employee."""
    if not regle.parle(salaries, heures) or not salaries.valeur:
        return None
    return regle.phrase(
        "clauses",
        f"En {annee}, {francais.compte(salaries.valeur, 'salarié')} au titre des clauses, pour {francais.quantite(heures.valeur, 'heures')}.",
        salaries=salaries,
        heures=heures,
    )
