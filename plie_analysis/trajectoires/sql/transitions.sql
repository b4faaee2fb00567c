-- Passages from one month to the very next one; a month that is missing breaks the chain.
WITH voisin AS (
    SELECT
        etat AS vers,
        lag(etat) OVER parcours AS de,
        t - lag(t) OVER parcours AS ecart
    FROM {source}
    WHERE etat IS NOT NULL
    WINDOW parcours AS (PARTITION BY id ORDER BY t)
)
SELECT de, vers, count(*) AS n
FROM voisin
WHERE ecart = 1
GROUP BY de, vers
