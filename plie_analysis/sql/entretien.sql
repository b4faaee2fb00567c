-- entretien : une ligne par entretien entre le référent et la personne.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_entretien (VARCHAR) : numéro de l'entretien.
-- id_parcours (VARCHAR) : numéro du parcours.
-- id_dossier (VARCHAR) : numéro de dossier de la personne.
-- code_referent (VARCHAR) : code du référent du parcours.
-- structure (VARCHAR) : structure porteuse du référent, la dernière connue à la date de la photo.
-- date_entree (DATE) : date d'entrée dans le parcours.
-- date_sortie (DATE) : date de sortie ; vide tant que le parcours est ouvert.
-- motif_sortie (VARCHAR) : motif de sortie de la nomenclature ; vide si absent ou inconnu.
-- nature_sortie (VARCHAR) : « positive » ou « autre » selon le motif ; vide si le parcours est ouvert ou le motif inconnu.
-- date_saisie_entree (DATE) : date à laquelle l'entrée a été saisie ; vide = connue dès le début.
-- date_saisie_sortie (DATE) : date à laquelle la sortie a été saisie ; vide = connue dès le début.
-- prescripteur (VARCHAR) : groupe de prescripteurs (celui du rapport) de la prescription dont vient le parcours ; vide si aucune.
-- rang_parcours (BIGINT) : rang du parcours parmi ceux de la personne, par date d'entrée (1 = premier).
-- cohorte_annee (VARCHAR) : année d'entrée (« 2017 »).
-- cohorte_trimestre (VARCHAR) : trimestre d'entrée (« 2017-T1 »).
-- cohorte_mois (VARCHAR) : mois d'entrée (« 2017-01 »).
-- sexe (VARCHAR) : « femme » ou « homme », d'après la civilité ; vide si elle est inconnue.
-- date_naissance (DATE) : date de naissance ; sert au calcul de l'âge, jamais affichée.
-- commune (VARCHAR) : commune de résidence à la date de la photo ; vide si elle est inconnue.
-- quartier (VARCHAR) : nom du quartier prioritaire (QPV), « hors QPV » sinon ; vide si on ne sait pas.
-- qpv (VARCHAR) : « oui » si la personne habite un QPV, « non » sinon ; vide si on ne sait pas.
-- niveau (VARCHAR) : niveau de formation (I à VI, 9 = diplôme étranger non reconnu) ; vide si inconnu.
-- date_entretien (DATE) : date de l'entretien.
-- modalite (VARCHAR) : « physique », « téléphone » ou « autre » ; vide si inconnue.
-- duree_minutes (BIGINT) : durée en minutes.
-- est_emarge (BOOLEAN) : vrai si l'entretien est émargé ; non renseigné = faux.
-- est_point_etape (BOOLEAN) : vrai si l'entretien est un point d'étape ; non renseigné = faux.
-- date_saisie (DATE) : date de saisie de l'entretien ; vide = connu dès le début.

SELECT
    r.photo,
    r.id_entretien,
    p.id_parcours,
    p.id_dossier,
    p.code_referent,
    p.structure,
    p.date_entree,
    p.date_sortie,
    p.motif_sortie,
    p.nature_sortie,
    p.date_saisie_entree,
    p.date_saisie_sortie,
    p.prescripteur,
    p.rang_parcours,
    p.cohorte_annee,
    p.cohorte_trimestre,
    p.cohorte_mois,
    p.sexe,
    p.date_naissance,
    p.commune,
    p.quartier,
    p.qpv,
    p.niveau,
    r.date_entretien,
    r.modalite,
    r.duree_minutes,
    coalesce(r.est_emarge, false) AS est_emarge,
    coalesce(r.est_point_etape, false) AS est_point_etape,
    r.date_saisie
FROM raw.entretiens AS r
JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = r.id_parcours
WHERE r.photo = $photo AND r.est_retenue
