"""The programmation of a year: actions, what became of their participants, aides, clauses d'insertion."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from .. import francais
from ..cohortes.devenir import ENSEMBLE, ETATS, TROP_TOT, devenir
from ..protection.resultats import Brut
from . import commentaires as regle
from . import repartitions
from .elements import Bloc, Carte, Cartes, Cellule, Commentaires, Ligne, Phrase, Tableau, Texte
from .pages import PageAnnuelle
from .periodes import un_an_plus_tot
from .reponses import NON_RENSEIGNE, Periode, part, sans_detail

NB = francais.INSECABLE
ACTIONS = ("orientations_action", "entrees_action", "participants_action", "actions_achevees", "taux_entree_action")
AIDES = ("aides", "beneficiaires_aides", "montant_aides", "aide_moyenne")
CLAUSES = ("orientations_clauses", "valides_clauses", "salaries_clauses", "heures_clauses")
TABLES = {ACTIONS: ("action", "date_orientation"), AIDES: ("aide", "date_aide"), CLAUSES: ("clause", "date_orientation")}
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

    def periodes(self) -> dict[str, Iterable[Periode]]:
        """The year; the year before, for each table that goes back to its January: exports rarely go back as far as the parcours."""
        before = {f"avant_{table}": self._avant(table, column) for table, column in TABLES.values()}
        return {"annee": [self.periode(self.du, self.au)], **before}

    def _avant(self, table: str, column: str) -> list[Periode]:
        du, au = self.l_annee_avant
        (found,) = self.reponses.porte.con.execute(
            f"SELECT coalesce(min({column}) <= $jour, false) FROM curated.{table} WHERE photo = $photo",
            {"photo": self.reponses.photo, "jour": du.replace(day=31)},
        ).fetchone()
        return [Periode(du, au, un_an_plus_tot(self.reponses.connu_au))] if found else []

    def autres(self) -> dict[str, Brut]:
        """What became of those who entered an action in the year or the year before."""
        reponses = self.reponses
        found = devenir(reponses.porte.con, reponses.photo, du=self.l_annee_avant[0], au=self.au, connu_au=reponses.connu_au)
        return {SUITES: Brut("devenir", found, reponses.posees(("entrees_action",), self.du, self.au, ("action",)))}

    def avant(self, indicateur: str) -> Cellule:
        """The year before, as known a year before; empty when its export does not go back that far."""
        du, au = self.l_annee_avant
        asked = self.reponses.a_pose(indicateur, Periode(du, au, un_an_plus_tot(self.reponses.connu_au)))
        return self.reponses.cellule(indicateur, du, au, un_an_plus_tot(self.reponses.connu_au)) if asked else Cellule()

    @property
    def suites(self) -> pd.DataFrame:
        """What became of the participants, as it can be shown."""
        return self.reponses.tables[SUITES]

    def entete(self) -> Texte:
        """Heading of the page."""
        return self.entete_de(
            f"Programmation {self.annee}",
            f"Actions, enveloppe souple et clauses d’insertion, du 1er janvier au 31 décembre {self.annee}.",
        )

    def chiffres_cles(self) -> Bloc:
        """The figures of the year, as cards."""
        cards = [
            Carte("Orientations vers une action", _sans_unite(self.cellule("orientations_action"))),
            Carte("Entrées dans une action", _sans_unite(self.cellule("entrees_action"))),
            Carte("Taux d’entrée des orientations", self.cellule("taux_entree_action")),
            Carte("Actions achevées", _sans_unite(self.cellule("actions_achevees"))),
            Carte("Aides de l’enveloppe souple", _sans_unite(self.cellule("aides")), _euros(self.cellule("montant_aides"))),
            Carte("Salariés des clauses d’insertion", self.cellule("salaries_clauses"), _heures(self.cellule("heures_clauses"))),
        ]
        return Bloc([Cartes(cards)])

    def actions(self) -> Bloc:
        """Each action: oriented, entered, rate of entry, in progress, gone to the end."""
        cells = {name: self.reponses.ventilation(name, self.du, self.au, "action") for name in ACTIONS}
        names = _present({name: cells[name] for name in ACTIONS[:4]})
        rows = [
            Ligne(
                repartitions.libelle("action", one),
                [
                    *(_at(cells[name], one) for name in ACTIONS[:2]),
                    cells["taux_entree_action"].get(one, Cellule(unite="%")),
                    *(_at(cells[name], one) for name in ACTIONS[2:4]),
                ],
            )
            for one in names
        ]
        order = (*ACTIONS[:2], "taux_entree_action", *ACTIONS[2:4])
        rows.append(Ligne("Ensemble", [self.cellule(name) for name in order], "total"))
        before = [self.avant(name) for name in order]
        if not all(cell.est_vide for cell in before):
            rows.append(Ligne(f"En {self.annee - 1}", before))
        heads = ["Action", "Orientations", "Entrées", "Taux d’entrée des orientations", "Participations en cours dans l’année", "Achevées"]
        note = f"Le taux d’entrée porte sur les orientations de l’année, même suivies d’une entrée plus tard{NB}; une participation peut être entrée sans orientation dans l’année."
        rates = {one: cells["taux_entree_action"][one] for one in names if one in cells["taux_entree_action"]}
        said = [
            regle.taux("taux_entree_action", "Entrées parmi les orientations de l’année", self.cellule("taux_entree_action")),
            _plus_demandee(cells["orientations_action"], self.cellule("orientations_action")),
        ]
        return Bloc(
            [Commentaires(said), _si(bool(names or rates), Tableau(f"Actions de la programmation en {self.annee}", heads, rows, note))]
        )

    def issues(self) -> Bloc:
        """How the participations in progress in the year ended, by action."""
        crossed = self.reponses.croisement("participants_action", self.du, self.au, ("action", "issue"))
        by_issue = self.reponses.ventilation("participants_action", self.du, self.au, "issue")
        by_action = self.reponses.ventilation("participants_action", self.du, self.au, "action")
        kinds, names = repartitions.ordonner("issue", by_issue), repartitions.ordonner("action", by_action)
        rows = [
            Ligne(repartitions.libelle("action", one), [*(crossed.get((one, kind), Cellule(0)) for kind in kinds), by_action[one]])
            for one in names
        ]
        whole = self.cellule("participants_action")
        rows.append(Ligne("Ensemble", [*(by_issue[kind] for kind in kinds), whole], "total"))
        rows.append(Ligne("Part", [*(sans_detail(part(by_issue[kind], whole)) for kind in kinds), sans_detail(part(whole, whole))]))
        shares = {francais.majuscule(repartitions.libelle("issue", kind)): part(by_issue[kind], whole) for kind in kinds}
        heads = ["Action", *(francais.majuscule(repartitions.libelle("issue", kind)) for kind in kinds), "Ensemble"]
        said = Commentaires([regle.premiers("issues", "Issue des participations, d’abord", shares)])
        return Bloc([said, _si(bool(names), Tableau("Issue des participations de l’année, par action", heads, rows))])

    def devenir(self) -> Bloc:
        """Those who entered an action, 6 and 12 months later."""
        frame = self.suites
        if frame.empty:
            return Bloc([Texte('<p class="absent">Aucune entrée dans une action n’est connue sur ces deux années.</p>')])
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
            followed = None if found[TROP_TOT]["masque"] else _number(found[ETATS[0]]["suivis"])
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
        heads = ["Aides", "Personnes aidées", "Montant, en euros", "Aide moyenne, en euros"]
        rows = [Ligne(str(self.annee), [sans_detail(self.cellule(name)) for name in AIDES], "total")]
        before = [sans_detail(self.avant(name)) for name in AIDES]
        if not all(cell.est_vide for cell in before):
            rows.append(Ligne(str(self.annee - 1), before))
        pieces = [
            _si(
                not all(self.cellule(name).est_vide or not self.cellule(name).valeur for name in AIDES),
                Tableau("Enveloppe souple", ["Année", *heads], rows),
            )
        ]
        for axe, title, head in (("nature_aide", "Aides par nature", "Nature"), ("motif_aide", "Aides par motif", "Motif")):
            cells = {name: self.reponses.ventilation(name, self.du, self.au, axe) for name in AIDES[:3]}
            names = repartitions.ordonner(axe, cells["aides"])
            lines = [
                Ligne(francais.majuscule(repartitions.libelle(axe, one)), [_at(cells[name], one) for name in AIDES[:3]]) for one in names
            ]
            lines.append(Ligne("Total", [self.cellule(name) for name in AIDES[:3]], "total"))
            pieces += (
                [
                    Tableau(
                        title,
                        [head, *heads[:3]],
                        lines,
                        "Une personne aidée à plusieurs titres compte une fois par ligne et une seule au total.",
                    )
                ]
                if names
                else []
            )
        return Bloc(
            [
                Commentaires(
                    [_enveloppe(self.annee, self.cellule("aides"), self.cellule("beneficiaires_aides"), self.cellule("montant_aides"))]
                ),
                *pieces,
            ]
        )

    def clauses(self) -> Bloc:
        """Candidates, validated, employees and hours; hours by sector and type of contract."""
        if all(self.cellule(name).est_vide or not self.cellule(name).valeur for name in CLAUSES):
            return Bloc([Texte('<p class="absent">Aucune clause d’insertion n’est connue cette année.</p>')])
        heads = ("Candidats orientés", "Candidats validés", "Salariés", "Heures réalisées")
        sectors = {name: self.reponses.ventilation(name, self.du, self.au, "secteur") for name in CLAUSES}
        names = _present(sectors)
        rows = [Ligne(_nom("secteur", one), [_at(sectors[name], one) for name in CLAUSES]) for one in names]
        rows.append(Ligne("Ensemble", [self.cellule(name) for name in CLAUSES], "total"))
        before = [self.avant(name) for name in CLAUSES]
        if not all(cell.est_vide for cell in before):
            rows.append(Ligne(f"En {self.annee - 1}", before))
        said = Commentaires([_clauses(self.annee, self.cellule("salaries_clauses"), self.cellule("heures_clauses"))])
        return Bloc(
            [
                said,
                Tableau(
                    "Clauses d’insertion par secteur",
                    ["Secteur", *heads],
                    rows,
                    "Les heures d’un contrat sont celles de tout le contrat, même quand il chevauche deux années.",
                ),
                self._contrats("heures_clauses", "Heures par type de contrat et secteur"),
                self._contrats("salaries_clauses", "Salariés par type de contrat et secteur"),
            ]
        )

    def _contrats(self, name: str, titre: str) -> Tableau:
        crossed = self.reponses.croisement(name, self.du, self.au, ("type_contrat", "secteur"))
        by_kind = self.reponses.ventilation(name, self.du, self.au, "type_contrat")
        by_sector = self.reponses.ventilation(name, self.du, self.au, "secteur")
        sectors = repartitions.ordonner("secteur", by_sector)
        rows = [
            Ligne(_nom("type_contrat", one), [*(crossed.get((one, sector), Cellule(0)) for sector in sectors), by_kind[one]])
            for one in repartitions.ordonner("type_contrat", by_kind)
        ]
        rows.append(Ligne("Ensemble", [*(by_sector[one] for one in sectors), self.cellule(name)], "total"))
        return Tableau(titre, ["Type de contrat", *(_nom("secteur", one) for one in sectors), "Ensemble"], rows)

    def clauses_par_quartier(self) -> Bloc:
        """Candidates and employees by quartier prioritaire."""
        names = ("orientations_clauses", "salaries_clauses")
        cells = {name: self.reponses.ventilation(name, self.du, self.au, "quartier") for name in names}
        rows = [Ligne(_nom("quartier", one), [_at(cells[name], one) for name in names]) for one in _present(cells)]
        if not rows:
            return Bloc([])
        rows.append(Ligne("Ensemble", [self.cellule(name) for name in names], "total"))
        return Bloc(
            [
                Tableau(
                    "Clauses d’insertion par quartier d’habitation",
                    ["Quartier", "Candidats orientés", "Salariés"],
                    rows,
                    "Le quartier n’est pas connu pour les personnes qui ne sont rattachées à aucun parcours.",
                )
            ]
        )


def _present(groups: dict[str, dict[str, Cellule]]) -> list[str]:
    """Modalities that one indicator at least has, from the largest of the first one, « Autre » and unknown last."""
    first = next(iter(groups.values()), {})
    names = {name for cells in groups.values() for name, cell in cells.items() if cell.masquee or cell.valeur}
    return sorted(
        names,
        key=lambda name: (name in repartitions.DERNIERES, name == NON_RENSEIGNE, -((first.get(name) or Cellule(0)).valeur or 0), name),
    )


def _at(cells: dict[str, Cellule], name: str) -> Cellule:
    """The count of a modality: 0 when others are known."""
    return cells.get(name, Cellule(0) if cells else Cellule())


def _nom(axe: str, modality: str) -> str:
    label = repartitions.libelle(axe, modality)
    return label if label.isupper() else francais.majuscule(label)


def _si(shown: bool, table: Tableau):
    return table if shown else Texte('<p class="absent">La photo n’en dit rien cette année.</p>')


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
    name = min(known, key=lambda one: (-known[one].valeur, one))
    return regle.phrase(
        "action_la_plus_demandee",
        f"L’action la plus demandée est {francais.guillemets(name)}{NB}: {francais.compte(known[name].valeur, 'orientation')} sur {francais.nombre(whole.valeur)}.",
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
    text = f"En {annee}, {francais.compte(aides.valeur, 'aide accordée', 'aides accordées')} à {francais.compte(personnes.valeur, 'personne')}, pour {francais.quantite(montant.valeur, '€')}."
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
