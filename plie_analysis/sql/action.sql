-- action : une ligne par participation d'une personne à une action de la programmation.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
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
-- action (VARCHAR) : action de la programmation ; vide si inconnue.
-- session (VARCHAR) : session de l'action.
-- date_orientation (DATE) : date d'orientation vers l'action.
-- date_entree_action (DATE) : date d'entrée dans l'action ; vide si la personne n'y est pas entrée.
-- date_fin_action (DATE) : date de fin de la participation.
-- issue (VARCHAR) : issue de la participation ; vide si inconnue.
-- est_oriente (BOOLEAN) : vrai si une date d'orientation est saisie.
-- est_entre (BOOLEAN) : vrai si une date d'entrée dans l'action est saisie.
-- est_acheve (BOOLEAN) : vrai si l'action a été suivie jusqu'à son terme, d'après l'issue ; issue inconnue = faux.

SELECT
    r.photo,
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
    r.action,
    r.session,
    r.date_orientation,
    r.date_entree AS date_entree_action,
    r.date_fin AS date_fin_action,
    r.issue,
    r.date_orientation IS NOT NULL AS est_oriente,
    r.date_entree IS NOT NULL AS est_entre,
    coalesce(issue_action.est_acheve = 'oui', false) AS est_acheve
FROM raw.actions AS r
JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = r.id_parcours
LEFT JOIN ref.issue_action AS issue_action ON issue_action.code = r.issue
WHERE r.photo = $photo AND r.est_retenue
