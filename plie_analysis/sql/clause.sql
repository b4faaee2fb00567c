-- clause : une ligne par contrat ou candidature au titre des clauses d'insertion.
-- Les colonnes du parcours et de la personne sont vides quand le contrat n'est rattaché à aucun parcours.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_contrat (VARCHAR) : numéro du contrat ou de la candidature.
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
-- quartier_nomme (VARCHAR) : nom du quartier, ceux de veille compris, « hors QPV » sinon ; vide si on ne sait pas.
-- prescripteur_clause (VARCHAR) : prescripteur de la candidature ; vide si inconnu.
-- secteur (VARCHAR) : secteur du marché : BTP ou services ; vide si inconnu.
-- type_contrat (VARCHAR) : type de contrat (CDD, CDDI, CDI, contrat pro, CTTI) ; vide si aucun ou inconnu.
-- date_orientation (DATE) : date d'orientation vers le dispositif.
-- est_valide (BOOLEAN) : vrai si la candidature a été validée ; non renseigné = faux.
-- date_debut (DATE) : premier jour du contrat ; vide pour une candidature sans suite.
-- date_fin (DATE) : dernier jour du contrat ; vide tant qu'il dure.
-- nb_heures (DOUBLE) : heures réalisées.
-- est_salarie (BOOLEAN) : vrai si un contrat a commencé (date de début saisie).

SELECT
    r.photo,
    r.id_contrat,
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
    participant.quartier_nomme,
    r.prescripteur AS prescripteur_clause,
    r.secteur,
    r.type_contrat,
    r.date_orientation,
    coalesce(r.est_valide, false) AS est_valide,
    r.date_debut,
    r.date_fin,
    r.nb_heures,
    r.date_debut IS NOT NULL AS est_salarie
FROM raw.clauses AS r
LEFT JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = r.id_parcours
LEFT JOIN curated.participant AS participant ON participant.photo = $photo AND participant.id_dossier = p.id_dossier
WHERE r.photo = $photo AND r.est_retenue
