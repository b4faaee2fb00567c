-- prescription : une ligne par prescription, c'est-à-dire par orientation vers le PLIE.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_prescription (VARCHAR) : numéro de la prescription.
-- id_dossier (VARCHAR) : numéro de dossier de la personne orientée.
-- prescripteur (VARCHAR) : groupe de prescripteurs, celui des tableaux du rapport ; vide si inconnu.
-- prescripteur_detail (VARCHAR) : prescripteur de la nomenclature, plus fin que le groupe ; vide si inconnu.
-- date_prescription (DATE) : date de la prescription.
-- date_premier_rdv (DATE) : date du premier rendez-vous.
-- decision (VARCHAR) : « entrée », « non-entrée » ou « en attente » ; vide si inconnue.
-- date_decision (DATE) : date de la décision.
-- motif_non_entree (VARCHAR) : motif de non-entrée de la nomenclature ; vide si absent ou inconnu.
-- orientation_proposee (VARCHAR) : accompagnement vers lequel la personne non entrée est orientée ; vide si aucun ou inconnu.
-- date_saisie (DATE) : date de saisie de la prescription ; vide = connue dès le début.
-- connue_le (DATE) : jour où la ligne est connue : la dernière des saisies de la prescription et du dossier ; vide = connue dès le début.
-- est_entree (BOOLEAN) : vrai si la décision est une entrée ; décision inconnue = faux.
-- est_non_entree (BOOLEAN) : vrai si la décision est une non-entrée ; décision inconnue = faux.
-- est_decidee (BOOLEAN) : vrai si la décision est prise (entrée ou non-entrée) ; inconnue ou en attente = faux.

SELECT
    r.photo,
    r.id_prescription,
    r.id_dossier,
    prescripteur.groupe AS prescripteur,
    r.prescripteur AS prescripteur_detail,
    r.date_prescription,
    r.date_premier_rdv,
    r.decision,
    r.date_decision,
    r.motif_non_entree,
    r.orientation_proposee,
    r.date_saisie,
    greatest(r.date_saisie, personne.connue_le) AS connue_le,
    coalesce(r.decision = 'entrée', false) AS est_entree,
    coalesce(r.decision = 'non-entrée', false) AS est_non_entree,
    coalesce(r.decision IN ('entrée', 'non-entrée'), false) AS est_decidee
FROM raw.prescriptions AS r
LEFT JOIN (
    -- Un code peut avoir plusieurs lignes, une par nom qu'il a porté : celle du nom de la photo.
    SELECT DISTINCT ON (code) * FROM ref.prescripteur ORDER BY code, coalesce(debut::DATE <= $photo, true) DESC, debut::DATE DESC NULLS LAST
) AS prescripteur ON prescripteur.code = r.prescripteur
LEFT JOIN curated.participant AS personne ON personne.photo = $photo AND personne.id_dossier = r.id_dossier
WHERE r.photo = $photo AND r.est_retenue
