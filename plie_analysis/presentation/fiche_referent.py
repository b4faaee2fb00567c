"""One référent's sheet for the half-yearly interview: one method by section."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .. import francais
from ..errors import PlieError
from ..indicateurs import axes
from . import commentaires as regle
from . import normes, repartitions, saisie
from .elements import Bloc, Carte, Cartes, Cellule, Commentaires, Ligne, Phrase, Tableau, Texte, absent
from .lettre.etapes import tableau as tableau_des_etapes
from .lettre.sorties import motifs
from .pages import PageMensuelle
from .periodes import Mois
from .reponses import Plage, ecart, part, sans_detail

NB = francais.INSECABLE
AXES = ("anciennete", "sexe", "qpv", "rsa")


@dataclass(frozen=True)
class FicheReferent(PageMensuelle):
    """The six months that end with ``mois``. ``keying`` is ``None`` at the levels where the quality of keying is not shown."""

    keying: saisie.Saisie | None

    NOM = "referent"
    NOTES = (
        "La fiche sert à préparer l’entretien, pas à comparer des personnes. Les chiffres d’un an plus tôt sont ceux que l’on connaissait avec le même recul.",
    )

    @property
    def manque(self) -> str:
        """« pour le référent R01 du 1er juillet au 31 décembre 2017 »."""
        return f"pour le référent {self.parametres['referent']} {francais.periode(self.du, self.au)}"

    def periodes(self) -> dict[str, Iterable[Plage]]:
        """The half-year, each of its months, the half-year of the year before."""
        return {
            "semestre": [self.periode(self.du, self.au)],
            "depart": [self.periode(self.mois.depart, self.mois.depart)],
            "chaque_mois": [self.periode(one.debut, one.fin) for one in self.semestre],
            "avant": self.passe(*self._un_an_avant),
        }

    @property
    def semestre(self) -> list[Mois]:
        """The six months."""
        last = self.mois.annee * 12 + self.mois.numero - 1
        return [Mois(count // 12, count % 12 + 1) for count in range(last - 5, last + 1)]

    @property
    def du(self) -> dt.date:
        """First day of the half-year."""
        return self.semestre[0].debut

    @property
    def au(self) -> dt.date:
        """Last day of the half-year."""
        return self.mois.fin

    @property
    def sans_etape(self) -> str:
        """« trois mois »."""
        return normes.sans_etape(self.reponses.porte.config, self.au)

    @property
    def longue(self) -> str:
        """« 30 mois »."""
        return normes.longue(self.reponses.porte.config, self.au)

    def avant(self, indicateur: str) -> Cellule:
        """The same half-year a year before, as known a year before; empty when the photo does not go back that far."""
        for du, au, connu_au in self.passe(*self._un_an_avant):
            return self.reponses.cellule(indicateur, du, au, connu_au)
        return Cellule()

    @property
    def _un_an_avant(self) -> tuple[dt.date, dt.date]:
        return self.semestre[0].un_an_avant.debut, self.mois.un_an_avant.fin

    def entete(self) -> Texte:
        """Heading of the page."""
        who = f"Référent {self.parametres['referent']}{NB}: fiche d’entretien"
        return self.entete_de(
            who,
            f"{francais.majuscule(francais.periode(self.du, self.au))}, ce qui en était connu au {francais.date_longue(self.reponses.connu_au)}.",
        )

    def chiffres_cles(self) -> Bloc:
        """Six figures, as cards."""
        cards = [
            self._carte(f"File active au {francais.jour(self.au)}", "file_active"),
            self._carte("Entrées du semestre", "entrees"),
            self._carte("Sorties positives du semestre", "sorties_positives"),
            Carte("Part des sorties positives", self.cellule("taux_sorties_positives")),
            Carte(f"Parcours sans étape depuis {self.sans_etape}", self.cellule("sans_etape_3_mois")),
            Carte(f"Parcours de plus de {self.longue}", self.cellule("parcours_plus_30_mois")),
        ]
        if self.keying:
            note = self.keying.ensemble
            cards.append(Carte("Score de saisie, sur 100", saisie.score(note), saisie.sur(note)))
        return Bloc([Cartes(cards)])

    def _carte(self, label: str, name: str) -> Carte:
        """A figure, and its share of its objective."""
        rate = self.cellule(f"taux_objectif_{name}")
        return Carte(label, self.cellule(name), "" if rate.est_vide else f"{rate.texte} de l’objectif", (rate,))

    def activite(self) -> Bloc:
        """Entries, exits and file active against the objective of the ETP, and the year before."""
        rows = [
            Ligne("Entrées", self._contre_objectif("entrees")),
            Ligne("Personnes accompagnées", [self.cellule("accompagnes"), "", "", self.avant("accompagnes")]),
            Ligne("Sorties", [self.cellule("sorties"), "", "", self.avant("sorties")]),
            Ligne("dont sorties positives", self._contre_objectif("sorties_positives")),
            Ligne(f"File active au {francais.jour(self.au)}", self._contre_objectif("file_active")),
        ]
        before = f"{francais.majuscule(francais.periode(*self._un_an_avant))}"
        heads = ["Mouvement", "Ce semestre", "Objectif", "Réalisé sur l’objectif", before]
        etp = self.reponses.cellule("etp", self.mois.depart, self.mois.depart)
        note = (
            ""
            if etp.est_vide
            else f"Objectifs du protocole pour {francais.quantite(etp.valeur, 'ETP', 1)} au {self.mois.an.premier_jour} {self.mois.depart.year}{NB}: entrées et sorties au prorata des six mois, file active à la fin du semestre."
        )
        said = Commentaires(
            [
                _objectif("entrees", "Entrées du semestre", self.cellule("entrees"), self.cellule("objectif_entrees")),
                _objectif(
                    "file_active",
                    f"File active au {francais.jour(self.au)}",
                    self.cellule("file_active"),
                    self.cellule("objectif_file_active"),
                ),
            ]
        )
        return Bloc([said, Tableau("Activité du semestre et objectifs", heads, rows, note, (etp,))])

    def _contre_objectif(self, name: str) -> list:
        return [self.cellule(name), self.cellule(f"objectif_{name}"), sans_detail(self.cellule(f"taux_objectif_{name}")), self.avant(name)]

    def portefeuille(self) -> Bloc:
        """Who the people in the file active are."""
        stock = self.cellule("file_active")
        long = part(self.cellule("parcours_plus_30_mois"), stock)
        said = Commentaires(
            [regle.part_des("plus_30_mois", f"des parcours ouverts le sont depuis plus de {self.longue}", long)] if long.valeur else []
        )
        return Bloc(
            [
                said,
                repartitions.profil(
                    self.reponses, {"file_active": "Parcours"}, self.du, self.au, AXES, f"File active au {francais.date_longue(self.au)}"
                ),
            ]
        )

    def sorties(self) -> Bloc:
        """Exits by motive, share of the positive ones."""
        table, shares = motifs(self.reponses, self.du, self.au, "Sorties du semestre par motif")
        said = [
            regle.part_des("taux_sorties", "des sorties sont positives", self.cellule("taux_sorties_positives")),
            regle.premier_motif("motifs_positifs", "des sorties positives", shares.get("positive", {})),
            regle.premier_motif("motifs_autres", "des autres sorties", shares.get("autre", {})),
        ]
        return Bloc([Commentaires(said), table])

    def etapes(self) -> Bloc:
        """Étapes in progress in the half-year, by class and operation."""
        table, shares = tableau_des_etapes(self.reponses, "Étapes en cours dans le semestre", self.du, self.au, "Nombre")
        said = [
            regle.part_des(
                "file_active_en_etape",
                "des parcours ouverts ont eu au moins une étape dans le semestre",
                self.cellule("part_file_active_en_etape"),
            ),
            regle.premier_motif(
                "classes",
                "du semestre",
                {label.partition(" et mise en")[0]: share for label, share in shares.items()},
                le="la première classe d’étapes",
                seuil=0,
            ),
        ]
        return Bloc([Commentaires(said), table])

    def vigilance(self) -> Bloc:
        """Parcours without étape, those that last too long, bilans month after month."""
        stock, stock_before = self.cellule("file_active"), self.avant("file_active")
        rows = []
        for name, label in (
            ("sans_etape_3_mois", f"Sans étape depuis {self.sans_etape} ou plus"),
            ("parcours_plus_30_mois", f"Ouverts depuis plus de {self.longue}"),
        ):
            cell, before = self.cellule(name), self.avant(name)
            rows.append(Ligne(label, [cell, sans_detail(part(cell, stock)), before, sans_detail(part(before, stock_before))]))
        rows.append(Ligne("File active", [stock, "", stock_before, ""], "total"))
        then = francais.date_longue(self._un_an_avant[1])
        watch = Tableau(
            "Parcours ouverts à regarder",
            ["Parcours", f"Au {francais.date_longue(self.au)}", "Part de la file active", f"Au {then}", "Part alors"],
            rows,
        )
        return Bloc([Commentaires([_sans_etape(self.cellule("sans_etape_3_mois"), stock, self.sans_etape)]), watch, self._bilans()])

    def _bilans(self) -> Tableau:
        by_month = [self.reponses.ventilation("bilans_a_faire", one.debut, one.fin, "anciennete") for one in self.semestre]
        totals = [self.reponses.cellule("bilans_a_faire", one.debut, one.fin) for one in self.semestre]
        rows = [
            Ligne(f"Bilan des {label}", [cells.get(name, _none(total)) for cells, total in zip(by_month, totals, strict=True)])
            for name, label in _bilans_par_anciennete(self.reponses.porte.config["protocole"]["bilans_mois"]).items()
        ]
        rows.append(Ligne("Ensemble", totals, "total"))
        note = f"Parcours ouverts à la fin du mois, qui ont atteint dans le mois {normes.bilans(self.reponses.porte.config)}. Les bilans qui manquent sont parmi les constats de la charte (article R04)."
        return Tableau(
            "Bilans d’étape à tenir, mois par mois", ["Bilan", *(francais.majuscule(one.libelle) for one in self.semestre)], rows, note
        )

    def saisie(self) -> Bloc:
        """Score of keying with its numerators, by table; findings by article."""
        if self.keying is None:
            return Bloc([absent("La qualité de la saisie n’est montrée qu’à l’interne.")])
        found = self.keying
        note = found.ensemble
        said = [Phrase("constats", saisie.annonce(found.constats), {"constats": len(found.constats)})]
        if note.valeur is not None:
            said.insert(
                0,
                Phrase(
                    "score",
                    f"Photo du {francais.date_longue(found.photo)}{NB}: score de saisie de {francais.nombre(note.valeur, 1)} sur 100 ({saisie.sur(note)}).",
                    {"score": note.valeur},
                ),
            )
        return Bloc(
            [
                Commentaires(said),
                saisie.tableau_des_constats(found, "Constats de la charte, par article"),
                saisie.tableau_des_notes(found.notes["table"], "Score de saisie par table", "Table", note=saisie.formule(found.poids)),
            ]
        )


def verifier_referent(con, photo: dt.date, referent: str) -> str:
    """The code of the référent as it is written in the photo. Raises ``PlieError`` listing the known ones."""
    rows = con.execute(
        "SELECT code_referent FROM curated.parcours WHERE photo = $photo UNION SELECT code_referent FROM curated.referent WHERE photo = $photo",
        {"photo": photo},
    ).fetchall()
    known = sorted(code for (code,) in rows if code)
    wanted = referent.strip()
    if wanted in known:
        return wanted
    said = (
        f"Le référent « {wanted} » n'existe pas dans la photo du {francais.date_longue(photo)}."
        if wanted
        else "Il manque le code du référent (paramètre « referent »)."
    )
    raise PlieError(f"{said}\nCodes connus : {', '.join(known) or 'aucun'}.")


def _bilans_par_anciennete(jalons: list[int]) -> dict[str, str]:
    """The modality of the axis ``anciennete`` in which those who reach a bilan in the month stand at its end, and how the bilan is called.

    None when a bilan is not held where a modality begins: some of those who reach it would stand in the next one.
    """
    axe = axes()["anciennete"]
    begins = dict(zip(axe.bornes, axe.modalites[1:], strict=True))
    return {begins[count]: f"{count} mois" for count in jalons} if set(jalons) <= set(begins) else {}


def _none(total: Cellule) -> Cellule:
    """The count of a modality that has no row: 0 when the total is known."""
    return Cellule(masquee=total.masquee) if total.est_vide else Cellule(0)


def _objectif(name: str, sujet: str, realise: Cellule, objectif: Cellule) -> Phrase | None:
    """A count against its objective, the gap on the figures as printed. Speaks when both are known and the objective is above 0."""
    if not regle.parle(realise, objectif) or not objectif.valeur:
        return None
    share, behind = part(realise, objectif), ecart(realise, objectif)
    gap = behind.connue
    end = f"{francais.nombre(abs(gap))} de {'moins' if gap < 0 else 'plus'} que prévu" if gap else "exactement l’objectif"
    text = f"{sujet}{NB}: {francais.nombre(realise.connue)} pour un objectif de {francais.nombre(objectif.connue)}, soit {share.complet} ({end})."
    return regle.phrase(f"objectif_{name}", text, realise=realise, objectif=objectif, part=share, ecart=behind)


def _sans_etape(cell: Cellule, stock: Cellule, depuis: str) -> Phrase | None:
    """Parcours without étape since ``depuis`` among the open ones. Speaks when both are known and there are open parcours."""
    share = part(cell, stock)
    if not regle.parle(share):
        return None
    verb = "n’a" if cell.connue < 2 else "n’ont"
    return regle.phrase(
        "sans_etape_3_mois",
        f"{francais.majuscule(francais.compte(cell.connue, 'parcours', 'parcours'))} sur {francais.nombre(stock.connue)} {verb} pas d’étape depuis {depuis} ou plus ({share.complet}).",
        part=share,
    )
