-- Pairs of successive episodes, with the quartiles of the delays between them.
WITH suivant AS (
    SELECT
        etat AS de,
        lead(etat) OVER parcours AS vers,
        lead(debut) OVER parcours - debut AS delai,
        lead(debut) OVER parcours - fin - 1 AS attente,
        row_number() OVER parcours AS rang
    FROM {episodes}
    WINDOW parcours AS (PARTITION BY id ORDER BY debut, fin, etat)
),
arc AS (
    SELECT de, vers, delai, attente FROM suivant WHERE vers IS NOT NULL
    UNION ALL
    SELECT {debut}, de, NULL, NULL FROM suivant WHERE rang = 1 AND {bornes}
    UNION ALL
    SELECT de, {fin}, NULL, NULL FROM suivant WHERE vers IS NULL AND {bornes}
)
SELECT
    de,
    vers,
    count(*) AS n,
    count(*) / sum(count(*)) OVER (PARTITION BY de) AS part,
    quantile_cont(delai, 0.25)::DOUBLE AS delai_q1,
    quantile_cont(delai, 0.50)::DOUBLE AS delai_mediane,
    quantile_cont(delai, 0.75)::DOUBLE AS delai_q3,
    quantile_cont(attente, 0.25)::DOUBLE AS attente_q1,
    quantile_cont(attente, 0.50)::DOUBLE AS attente_mediane,
    quantile_cont(attente, 0.75)::DOUBLE AS attente_q3
FROM arc
GROUP BY de, vers
ORDER BY n DESC, de, vers
