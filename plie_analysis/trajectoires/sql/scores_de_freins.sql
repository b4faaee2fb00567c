-- Last known intensity of each family (highest one when two bear the same day or none), weighted and ranked.
WITH connu AS (
    SELECT id, famille, intensite, date
    FROM frein
    WHERE intensite IS NOT NULL AND coalesce(date <= {au}, TRUE)
),
dernier AS (
    SELECT id, famille, intensite
    FROM connu
    QUALIFY row_number() OVER (PARTITION BY id, famille ORDER BY date DESC NULLS LAST, intensite DESC) = 1
)
SELECT
    id,
    famille,
    intensite,
    poids,
    poids * intensite AS score,
    row_number() OVER (PARTITION BY id ORDER BY poids * intensite DESC, ordre) AS rang
FROM dernier
JOIN poids USING (famille)
ORDER BY id, rang
