"""The page of the trajectories as an object: one method by section."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd

from .. import francais, trajectoires
from ..cohortes.lecture import AUTRE, FIN_30_MOIS, OUVERT, POSITIVE
from ..cohortes.sequences import MOIS_SUIVIS, Sequences
from ..errors import PlieError
from ..jours import JOURS_PAR_MOIS
from ..protection.resultats import Brut
from ..survie.dates import phrase_des_ecartes
from . import parcours_types
from .elements import Bloc, Cellule, Commentaires, Ligne, Phrase, Tableau, Texte, absent
from .page import entete
from .pages import PageSuivi
from .reponses import chiffre
from .sequences_figures import AUCUNE, ETATS, chronogramme, flux, tapis

NB = francais.INSECABLE
RANGS = ("1re étape", "2e étape", "3e étape")
DEVENIR = {POSITIVE: "sortie positive", AUTRE: "autre sortie", FIN_30_MOIS: "autre sortie", OUVERT: "encore en parcours"}
LONGUES = (3, 6, 12)
# A succession met less often is told to nobody: it is chance, or somebody.
FREQUENTES, FREQUENTES_DITES = 5, "cinq"
# Drawn from the parcours themselves: no rule protects them, they stay in the house.
PARCOURS = "parcours"
# A type of fewer parcours does not show its central one: it would be somebody's.
MEDOIDE = 5
AXES_CROISES = ("qpv", "rsa", "tranche_age")


@dataclass(frozen=True)
class PageTrajectoires(PageSuivi):
    """The parcours seen from their entry, and their étapes."""

    poids_freins: dict[str, float]

    def demander(self) -> Self:
        """The page. Raises ``PlieError`` without étapes, or when the photo sees nobody from the entry."""
        if self.suivi.etapes is None:
            raise PlieError("Les trajectoires demandent l’export des étapes, absent de la photo.\nDéposez-le puis lancez « plie charger ».")
        if not np.any(self.suivi.parcours["retard"] < 0):
            raise PlieError(
                "La photo ne voit aucun parcours depuis son entrée à cette date.\nDemandez une date d’observation plus tardive."
            )
        return super().demander()

    @cached_property
    def donnees(self) -> Sequences:
        """The parcours that the photo sees from their first day."""
        return Sequences(self.suivi, MEDOIDE, self.poids_freins)

    def autres(self) -> dict[str, Brut]:
        """Every table of the page."""
        mean = trajectoires.temps_moyen(self.donnees.mensuelles, alphabet=list(ETATS))
        followed = trajectoires.suivi_direct(self.donnees.etapes.drop(columns="etat").rename(columns={"classe": "etat"}), au=self.au)
        gaps = self.donnees.interruptions
        touched = pd.DataFrame({"n": [gaps["id"].nunique()], "total": [len(self.donnees.parcours)]})
        long = pd.DataFrame({"mois": LONGUES, "n": [int((gaps["jours"] >= JOURS_PAR_MOIS * months).sum()) for months in LONGUES]})
        found = {
            "temps_moyen": Brut(PARCOURS, mean),
            "suites": Brut(PARCOURS, followed),
            "variantes": Brut(PARCOURS, trajectoires.variantes(self.donnees.mensuelles)),
            "passages": Brut(PARCOURS, trajectoires.transitions(self.donnees.mensuelles, alphabet=list(ETATS))),
            "interrompus": Brut(PARCOURS, touched),
            "interruptions": Brut(PARCOURS, long),
        }
        if not isinstance(self.donnees.typologie, str):
            found |= self._types(self.donnees.typologie)
        if self.donnees.scores is not None:
            groups = trajectoires.groupes_de_freins(self.donnees.scores)
            by_group = trajectoires.parcours_par_groupe(groups, self.donnees.mensuelles, seuil=self.donnees.seuil)
            found["freins"] = Brut(PARCOURS, trajectoires.familles_de_freins(self.donnees.scores))
            found["freins_groupes"] = Brut(PARCOURS, by_group)
        return found

    def _types(self, typologie: trajectoires.Typologie) -> dict[str, Brut]:
        found = {"types": Brut(PARCOURS, typologie.types)}
        axes = [name for name in AXES_CROISES if name in self.suivi.axes]
        if axes:
            people = self.donnees.parcours.rename(columns={"id_parcours": "id"})[["id", *axes]]
            crossed = trajectoires.croiser(typologie.affectation, people, axes)
            found["types_croises"] = Brut(PARCOURS, crossed)
            found["types_publics"] = Brut(PARCOURS, crossed.drop_duplicates(["axe", "modalite"]))
        return found

    def _rows(self, name: str) -> list[dict]:
        return self.reponses.tables[name].to_dict("records")

    def entete(self) -> Texte:
        """Heading of the page."""
        count = francais.compte(len(self.donnees.parcours), "parcours suivi depuis son entrée", "parcours suivis depuis leur entrée")
        return entete(
            self.organisme,
            f"Trajectoires, observées au {francais.date_longue(self.au)}",
            f"{count}, et {francais.compte(len(self.donnees.etapes), 'étape')}.",
        )

    def lecture(self) -> Commentaires:
        """Who is in the pictures, and who is not."""
        left = len(self.suivi.parcours) - len(self.donnees.parcours)
        unknown = 0 if self.suivi.etapes is None else int(self.suivi.etapes["etat"].isna().sum())
        said = [
            francais.espaces(
                "Les mois se comptent depuis l’entrée de chacun. Un parcours qui sort reste compté, dans l’état « sorti », tant que la photo le couvre."
            )
        ]
        if left and self.suivi.couverture.debut:
            said.append(
                f"{francais.majuscule(francais.compte(left, 'parcours entré', 'parcours entrés'))} avant ce que la photo couvre (le {francais.date_longue(self.suivi.couverture.debut)}) {'n’est pas montré' if left < 2 else 'ne sont pas montrés'}{NB}: ceux qui étaient déjà sortis y manquent."
            )
        said += phrase_des_ecartes(self.suivi.parcours.attrs.get("ecartes", ()), nommer=True)
        if unknown:
            said.append(
                f"{francais.majuscule(francais.compte(unknown, 'étape'))} sans opération connue {'n’a' if unknown < 2 else 'n’ont'} pas d’état."
            )
        return Commentaires([Phrase("lecture", text) for text in said])

    def mois_apres_mois(self) -> Bloc:
        """Chronogram, mean months by state."""
        rows = [Ligne(francais.majuscule(row["etat"]), [chiffre(row, "moyenne", decimales=1)]) for row in self._rows("temps_moyen")]
        mean = Tableau(
            "Mois passés dans chaque état",
            ["État", "Mois, en moyenne"],
            rows,
            f"Sur les {MOIS_SUIVIS} premiers mois au plus, tous parcours confondus.",
        )
        return Bloc([chronogramme(self.donnees.mensuelles), mean])

    def un_par_ligne(self) -> Bloc:
        """Index plot."""
        strates = pd.Series(self.donnees.parcours["cause"].map(DEVENIR).to_numpy(), index=self.donnees.parcours["id_parcours"].to_numpy())
        return Bloc([tapis(self.donnees.mensuelles, strates)])

    def etape_apres_etape(self) -> Bloc:
        """Flow of the first three étapes, and what follows what."""
        ranked = self.donnees.etapes.sort_values(["id", "debut", "fin", "etat"])
        rank = ranked.groupby("id").cumcount()
        wide = pd.DataFrame(
            {
                name: ranked[rank == i].set_index("id")["classe"].reindex(self.donnees.parcours["id_parcours"]).fillna(AUCUNE)
                for i, name in enumerate(RANGS)
            }
        )
        wide["Devenir"] = self.donnees.parcours["cause"].map(DEVENIR).to_numpy()
        return Bloc([flux(wide), self._suites()])

    def _suites(self) -> Tableau:
        rows = [
            Ligne(
                f"{francais.majuscule(row['de'])} → {row['vers']}",
                [chiffre(row, "n"), chiffre(row, "part", "%", facteur=100), chiffre(row, "delai_mediane"), chiffre(row, "attente_mediane")],
            )
            for row in self._rows("suites")
            if row["n"] >= FREQUENTES
        ]
        heads = [
            "Suite",
            "Fois",
            "Part de ce qui suit la première",
            "Jours d’un début à l’autre",
            "Jours d’attente entre les deux",
        ]
        note = f"Délais médians{NB}; une attente négative{NB}: la seconde étape commence avant la fin de la première. Suites vues {FREQUENTES_DITES} fois au moins."
        return Tableau("Quelle étape suit quelle étape", heads, rows, note)

    def suites(self) -> Bloc:
        """Most frequent successions of states, and the passages from month to month."""
        table = self.reponses.tables["variantes"]
        most = table[table["n"] >= FREQUENTES].head(12)
        rows = [
            Ligne(row["variante"] or "aucun état connu", [chiffre(row, "n"), chiffre(row, "part", "%", facteur=100, decimales=1)])
            for row in most.to_dict("records")
        ]
        first = most.iloc[0]["variante"] if len(most) else ""
        count = (
            f"{francais.compte(int(table['n'].sum()), 'parcours', 'parcours')} ont suivi {francais.compte(len(table), 'chemin différent', 'chemins différents')}"
            + (
                f"{NB}; le plus fréquent est {francais.guillemets(first)} ({francais.pourcentage(100 * most.iloc[0]['part'])})."
                if first
                else "."
            )
        )
        return Bloc(
            [
                Commentaires([Phrase("variantes", count)]),
                Tableau(
                    "Les chemins les plus fréquents",
                    ["Suite", "Parcours", "Part"],
                    rows,
                    f"Quelle que soit la durée de chaque état. Suites d’au moins {FREQUENTES_DITES} parcours.",
                ),
                self._passages(),
            ]
        )

    def _passages(self) -> Tableau:
        table = self.reponses.tables["passages"]
        total = table.groupby("de", sort=False)["n"].transform("sum")
        found = {(row["de"], row["vers"]): row for row in table.assign(total=total).to_dict("records")}
        rows = [
            Ligne(
                francais.majuscule(state),
                [Cellule(100 * row["taux"] if row["total"] else None, "%") for row in (found[state, other] for other in ETATS)],
            )
            for state in ETATS
        ]
        return Tableau(
            "Où l’on est le mois suivant",
            ["État du mois", *(francais.majuscule(name) for name in ETATS)],
            rows,
            francais.espaces("Chaque ligne fait 100 %. Un tiret : personne n’a quitté cet état."),
        )

    def interruptions(self) -> Bloc:
        """Gaps of more than three months without any étape."""
        if not len(self.donnees.parcours):
            return Bloc([])
        (row,) = self._rows("interrompus")
        share = Cellule(100 * row["n"] / row["total"], "%", row["n"], row["total"])
        text = f"{share.complet} des parcours ont connu plus de trois mois sans aucune étape."
        rows = [Ligne(f"plus de {one['mois']} mois", [chiffre(one, "n")]) for one in self._rows("interruptions")]
        note = francais.espaces(
            "De l’entrée à la veille de la sortie ou à l’observation ; deux étapes menées de front ne comptent qu’une fois."
        )
        said = Commentaires([Phrase("interruptions", text, {"part": share})])
        return Bloc([said, Tableau("Interruptions", ["Durée sans étape", "Interruptions"], rows, note)])

    def types(self) -> Bloc:
        """Types of parcours over their first months, crossed with the publics."""
        found = self.donnees.typologie
        if isinstance(found, str):
            return Bloc([absent(francais.majuscule(found))])
        named = parcours_types.noms(found.profils)
        crossed = self.reponses.tables.get("types_croises")
        return Bloc(
            [
                parcours_types.tableau(self._rows("types"), named),
                *([] if crossed is None else [parcours_types.croises(crossed, self._rows("types_publics"), named)]),
                parcours_types.methode(found, self.donnees.seuil),
            ]
        )

    def freins(self) -> Bloc:
        """Families of freins ranked by weighted intensity, and the parcours of each group."""
        if self.donnees.scores is None:
            return Bloc([absent("Aucun frein évalué dans la photo pour ces parcours.")])
        rows = [
            Ligne(
                row["famille"],
                [
                    Cellule(100 * row["part"], "%", row["n"], row["evalues"]),
                    Cellule(row["intensite_moyenne"], decimales=2),
                    Cellule(_number(100 * row["part_score"]), "%"),
                ],
            )
            for row in self._rows("freins")
        ]
        note = "Chaque famille pèse ce que le PLIE a décidé." if self.poids_freins else "Toutes les familles de freins pèsent autant."
        first = Tableau(
            "Freins à l’emploi, du plus au moins lourd",
            ["Famille", "Parcours concernés, parmi les évalués", "Intensité moyenne (0 à 3) quand il est noté", "Part du score"],
            rows,
            f"{francais.compte(max(row['evalues'] for row in self._rows('freins')), 'parcours évalué', 'parcours évalués')} sur {francais.nombre(len(self.donnees.parcours))}. {note}",
        )
        lines = [Ligne(str(row["groupe"]), [chiffre(row, "n"), _text(row["variante"])]) for row in self._rows("freins_groupes")]
        heads = ["Frein principal", "Parcours", "Suite la plus fréquente"]
        return Bloc([first, Tableau("Parcours le plus fréquent selon le frein principal", heads, lines)])


def _number(value) -> float | None:
    return None if francais.is_empty(value) else float(value)


def _text(value) -> str:
    return value if isinstance(value, str) and value else francais.VIDE
