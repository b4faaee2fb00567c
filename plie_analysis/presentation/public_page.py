"""A public beside the rest: inhabitants of the quartiers prioritaires, or beneficiaries of the RSA. One method by section."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .. import cohortes, francais
from ..cohortes.notes import PAS_UN_EFFET
from ..cohortes.rsa_des_sorties import rsa_des_sorties
from ..cohortes.suivi import Suivi
from ..protection.resultats import Brut
from ..protection.suites import calcul_ecarts, calcul_rsa
from . import cartes_qpv, repartitions
from . import commentaires as regle
from . import public_phrases as phrases
from .annuel.profil import quartiers
from .cohortes_figures import foret
from .elements import Bloc, Carte, Cartes, Cellule, Commentaires, Ligne, Phrase, Repli, Tableau, Texte, absent
from .pages import PageAnnuelle
from .reponses import Plage, Question, chiffre, part, questions_de, sans_detail

NB = francais.INSECABLE
MOUVEMENTS = {"accompagnes": "Personnes accompagnées", "entrees": "Entrées", "sorties": "Sorties", "sorties_positives": "Sorties positives"}
COMPTES = (*MOUVEMENTS, "etapes")
HORS = "hors QPV"
GAPS, GAPS_DETAIL, RSA_SORTIES = "ecarts", "ecarts_par_quartier", "rsa_des_sorties"
# Below, the interval of a quartier says nothing but that it is small.
ENTREES_MIN, ENTREES_DITES = 20, "vingt"
PAR_QUARTIER = "Écarts de la part sortie positivement, quartier par quartier"


@dataclass(frozen=True)
class Public:
    """What changes from one public to the other: its axis, its words, when its modality is read."""

    axe: str
    titre: str
    eux: str
    ils: str
    lecture: str


QPV = Public(
    "qpv",
    "Habitants des quartiers prioritaires",
    "des habitants d’un quartier prioritaire",
    "habitent un quartier prioritaire",
    "L’adresse est celle de la photo ; elle se lit sous la carte des quartiers prioritaires en vigueur à la date du fait.".replace(
        " ;", "\u202f;"
    ),
)
RSA = Public(
    "rsa",
    "Bénéficiaires du RSA",
    "des bénéficiaires du RSA",
    "touchent le RSA",
    "Le RSA se lit à la date du fait : le jour de l’entrée pour les entrées, le jour de la sortie pour les sorties, à la fin de l’année ou à la sortie pour les personnes accompagnées et les étapes.".replace(
        " :", f"{NB}:"
    ),
)


@dataclass(frozen=True)
class PagePublic(PageAnnuelle):
    """One year of a public: its figures, the entries followed by it up to the day of observation, and by quartier for the QPV."""

    public: Public

    NOM = "public"

    def periodes(self) -> dict[str, Iterable[Plage]]:
        """The year, and the year before."""
        return {"annee": [self.periode(self.du, self.au)], "avant": self.passe(*self.l_annee_avant)}

    def questions(self) -> list[Question]:
        """What the page asks of the indicators: by quartier besides, for the QPV."""
        periodes = self.periodes()
        more = questions_de("quartiers", periodes) if self.public is QPV else []
        more += questions_de("cartes", periodes) if self.public is QPV and cartes_qpv.rupture_de(self) else []
        return [*questions_de(self.NOM, periodes, {"public": self.public.axe}), *more]

    def autres(self) -> dict[str, Brut]:
        """The gaps with the rest of the public, each quartier against all the others at the first horizon, the RSA at entry and exit."""
        found = {cartes_qpv.TERRITOIRE: cartes_qpv.population(self)} if self.public is QPV else {}
        if (suivi := self._suivre((self.public.axe,))) is not None:
            found[GAPS] = self._ecarts(suivi, cohortes.comparer(suivi))
        if self.public is QPV and (suivi := self._suivre(("quartier",))) is not None:
            gaps = cohortes.comparer(suivi)
            gaps = gaps[gaps["mois"] == gaps["mois"].min()].reset_index(drop=True)
            found[GAPS_DETAIL] = self._ecarts(suivi, gaps, (gaps["modalite"] != HORS) & (gaps["n"] >= ENTREES_MIN))
        if self.public is RSA:
            frame = rsa_des_sorties(self.reponses.porte.con, self.reponses.photo, du=self.du, au=self.au, connu_au=self.reponses.connu_au)
            every, part = (self.reponses.comptes(name, self.du, self.au) for name in ("sorties", "sorties_positives"))
            found[RSA_SORTIES] = Brut("rsa", frame, (calcul_rsa(frame, every[0], part[0]),) if every and part else ())
        return found

    def _ecarts(self, suivi: Suivi, gaps: pd.DataFrame, kept: pd.Series | None = None) -> Brut:
        """Gaps with the numbers that they show; ``kept``: the rows to show."""
        frame = gaps if kept is None else gaps[kept].reset_index(drop=True)
        counted = self.reponses.comptes("entrees", self.du, self.au)
        if counted is None:
            return Brut("ecarts", frame)
        periode = suivi.demande.periode
        followed = counted[0]._replace(du=periode.du.isoformat(), au=periode.au.isoformat())
        return Brut("ecarts", frame, (calcul_ecarts(gaps, followed, None if kept is None else np.flatnonzero(kept)),))

    def _suivre(self, par: tuple[str, ...]) -> Suivi | None:
        """The entries followed by that axis; ``None`` when the photo lacks the export of the axis, or nobody entered."""
        reponses = self.reponses
        if "rsa" in par and "situations" not in reponses.exports:
            return None
        found = cohortes.suivre(
            reponses.porte.con, au=self.au, config=reponses.porte.config, par=par, connu_au=reponses.connu_au, photo=reponses.photo
        )
        return None if found.parcours.empty else found

    def par_public(self, indicateur: str) -> dict[str, Cellule]:
        """A figure of the year by modality of the public: « oui », « non », perhaps « non renseigné »."""
        return self.reponses.ventilation(indicateur, self.du, self.au, self.public.axe)

    def avant(self, indicateur: str) -> dict[str, Cellule]:
        """The same, a year before, as known a year before; nothing when the photo does not go back that far."""
        for du, au, connu_au in self.passe(*self.l_annee_avant):
            return self.reponses.ventilation(indicateur, du, au, self.public.axe, connu_au)
        return {}

    def entete(self) -> Texte:
        """Heading of the page."""
        return self.entete_de(
            f"{self.public.titre}, {self.annee if self.annee.est_civile else self.annee.nom}",
            f"Accompagnement, étapes et sorties {self.annee.du_au}, à côté du reste du public.",
        )

    def chiffres_cles(self) -> Bloc:
        """The figures of the public, as cards, with their share of the whole."""
        cards = []
        for name, label in {**MOUVEMENTS, "etapes": "Étapes en cours dans l’année"}.items():
            cell = self.par_public(name).get("oui", Cellule())
            share = part(cell, self.reponses.cellule(name, self.du, self.au))
            cards.append(Carte(label, cell.autre(cell.valeur), "" if share.est_vide else f"{share.complet} de l’ensemble", (share,)))
        cards.append(Carte("Part des sorties positives", self.par_public("taux_sorties_positives").get("oui", Cellule())))
        return Bloc([Cartes(cards)])

    def mouvements(self) -> Bloc:
        """Accompanied, entries, exits and rate, the public and the rest, the year before."""
        if not self.par_public("accompagnes"):
            return Bloc([absent("La photo ne permet pas de distinguer ce public.")])
        before = {name: self.avant(name) for name in (*MOUVEMENTS, "taux_sorties_positives")}
        now = {name: self.par_public(name) for name in (*MOUVEMENTS, "taux_sorties_positives")}
        order = repartitions.ordonner(self.public.axe, now["accompagnes"])
        rows = [
            self._mouvement(
                repartitions.libelle(self.public.axe, one), {name: cells.get(one, _none(name, cells)) for name, cells in now.items()}
            )
            for one in order
        ]
        rows.append(self._mouvement("Ensemble", {name: self.reponses.cellule(name, self.du, self.au) for name in now}, "total"))
        if before["accompagnes"]:
            rows.append(Ligne(self._an_passe(), [""] * (len(MOUVEMENTS) + 1), "groupe"))
            rows += [
                self._mouvement(
                    repartitions.libelle(self.public.axe, one), {name: cells.get(one, _none(name, cells)) for name, cells in before.items()}
                )
                for one in repartitions.ordonner(self.public.axe, now["accompagnes"] | before["accompagnes"])
            ]
        table = Tableau(
            f"Mouvements de {self.annee}", ["Public", *MOUVEMENTS.values(), "Taux de sorties positives"], rows, self.public.lecture
        )
        said = [
            regle.part_des("part_du_public", f"des personnes accompagnées {self.public.ils}", self._share("accompagnes")),
            regle.part_des("part_des_entrees", f"des entrées concernent {self.public.eux}", self._share("entrees")),
            phrases.taux_compares(self.public.eux, now["taux_sorties_positives"]),
            phrases.taux_d_avant(self.annee.precedente, before["taux_sorties_positives"]),
        ]
        more = [*cartes_qpv.sous_chaque_carte(self, MOUVEMENTS), *cartes_qpv.a_cote_des_habitants(self)] if self.public is QPV else []
        return Bloc([Commentaires(said), table, *more])

    def _an_passe(self) -> str:
        """Heads the rows of the year before, and marks the break of the series when the map has changed since."""
        day = cartes_qpv.rupture_de(self) if self.public is QPV else None
        return f"En {self.annee.precedente}" + (f" ({cartes_qpv.marque(day)})" if day else "")

    def _share(self, name: str) -> Cellule:
        return part(self.par_public(name).get("oui", Cellule()), self.reponses.cellule(name, self.du, self.au))

    def _mouvement(self, label: str, cells: dict[str, Cellule], genre: str = "") -> Ligne:
        return Ligne(label, [*(cells[name] for name in MOUVEMENTS), cells["taux_sorties_positives"]], genre)

    def quartiers(self) -> Bloc:
        """By quartier prioritaire: the same figures and the étapes."""
        if self.public is not QPV:
            return Bloc([])
        cells = {name: quartiers(self.reponses, name, self.du, self.au) for name in COMPTES}
        if not cells["accompagnes"]:
            return Bloc([absent("Aucun quartier prioritaire n’est connu dans la photo.")])
        rates = self.reponses.ventilation("taux_sorties_positives", self.du, self.au, "quartier")
        order = repartitions.ordonner("quartier", cells["accompagnes"])
        columns = ("accompagnes", "entrees", "etapes", "sorties", "sorties_positives")
        rows = [Ligne(one, [*(cells[name].get(one, Cellule(0)) for name in columns), rates.get(one, Cellule(unite="%"))]) for one in order]
        inside = {name: self.par_public(name) for name in (*columns, "taux_sorties_positives")}
        for modality, label, genre in (("oui", "Ensemble des quartiers prioritaires", "total"), ("non", "Hors quartier prioritaire", "")):
            rows.append(Ligne(label, [inside[name].get(modality, Cellule()) for name in inside], genre))
        heads = ["Quartier", "Personnes accompagnées", "Entrées", "Étapes", "Sorties", "Sorties positives", "Taux de sorties positives"]
        shares = {name: part(cells["accompagnes"][name], inside["accompagnes"].get("oui", Cellule())) for name in order}
        said = [regle.premier_motif("quartiers", "des habitants accompagnés", shares, le="le premier quartier", noms=True)]
        note = francais.espaces("Le taux d’un quartier repose sur peu de sorties : il varie beaucoup d’une année à l’autre.")
        return Bloc([Commentaires(said), Tableau(f"Quartier par quartier en {self.annee}", heads, rows, note)])

    def entree_et_sortie(self) -> Bloc:
        """Exits of the year by the RSA on the day of entry and on the day of exit (see ``cohortes/rsa_des_sorties.sql``)."""
        if self.public is not RSA:
            return Bloc([])
        frame = self.reponses.tables[RSA_SORTIES]
        if frame.empty:
            return Bloc([absent("Aucune sortie n’est connue cette année, ou l’export des situations est absent.")])
        rows = [
            Ligne(
                row["libelle"],
                [chiffre(row, "sorties"), chiffre(row, "positives"), chiffre(row, "taux", "%")],
                "total" if rank == len(frame) - 1 else "",
            )
            for rank, row in enumerate(frame.to_dict("records"))
        ]
        return Bloc(
            [Tableau(f"Sorties de {self.annee} selon le RSA à l’entrée et à la sortie", ["RSA", "Sorties", "dont positives", "Taux"], rows)]
        )

    def etapes(self) -> Bloc:
        """Étapes in progress in the year by class, the public and the rest."""
        crossed = self.reponses.croisement("etapes", self.du, self.au, ("classe_etape", self.public.axe))
        whole, classes = self.par_public("etapes"), self.reponses.ventilation("etapes", self.du, self.au, "classe_etape")
        order = repartitions.ordonner(self.public.axe, whole)
        if not order:
            return Bloc([absent("Aucune étape n’est connue cette année pour ce public.")])
        rows = [
            Ligne(
                repartitions.libelle("classe_etape", kind),
                [piece for one in order for piece in _pair(crossed.get((kind, one), Cellule(0)), whole[one])],
            )
            for kind in repartitions.ordonner("classe_etape", classes)
        ]
        rows.append(Ligne("Total", [piece for one in order for piece in _pair(whole[one], whole[one])], "total"))
        heads = ["Classe d’étape", *(head for one in order for head in (repartitions.libelle(self.public.axe, one), "Part"))]
        shares = {
            repartitions.libelle("classe_etape", kind): part(crossed.get((kind, "oui"), Cellule(0)), whole.get("oui", Cellule()))
            for kind in repartitions.ordonner("classe_etape", classes)
        }
        said = [regle.premier_motif("classes_d_etapes", self.public.eux, shares, le="la première classe d’étapes")]
        return Bloc([Commentaires(said), Tableau(f"Étapes en cours en {self.annee}, par classe", heads, rows)])

    def ecarts(self) -> Bloc:
        """Gap of the share out positively with the rest of the public: raw, and at comparable profile, with intervals."""
        gaps, detail = (self.reponses.tables.get(name, pd.DataFrame()) for name in (GAPS, GAPS_DETAIL))
        if gaps.empty:
            return Bloc([absent("Aucune entrée n’est suivie assez longtemps pour comparer.")])
        known = [row for row in gaps.to_dict("records") if not row["masque"]]
        said = [phrases.ecart(self.public.eux, row) for row in known]
        compared = Repli(
            "Qui est comparé à qui",
            (
                f"Entrées que la photo voit depuis leur premier jour, suivies jusqu’à l’horizon et au plus tard jusqu’au {francais.date_longue(self.au)}{NB}; le public est celui de l’entrée. Profil comparable{NB}: même sexe, même tranche d’âge, même niveau et même durée sans activité à l’entrée.",
            ),
        )
        pieces = [
            Commentaires([*said, Phrase("pas_un_effet", PAS_UN_EFFET)]),
            foret(gaps),
        ]
        if not detail.empty:
            image = foret(detail)
            note = f"Seuls sont comparés les quartiers dont {ENTREES_DITES} entrées au moins sont suivies."
            table = replace(image.tableau, titre=f"Données{NB}: {PAR_QUARTIER}")
            pieces.append(replace(image, titre=PAR_QUARTIER, tableau=table, note=note))
        return Bloc([*pieces, compared])


def _none(name: str, cells: dict[str, Cellule]) -> Cellule:
    """The figure of a modality that has no row: no count is 0 when others are known, a rate is unknown."""
    return Cellule(unite="%") if name.startswith("taux_") or not cells else Cellule(0)


def _pair(cell: Cellule, whole: Cellule) -> list[Cellule]:
    return [cell, sans_detail(part(cell, whole))]
