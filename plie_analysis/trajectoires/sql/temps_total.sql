-- Months spent in each state, all sequences together.
SELECT etat, count(*) AS n
FROM {source}
WHERE etat IS NOT NULL
GROUP BY etat
