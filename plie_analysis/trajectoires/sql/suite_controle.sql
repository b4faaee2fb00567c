-- Number of sequences, and whether some month bears two states.
-- Months are grouped by blocks of 62 so that one bit per month tells duplicates without sorting anything.
WITH origine AS (
    SELECT min(t) AS debut FROM {source}
),
bloc AS (
    SELECT
        id,
        (t - debut) // 62 AS numero,
        count(*) AS nb,
        bit_count(bit_or(1::BIGINT << ((t - debut) % 62)::INTEGER)) AS nb_mois
    FROM {source}, origine
    GROUP BY ALL
)
SELECT
    count(DISTINCT id) AS nb_suites,
    coalesce(bool_or(nb <> nb_mois), FALSE) AS a_doublon
FROM bloc
