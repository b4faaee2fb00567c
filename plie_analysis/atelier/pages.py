"""The pages of the reports, as objects: ``plie.rapports.lettre("2017-12")``; each section of a page is a method without argument."""

import datetime as dt
from collections.abc import Callable, Iterable

from .. import francais
from ..cohortes.suivi import Suivi
from ..database import usable_exports
from ..exercice import Annee, exercice_de
from ..presentation import page
from ..presentation.annuel import Annuel
from ..presentation.cohortes_page import PageCohortes, suivre
from ..presentation.comparaisons_page import PageComparaisons
from ..presentation.elements import Bloc
from ..presentation.equipe_page import PageEquipe
from ..presentation.fiche_referent import FicheReferent, verifier_referent
from ..presentation.lettre import Lettre, LettreTrimestrielle
from ..presentation.methode_page import PageMethode
from ..presentation.pages import PageAnnuelle
from ..presentation.parcours_lus import lire_personne
from ..presentation.parcours_page import PageParcours
from ..presentation.periodes import lire_annee, lire_date, lire_mois, lire_trimestre
from ..presentation.prescripteur_page import PagePrescripteur, verifier_prescripteur
from ..presentation.programmation import Programmation
from ..presentation.public_page import QPV, RSA, PagePublic
from ..presentation.publies import lire_publies
from ..presentation.qualite_page import PageQualite, photo_du_mois
from ..presentation.reponses import Reponses
from ..presentation.saisie import lire_saisie
from ..presentation.trajectoires_page import PageTrajectoires
from ..protection.porte import SUIVI, Porte
from ..repere import retrouver
from ..settings import Settings
from ..survie.couverture import exiger_photo
from .question import Interrogation
from .question_page import PageQuestion
from .questions import relire
from .resultat import Reponse

SALARIES = "{quoi} ne se montre qu'au niveau « interne » : ce sont des salariés, que leur code désigne.\nPour le niveau « {niveau} », demandez la lettre ou le rapport annuel."
PERSONNE = "{quoi} ne se montre qu'au niveau « interne » : on l'y reconnaît, même sans son nom.\nPour le niveau « {niveau} », le rapport annuel montre des parcours types."


class Rapports:
    """The pages, over one photo and at one level of diffusion.

    ``prevenir`` says, before anything is computed, that the base has been replaced since it was opened; ``repondre`` answers a question.
    """

    def __init__(
        self, settings: Settings, porte: Porte, organisme: str, prevenir: Callable[[], None], repondre: Callable[[Interrogation], Reponse]
    ):
        self._settings = settings
        self._porte = porte
        self._organisme = organisme
        self._prevenir = prevenir
        self._repondre = repondre
        self._exercice = exercice_de(settings.config)

    def lettre(self, mois: str, *, connu_au: str = "", referent: str = "") -> Lettre:
        """The monthly letter of ``AAAA-MM``, as known at the end of the month unless ``connu_au`` says otherwise."""
        month = lire_mois(mois, self._exercice)
        reponses = self._reponses(connu_au, month.fin, referent)
        return Lettre(reponses, self._organisme, self._said(mois=month.libelle, referent=referent), month).demander()

    def lettre_trimestrielle(self, annee: int | str, trimestre: str, *, connu_au: str = "", referent: str = "") -> LettreTrimestrielle:
        """The letter of a quarter (« T1 » to « T4 ») of a year, as known at its end unless ``connu_au`` says otherwise."""
        quarter = lire_trimestre(f"{self._annee(annee).numero}-{trimestre}", self._exercice)
        reponses = self._reponses(connu_au, quarter.fin, referent)
        said = self._said(trimestre=quarter.libelle, referent=referent)
        return LettreTrimestrielle(reponses, self._organisme, said, quarter).demander()

    def rapport_annuel(self, annee: int | str, *, connu_au: str = "") -> Annuel:
        """The annual report of a year, as the newest photo knows it unless ``connu_au`` says otherwise."""
        return self._annual(Annuel, annee, connu_au)

    def comparaisons(self, *, du: str | dt.date, au: str | dt.date, connu_au: str | dt.date = "") -> PageComparaisons:
        """The exits of any period read every way, and which rate compares with which, as the newest photo knows them unless told otherwise."""
        reponses = self._reponses(str(connu_au), self._porte.photo)
        return PageComparaisons(reponses, self._organisme, self._said(), lire_date(str(du)), lire_date(str(au))).demander()

    def programmation(self, annee: int | str, *, connu_au: str = "") -> Programmation:
        """The actions of a year, what became of their participants, aides and clauses, as the newest photo knows them."""
        return self._annual(Programmation, annee, connu_au)

    def qpv(self, annee: int | str, *, connu_au: str = "") -> PagePublic:
        """The inhabitants of the quartiers prioritaires in a year, beside the rest of the public."""
        return self._annual(PagePublic, annee, connu_au, QPV)

    def rsa(self, annee: int | str, *, connu_au: str = "") -> PagePublic:
        """The beneficiaries of the RSA in a year, beside the rest of the public."""
        return self._annual(PagePublic, annee, connu_au, RSA)

    def fiche_referent(self, referent: str, mois: str, *, connu_au: str = "") -> FicheReferent:
        """The sheet of a référent for the six months that end with ``AAAA-MM``, as the newest photo knows them."""
        month = lire_mois(mois, self._exercice)
        code = verifier_referent(self._porte.con, self._porte.photo, referent)
        keying = None if self._porte.est_protegee else lire_saisie(self._settings, self._porte.photo, referent=code)
        reponses = self._reponses(connu_au, max(self._porte.photo, month.fin), code)
        return FicheReferent(reponses, self._organisme, self._said(mois=month.libelle, referent=code), month, keying).demander()

    def prescripteur(self, prescripteur: str, annee: int | str, *, trimestre: str = "", connu_au: str = "") -> PagePrescripteur:
        """The sheet of a prescripteur over a year, or over one of its quarters (« T1 » to « T4 »), beside all of them."""
        year = self._annee(annee)
        quarter = lire_trimestre(f"{year.numero}-{trimestre}").rang if trimestre else 0
        name = verifier_prescripteur(self._porte.con, self._porte.photo, prescripteur)
        every = self._reponses(connu_au, max(self._porte.photo, year.fin))
        reponses = Reponses(self._porte, connu_au=every.connu_au, filtres={"prescripteur": [name]}, ensemble=every)
        said = self._said(prescripteur=name, **_dit(year), **({"trimestre": trimestre} if trimestre else {}))
        return PagePrescripteur(reponses, self._organisme, said, name, year, quarter).demander()

    def equipe(self, mois: str, *, connu_au: str = "") -> PageEquipe:
        """All the référents side by side, from the first day of the year to the end of ``AAAA-MM``, for the house only."""
        self._porte.reserver("Le tableau des référents", SALARIES)
        month = lire_mois(mois, self._exercice)
        reponses = self._reponses(connu_au, max(self._porte.photo, month.fin))
        return PageEquipe(reponses, self._organisme, self._said(mois=month.libelle), month).demander()

    def un_parcours(self, repere: str) -> PageParcours:
        """The parcours of one person, each on one line of time, for the house only; ``repere`` stands for the number of dossier (see ``repere.repere``)."""
        self._porte.reserver("Le parcours d’une personne", PERSONNE)
        self._prevenir()
        dossier = retrouver(self._settings, self._porte.con, self._porte.photo, repere)
        people = lire_personne(self._porte.con, self._porte.photo, dossier)
        return PageParcours(people, self._porte.photo, self._organisme, self._said(repere=repere))

    def qualite_saisie(self, mois: str = "") -> PageQualite:
        """What the charte says of the first photo taken after a month (of the newest one without a month), for the house only."""
        self._porte.reserver("La qualité de la saisie")
        month = lire_mois(mois, self._exercice) if mois else None
        days = [day for (day,) in self._porte.con.execute("SELECT DISTINCT photo FROM raw.fichier").fetchall()]
        keying = lire_saisie(self._settings, photo_du_mois(days, month))
        return PageQualite(keying, month, self._organisme, self._said(mois=month.libelle if month else ""))

    def cohortes(
        self, annee: int | str, *, du: str = "", au: str = "", grain: str = "annee", par: str | Iterable[str] = (), connu_au: str = ""
    ) -> PageCohortes:
        """Entries followed up to the end of a year (or to ``au``), by cohorte and by public (``par``: axes, as « qpv,rsa »), for the house only."""
        self._porte.reserver("Le suivi des cohortes", SUIVI)
        suivi = self._follow(annee, du=du, au=au, grain=grain, par=par, connu_au=connu_au)
        said = self._said(**_dit(self._annee(annee)), grain=grain, par=par if isinstance(par, str) else ",".join(par))
        return PageCohortes(self._followed(suivi), self._organisme, said, suivi).demander()

    def trajectoires(self, annee: int | str, *, du: str = "", au: str = "", connu_au: str = "") -> PageTrajectoires:
        """What happens month after month in the parcours seen from their entry, up to the end of a year (or to ``au``), for the house only."""
        self._porte.reserver("L'analyse des trajectoires", SUIVI)
        axes = (
            ("qpv", "rsa", "tranche_age") if "situations" in usable_exports(self._porte.con, self._porte.photo) else ("qpv", "tranche_age")
        )
        suivi = self._follow(annee, du=du, au=au, par=axes, connu_au=connu_au)
        weights = self._settings.config.get("freins", {}).get("poids", {})
        return PageTrajectoires(self._followed(suivi), self._organisme, self._said(**_dit(self._annee(annee))), suivi, weights).demander()

    def methode(self, annee: int | str) -> PageMethode:
        """The step-by-step method on the parcours accompanied in a year, as the newest photo knows them, for the house only."""
        self._porte.reserver("La méthode pas à pas")
        year = self._annee(annee)
        suivi = self._follow(annee)
        return PageMethode(self._followed(suivi), self._organisme, _dit(year), suivi, year).demander()

    def question(self, question: str, *, mois: str = "") -> PageQuestion:
        """A question kept in ``questions/``, over its period, or over the one that the month belongs to."""
        kept = relire(self._settings, question)
        asked = kept.interrogation(self._settings.config, self._porte.photo, lire_mois(mois, self._exercice).fin if mois else None)
        self._prevenir()
        return PageQuestion(kept, self._repondre(asked), self._said(question=question, mois=mois))

    def analyse(self, titre: str, *, du: str | dt.date, au: str | dt.date, connu_au: str = "", **parametres: str) -> Bloc:
        """The heading and the foot of an analysis that a notebook makes itself, over a period, for the house only.

        ``parametres``: what else the foot repeats. Raises ``PlieError`` when the photo does not reach the end of the period.
        """
        self._porte.reserver("Une analyse faite dans un carnet")
        first, last = lire_date(str(du)), lire_date(str(au))
        photo, said = self._porte.photo, francais.periode(first, last)
        exiger_photo(photo, last, "la période demandée")
        reponses = self._reponses(connu_au, photo)
        known = reponses.connu_au
        reserves = reponses.couverture.reserves(photo, first)
        return Bloc(
            [
                page.entete(self._organisme, titre, francais.majuscule(said), reserves),
                page.pied(du=first, au=last, connu_au=known, photo=photo, parametres=self._said(**parametres)),
            ]
        )

    def _annual(self, page: type[PageAnnuelle], annee: int | str, connu_au: str, *more):
        year = self._annee(annee)
        reponses = self._reponses(connu_au, max(self._porte.photo, year.fin))
        return page(reponses, self._organisme, self._said(**_dit(year)), year, *more).demander()

    def _follow(self, annee: int | str, **question) -> Suivi:
        self._prevenir()
        return suivre(self._porte.con, self._settings.config, annee=annee, photo=self._porte.photo, **question)

    def _annee(self, annee: int | str) -> Annee:
        return self._exercice.annee(lire_annee(annee))

    def _followed(self, suivi: Suivi) -> Reponses:
        contexte = suivi.demande.contexte
        return Reponses(self._porte, connu_au=contexte.connu_au or contexte.photo)

    def _reponses(self, connu_au: str, sinon: dt.date, referent: str = "") -> Reponses:
        self._prevenir()
        filtres = {"referent": [referent]} if referent else None
        publies = lire_publies(self._settings.reference)
        self._porte.montres.ajouter(publies.nombres())
        return Reponses(self._porte, connu_au=lire_date(connu_au) if connu_au else sinon, filtres=filtres, publies=publies)

    def _said(self, **parametres: str) -> dict[str, str]:
        """The parameters that the foot of a page repeats."""
        return {**parametres, "diffusion": self._porte.niveau}


def _dit(annee: Annee) -> dict[str, str]:
    """A year among the parameters that the foot of a page repeats."""
    return {"annee" if annee.est_civile else "exercice": str(annee)}
