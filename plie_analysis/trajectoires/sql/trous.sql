-- Stretches of days without any interval, inside the window of each parcours (both days included).
WITH borne AS (
    SELECT id, greatest(debut, premier) AS debut, least(fin, dernier) AS fin
    FROM intervalle
    JOIN fenetre USING (id)
    WHERE debut <= dernier AND coalesce(fin, dernier) >= premier
    UNION ALL
    -- an empty interval at each end, so that the first and last gaps are seen
    SELECT id, premier - 1, premier - 1 FROM fenetre
    UNION ALL
    SELECT id, dernier + 1, dernier + 1 FROM fenetre WHERE dernier >= premier
),
couvert AS (
    SELECT
        id,
        debut,
        max(fin) OVER (
            PARTITION BY id ORDER BY debut, fin
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS fin_avant
    FROM borne
),
trou AS (
    SELECT id, fin_avant + 1 AS debut, debut - 1 AS fin, debut - fin_avant - 1 AS jours
    FROM couvert
    WHERE debut > fin_avant + 1
)
SELECT
    fenetre.id,
    trou.debut,
    trou.fin,
    coalesce(trou.jours, 0) AS jours,
    greatest(dernier - premier + 1, 0) AS jours_suivis
FROM fenetre
LEFT JOIN trou USING (id)
