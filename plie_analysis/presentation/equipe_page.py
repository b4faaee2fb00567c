"""All the référents side by side, from the first day of the year to a month: objectives, what is to be looked at, meetings and time. For the house only."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .. import francais
from . import commentaires as regle
from . import normes
from .elements import Bloc, Carte, Cartes, Cellule, Commentaires, Ligne, Phrase, Tableau, Texte, absent
from .pages import PageMensuelle
from .reponses import NON_RENSEIGNE, Plage, part, somme

NB = francais.INSECABLE
PHYSIQUE, TELEPHONE = "physique", "téléphone"
HEURE = 60
OBJECTIFS = ("entrees", "file_active", "sorties_positives")
SANS_ENTRETIENS = "La photo n’a pas d’export des entretiens : ni leur nombre ni le temps passé ne sont connus."


@dataclass(frozen=True)
class PageEquipe(PageMensuelle):
    """From the first day of the year to the end of ``mois``; one row a référent who had a parcours open in the meantime."""

    NOM = "equipe"
    NOTES = (
        "Cette page sert à répartir le travail et à repérer ce qui n’est pas saisi, pas à classer des personnes : les publics, les temps partiels et les congés diffèrent.",
    )

    @property
    def manque(self) -> str:
        """« du 1er janvier au 31 mars 2017 »."""
        return francais.periode(self.du, self.au)

    def periodes(self) -> dict[str, Iterable[Plage]]:
        """Since the year began, and each month of it."""
        return {
            "cumul": [self.periode(self.du, self.au)],
            "chaque_mois": [self.periode(one.debut, one.fin) for one in self.mois.ecoules],
        }

    def entete(self) -> Texte:
        """Heading of the page."""
        period = francais.majuscule(francais.periode(self.du, self.au))
        return self.entete_de(
            "Les référents, côte à côte", f"{period}, ce qui en était connu au {francais.date_longue(self.reponses.connu_au)}."
        )

    def chiffres_cles(self) -> Bloc:
        """The team in a few figures."""
        pace = self._rythme(self._mensuels("entretiens"), self._mensuels("file_active"))
        return Bloc(
            [
                Cartes(
                    [
                        Carte("Équivalents temps plein", replace(self.cellule("etp"), unite="", decimales=1)),
                        Carte(f"File active au {francais.jour(self.au)}", self.cellule("file_active")),
                        Carte("Entretiens", replace(self.cellule("entretiens"), unite="")),
                        Carte("Entretiens par parcours et par mois", pace),
                        Carte("Heures d’entretien", _heures(self.cellule("temps_entretiens"))),
                    ]
                )
            ]
        )

    def objectifs(self) -> Bloc:
        """Each référent against the objectives, and the parcours to be looked at."""
        by = {name: self._par_referent(name) for name in (*OBJECTIFS, *(f"taux_objectif_{one}" for one in OBJECTIFS))}
        by |= {name: self._par_referent(name) for name in ("etp", "taux_sorties_positives", "sans_etape_3_mois", "parcours_plus_30_mois")}
        whole = {name: self.cellule(name) for name in by}
        rows = [
            Ligne(self._nom(code), _contre_objectifs({name: cells.get(code, _absente(name)) for name, cells in by.items()}))
            for code in self.referents
        ]
        rows.append(Ligne("Ensemble", _contre_objectifs(whole), "total"))
        heads = [
            "Référent", "ETP", "Entrées, sur l’objectif", "File active, sur l’objectif", "Sorties positives, sur l’objectif",
            "Sorties positives, sur les sorties", f"Sans étape depuis {normes.sans_etape(self.reponses.porte.config, self.au)}",
            f"Ouverts depuis plus de {normes.longue(self.reponses.porte.config, self.au)}",
        ]  # fmt: skip
        note = f"Objectifs du protocole, pour les ETP en poste au {self.mois.an.premier_jour} : entrées et sorties au prorata des mois, file active au {francais.jour(self.au)}. Les deux dernières colonnes se lisent sur la file active. Sans ETP connu, le nombre est donné seul."
        return Bloc([Commentaires(self._retards(by)), Tableau("Objectifs et parcours à regarder, par référent", heads, rows, note)])

    def entretiens(self) -> Bloc:
        """Meetings of each référent: how many, how held, signed, how long, how many parcours met."""
        if self.cellule("entretiens").est_inconnue:
            return Bloc([absent(SANS_ENTRETIENS)])
        ways = ("entretiens", "entretiens_emarges")
        split = {name: self.reponses.croisement(name, self.du, self.au, ("referent", "modalite_entretien")) for name in ways}
        whole = {name: self.reponses.ventilation(name, self.du, self.au, "modalite_entretien") for name in ways}
        names = ("entretiens", "temps_entretiens", "duree_moyenne_entretien", "parcours_rencontres")
        by = {name: self._par_referent(name) for name in names}
        months = {name: self._mensuels_par_referent(name) for name in ("entretiens", "file_active")}
        rows = []
        for code in self.referents:
            ways_of = {name: {way: cell for (whose, way), cell in cells.items() if whose == code} for name, cells in split.items()}
            pace = self._rythme(*([cells.get(code, Cellule(0)) for cells in months[name]] for name in ("entretiens", "file_active")))
            rows.append(Ligne(self._nom(code), _rencontres({name: by[name].get(code, _absente(name)) for name in names}, ways_of, pace)))
        pace = self._rythme(self._mensuels("entretiens"), self._mensuels("file_active"))
        rows.append(Ligne("Ensemble", _rencontres({name: self.cellule(name) for name in names}, whole, pace), "total"))
        heads = [
            "Référent", "Entretiens", "En personne", "Par téléphone", "Émargés, parmi ceux en personne", "Heures", "Minutes par entretien",
            "Sans durée saisie", "Parcours rencontrés", "Par parcours et par mois",
        ]  # fmt: skip
        note = "Un entretien sans durée saisie n’ajoute rien aux heures : sa durée est inconnue, et non nulle. Ce qui manque aux deux premières modalités est d’une autre, ou n’est pas saisi. La dernière colonne rapporte les entretiens à la file active de chaque fin de mois ; les missions du référent en demandent un par mois."
        said = [self._muets(by["entretiens"]), _sans_duree(self.cellule("entretiens"), self.cellule("duree_moyenne_entretien"))]
        return Bloc([Commentaires(said), Tableau("Entretiens, par référent", heads, rows, francais.espaces(note))])

    def mois_par_mois(self) -> Bloc:
        """Meetings and hours by référent and month, then the team month by month."""
        if self.cellule("entretiens").est_inconnue:
            return Bloc([absent(SANS_ENTRETIENS)])
        heads = ["Référent", *(francais.majuscule(one.abrege) for one in self.mois.ecoules), "Ensemble"]
        return Bloc(
            [
                self._grille("entretiens", "Entretiens par référent et par mois", heads),
                self._grille("temps_entretiens", "Heures d’entretien par référent et par mois", heads),
                self._equipe_par_mois(),
            ]
        )

    def _grille(self, name: str, title: str, heads: list[str]) -> Tableau:
        """One row a référent, one column a month; a month without any meeting is 0, hours without any known length are unknown."""
        shown = _heures if name == "temps_entretiens" else _nombre
        months = self._mensuels_par_referent(name)
        whole = self._par_referent(name)
        rows = [Ligne(self._nom(code), [shown(cells.get(code, _absente(name))) for cells in (*months, whole)]) for code in self.referents]
        rows.append(Ligne("Ensemble", [shown(cell) for cell in (*self._mensuels(name), self.cellule(name))], "total"))
        return Tableau(title, heads, rows)

    def _equipe_par_mois(self) -> Tableau:
        rows = []
        for one in self.mois.ecoules:
            held, stock, met, spent = (
                self.reponses.cellule(name, one.debut, one.fin)
                for name in ("entretiens", "file_active", "parcours_rencontres", "temps_entretiens")
            )
            mean = self.reponses.cellule("duree_moyenne_entretien", one.debut, one.fin)
            ways = {
                name: self.reponses.ventilation(name, one.debut, one.fin, "modalite_entretien")
                for name in ("entretiens", "entretiens_emarges")
            }
            there = {"entretiens": held, "temps_entretiens": spent, "duree_moyenne_entretien": mean, "parcours_rencontres": met}
            rows.append(Ligne(francais.majuscule(one.nom), [*_rencontres(there, ways, self._rythme([held], [stock])), _nombre(stock)]))
        heads = [
            "Mois", "Entretiens", "En personne", "Par téléphone", "Émargés, parmi ceux en personne", "Heures", "Minutes par entretien",
            "Sans durée saisie", "Parcours rencontrés", "Par parcours", "File active à la fin du mois",
        ]  # fmt: skip
        return Tableau("Entretiens de l’équipe, mois par mois", heads, rows)

    @property
    def referents(self) -> list[str]:
        """The codes of those who had a parcours open in the period, or who hold a post at its end."""
        return sorted(
            {code for code, _ in self._structures} | set(self._par_referent("etp")), key=lambda code: (code == NON_RENSEIGNE, code)
        )

    @property
    def _structures(self) -> dict[tuple, Cellule]:
        return self.reponses.croisement("parcours_actifs", self.du, self.au, ("referent", "structure"))

    def _nom(self, code: str) -> str:
        """« R01 – CESAM »."""
        where = next((place for whose, place in self._structures if whose == code and place != NON_RENSEIGNE), "")
        return f"{code} – {where}" if where else francais.majuscule(code)

    def _par_referent(self, name: str) -> dict[str, Cellule]:
        return self.reponses.ventilation(name, self.du, self.au, "referent")

    def _mensuels(self, name: str) -> list[Cellule]:
        return [self.reponses.cellule(name, one.debut, one.fin) for one in self.mois.ecoules]

    def _mensuels_par_referent(self, name: str) -> list[dict[str, Cellule]]:
        return [self.reponses.ventilation(name, one.debut, one.fin, "referent") for one in self.mois.ecoules]

    def _rythme(self, entretiens: list[Cellule], files_actives: list[Cellule]) -> Cellule:
        """Meetings over the parcours open at the end of each month."""
        held, open_ones = somme(entretiens), somme(files_actives)
        if held.est_vide or not open_ones.valeur:
            return Cellule(decimales=2)
        return Cellule(held.connue / open_ones.connue, decimales=2, de=(held, open_ones))

    def _retards(self, by: dict[str, dict[str, Cellule]]) -> list[Phrase | None]:
        """Who has more than a fifth of the open parcours without étape."""
        found = []
        for code in self.referents:
            share = part(by["sans_etape_3_mois"].get(code, Cellule(0)), by["file_active"].get(code, Cellule(0)))
            if not share.est_vide and share.connue > 20:
                found.append((share.connue, f"{code} ({share.texte})", share))
        if not found:
            return []
        found.sort(key=lambda one: -one[0])
        names = francais.enumeration([name for _, name, _ in found])
        text = f"Plus d’un parcours ouvert sur cinq est sans étape depuis {normes.sans_etape(self.reponses.porte.config, self.au)}{NB}: {names}."
        return [regle.phrase("equipe_sans_etape", text, **{f"part_{rank}": share for rank, (_, _, share) in enumerate(found)})]

    def _muets(self, held: dict[str, Cellule]) -> Phrase | None:
        """Référents whose parcours are open and who have no meeting keyed."""
        stock = self._par_referent("file_active")
        silent = [code for code in self.referents if stock.get(code, Cellule(0)).valeur and not held.get(code, Cellule(0)).valeur]
        return (
            Phrase("equipe_muets", f"Aucun entretien saisi{NB}: {francais.enumeration(silent)}.", {"referents": len(silent)})
            if silent
            else None
        )


def _contre_objectifs(cells: dict[str, Cellule]) -> list[Cellule]:
    """The row of the objectives: a rate says its count and its objective; the count alone when the rate is unknown."""
    against = [cells[name] if cells[f"taux_objectif_{name}"].est_vide else cells[f"taux_objectif_{name}"] for name in OBJECTIFS]
    stock = cells["file_active"]
    watched = [part(cells[name], stock) for name in ("sans_etape_3_mois", "parcours_plus_30_mois")]
    return [replace(cells["etp"], unite="", decimales=1), *against, cells["taux_sorties_positives"], *watched]


def _rencontres(cells: dict[str, Cellule], ways: dict[str, dict[str, Cellule]], pace: Cellule) -> list[Cellule]:
    """The row of the meetings; ``ways``: meetings and signed meetings by how they were held."""
    held, mean = cells["entretiens"], cells["duree_moyenne_entretien"]
    facing = ways["entretiens"].get(PHYSIQUE, Cellule(0))
    signed = part(ways["entretiens_emarges"].get(PHYSIQUE, Cellule(0)), facing)
    return [
        _nombre(held),
        _nombre(facing),
        _nombre(ways["entretiens"].get(TELEPHONE, Cellule(0))),
        signed,
        _heures(cells["temps_entretiens"]),
        replace(mean, unite="", decimales=0, muette=True),
        _inconnues(held, mean),
        _nombre(cells["parcours_rencontres"]),
        pace,
    ]


def _inconnues(held: Cellule, mean: Cellule) -> Cellule:
    """Meetings whose length nobody keyed."""
    return Cellule() if held.est_vide else Cellule(held.connue - (mean.denominateur or 0), de=(held, mean))


def _sans_duree(held: Cellule, mean: Cellule) -> Phrase | None:
    unknown = _inconnues(held, mean)
    if not unknown.valeur:
        return None
    share = part(unknown, held)
    return regle.phrase(
        "sans_duree",
        f"{francais.majuscule(francais.compte(unknown.connue, 'entretien'))} sur {francais.nombre(held.connue)} sans durée saisie ({share.texte}){NB}: le temps passé est un minimum.",
        part=share,
    )


def _heures(cell: Cellule, unite: str = "") -> Cellule:
    """Minutes, in hours."""
    return Cellule(unite=unite) if cell.est_vide else Cellule(cell.connue / HEURE, unite, de=(cell,))


def _nombre(cell: Cellule, _unite: str = "") -> Cellule:
    return replace(cell, unite="")


def _absente(name: str) -> Cellule:
    """What has no row: no line counts for nothing, a sum or a mean of nothing is unknown."""
    return Cellule() if name.startswith(("taux_", "duree_", "temps_", "etp")) else Cellule(0)
