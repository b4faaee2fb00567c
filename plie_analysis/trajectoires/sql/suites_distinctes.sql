-- The sequence of each parcours and its number; numbers follow the length, then the states.
WITH par_parcours AS (
    SELECT id, list_transform(list_sort(list({'t': t, 'etat': etat::VARCHAR})), lambda x : x.etat) AS suite
    FROM {source}
    GROUP BY id
)
SELECT id, suite, dense_rank() OVER (ORDER BY len(suite), suite) - 1 AS numero
FROM par_parcours
ORDER BY id
