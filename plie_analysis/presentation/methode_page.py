"""The step-by-step method as an object: from the mean that everybody prints to the one that counts the open parcours."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from .. import francais, survie
from ..cohortes import accompagnes as donnees
from ..cohortes.lecture import OUVERT, POSITIVE
from ..cohortes.suivi import Suivi
from ..errors import PlieError
from ..exercice import Annee
from ..jours import JOURS_PAR_MOIS
from ..survie.appui import Trace, mediane_appuyee
from ..survie.reglages import en_jours
from .cohortes_figures import durees
from .courbes import dessiner
from .elements import Bloc, Carte, Cartes, Cellule, Commentaires, Ligne, Phrase, Tableau, Texte, absent
from .image import Image, vide
from .page import entete
from .pages import PageSuivi
from .publics import intervalle
from .reponses import Plage
from .toile import GROUPES, Echelle, Toile, Trait, multiples

NB = francais.INSECABLE
HORIZON_ISSUES = 24


@dataclass(frozen=True)
class PageMethode(PageSuivi):
    """One population, the parcours accompanied in a year, counted in each way."""

    annee: Annee

    NOM = "methode"

    @property
    def debut(self) -> dt.date:
        """First day of the year."""
        return self.annee.debut

    def demander(self) -> Self:
        """The page. Raises ``PlieError`` when no parcours was open in its period, or none ended."""
        if not self.gens.nombre or not len(self.gens.sortis):
            raise PlieError(
                f"Aucun parcours accompagné, ou aucune sortie, {self.periode_dite}{NB}: la méthode n’a rien à montrer.\nChoisissez une autre année."
            )
        self.suivi.couverture.exiger(self.reponses.photo, self.au, f"l'{self.annee.nom}")
        return super().demander()

    def periodes(self) -> dict[str, Iterable[Plage]]:
        """The period, and each of its months."""
        return {
            "periode": [self.periode(self.debut, self.au)],
            "chaque_mois": [self.periode(*month) for month in _months(self.debut, self.au)],
        }

    @cached_property
    def gens(self) -> donnees.Accompagnes:
        """The parcours open at some moment of the period."""
        return donnees.accompagnes(self.suivi, self.debut)

    @property
    def periode_dite(self) -> str:
        """« en 2017 »."""
        return francais.periode(self.debut, self.au)

    def entete(self) -> Texte:
        """Heading of the page."""
        return entete(
            self.organisme,
            "La méthode, pas à pas",
            f"Combien de temps dure un parcours{NB}? Six façons de répondre, sur les mêmes parcours accompagnés {self.periode_dite}.",
            (*self.suivi.couverture.reserves(self.suivi.demande.contexte.photo, self.debut), *self.reponses.ecartes),
        )

    def depart(self) -> Bloc:
        """The population, and what is not known of it."""
        people = self.gens
        cards = [
            Carte("Parcours accompagnés", Cellule(people.nombre)),
            Carte("sortis dans la période", Cellule(len(people.sortis))),
            Carte("encore ouverts", Cellule(people.ouverts), f"{francais.pourcentage(100 * people.ouverts / people.nombre)} des parcours"),
        ]
        text = f"De {francais.compte(people.ouverts, 'parcours', 'parcours')} sur {francais.nombre(people.nombre)}, on ne connaît pas la durée{NB}: on sait seulement qu’elle dépassera celle que l’on voit."
        return Bloc([Cartes(cards), Commentaires([Phrase("depart", text)]), durees(self._active())])

    def moyennes(self) -> Bloc:
        """Mean of the finished ones, mean of the mixture: what reports print."""
        people = self.gens
        finished, mixed = people.moyenne_sorties, people.moyenne_melangee
        said = [
            f"Moyenne des seuls parcours sortis{NB}: {_mois(finished)}. Elle ignore ceux qui durent{NB}: un parcours encore ouvert n’y entre qu’une fois fini.",
            f"Moyenne de tous, la durée des ouverts étant arrêtée à l’observation{NB}: {_mois(mixed)}. C’est la durée moyenne que publient les rapports. Elle mêle des durées finies et des durées coupées{NB}: "
            f"elle ne dit ni combien de temps dure un parcours, ni combien de temps il reste.",
            f"Ces deux nombres diffèrent de {_mois(abs(finished - mixed))}, et ni l’un ni l’autre ne répond à la question.",
        ]
        published = self.reponses.cellule("duree_moyenne_accompagnes", self.debut, self.au)
        if not published.est_vide and abs(published.connue - mixed) < 0.05:
            said.insert(2, f"Le rapport annuel donne la même valeur{NB}: {_mois(published.connue)}.")
        return Bloc([Commentaires([Phrase("moyennes", text) for text in said])])

    def censure(self) -> Bloc:
        """Finished only against Kaplan-Meier: what forgetting the open ones does."""
        title = "Oublier les parcours ouverts, ou les compter"
        entries = donnees.vus_depuis_l_entree(self.suivi)
        finished = entries[entries["cause"] != OUVERT]
        if finished.empty:
            return Bloc([vide(title, "La photo ne voit aucun parcours fini depuis son entrée.")])
        only = donnees.encore_la("parcours finis seulement", donnees.finis(finished))
        whole = donnees.encore_la("tous, ouverts compris", donnees.finis(entries))
        who = f"Pour bien voir ce biais, prenons seulement les {francais.compte(len(entries), 'parcours', 'parcours')} que la photo montre depuis leur premier jour{NB}: {francais.nombre(len(finished))} sont finis, {francais.nombre(len(entries) - len(finished))} sont ouverts."
        one, other = only.lue_a(en_jours(12))[0], whole.lue_a(en_jours(12))[0]
        phrase = f"Un an après l’entrée, {_part(one)} des parcours finis étaient encore en cours{NB}; en comptant aussi les parcours ouverts, c’est {_part(other)} de toutes les entrées."
        return Bloc([Commentaires([Phrase("censure", who)]), dessiner(title, phrase, [only, whole], note=COURBE)])

    def retard(self) -> Bloc:
        """Delayed entry or not: those who had left before the period cannot be in it."""
        naive = donnees.encore_la("sans entrée tardive", self.gens.sans_retard)
        late = donnees.encore_la("avec entrée tardive", self.gens.avec_retard)
        before = int((self.gens.parcours["retard_periode"] >= 0).sum())
        one, other = naive.lue_a(en_jours(12))[0], late.lue_a(en_jours(12))[0]
        phrase = f"Encore en parcours un an après l’entrée{NB}: {_part(one)} si l’on fait comme si tous avaient été suivis depuis leur entrée, {_part(other)} quand chacun ne compte qu’à partir du jour où on le voit."
        why = (
            f"{francais.majuscule(francais.compte(before, 'parcours', 'parcours'))} avaient commencé avant le {francais.date_longue(self.debut)}{NB}: s’ils sont là, c’est qu’ils n’étaient pas encore sortis. Ceux qui étaient entrés en même temps "
            f"qu’eux et déjà partis manquent. Les compter depuis leur entrée fait croire que personne ne sort au début."
        )
        said = [why]
        finished, mean = self.gens.moyenne_sorties, donnees.moyenne_restreinte(self.gens.avec_retard)[0]
        if finished > mean:
            said.append(
                f"Ce biais joue en sens inverse du premier, et il peut l’emporter{NB}: les parcours sortis {self.periode_dite} ont duré {_mois(finished)} en moyenne parce que beaucoup avaient commencé longtemps avant. "
                f"Une entrée, elle, passe {_mois(mean)} en parcours pendant ses {donnees.HORIZON} premiers mois."
            )
        return Bloc(
            [
                Commentaires([Phrase("retard", text) for text in said]),
                dessiner(
                    "Suivre depuis l’entrée, ou depuis le jour où l’on voit",
                    phrase,
                    [naive, late],
                    note=COURBE,
                ),
            ]
        )

    def resumes(self) -> Bloc:
        """Median and restricted mean."""
        events = self.gens.avec_retard
        median, (mean, low, high) = donnees.mediane(events), donnees.moyenne_restreinte(events)
        said = [
            f"Durée médiane{NB}: {_mois(median)}. La moitié des entrées est sortie à ce moment-là."
            if median == median
            else f"Durée médiane{NB}: non atteinte, plus de la moitié des entrées étant encore en parcours à la fin du suivi.",
            f"Durée moyenne, comptée jusqu’à {donnees.HORIZON} mois{NB}: {_mois(mean)} {_limites(low, high)}. C’est l’aire sous la courbe{NB}: ce qu’une entrée passe en parcours, en moyenne, pendant ses {donnees.HORIZON} premiers mois."
            if mean == mean
            else francais.espaces("Durée moyenne restreinte : le suivi est trop court pour la donner."),
        ]
        return Bloc([Commentaires([Phrase("resumes", text) for text in said])])

    def issues_concurrentes(self) -> Bloc:
        """1 − Kaplan-Meier against Aalen-Johansen."""
        naive = donnees.un_moins_km("1 − Kaplan-Meier (naïf)", self.gens.parcours, "retard_periode")
        events = self.gens.avec_retard
        found = survie.incidence_cumulee(events)
        whole = Trace("Aalen-Johansen", found[found["cause"] == POSITIVE], events.strates[0], 0.0)
        one, other = naive.lue_a(en_jours(HORIZON_ISSUES))[0], whole.lue_a(en_jours(HORIZON_ISSUES))[0]
        phrase = f"Sortie positive dans les {HORIZON_ISSUES} mois{NB}: {_part(one)} par le calcul naïf, {_part(other)} en comptant les autres sorties pour ce qu’elles sont."
        why = (
            "Le calcul naïf (1 − Kaplan-Meier) traite une personne sortie pour un autre motif comme quelqu’un que l’on aurait perdu de vue, et suppose qu’elle finira par sortir positivement comme les autres. "
            "Elle ne le fera pas : elle est partie. La part juste (Aalen-Johansen) la garde au dénominateur."
        ).replace(" :", f"{NB}:")
        return Bloc(
            [
                Commentaires([Phrase("issues", why)]),
                dessiner(
                    "La part sortie positivement, naïve et juste",
                    phrase,
                    [naive, whole],
                    note=COURBE,
                ),
            ]
        )

    def etapes_et_personnes(self) -> Bloc:
        """Étapes divided by parcours, or parcours with an étape: month by month."""
        months = _months(self.debut, self.au)
        counted = [self.reponses.cellule("etapes_par_file_active", *month) for month in months]
        people = [self.reponses.cellule("part_file_active_en_etape", *month) for month in months]
        rows = [
            Ligne(francais.majuscule(francais.mois_annee(first)), [a, b]) for (first, _), a, b in zip(months, counted, people, strict=True)
        ]
        known = [(i, a, b) for i, (a, b) in enumerate(zip(counted, people, strict=True)) if not a.est_vide and not b.est_vide]
        title = "Étapes rapportées aux parcours, ou parcours en étape"
        if not known:
            return Bloc([absent("La photo ne permet pas ce calcul.")])
        worst = max(known, key=lambda one: abs(one[1].connue - one[2].connue))
        phrase = (
            f"En {francais.mois_annee(months[worst[0]][0])}, les étapes en cours font {worst[1].complet} de la file active, mais {worst[2].complet} des parcours ouverts ont une étape en cours{NB}: "
            f"qui suit deux étapes compte deux fois dans la première."
        )
        top = max(max(a.connue, b.connue) for _, a, b in known)
        canvas = Toile(
            Echelle(0.5, len(months) + 0.5, [(i + 1, f"{first:%m}") for i, (first, _) in enumerate(months)], "mois", grille=False),
            Echelle(0, 20 * -(-top // 20), [(v, f"{label}{NB}%") for v, label in multiples(20 * -(-top // 20), 20)]),
            hauteur=320,
        )
        for rank, (name, cells) in enumerate((("étapes ÷ file active", counted), ("parcours en étape ÷ file active", people))):
            canvas.ajouter(
                Trait(name, [i + 1 for i in range(len(months))], [float("nan") if c.est_vide else c.connue for c in cells], GROUPES[rank])
            )
        return Bloc(
            [
                Image(
                    title,
                    phrase,
                    canvas,
                    Tableau(f"Données{NB}: {title}", ["Mois", "Étapes ÷ file active", "Parcours en étape ÷ file active"], rows),
                )
            ]
        )

    def bilan(self) -> Bloc:
        """Every answer in one table."""
        people, events = self.gens, self.gens.avec_retard
        mean, low, high = donnees.moyenne_restreinte(events)
        naive = donnees.moyenne_restreinte(people.sans_retard)
        rows = [
            ("Moyenne des parcours sortis", people.moyenne_sorties, "", "oublie les parcours encore ouverts"),
            ("Moyenne de tous, ouverts arrêtés à l’observation", people.moyenne_melangee, "", "mêle durées finies et durées coupées"),
            ("Médiane, sans entrée tardive", donnees.mediane(people.sans_retard), "", "oublie ceux qui étaient sortis avant la période"),
            (
                "Moyenne sur 30 mois, sans entrée tardive",
                naive[0],
                intervalle(*naive[1:]),
                "oublie aussi ceux qui étaient sortis avant la période",
            ),
            ("Médiane (Kaplan-Meier, entrée tardive)", donnees.mediane(events), _median_limits(events), "aucun de ces biais"),
            (
                "Moyenne sur 30 mois (entrée tardive)",
                mean,
                intervalle(low, high),
                francais.espaces("aucun de ces biais ; un parcours plus long compte pour 30 mois"),
            ),
        ]
        lines = [
            Ligne(name, [Cellule(None if value != value else value, "", decimales=1), limits, verdict])
            for name, value, limits, verdict in rows
        ]
        note = f"Parcours accompagnés {self.periode_dite}, un mois valant 30,4375 jours. Un tiret{NB}: valeur non atteinte ou suivi trop court."
        return Bloc(
            [Tableau("Une question, six réponses", ["Façon de compter", "Mois", f"Intervalle à 95{NB}%", "Ce qu’elle oublie"], lines, note)]
        )

    def _active(self) -> Suivi:
        from dataclasses import replace

        return replace(self.suivi, parcours=self.gens.parcours.assign(est_suivi=True))


COURBE = f"À lire{NB}: à chaque ancienneté, la hauteur est la part des parcours. Chaque marche est une sortie. La bande est l’intervalle à 95{NB}%. Sous l’axe{NB}: parcours encore suivis à ce moment. Une courbe s’arrête là où trop peu de parcours la portent."


def _months(debut: dt.date, fin: dt.date) -> list[tuple[dt.date, dt.date]]:
    """First and last days of each whole month of the period."""
    found: list[tuple[dt.date, dt.date]] = []
    first = debut.replace(day=1)
    while True:
        following = (first + dt.timedelta(days=32)).replace(day=1)
        last = following - dt.timedelta(days=1)
        if last > fin:
            return found
        found.append((first, last))
        first = following


def _mois(valeur: float) -> str:
    return "inconnue" if valeur != valeur else francais.quantite(valeur, "mois", 1)


def _part(valeur: float) -> str:
    return "une part inconnue" if valeur != valeur else francais.pourcentage(100 * valeur)


def _limites(low: float, high: float) -> str:
    text = intervalle(low, high)
    return f"(intervalle à 95{NB}% {text})" if text else ""


def _median_limits(events: survie.Evenements) -> str:
    row = mediane_appuyee(events).iloc[0]
    return intervalle(row["ic_bas"] / JOURS_PAR_MOIS, row["ic_haut"] / JOURS_PAR_MOIS)
