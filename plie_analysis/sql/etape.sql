-- etape : une ligne par étape de parcours.
-- Une même personne peut suivre plusieurs étapes en même temps.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_etape (VARCHAR) : numéro de l'étape.
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
-- operation (VARCHAR) : opération de la nomenclature (annexe 5 du rapport).
-- classe_etape (VARCHAR) : classe de l'opération : emploi, formation non qualifiante, formation qualifiante ou mobilisation ; vide si l'opération est inconnue.
-- date_debut (DATE) : date de début de l'étape.
-- date_fin (DATE) : date de fin ; vide tant que l'étape est en cours.
-- nb_heures_hebdo (DOUBLE) : heures par semaine.
-- organisme (VARCHAR) : organisme ou employeur.
-- est_clause (BOOLEAN) : vrai si l'étape relève d'une clause d'insertion ; non renseigné = faux.
-- date_saisie (DATE) : date de saisie de l'étape ; vide = connue dès le début.
-- est_emploi (BOOLEAN) : vrai si la classe est « emploi » ; opération inconnue = faux.
-- est_emploi_durable (BOOLEAN) : vrai pour un contrat long, un contrat pro ou d'apprentissage, une création d'activité ; opération inconnue = faux.
-- est_formation_qualifiante (BOOLEAN) : vrai si la classe est « formation qualifiante » ; opération inconnue = faux.
-- est_mobilisation (BOOLEAN) : vrai si la classe est « mobilisation » ; opération inconnue = faux.
-- est_chantier_insertion (BOOLEAN) : vrai si l'opération est un chantier d'insertion ; opération inconnue = faux.
-- est_dans_parcours (BOOLEAN) : vrai si l'étape a commencé entre l'entrée et la sortie du parcours, bornes comprises.
-- rang_etape (BIGINT) : rang de l'étape parmi celles commencées dans le parcours, par date de début ; vide si elle a commencé hors du parcours.
-- delai_jours (BIGINT) : jours de l'entrée dans le parcours au début de l'étape.
-- etat (VARCHAR) : état pour la lecture des trajectoires (emploi durable, emploi, formation…) ; vide si l'opération est inconnue.

WITH etape AS (
    SELECT
        r.photo,
        r.id_etape,
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
        r.operation,
        operation.classe AS classe_etape,
        r.date_debut,
        r.date_fin,
        r.nb_heures_hebdo,
        r.organisme,
        coalesce(r.est_clause, false) AS est_clause,
        r.date_saisie,
        coalesce(operation.classe = 'emploi', false) AS est_emploi,
        coalesce(operation.est_emploi_durable = 'oui', false) AS est_emploi_durable,
        coalesce(operation.classe = 'formation qualifiante', false) AS est_formation_qualifiante,
        coalesce(operation.classe = 'mobilisation', false) AS est_mobilisation,
        coalesce(operation.est_chantier_insertion = 'oui', false) AS est_chantier_insertion,
        r.date_debut BETWEEN p.date_entree AND coalesce(p.date_sortie, DATE '9999-12-31') AS est_dans_parcours,
        date_diff('day', p.date_entree, r.date_debut) AS delai_jours,
        operation.etat
    FROM raw.etapes AS r
    JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = r.id_parcours
    LEFT JOIN ref.operation AS operation ON operation.code = r.operation
    WHERE r.photo = $photo AND r.est_retenue
),

rang AS (
    SELECT id_etape, row_number() OVER (PARTITION BY id_parcours ORDER BY date_debut, id_etape) AS rang_etape
    FROM etape
    WHERE est_dans_parcours
)

SELECT etape.* EXCLUDE (delai_jours, etat), rang.rang_etape, etape.delai_jours, etape.etat
FROM etape
LEFT JOIN rang USING (id_etape)
