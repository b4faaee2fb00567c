-- Ce que faisaient, un jour donné, les personnes entrées dans une action.
--
-- Paramètres : $photo ; $du et $au (entrées dans l'action, bornes comprises) ; le jour lu : $jour, ou, s'il est vide, celui de
-- l'entrée dans l'action décalé de $mois mois et de $jours jours ; $observe_au (dernier jour observé) ; $connu_au (ce qui a été saisi
-- après n'existe pas). Une ligne par action, session et état : action, session, etat, nombre.
--
-- État, dans cet ordre : « trop tôt » quand ce jour est après le dernier jour observé, ou avant l'entrée dans l'action pour un jour
-- donné, ou quand les dates du parcours sont impossibles ; « avant l'entrée au PLIE » ; sortie déjà faite ce jour-là ; étape en cours,
-- de la plus proche de l'emploi à la plus éloignée ; veille en cours ; sinon « sans étape ».

WITH participation AS (
    SELECT
        a.id_parcours,
        coalesce(a.action, 'non renseigné') AS action,
        coalesce(a.session, '') AS session,
        coalesce($jour, (a.date_entree_action + to_months($mois::INTEGER))::DATE + $jours::INTEGER) AS jour,
        a.date_entree_action,
        a.date_entree,
        CASE WHEN coalesce(a.sortie_connue_le <= $connu_au, true) THEN a.date_sortie END AS sortie,
        a.nature_sortie,
        coalesce(
            (a.a_dates_impossibles OR a.dates_passees_le > $connu_au) AND coalesce(a.sortie_connue_le <= $connu_au, true), false
        ) AS est_ecarte
    FROM large.action AS a
    WHERE
        a.photo = $photo
        AND a.date_entree_action BETWEEN $du AND $au
        AND coalesce(a.connue_le <= $connu_au, true)
),

-- Une étape qui dure un jour est en cours ce jour-là.
en_cours AS (
    SELECT
        p.id_parcours,
        p.jour,
        bool_or(e.est_emploi) AS en_emploi,
        bool_or(e.est_chantier_insertion) AS en_chantier,
        bool_or(coalesce(e.classe_etape LIKE 'formation%', false)) AS en_formation
    FROM (SELECT DISTINCT id_parcours, jour FROM participation) AS p
    JOIN curated.etape AS e
        ON e.photo = $photo
        AND e.id_parcours = p.id_parcours
        AND coalesce(e.connue_le <= $connu_au, true)
        AND e.date_debut <= p.jour
        AND coalesce(e.date_fin >= p.jour, true)
    GROUP BY ALL
),

-- Un état par participation, compté ensuite : tous les moteurs ne savent pas grouper selon un EXISTS.
lu AS (
    SELECT
        p.action,
        p.session,
        CASE
            WHEN p.jour > $observe_au OR ($jour IS NOT NULL AND p.jour < p.date_entree_action) OR p.est_ecarte THEN 'trop tôt'
            WHEN p.jour < p.date_entree THEN 'avant l''entrée au PLIE'
            WHEN p.sortie <= p.jour AND p.nature_sortie = 'positive' THEN 'sortie positive'
            WHEN p.sortie <= p.jour THEN 'autre sortie'
            WHEN c.en_emploi THEN 'en emploi'
            WHEN c.en_chantier THEN 'en chantier d''insertion'
            WHEN c.en_formation THEN 'en formation'
            WHEN c.jour IS NOT NULL THEN 'en étape de mobilisation'
            WHEN
                EXISTS (
                    SELECT 1
                    FROM curated.veille AS v
                    WHERE
                        v.photo = $photo
                        AND v.id_parcours = p.id_parcours
                        AND coalesce(v.connue_le <= $connu_au, true)
                        AND v.date_debut <= p.jour
                        AND coalesce(v.date_fin >= p.jour, true)
                )
                THEN 'en veille'
            ELSE 'sans étape'
        END AS etat
    FROM participation AS p
    LEFT JOIN en_cours AS c ON c.id_parcours = p.id_parcours AND c.jour = p.jour
)

SELECT action, session, etat, count(*) AS nombre
FROM lu
GROUP BY ALL
ORDER BY ALL
