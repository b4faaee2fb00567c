-- How many sequences are in each state at each month.
SELECT t, etat, count(*) AS n
FROM {source}
WHERE etat IS NOT NULL
GROUP BY t, etat
