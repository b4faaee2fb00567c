-- parcours : une ligne par parcours.
-- Une personne peut avoir plusieurs parcours, l'un après l'autre.
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
-- connue_le (DATE) : jour où la ligne est connue : la dernière des saisies de l'entrée et du dossier ; vide = connue dès le début.
-- sortie_connue_le (DATE) : jour où la sortie est connue : la dernière des saisies de la sortie, de l'entrée et du dossier ; vide = connue dès le début, ou parcours ouvert.
-- prescription_connue_le (DATE) : jour où la prescription du parcours est connue ; vide = connue dès le début, ou aucune prescription.
-- prescripteur (VARCHAR) : groupe de prescripteurs (celui du rapport) de la prescription dont vient le parcours ; vide si aucune.
-- rang_parcours (BIGINT) : rang du parcours parmi ceux de la personne, par date d'entrée (1 = premier).
-- cohorte_annee (VARCHAR) : année d'entrée (« 2017 »).
-- cohorte_trimestre (VARCHAR) : trimestre d'entrée (« 2017-T1 »).
-- cohorte_mois (VARCHAR) : mois d'entrée (« 2017-01 »).
-- id_prescription (VARCHAR) : numéro de la prescription dont vient le parcours ; vide si aucune.
-- date_prescription (DATE) : date de cette prescription.
-- preaffectation_jours (BIGINT) : jours de la prescription à l'entrée ; vide sans prescription.
-- critere_marche (VARCHAR) : critère d'éligibilité tenant au marché du travail.
-- critere_personnel (VARCHAR) : critère d'éligibilité tenant à la situation personnelle.
-- nb_mois_sans_activite (BIGINT) : mois sans activité à l'entrée.
-- a_dates_impossibles (BOOLEAN) : vrai si la sortie précède l'entrée, ou si l'une des deux est après la photo (article C02) : le parcours n'entre alors dans aucune durée.
-- dates_passees_le (DATE) : la dernière des dates d'entrée et de sortie : avant ce jour, elles sont impossibles.
-- duree_jours (BIGINT) : jours de l'entrée à la sortie ; vide tant que le parcours est ouvert, ou quand ses dates sont impossibles.
-- est_sorti (BOOLEAN) : vrai si le parcours a une date de sortie.
-- est_sortie_positive (BOOLEAN) : vrai si le parcours est sorti pour un motif positif ; motif inconnu = faux.
-- est_sortie_autre (BOOLEAN) : vrai si le parcours est sorti pour un autre motif connu ; motif inconnu = faux.
-- est_hors_rapport (BOOLEAN) : vrai si le motif de sortie est écarté du taux du rapport (déménagement, santé, retraite, décès).
-- est_hors_lettre (BOOLEAN) : vrai si le motif de sortie est écarté du taux des lettres (les mêmes et la maternité).
-- est_hors_ave (BOOLEAN) : vrai si le motif de sortie est écarté du taux d'Alliance Villes Emploi (déménagement, retraite, décès) ; nomenclature muette = faux, et le taux ne se calcule pas.

WITH brut AS (
    SELECT * FROM raw.parcours WHERE photo = $photo AND est_retenue
),

-- Le rang n'est calculé que pour les personnes qui ont plusieurs parcours.
plusieurs AS (
    SELECT id_dossier FROM brut GROUP BY id_dossier HAVING count(*) > 1
),

rang AS (
    SELECT id_parcours, row_number() OVER (PARTITION BY id_dossier ORDER BY date_entree, id_parcours) AS rang_parcours
    FROM brut
    WHERE id_dossier IN (SELECT id_dossier FROM plusieurs)
),

porteuse AS (
    SELECT code_referent, arg_max(structure, coalesce(date_debut, DATE '0001-01-01')) AS structure
    FROM raw.referents
    WHERE photo = $photo AND est_retenue AND coalesce(date_debut, DATE '0001-01-01') <= $photo
    GROUP BY code_referent
)

SELECT
    b.photo,
    b.id_parcours,
    b.id_dossier,
    b.code_referent,
    porteuse.structure,
    b.date_entree,
    b.date_sortie,
    b.motif_sortie,
    CASE WHEN b.date_sortie IS NOT NULL THEN motif.nature END AS nature_sortie,
    b.date_saisie_entree,
    b.date_saisie_sortie,
    greatest(b.date_saisie_entree, personne.connue_le) AS connue_le,
    CASE WHEN b.date_sortie IS NOT NULL THEN greatest(b.date_saisie_sortie, b.date_saisie_entree, personne.connue_le) END AS sortie_connue_le,
    prescription.connue_le AS prescription_connue_le,
    prescription.prescripteur,
    coalesce(rang.rang_parcours, 1) AS rang_parcours,
    strftime(b.date_entree, '%Y') AS cohorte_annee,
    strftime(b.date_entree, '%Y-T') || quarter(b.date_entree) AS cohorte_trimestre,
    strftime(b.date_entree, '%Y-%m') AS cohorte_mois,
    prescription.id_prescription,
    prescription.date_prescription,
    date_diff('day', prescription.date_prescription, b.date_entree) AS preaffectation_jours,
    b.critere_marche,
    b.critere_personnel,
    b.nb_mois_sans_activite,
    coalesce(b.date_sortie < b.date_entree OR greatest(b.date_entree, b.date_sortie) > $photo, false) AS a_dates_impossibles,
    greatest(b.date_entree, b.date_sortie) AS dates_passees_le,
    CASE WHEN NOT a_dates_impossibles THEN date_diff('day', b.date_entree, b.date_sortie) END AS duree_jours,
    b.date_sortie IS NOT NULL AS est_sorti,
    b.date_sortie IS NOT NULL AND coalesce(motif.nature = 'positive', false) AS est_sortie_positive,
    b.date_sortie IS NOT NULL AND coalesce(motif.nature = 'autre', false) AS est_sortie_autre,
    b.date_sortie IS NOT NULL AND coalesce(motif.hors_rapport = 'oui', false) AS est_hors_rapport,
    b.date_sortie IS NOT NULL AND coalesce(motif.hors_lettre = 'oui', false) AS est_hors_lettre,
    b.date_sortie IS NOT NULL AND coalesce(motif.hors_ave = 'oui', false) AS est_hors_ave
FROM brut AS b
-- La prescription d'un autre dossier n'est pas la sienne.
LEFT JOIN curated.prescription AS prescription
    ON prescription.photo = $photo
    AND prescription.id_prescription = b.id_prescription
    AND prescription.id_dossier = b.id_dossier
LEFT JOIN curated.participant AS personne ON personne.photo = $photo AND personne.id_dossier = b.id_dossier
LEFT JOIN rang ON rang.id_parcours = b.id_parcours
LEFT JOIN porteuse ON porteuse.code_referent = b.code_referent
LEFT JOIN (
    -- Un code peut avoir plusieurs lignes, une par nom qu'il a porté : celle du nom de la photo.
    SELECT DISTINCT ON (code) * FROM ref.motif_sortie ORDER BY code, coalesce(debut::DATE <= $photo, true) DESC, debut::DATE DESC NULLS LAST
) AS motif ON motif.code = b.motif_sortie
