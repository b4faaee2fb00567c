-- Shannon entropy (natural logarithm) of the states of each sequence: ln N - Σ n·ln n / N.
-- A sequence in one state only, or without any known state, has none.
WITH effectif AS (
    SELECT id, etat, count(etat) AS n
    FROM {source}
    GROUP BY id, etat
)
SELECT
    id,
    CASE
        WHEN count(*) FILTER (n > 0) <= 1 THEN 0.0
        ELSE greatest(0.0, ln(sum(n)) - sum(CASE WHEN n > 0 THEN n * ln(n) ELSE 0 END) / sum(n))
    END AS entropie
FROM effectif
GROUP BY id
ORDER BY id
