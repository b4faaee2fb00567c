-- Numbers of a link that another query does not write in the same way → lien, vrai (the number as that query writes it; NULL when it
-- may be several). Two writings meet when they differ by case, blanks, or the leading zeros of a number made of digits only.
-- When zeros were lost in this column, a number that exists as such is doubtful too if the other query also has it with zeros.
WITH numero AS (
    SELECT cle, forme, count(*) OVER (PARTITION BY forme) AS nb FROM (SELECT cle, regexp_replace(serre, '^0+(\d+)$', '\1') AS forme FROM (SELECT cle, upper(regexp_replace(cle, '\s', '', 'g')) AS serre FROM @numeros@))
),

lien AS (
    SELECT cle, serre, regexp_replace(serre, '^0+(\d+)$', '\1') AS forme FROM (SELECT cle, upper(regexp_replace(cle, '\s', '', 'g')) AS serre FROM @liens@)
),

rapproche AS (
    SELECT
        l.cle AS lien,
        l.forme,
        count(*) AS nb,
        min(n.cle) AS vrai,
        bool_or(n.cle = l.cle) AS est_exact,
        -- The link writes the same number with and without its zeros: perhaps two persons.
        (SELECT count(DISTINCT m.serre) FROM lien AS m WHERE m.forme = l.forme) > 1 AS est_double,
        bool_and(upper(regexp_replace(n.cle, '\s', '', 'g')) <> l.serre) AS a_zeros_perdus
    FROM lien AS l
    JOIN numero AS n USING (forme)
    GROUP BY l.cle, l.forme, l.serre
)

SELECT lien, CASE WHEN nb = 1 AND NOT est_double THEN vrai END AS vrai
FROM rapproche
WHERE NOT est_exact OR (nb > 1 AND starts_with(lien, '0') = false AND (SELECT bool_or(a_zeros_perdus AND nb = 1) FROM rapproche))
