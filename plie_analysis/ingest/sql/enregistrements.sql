-- Lines of a text whose layout is disturbed → its records: ligne (where it begins), texte, cellules (list of the cells as
-- written, quotes included), est_lisible. A record takes in the lines that its quotes take in; when that gives neither the
-- number of cells expected nor closed quotes, each of its lines is judged alone, so that one stray quote costs one line.
WITH compte AS (
    -- A quote that touches no delimiter, no end of line and no other quote is a mark in the text (12" de long): it opens nothing.
    SELECT ligne, texte, strlen(nu) - strlen(replace(nu, '"', '')) AS nb_guillemets
    FROM (SELECT *, regexp_replace(regexp_replace(texte, @mark@, '\1\2', 'g'), @mark@, '\1\2', 'g') AS nu FROM lignes)
),

suite AS (
    SELECT *, coalesce(sum(nb_guillemets) OVER (ORDER BY ligne ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) % 2 = 1 AS est_suite
    FROM compte
),

numerote AS (
    SELECT *, count(*) FILTER (NOT est_suite) OVER (ORDER BY ligne) AS numero FROM suite
),

groupe AS (
    SELECT
        numero,
        min(ligne) AS ligne,
        count(*) AS nb_lignes,
        string_agg(texte, chr(10) ORDER BY ligne) AS texte,
        sum(nb_guillemets) % 2 = 0 AS est_ferme
    FROM numerote
    GROUP BY numero
),

juge AS (
    SELECT *, cellules(texte) AS cellules, est_ferme AND est_decoupe(texte, cellules(texte)) AS est_lisible FROM groupe
),

seul AS (
    SELECT n.ligne, n.texte, n.nb_guillemets % 2 = 0 AS est_ferme
    FROM numerote AS n
    JOIN juge AS j USING (numero)
    WHERE j.nb_lignes > 1 AND NOT j.est_lisible
)

SELECT ligne, texte, cellules, est_lisible FROM juge WHERE nb_lignes = 1 OR est_lisible
UNION ALL
SELECT ligne, texte, cellules(texte), est_ferme AND est_decoupe(texte, cellules(texte)) FROM seul
