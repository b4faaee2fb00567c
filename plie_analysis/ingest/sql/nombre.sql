-- Texts of a column of numbers → texte, valeur (DOUBLE, in the unit of the column), motif (why it is not one; NULL when it is, or
-- when it is absent). A blank groups the thousands before exactly three digits. One mark before exactly three digits (1.250) is read
-- as the column writes elsewhere: @point@ and @virgule@ are 'decimale', 'milliers' or 'inconnue'. @unites@ gives (ecriture, multiplie,
-- divise) for the column; hours and minutes together (1h30, 01:30:00) are understood where both are units.
WITH unite AS (
    SELECT * FROM (VALUES @unites@) AS u (ecriture, multiplie, divise)
),

propre AS (
    SELECT texte, CASE WHEN NOT regexp_matches(texte, '[\n\r]') THEN regexp_replace(replace(simple(texte), '−', '-'), '^€ ?(.*)$', '\1 €') END AS s
    FROM @distincts@
),

coupe AS (
    SELECT
        texte,
        s,
        regexp_extract(s, '^([-+]? ?[0-9.,][0-9 .,]*?)(e[-+]?\d{1,3})? ?([^0-9 .,].*)?$', ['n', 'exposant', 'unite']) AS m,
        regexp_extract(s, '^(\d{1,4}) ?(?:h|heures?) ?([0-5]?\d) ?(?:m|mn|min|minutes?)?$', ['h', 'm']) AS hm,
        regexp_extract(s, '^(\d{1,4}):([0-5]\d):([0-5]\d)$', ['h', 'm', 's']) AS hms
    FROM propre
),

mesure AS (
    SELECT texte, s, replace(trim(m.n), '+', '') AS n, coalesce(m.exposant, '') AS exposant, regexp_replace(coalesce(m.unite, ''), '[ .]', '', 'g') AS unite, hm, hms FROM coupe
),

pose AS (
    SELECT
        texte,
        unite,
        regexp_full_match(n, '-? ?[1-9]\d{0,2}\.\d{3}') AND exposant = '' AND @point@ = 'inconnue' OR regexp_full_match(n, '-? ?[1-9]\d{0,2},\d{3}') AND exposant = '' AND @virgule@ = 'inconnue' AS est_ambigu,
        try_cast(replace(CASE
            WHEN regexp_full_match(n, '-? ?[1-9]\d{0,2}\.\d{3}') AND @point@ = 'milliers' THEN replace(n, '.', '')
            WHEN regexp_full_match(n, '-? ?[1-9]\d{0,2},\d{3}') AND @virgule@ = 'milliers' THEN replace(n, ',', '')
            WHEN regexp_full_match(n, '-? ?(\d+([.,]\d*)?|[.,]\d+)') THEN replace(n, ',', '.')
            WHEN regexp_full_match(n, '-? ?\d{1,3}( \d{3})+([.,]\d*)?') THEN replace(n, ',', '.')
            WHEN regexp_full_match(n, '-? ?\d{1,3}(\.\d{3})+(,\d*)?') THEN replace(replace(n, '.', ''), ',', '.')
            WHEN regexp_full_match(n, '-? ?\d{1,3}(,\d{3})+(\.\d*)?') THEN replace(n, ',', '')
        END, ' ', '') || exposant AS DOUBLE) AS nombre,
        try_cast(concat(hm.h, hms.h) AS DOUBLE) * 60 + try_cast(concat(hm.m, hms.m) AS DOUBLE) + coalesce(try_cast(hms.s AS DOUBLE) / 60, 0) AS minutes
    FROM mesure
),

converti AS (
    SELECT
        p.texte,
        p.est_ambigu AND (p.unite = '' OR u.ecriture IS NOT NULL) AS est_ambigu,
        regexp_full_match(p.unite, '[a-z€%$£/]+') AND u.ecriture IS NULL AND p.minutes IS NULL AND p.nombre IS NOT NULL AS est_autre_unite,
        round(coalesce(p.minutes * um.multiplie / um.divise, CASE WHEN p.minutes IS NULL THEN p.nombre * coalesce(u.multiplie / u.divise, CASE WHEN p.unite = '' THEN 1 END) END), 9) AS valeur
    FROM pose AS p
    LEFT JOIN unite AS u ON u.ecriture = p.unite
    LEFT JOIN unite AS um ON um.ecriture = 'min'
)

SELECT
    texte,
    CASE WHEN NOT est_ambigu AND valeur BETWEEN @minimum@ AND @maximum@ THEN valeur END AS valeur,
    CASE
        WHEN valeur IS NULL AND est_absent(texte) THEN NULL
        WHEN est_ambigu THEN 'la colonne ne dit pas si ce point ou cette virgule sépare les milliers ou les décimales'
        WHEN est_autre_unite THEN 'unité inattendue dans cette colonne@attendue@'
        WHEN valeur IS NULL THEN 'ce n''est pas un nombre lisible (attendu : 1 234,56)'
        WHEN valeur NOT BETWEEN @minimum@ AND @maximum@ THEN 'nombre impossible dans cette colonne@bornes@'
    END AS motif
FROM converti
