-- Texts of a column of dates → texte, valeur (DATE), motif (why it is not one; NULL when it is, or when it is absent).
-- A year of two digits falls at most @pivot@; a number of five digits counts days from 30/12/1899, as spreadsheets do.
WITH epure AS (
    SELECT texte, trim(simple(texte)) AS s FROM @distincts@
),

lu AS (
    SELECT
        texte,
        regexp_extract(s, '^(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4}|\d{2})(?:[ t,]+\d{1,2}[:h]\d{2}.*)?$', ['j', 'm', 'a']) AS jma,
        regexp_extract(s, '^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ t,]+\d{1,2}[:h]\d{2}.*)?$', ['a', 'm', 'j']) AS amj,
        regexp_extract(s, '^(\d{4})(\d{2})(\d{2})$', ['a', 'm', 'j']) AS colle,
        regexp_extract(s, '^(\d{1,2})(?:er)?[ ./-]*([a-z]+)[ ./-]*(\d{4}|\d{2})(?:[ t,]+\d{1,2}[:h]\d{2}.*)?$', ['j', 'mois', 'a']) AS lettres,
        nullif(regexp_extract(s, '^(\d{5})(?:[.,]\d+)?$', 1), '')::INTEGER AS serie
    FROM epure
),

parties AS (
    SELECT
        texte,
        serie,
        nullif(jma.j || amj.j || colle.j || lettres.j, '') AS j,
        CASE WHEN lettres.mois = '' THEN jma.m || amj.m || colle.m ELSE coalesce(
            list_position(['janvier', 'fevrier', 'mars', 'avril', 'mai', 'juin', 'juillet', 'aout', 'septembre', 'octobre', 'novembre', 'decembre'], lettres.mois),
            list_position(['janv', 'fevr', 'mar', 'avr', 'may', 'jun', 'juil', 'aou', 'sept', 'oct', 'nov', 'dec'], lettres.mois),
            list_position(['jan', 'fev', 'mar', 'apr', 'may', 'june', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'], lettres.mois),
            list_position(['jan', 'feb'], lettres.mois))::VARCHAR END AS m,
        jma.a || amj.a || colle.a || lettres.a AS a
    FROM lu
),

annee AS (
    SELECT *, CASE WHEN strlen(a) = 2 THEN @pivot@ - (@pivot@ - a::INTEGER) % 100 WHEN a <> '' THEN a::INTEGER END AS an FROM parties
),

jour AS (
    SELECT
        texte,
        j,
        m,
        coalesce(an, year(DATE '1899-12-30' + serie)) AS an,
        coalesce(try_cast(lpad(an::VARCHAR, 4, '0') || '-' || lpad(m, 2, '0') || '-' || lpad(j, 2, '0') AS DATE), DATE '1899-12-30' + serie) AS jour
    FROM annee
)

SELECT
    texte,
    CASE WHEN an BETWEEN @annee_min@ AND @annee_max@ THEN jour END AS valeur,
    CASE
        WHEN est_absent(texte) THEN NULL
        WHEN an NOT BETWEEN @annee_min@ AND @annee_max@ THEN 'année hors des bornes @annee_min@–@annee_max@'
        WHEN jour IS NOT NULL THEN NULL
        WHEN j IS NOT NULL AND m IS NOT NULL THEN 'cette date n''existe pas dans le calendrier (jour/mois/année)'
        ELSE 'ce n''est pas une date lisible (attendu : JJ/MM/AAAA)'
    END AS motif
FROM jour
