-- Distinct successive states of each sequence (missing months are skipped), and how many share them.
WITH voisin AS (
    SELECT
        id, t, etat,
        lag(etat) OVER (PARTITION BY id ORDER BY t) AS avant
    FROM {source}
    WHERE etat IS NOT NULL
),
par_suite AS (
    SELECT list_transform(list_sort(list({'t': t, 'etat': etat})), lambda x : x.etat) AS etats
    FROM voisin
    WHERE avant IS DISTINCT FROM etat
    GROUP BY id
)
SELECT array_to_string(etats::VARCHAR[], {separateur}) AS variante, count(*) AS n
FROM par_suite
GROUP BY etats
ORDER BY n DESC, variante
