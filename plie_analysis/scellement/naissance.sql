-- Date de naissance de substitution : la plus ronde qui garde, à chaque date utile, le même côté de chaque borne d'âge.
-- Dates utiles : celles des lignes de la personne (jour_utile, telles qu'elles sont et telles que le dossier les montre) et les fins de mois de la période (repere).
-- Candidates, de la plus ronde à la plus précise : 1er janvier de la décennie, du lustre, de l'année ; premier jour du
-- trimestre, du mois ; un jour du mois. La vraie date est toujours l'une des dernières : il y a donc toujours une candidate.

CREATE OR REPLACE TEMP TABLE substitution AS
WITH personne AS (
    SELECT id_dossier, date_naissance
    FROM curated.participant
    WHERE photo = $photo AND date_naissance IS NOT NULL
),

seuil AS (
    SELECT p.id_dossier, b.ans, (p.date_naissance + to_years(b.ans))::DATE AS passage
    FROM personne AS p, borne AS b
),

propre AS (
    SELECT s.id_dossier, s.ans, max(j.affiche) FILTER (j.jour < s.passage) AS avant, min(j.affiche) FILTER (j.jour >= s.passage) AS apres
    FROM seuil AS s
    JOIN jour_utile AS j ON j.id_dossier = s.id_dossier
    GROUP BY ALL
),

commune AS (
    SELECT s.id_dossier, s.ans, max(r.jour) FILTER (r.jour < s.passage) AS avant, min(r.jour) FILTER (r.jour >= s.passage) AS apres
    FROM seuil AS s, repere AS r
    GROUP BY ALL
),

-- Le passage de la borne doit rester après « avant » et ne pas dépasser « apres ».
etau AS (
    SELECT
        id_dossier,
        ans,
        coalesce(max(avant), DATE '0001-01-01') AS avant,
        coalesce(min(apres), DATE '9999-12-31') AS apres
    FROM (FROM propre UNION ALL FROM commune)
    GROUP BY ALL
),

candidate AS (
    SELECT id_dossier, unnest(jours) AS jour, generate_subscripts(jours, 1) AS rang
    FROM (
        SELECT
            id_dossier,
            [
                make_date(year(date_naissance) // 10 * 10, 1, 1),
                make_date(year(date_naissance) // 5 * 5, 1, 1),
                date_trunc('year', date_naissance)::DATE,
                date_trunc('quarter', date_naissance)::DATE
            ] || list_transform(
                range(day(last_day(date_naissance))),
                lambda n: date_trunc('month', date_naissance)::DATE + n::INTEGER
            ) AS jours
        FROM personne
    )
)

SELECT c.id_dossier, arg_min(c.jour, c.rang) AS date_naissance
FROM (
    SELECT c.id_dossier, c.jour, c.rang
    FROM candidate AS c
    JOIN etau AS e ON e.id_dossier = c.id_dossier
    GROUP BY ALL
    HAVING bool_and((c.jour + to_years(e.ans))::DATE > e.avant AND (c.jour + to_years(e.ans))::DATE <= e.apres)
) AS c
GROUP BY c.id_dossier
