-- sortie : une ligne par parcours qui a une date de sortie.
-- Une sortie positive est prouvée quand une étape du parcours remplit un critère du protocole : CDI à mi-temps ou plus depuis
-- six mois ; intérim ou CDD, six mois en douze ; formation qualifiante ; création suivie six mois ; contrat aidé de plus de six
-- mois hors chantier d'insertion (chantier admis dès 55 ans). Des heures hebdomadaires vides ne font pas échouer un CDI.
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
-- duree_jours (BIGINT) : jours de l'entrée à la sortie.
-- duree_mois (DOUBLE) : durée du parcours en mois : jours divisés par 30,4375.
-- est_sortie_positive (BOOLEAN) : vrai si le motif est positif ; motif inconnu = faux.
-- est_sortie_autre (BOOLEAN) : vrai si le motif est connu et n'est pas positif ; motif inconnu = faux.
-- est_hors_rapport (BOOLEAN) : vrai si le motif est écarté du taux du rapport (déménagement, santé, retraite, décès).
-- est_hors_lettre (BOOLEAN) : vrai si le motif est écarté du taux des lettres (les mêmes et la maternité).
-- est_prouvee (BOOLEAN) : vrai si la sortie est positive et qu'une étape la prouve ; sinon faux.
-- preuve (VARCHAR) : critère du protocole qui prouve la sortie positive ; vide si aucun.

WITH contrat AS (
    -- Les étapes des sorties positives qui peuvent prouver quelque chose, et leurs jours utiles.
    SELECT
        e.id_parcours,
        operation.type_contrat,
        e.est_formation_qualifiante,
        coalesce(e.nb_heures_hebdo, 35) >= $preuve_heures_hebdo AS est_mi_temps_ou_plus,
        e.date_debut,
        e.date_sortie,
        -- Une étape sans date de fin dure encore : elle compte jusqu'à la sortie.
        coalesce(e.date_fin, e.date_sortie) AS date_fin,
        e.date_fin IS NULL AS est_sans_fin,
        e.date_naissance + to_years($preuve_senior_ans) <= e.date_sortie AS est_senior,
        greatest(e.date_debut, (e.date_sortie - to_months($preuve_fenetre_mois))::DATE) AS debut_utile
    FROM curated.etape AS e
    JOIN ref.operation AS operation ON operation.code = e.operation
    WHERE e.photo = $photo
        AND e.nature_sortie = 'positive'
        AND e.date_debut <= e.date_sortie
        AND (operation.type_contrat IS NOT NULL OR e.est_formation_qualifiante)
),

critere AS (
    SELECT
        id_parcours,
        bool_or(
            type_contrat = 'cdi' AND est_mi_temps_ou_plus
            AND date_debut + to_months($preuve_contrat_mois) <= least(date_fin, date_sortie) + INTERVAL 1 DAY
        ) AS cdi,
        -- Six mois en douze : les jours de missions dans les douze mois avant la sortie.
        sum(greatest(date_diff('day', debut_utile, least(date_fin, date_sortie)) + 1, 0))
            FILTER (type_contrat IN ('interim', 'clause')) >= $preuve_jours_cumules AS interim,
        -- De même pour les CDD ; le contrat en cours à la sortie compte pour sa durée signée. Un contrat long qui a une
        -- date de fin est un CDD de plus de six mois.
        sum(greatest(date_diff('day', debut_utile, date_fin) + 1, 0))
            FILTER (type_contrat IN ('cdd', 'alternance', 'clause') OR (type_contrat = 'cdi' AND NOT est_sans_fin))
            >= $preuve_jours_cumules AS cdd,
        bool_or(
            type_contrat = 'creation'
            AND date_debut + to_months($preuve_contrat_mois) <= least(date_fin, date_sortie) + INTERVAL 1 DAY
        ) AS creation,
        bool_or(
            (type_contrat = 'aide' OR (type_contrat = 'cddi' AND coalesce(est_senior, false)))
            AND date_debut + to_months($preuve_contrat_mois) <= date_fin + INTERVAL 1 DAY
        ) AS aide,
        bool_or(est_formation_qualifiante AND date_fin >= date_sortie - to_months($preuve_fenetre_mois)) AS formation
    FROM contrat
    GROUP BY id_parcours
),

preuve AS (
    SELECT
        p.*,
        CASE
            WHEN NOT p.est_sortie_positive THEN NULL
            WHEN p.motif_sortie = 'FORMATION QUALIFIANTE' THEN if(c.formation, 'formation qualifiante', NULL)
            WHEN p.motif_sortie = 'CREATION D''ACTIVITE' THEN if(c.creation, 'création d''activité', NULL)
            WHEN c.cdi THEN 'CDI'
            WHEN c.interim THEN 'intérim'
            WHEN c.cdd THEN 'CDD'
            WHEN c.aide THEN 'contrat aidé'
            WHEN c.creation THEN 'création d''activité'
        END AS preuve
    FROM curated.parcours AS p
    LEFT JOIN critere AS c ON c.id_parcours = p.id_parcours
    WHERE p.photo = $photo AND p.est_sorti
)

SELECT
    photo,
    id_parcours,
    id_dossier,
    code_referent,
    structure,
    date_entree,
    date_sortie,
    motif_sortie,
    nature_sortie,
    date_saisie_entree,
    date_saisie_sortie,
    prescripteur,
    rang_parcours,
    cohorte_annee,
    cohorte_trimestre,
    cohorte_mois,
    sexe,
    date_naissance,
    commune,
    quartier,
    qpv,
    niveau,
    duree_jours,
    duree_jours / $jours_par_mois AS duree_mois,
    est_sortie_positive,
    est_sortie_autre,
    est_hors_rapport,
    est_hors_lettre,
    preuve IS NOT NULL AS est_prouvee,
    preuve
FROM preuve
