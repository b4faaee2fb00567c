"""One person's parcours, each on one line of time: for the house only."""

import datetime as dt
from dataclasses import dataclass

from .. import francais
from . import page
from .couloirs import Barre, Couloir, Fanion, dessiner
from .elements import Bloc, Cellule, Ligne, Tableau, Texte
from .image import Image
from .nombres import declarer
from .parcours_lus import SANS_CLASSE, Duree, Personne, UnParcours
from .sequences_figures import CLASSES
from .toile import Echelle, Style

NB = francais.INSECABLE
RANGS = ("Premier", "Deuxième", "Troisième", "Quatrième", "Cinquième")
RSA = "RSA"
STYLES = CLASSES | {SANS_CLASSE: CLASSES["non renseigné"]}
SUIVI, SITUATION, AU_RSA, VEILLE, ENTRETIEN = (
    Style("acier"),
    Style("brume"),
    Style("iris", "solid", "|"),
    Style("brique", "solid", "\\"),
    Style("cobalt"),
)
COURT = 26
PAS, GRADUATIONS = (1, 2, 3, 6, 12, 24, 60), 5
INCONNUE = "inconnue"
NOTES = (
    "Cette page décrit une seule personne. Elle ne porte ni son nom ni son numéro, mais on peut l’y reconnaître : elle reste au PLIE.",
    "Un parcours encore ouvert s’arrête à la date de la photo, par une flèche : on ne sait rien de la suite.",
)


@dataclass(frozen=True)
class PageParcours:
    """The parcours of one person, as a photo knows them on its day; ``repere`` stands for the number of dossier."""

    personne: Personne
    photo: dt.date
    organisme: str
    parametres: dict

    def entete(self) -> Texte:
        """Heading of the page."""
        count = len(self.personne.parcours)
        title = "Un parcours, sur une ligne" if count == 1 else "Les parcours d’une même personne"
        return page.entete(self.organisme, title, f"Ce qu’en sait la photo du {francais.date_longue(self.photo)}.")

    def parcours(self) -> Bloc:
        """Each parcours: one sentence, one drawing, what it is made of."""
        people, pieces = self.personne, []
        for rank, one in enumerate(people.parcours):
            title = "Le parcours" if len(people.parcours) == 1 else f"{RANGS[rank] if rank < len(RANGS) else f'{rank + 1}e'} parcours"
            drawn = Image(title, resume(people, one, self.photo), self._drawing(one), self._table(one, title), note=self._note(one))
            pieces.append(Texte(drawn.html(), declarer(drawn)))
        return Bloc(pieces)

    def pied(self) -> Texte:
        """Facts at the foot of the page."""
        first = min((day for one in self.personne.parcours for day in (one.prescription, one.entree) if day), default=self.photo)
        return page.pied(
            du=min(first, self.photo), au=self.photo, connu_au=self.photo, photo=self.photo, parametres=self.parametres, notes=NOTES
        )

    def _drawing(self, one: UnParcours):
        """The drawing of a parcours: from the first known day to its exit, or to the photo."""
        end = one.sortie or self.photo
        spells = [spell for spell in self.personne.situations if _within(spell, one, end)]
        days = [
            day
            for day in (one.prescription, one.entree, end, *(x for step in (*one.etapes, *one.veilles) for x in (step.debut, step.fin)))
            if day
        ] + [meeting.jour for meeting in one.entretiens]
        first, last = min(days), min(max(days), max(self.photo, end))
        first, last = (first, last) if first < last else (first, first + dt.timedelta(days=30))
        lanes = [
            self._flags(one),
            Couloir("Étapes", [_bar(step, one, end, STYLES[step.genre]) for step in one.etapes if step.debut], en_legende=True),
            Couloir("Veilles", [_bar(pause, one, end, VEILLE) for pause in one.veilles if pause.debut]),
            Couloir(
                "Entretiens",
                traits=[(_x(meeting.jour), 1.0 if meeting.modalite == "physique" else 0.45) for meeting in one.entretiens],
                style=ENTRETIEN,
            ),
            Couloir("Situations", [_situation(spell, first, end, one.sortie is None) for spell in spells]),
            self._referents(one, end),
        ]
        marks = [_x(day) for day in (one.entree, one.sortie) if day]
        return dessiner(lanes, Echelle(_x(first), _x(last), graduations(first, last), grille=True), marks)

    def _flags(self, one: UnParcours) -> Couloir:
        flags = [Fanion(_x(one.prescription), "Prescription")] if one.prescription and one.prescription != one.entree else []
        if one.entree:
            flags.append(Fanion(_x(one.entree), f"Entrée, {francais.mois_annee(one.entree)}"))
        if one.sortie:
            flags.append(Fanion(_x(one.sortie), f"Sortie{NB}: {_court(_minuscule(one.motif))}"))
        elif one.entree:
            flags.append(Fanion(_x(self.photo), f"En cours au {francais.date_courte(self.photo)}"))
        end = one.sortie or self.photo
        line = [Barre("", "suivi", _x(one.entree), _x(end), SUIVI, ouverte=one.sortie is None)] if one.entree and one.entree <= end else []
        return Couloir("Parcours", line, flags)

    def _referents(self, one: UnParcours, end: dt.date) -> Couloir:
        """The lane of the référents, when photos give several."""
        if len(one.referents) < 2 or not one.entree:
            return Couloir("Référents")
        begun = [one.entree, *(day for day, _ in one.referents[1:])]
        over = [*begun[1:], end]
        return Couloir(
            "Référents",
            [
                Barre(code or INCONNUE, "référent", _x(start), _x(max(start, stop)), SITUATION)
                for (_, code), start, stop in zip(one.referents, begun, over, strict=True)
            ],
        )

    def _table(self, one: UnParcours, title: str) -> Tableau:
        """Everything that the drawing shows, with its days."""
        rows = [Ligne("Étapes", genre="groupe"), *(self._row(step, one) for step in one.etapes)] if one.etapes else []
        rows += [Ligne("Veilles", genre="groupe"), *(self._row(pause, one) for pause in one.veilles)] if one.veilles else []
        spells = self.personne.situations
        rows += [Ligne("Situations", genre="groupe"), *(self._row(spell, one, durable=True) for spell in spells)] if spells else []
        total = Duree("Le parcours", "", one.entree, one.sortie)
        return Tableau(
            f"{title}{NB}: ses dates", ["Quoi", "Classe", "Début", "Fin", "Mois révolus"], [*rows, self._row(total, one, "total")]
        )

    def _row(self, spell: Duree, one: UnParcours, genre: str = "", durable: bool = False) -> Ligne:
        closed = one.sortie is not None and not durable
        until = francais.date_courte(spell.fin) if spell.fin else INCONNUE if closed else "en cours"
        months = Cellule()
        if spell.debut and (spell.fin or not closed) and spell.debut <= (spell.fin or self.photo):
            months = Cellule(mois_revolus(spell.debut, spell.fin or self.photo))
        kind = "" if spell.genre in ("veille", "situation") else spell.genre
        return Ligne(spell.nom, [kind, francais.date_courte(spell.debut) if spell.debut else INCONNUE, until, months], genre)

    def _note(self, one: UnParcours) -> str:
        said = ["Entretiens : trait long, en personne ; trait court, par téléphone ou autrement."] if one.entretiens else []
        hidden = sum(not step.debut for step in (*one.etapes, *one.veilles, *self.personne.situations))
        if hidden:
            said.append(f"{francais.compte(hidden, 'ligne')} sans date de début : dans le tableau, pas dans le dessin.")
        if any(step.debut and not step.fin for step in (*one.etapes, *one.veilles)) and one.sortie:
            said.append("En pâle : la date de fin n’est pas saisie, la barre va jusqu’à la sortie.")
        if len(one.referents) > 1:
            told = ", ".join(f"{code or INCONNUE} (photo du {francais.date_courte(day)})" for day, code in one.referents)
            said.append(f"Le référent a changé d’une photo à l’autre : {told}.")
        elif one.referents and one.referents[0][1]:
            said.append(f"Référent : {one.referents[0][1]}.")
        if one.impossible:
            said.append("Les dates de ce parcours se contredisent : vérifiez-les dans le logiciel.")
        return francais.espaces(" ".join(said))


def resume(personne: Personne, one: UnParcours, photo: dt.date) -> str:
    """One parcours in one sentence: who, when, what, how it ended."""
    who = {"femme": "Femme", "homme": "Homme"}.get(personne.sexe, "Personne")
    facts = [who]
    if one.entree:
        age = f"{_age(personne.naissance, one.entree)}{NB}ans" if personne.naissance else "âge inconnu"
        facts.append(f"{age} à l’entrée en {francais.mois_annee(one.entree)}")
    else:
        facts.append("date d’entrée inconnue")
    if personne.qpv:
        facts.append(
            "habitant d’un QPV"
            if personne.qpv == "oui" and personne.sexe != "femme"
            else "habitante d’un QPV"
            if personne.qpv == "oui"
            else "hors QPV"
        )
    if one.entree and (there := [spell.nom for spell in personne.situations if _covers(spell, one.entree)]):
        facts.append(f"{'au RSA' if RSA in there else there[0]} ce jour-là")
    return f"{', '.join(facts)}{NB}: {_steps(len(one.etapes), one.est_emploi)}{NB}; {_ending(one, photo)}."


def _steps(count: int, jobs: int) -> str:
    """« 5 étapes, dont 3 d’emploi »."""
    if not count:
        return "aucune étape"
    which = "" if not jobs else " d’emploi" if jobs == count == 1 else ", toutes d’emploi" if jobs == count else f", dont {jobs} d’emploi"
    return f"{francais.compte(count, 'étape')}{which}"


def _ending(one: UnParcours, photo: dt.date) -> str:
    until = one.sortie or photo
    lasted = "" if one.impossible or not one.entree else _after(one.entree, until)
    if one.sortie is None:
        return f"toujours en parcours au {francais.date_longue(photo)}{f', {lasted}' if lasted else ''}"
    kind = "sortie positive" if one.nature == "positive" else "sortie"
    return f"{kind} ({_minuscule(one.motif)}){f' {lasted}' if lasted else ''}"


def _after(start: dt.date, end: dt.date) -> str:
    months = mois_revolus(start, end)
    return f"après {francais.quantite(months, 'mois')}" if months else f"après {francais.compte((end - start).days, 'jour')}"


def mois_revolus(debut: dt.date, fin: dt.date) -> int:
    """Whole months from one day to another."""
    return (fin.year - debut.year) * 12 + fin.month - debut.month - (fin.day < debut.day)


def graduations(debut: dt.date, fin: dt.date) -> list[tuple[float, str]]:
    """First days of months, at most ``GRADUATIONS`` of them; years alone when the step is of whole years."""
    for step in PAS:
        first = -(-(debut.year * 12 + debut.month - (debut.day == 1)) // step)
        last = (fin.year * 12 + fin.month - 1) // step
        days = [dt.date(count * step // 12, count * step % 12 + 1, 1) for count in range(first, last + 1)]
        if len(days) <= GRADUATIONS:
            break
    return [(_x(day), f"{day.year}" if step >= 12 else f"{day:%m/%Y}") for day in days]


def _x(day: dt.date | None) -> float:
    return float(day.toordinal()) if day else float("nan")


def _age(naissance: dt.date, jour: dt.date) -> int:
    return jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))


def _covers(spell: Duree, day: dt.date) -> bool:
    return (spell.debut or dt.date.min) <= day <= (spell.fin or dt.date.max)


def _within(spell: Duree, one: UnParcours, end: dt.date) -> bool:
    begun = one.entree or one.sortie or end
    return spell.debut is not None and spell.debut <= end and (spell.fin or end) >= min(begun, end)


def _bar(spell: Duree, one: UnParcours, end: dt.date, style: Style) -> Barre:
    """An étape or a veille; without an end, it goes on when the parcours does, else nobody knows."""
    unknown = spell.fin is None
    start = _x(spell.debut)
    return Barre(
        _court(spell.nom),
        spell.genre,
        start,
        max(start, _x(spell.fin or end)),
        style,
        ouverte=unknown and one.sortie is None,
        incertaine=unknown and one.sortie is not None,
    )


def _situation(spell: Duree, first: dt.date, end: dt.date, ouvert: bool) -> Barre:
    """A situation, cut at the first day of the drawing and at the end of the parcours."""
    start = max(_x(spell.debut), _x(first))
    stop = min(_x(spell.fin or end), _x(end))
    return Barre(
        _court(spell.nom),
        "situation",
        start,
        max(start, stop),
        AU_RSA if spell.nom == RSA else SITUATION,
        ouverte=ouvert and spell.fin is None,
    )


def _minuscule(texte: str) -> str:
    return texte[:1].lower() + texte[1:]


def _court(nom: str) -> str:
    """A name as a bar bears it: without what stands in brackets, cut when it is long."""
    short = nom.partition(" (")[0].partition(" / ")[0].strip().replace("'", "’")
    return short if len(short) <= COURT else f"{short[: COURT - 1].rstrip()}…"
