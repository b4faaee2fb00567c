-- Successive months in one state make one episode; missing months are skipped.
WITH voisin AS (
    SELECT
        id, t, etat,
        coalesce(etat IS DISTINCT FROM lag(etat) OVER parcours, TRUE) AS est_debut
    FROM {source}
    WHERE etat IS NOT NULL
    WINDOW parcours AS (PARTITION BY id ORDER BY t)
),
numerote AS (
    SELECT *, sum(est_debut::INTEGER) OVER (PARTITION BY id ORDER BY t) AS numero
    FROM voisin
)
SELECT id, min(t) AS debut, max(t) AS fin, any_value(etat) AS etat
FROM numerote
GROUP BY id, numero
