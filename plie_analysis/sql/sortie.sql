-- sortie : une ligne par parcours qui a une date de sortie.
-- Une sortie positive est prouvée quand une étape du parcours remplit un critère du protocole : CDI à mi-temps ou plus depuis
-- six mois ; intérim ou CDD, six mois en douze ; formation qualifiante ; création suivie six mois ; contrat aidé de plus de six
-- mois hors chantier d'insertion (chantier admis dès 55 ans). Des heures hebdomadaires vides ne font pas échouer un CDI.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_parcours (VARCHAR) : numéro du parcours.
-- duree_mois (DOUBLE) : durée du parcours en mois : jours divisés par 30,4375 ; vide quand ses dates sont impossibles.
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
        p.date_sortie,
        -- Une étape sans date de fin dure encore : elle compte jusqu'à la sortie.
        coalesce(e.date_fin, p.date_sortie) AS date_fin,
        e.date_fin IS NULL AS est_sans_fin,
        personne.date_naissance + to_years($preuve_senior_ans) <= p.date_sortie AS est_senior,
        greatest(e.date_debut, (p.date_sortie - to_months($preuve_fenetre_mois))::DATE) AS debut_utile
    FROM curated.etape AS e
    JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = e.id_parcours
    JOIN curated.participant AS personne ON personne.photo = $photo AND personne.id_dossier = p.id_dossier
    JOIN ref.operation AS operation ON operation.code = e.operation
    WHERE e.photo = $photo
        AND p.nature_sortie = 'positive'
        AND e.date_debut <= p.date_sortie
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
    duree_jours / $jours_par_mois AS duree_mois,
    preuve IS NOT NULL AS est_prouvee,
    preuve
FROM preuve
