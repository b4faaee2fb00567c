-- Devenir des participations à une action, à un horizon donné après l'entrée dans l'action.
--
-- Paramètres : $photo ; $du et $au (entrées dans l'action, bornes comprises) ; $mois (horizon) ; $observe_au (dernier jour
-- observé) ; $connu_au (ce qui a été saisi après n'existe pas : une sortie saisie plus tard laisse le parcours ouvert).
-- Une ligne par action et par devenir : action, devenir, nombre.
--
-- Devenir, dans cet ordre : « trop tôt » quand l'horizon tombe après le dernier jour observé, ou quand les dates du parcours sont
-- impossibles, ce qui empêche de le suivre ; sortie déjà faite ce jour-là
-- (« sortie positive », « autre sortie », motif inconnu compris) ; « en étape d'emploi » quand une étape d'emploi du parcours
-- est en cours ce jour-là ; sinon « en parcours ».

WITH participation AS (
    SELECT
        a.id_parcours,
        coalesce(a.action, 'non renseigné') AS action,
        (a.date_entree_action + to_months($mois::INTEGER))::DATE AS jour,
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

-- Un état par participation, compté ensuite : tous les moteurs ne savent pas grouper selon un EXISTS.
lu AS (
    SELECT
        p.action,
        CASE
            WHEN p.jour > $observe_au OR p.est_ecarte THEN 'trop tôt'
            WHEN p.sortie <= p.jour AND p.nature_sortie = 'positive' THEN 'sortie positive'
            WHEN p.sortie <= p.jour THEN 'autre sortie'
            WHEN
                EXISTS (
                    SELECT 1
                    FROM curated.etape AS e
                    WHERE
                        e.photo = $photo
                        AND e.id_parcours = p.id_parcours
                        AND e.est_emploi
                        AND coalesce(e.connue_le <= $connu_au, true)
                        AND e.date_debut <= p.jour
                        AND coalesce(e.date_fin >= p.jour, true)
                )
                THEN 'en étape d''emploi'
            ELSE 'en parcours'
        END AS devenir
    FROM participation AS p
)

SELECT action, devenir, count(*) AS nombre
FROM lu
GROUP BY ALL
ORDER BY ALL
