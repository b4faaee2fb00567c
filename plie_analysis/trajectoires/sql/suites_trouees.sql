-- First sequences with a month missing in the middle, and how many there are.
SELECT id, count(*) OVER () AS n
FROM (
    SELECT id
    FROM {source}
    GROUP BY id
    HAVING count(*) <> max(t) - min(t) + 1
)
ORDER BY id
LIMIT 5
