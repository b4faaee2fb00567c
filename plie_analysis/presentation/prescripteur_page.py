"""One prescripteur's sheet, over a year or a quarter, beside all of them: what it sent, who came in, what became of them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from .. import francais
from ..errors import PlieError
from ..exercice import Annee
from ..indicateurs.appellations import modalite, noms_dates
from ..survie.couverture import exiger_photo
from . import commentaires as regle
from . import normes
from .elements import Bloc, Carte, Cartes, Cellule, Commentaires, Ligne, Tableau, Texte
from .lettre.etapes import CLASSES
from .lettre.sorties import motifs
from .nomenclatures import restes
from .pages import Page
from .periodes import RANGS, Mois, Tranche
from .repartitions import TITRES, libelle, libelle_date, ordonner
from .reponses import Plage, Question, part, questions_de, sans_detail

NB = francais.INSECABLE
AXES = ("sexe", "tranche_age", "qpv", "rsa", "niveau")
FLUX = {
    "prescriptions": "Prescriptions",
    "entrees": "Entrées",
    "non_entrees": "Non-entrées",
    "sorties": "Sorties",
    "sorties_positives": "dont sorties positives",
}
MESURES = {
    "prescriptions": "Prescriptions",
    "entrees": "Entrées",
    "non_entrees": "Non-entrées",
    "taux_entree_prescriptions": "Prescriptions décidées qui ont donné une entrée",
    "duree_preaffectation": "Jours de la prescription à l’entrée, en moyenne",
    "accompagnes": "Personnes accompagnées",
    "file_active": "File active, le dernier jour",
}
COMPTES = ("prescriptions", "entrees", "non_entrees", "accompagnes", "file_active")
# What cannot be read where non-entries are not exported.
DECIDEES = ("prescriptions", "non_entrees", "taux_entree_prescriptions")


@dataclass(frozen=True)
class PagePrescripteur(Page):
    """A year, or one of its quarters (``trimestre``: 1 to 4, 0 for the whole year)."""

    nom: str
    annee: Annee
    trimestre: int

    NOM = "prescripteur"
    PRESENCE = ""
    NOTES = (
        "Le prescripteur d’un parcours est celui de la prescription dont il vient. Les chiffres d’un an plus tôt sont ceux que l’on connaissait avec le même recul.",
    )
    verifier = "la période demandée"

    def demander(self) -> Self:
        """The page, what all prescripteurs have being asked for and protected with it."""
        assert self.reponses.ensemble
        exiger_photo(self.reponses.photo, self.au, self.libelle)
        self.reponses.ensemble.poser(self.questions_de_tous())
        return super().demander()

    def questions_de_tous(self) -> list[Question]:
        """What the page asks of all prescripteurs together."""
        return questions_de("tous_prescripteurs", {"periode": [self.periode(self.du, self.au)]})

    @property
    def du(self) -> dt.date:
        """First day."""
        return self.annee.trimestre(self.trimestre)[0] if self.trimestre else self.annee.debut

    @property
    def au(self) -> dt.date:
        """Last day."""
        return self.annee.trimestre(self.trimestre)[1] if self.trimestre else self.annee.fin

    @property
    def libelle(self) -> str:
        """« l'année 2017 », « le 4e trimestre 2017 »."""
        return f"le {RANGS[self.trimestre - 1]} trimestre {self.annee}" if self.trimestre else f"l'{self.annee.nom}"

    @property
    def manque(self) -> str:
        """« pour Pôle emploi »."""
        return f"pour {self.nom}"

    @property
    def tranches(self) -> list[Tranche]:
        """The quarters of the year; the months of a quarter, in the house only: they would be too small elsewhere."""
        if not self.trimestre:
            return [
                Tranche(f"{name} trimestre", f"au {name} trimestre", *self.annee.trimestre(rank))
                for rank, name in enumerate(RANGS, start=1)
            ]
        firsts = [self.annee.mois(3 * self.trimestre - 2 + rank) for rank in range(3)]
        months = [Mois(first.year, first.month) for first in firsts]
        return (
            []
            if self.reponses.est_protegee
            else [Tranche(francais.majuscule(one.nom), f"en {one.nom}", one.debut, one.fin) for one in months]
        )

    @property
    def _un_an_avant(self) -> tuple[dt.date, dt.date]:
        past = self.annee.precedente
        return past.trimestre(self.trimestre) if self.trimestre else (past.debut, past.fin)

    def periodes(self) -> dict[str, Iterable[Plage]]:
        """The period, what it is cut into, the same a year before."""
        return {
            "periode": [self.periode(self.du, self.au)],
            "tranches": [self.periode(one.debut, one.fin) for one in self.tranches],
            "avant": self.passe(*self._un_an_avant),
        }

    def avant(self, indicateur: str) -> Cellule:
        """The same period a year before, as known a year before; empty when the photo does not go back that far."""
        for du, au, connu_au in self.passe(*self._un_an_avant):
            return self.reponses.cellule(indicateur, du, au, connu_au)
        return Cellule()

    def tous(self, indicateur: str) -> Cellule:
        """The figure of all prescripteurs together."""
        assert self.reponses.ensemble
        return self.reponses.ensemble.cellule(indicateur, self.du, self.au)

    def entete(self) -> Texte:
        """Heading of the page."""
        when = (
            f"{RANGS[self.trimestre - 1]} trimestre {self.annee}"
            if self.trimestre
            else str(self.annee)
            if self.annee.est_civile
            else self.annee.nom
        )
        period = francais.majuscule(francais.periode(self.du, self.au))
        return self.entete_de(
            f"{self.nom}, {when}",
            f"Ce que ce prescripteur a adressé au PLIE, et ce que sont devenues ces personnes. {period}, ce qui en était connu au {francais.date_longue(self.reponses.connu_au)}.",
        )

    def chiffres_cles(self) -> Bloc:
        """Six figures, as cards; counts with their share of the whole."""
        cards = []
        for name, label in (
            ("prescriptions", "Prescriptions"),
            ("entrees", "Entrées"),
            ("file_active", f"File active au {francais.jour(self.au)}"),
        ):
            share = part(self.cellule(name), self.tous(name))
            cards.append(Carte(label, self.cellule(name), "" if share.est_vide else f"{share.texte} de l’ensemble", (share,)))
        delay = self.cellule("duree_preaffectation")
        cards += [
            Carte("De la prescription à l’entrée, en moyenne", delay.autre(delay.valeur, delay.unite)),
            Carte("Parcours en étape dans la période", self.cellule("part_file_active_en_etape")),
            Carte("Part des sorties positives", self.cellule("taux_sorties_positives")),
        ]
        return Bloc([Cartes(cards)])

    def flux(self) -> Bloc:
        """From prescriptions to entries, beside the whole and the year before; then quarter by quarter, or month by month."""
        rows, whole = [], self.avant("non_entrees").valeur != 0
        for name, label in MESURES.items():
            mine, every = self.cellule(name), self.tous(name)
            share = sans_detail(part(mine, every)) if name in COMPTES else ""
            before = self.avant(name)
            before = before if whole or name not in DECIDEES else Cellule()
            rows.append(Ligne(label, [_seule(mine), _seule(every), share, _seule(before)]))
        heads = ["Mesure", self.nom, "Tous prescripteurs", "Part de l’ensemble", francais.majuscule(francais.periode(*self._un_an_avant))]
        note = (
            ""
            if whole
            else f"Aucune non-entrée n’est connue {francais.periode(*self._un_an_avant)}{NB}: toutes les prescriptions d’alors ne sont sans doute pas dans la photo."
        )
        table = Tableau("Des prescriptions aux entrées", heads, rows, note)
        return Bloc([Commentaires([_part_des_entrees(self)]), table, *([self._par_tranche()] if self.tranches else [])])

    def _par_tranche(self) -> Tableau:
        rows = [Ligne(one.libelle, [self.reponses.cellule(name, one.debut, one.fin) for name in FLUX]) for one in self.tranches]
        rows.append(Ligne("Ensemble", [self.cellule(name) for name in FLUX], "total"))
        title = "Mois par mois" if self.trimestre else "Trimestre par trimestre"
        return Tableau(title, ["Mois" if self.trimestre else "Trimestre", *FLUX.values()], rows)

    def non_entrees(self) -> Bloc:
        """Motives of the non-entries, beside the whole."""
        table, shares = self._face_a_face("non_entrees", ("motif_non_entree",), "Non-entrées par motif", "Motif")
        return Bloc([Commentaires([regle.premier_motif("motifs_non_entree", "des non-entrées", shares)]), table])

    def profil(self) -> Bloc:
        """Who came in, beside the whole."""
        return Bloc([self._face_a_face("entrees", AXES, "Profil des personnes entrées", "Profil")[0]])

    def etapes(self) -> Bloc:
        """Étapes in progress by class, beside the whole; parcours to be looked at."""
        table, shares = self._face_a_face("etapes", ("classe_etape",), "Étapes en cours dans la période, par classe", "Classe")
        stock, stock_of_all = self.cellule("file_active"), self.tous("file_active")
        rows = [
            Ligne(
                "Parcours qui ont eu une étape dans la période",
                [self.cellule("part_file_active_en_etape"), self.tous("part_file_active_en_etape")],
            )
        ]
        for name, label in (
            ("sans_etape_3_mois", f"Parcours sans étape depuis {normes.sans_etape(self.reponses.porte.config, self.au)}"),
            ("parcours_plus_30_mois", f"Parcours ouverts depuis plus de {normes.longue(self.reponses.porte.config, self.au)}"),
        ):
            rows.append(Ligne(label, [part(self.cellule(name), stock), part(self.tous(name), stock_of_all)]))
        watch = Tableau(
            f"Les parcours ouverts au {francais.date_longue(self.au)}", ["Part de la file active", self.nom, "Tous prescripteurs"], rows
        )
        return Bloc(
            [
                Commentaires([regle.premier_motif("classes", "de ces personnes", shares, le="la première classe d’étapes", seuil=0)]),
                table,
                watch,
            ]
        )

    def sorties(self) -> Bloc:
        """Exits and rates beside the whole, then by motive."""
        rows = [
            Ligne(label, [self.cellule(name), self.tous(name), sans_detail(part(self.cellule(name), self.tous(name)))])
            for name, label in (
                ("sorties_positives", "Sorties positives"),
                ("sorties_autres", "Autres sorties"),
                ("sorties", "Ensemble des sorties"),
            )
        ]
        rows.append(
            Ligne("Part des sorties positives", [self.cellule("taux_sorties_positives"), self.tous("taux_sorties_positives"), ""], "total")
        )
        table = Tableau("Sorties", ["Sorties", self.nom, "Tous prescripteurs", "Part de l’ensemble"], rows)
        said = [regle.part_des("taux_sorties", "des sorties sont positives", self.cellule("taux_sorties_positives"))]
        return Bloc([Commentaires(said), table, motifs(self.reponses, self.du, self.au, "Sorties par motif")[0]])

    def _face_a_face(self, indicateur: str, axes: tuple[str, ...], titre: str, entete: str) -> tuple[Tableau, dict[str, Cellule]]:
        """Modalities in rows, count and share of this prescripteur then of all; and ``{printed modality: its share}``."""
        assert self.reponses.ensemble
        mine, every = self.cellule(indicateur), self.tous(indicateur)
        rows, shares = [], {}
        for axe in axes:
            his, theirs = (one.ventilation(indicateur, self.du, self.au, axe) for one in (self.reponses, self.reponses.ensemble))
            if len(axes) > 1 and theirs:
                rows.append(Ligne(TITRES.get(axe, axe), [""] * 4, "groupe"))
            for name in ordonner(axe, theirs):
                label = CLASSES.get(name, libelle(axe, name)) if axe == "classe_etape" else libelle_date(self.reponses, self.au, axe, name)
                count = his.get(name, Cellule(0) if his or mine.valeur == 0 else Cellule(masquee=mine.masquee))
                share, general = part(count, mine), part(theirs[name], every)
                rows.append(Ligne(label, [count, sans_detail(share), theirs[name], sans_detail(general)]))
                if name not in restes():
                    shares[label] = share
        rows.append(Ligne("Total", [mine, sans_detail(part(mine, mine)), every, sans_detail(part(every, every))], "total"))
        return Tableau(titre, [entete, self.nom, "Part", "Tous prescripteurs", "Part de tous"], rows if len(rows) > 1 else []), shares


def prescripteurs(con, photo: dt.date) -> list[str]:
    """Those of a photo, as it groups them."""
    return sorted({group for group, _ in _prescripteurs(con, photo)})


def verifier_prescripteur(con, photo: dt.date, nom: str) -> str:
    """The prescripteur as the photo groups it, whatever the case. Raises ``PlieError`` listing those of the photo."""
    rows = _prescripteurs(con, photo)
    known = sorted({group for group, _ in rows})
    if nom.strip().casefold() not in {name.casefold() for name in known}:
        nom = modalite("prescripteur", nom, noms_dates(con))
    wanted = francais.plus_proche(nom.strip(), known) if nom.strip() else None
    if wanted and wanted.casefold() == nom.strip().casefold():
        return wanted
    within = sorted({group for group, detail in rows if detail and detail.casefold() == nom.strip().casefold()})
    if within:
        said = f"« {nom.strip()} » est compté dans « {within[0]} » : c'est ce groupe qui a une fiche."
    elif nom.strip():
        said = f"Le prescripteur « {nom.strip()} » n'existe pas dans la photo du {francais.date_longue(photo)}."
    else:
        said = "Il manque le prescripteur : --prescripteur NOM."
    raise PlieError(f"{said}\nPrescripteurs connus : {' ; '.join(known) or 'aucun'}.")


def _prescripteurs(con, photo: dt.date) -> list[tuple[str, str]]:
    """Each prescripteur met, with its group first."""
    query = "SELECT DISTINCT prescripteur, prescripteur_detail FROM curated.prescription WHERE photo = ? AND prescripteur IS NOT NULL"
    return con.execute(query, [photo]).fetchall()


def _seule(cell: Cellule) -> Cellule:
    """A figure whose row says what it is made of."""
    return replace(cell, muette=cell.unite != "%")


def _part_des_entrees(page: PagePrescripteur):
    """Its share of the entries beside its share of the prescriptions. Speaks when both are known."""
    sent, came = (part(page.cellule(name), page.tous(name)) for name in ("prescriptions", "entrees"))
    if not regle.parle(sent, came):
        return None
    text = f"{page.nom}{NB}: {sent.complet} des prescriptions de la période, {came.complet} des entrées."
    return regle.phrase("part_du_prescripteur", text, prescriptions=sent, entrees=came)
