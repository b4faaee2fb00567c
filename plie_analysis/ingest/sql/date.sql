-- Texts of a column of dates → texte, valeur (DATE), motif (why it is not one; NULL when it is, or when it is absent), est_arrondie
-- and est_convertie (the day is not the one written, but that of the nearest midnight, or of Paris).
-- Day/month/year. What the column proves elsewhere comes between @: @ordre@ is 'jour' (nothing against it), 'melange' (some dates are
-- month/day: those that read both ways are refused) or 'melange_iso' (the native dates of the column too may have been swapped);
-- @deux_chiffres@ is 'ambigus' when some years of two digits come first. A year of two digits gives no date after @limite@ nor a
-- year before @plancher@, and no date is before @au_plus_tot@. A number of five digits counts days from 30/12/1899, as spreadsheets do, within @serie_min@–@serie_max@;
-- one that also reads as a day, a month and a year stuck together is refused unless @serie_sure@.
-- A time within minutes of midnight belongs to the nearest day (spreadsheets' libraries lose 9 min 21 s, the offset of Paris in
-- 1900); a time zone is converted to the time of Paris.
WITH epure AS (
    SELECT texte, trim(simple(texte)) AS s FROM @distincts@
),

coupe AS (
    SELECT
        texte,
        s,
        regexp_extract(s, '^(.*\d|.*[a-z.])?(?:[ t,]+(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?)(?: ?([ap])\.?m\.?)?(?: ?(z|utc|gmt|[+-]\d{2}:?(?:\d{2})?))?$', ['d', 'h', 'mi', 's', 'demi', 'zone']) AS t
    FROM epure
),

horaire AS (
    SELECT
        texte,
        CASE WHEN t.h = '' THEN s ELSE t.d END AS s,
        t.demi <> '' AS est_americaine,
        CASE WHEN t.h = '' THEN 0 WHEN try_cast(t.h AS INTEGER) < 24 AND try_cast(t.mi AS INTEGER) < 60 AND coalesce(try_cast(t.s AS INTEGER), 0) < 60
            THEN (CASE WHEN t.demi <> '' THEN try_cast(t.h AS INTEGER) % 12 + CASE t.demi WHEN 'p' THEN 12 ELSE 0 END ELSE try_cast(t.h AS INTEGER) END) * 3600 + try_cast(t.mi AS INTEGER) * 60 + coalesce(try_cast(t.s AS INTEGER), 0)
        END AS secondes,
        CASE WHEN t.zone = '' THEN NULL WHEN t.zone IN ('z', 'utc', 'gmt') THEN 0
            ELSE (CASE WHEN t.zone[1] = '-' THEN -1 ELSE 1 END) * (try_cast(t.zone[2:3] AS INTEGER) * 3600 + coalesce(try_cast(replace(t.zone, ':', '')[4:5] AS INTEGER), 0) * 60)
        END AS decalage
    FROM coupe
),

lu AS (
    SELECT
        *,
        regexp_extract(s, '^(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4}|\d{2})$', ['j', 'm', 'a']) AS jma,
        regexp_extract(s, '^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$', ['a', 'm', 'j']) AS amj,
        regexp_extract(s, '^(\d{4})(\d{2})(\d{2})$', ['a', 'm', 'j']) AS colle,
        regexp_extract(s, '^(\d{1,2})(?:er)?[ ./-]*([a-z]+)[ ./-]*(\d{4}|\d{2})$', ['j', 'mois', 'a']) AS lettres,
        regexp_extract(s, '^(\d{5})(?:[.,](\d+))?$', ['jours', 'part']) AS serie
    FROM horaire
),

parties AS (
    SELECT
        *,
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
    SELECT *, CASE WHEN strlen(a) = 2 THEN year(@limite@) - (year(@limite@) - try_cast(a AS INTEGER)) % 100 WHEN a <> '' THEN try_cast(a AS INTEGER) END AS an FROM parties
),

date_lue AS (
    SELECT *, try_cast(lpad(an::VARCHAR, 4, '0') || '-' || lpad(m, 2, '0') || '-' || lpad(j, 2, '0') AS DATE) AS d FROM annee
),

siecle AS (
    SELECT
        * REPLACE (CASE WHEN strlen(a) = 2 AND d > @limite@ THEN (d - INTERVAL 100 YEAR)::DATE ELSE d END AS d),
        -- The part of a day that a number carries is its time.
        DATE '1899-12-30' + try_cast(serie.jours AS INTEGER) AS d_serie,
        coalesce(round(try_cast('0.' || nullif(serie.part, '') AS DOUBLE) * 86400)::INTEGER, 0) AS s_serie,
        regexp_full_match(serie.jours, '[1-9](0[1-9]|1[0-2])\d{2}') AS est_colle
    FROM date_lue
),

instant AS (
    SELECT
        *,
        CASE WHEN decalage IS NULL THEN coalesce(d, d_serie)::TIMESTAMP + to_seconds(CASE WHEN d IS NULL THEN s_serie ELSE secondes END)
            ELSE timezone('Europe/Paris', timezone('UTC', d::TIMESTAMP + to_seconds(secondes - decalage))) END AS quand
    FROM siecle
),

jour AS (
    SELECT
        *,
        (quand + INTERVAL 15 MINUTE)::DATE AS jour,
        date_part('epoch', quand - date_trunc('day', quand))::INTEGER AS heure
    FROM instant
),

motive AS (
    SELECT
        texte,
        jour,
        jour <> quand::DATE AS est_arrondie,
        decalage IS NOT NULL AS est_convertie,
        CASE
            WHEN est_absent(texte) THEN NULL
            WHEN d IS NULL AND d_serie IS NULL AND an NOT BETWEEN @annee_min@ AND @annee_max@ THEN 'année hors des bornes @annee_min@–@annee_max@'
            WHEN d IS NULL AND d_serie IS NULL AND jma.a <> '' AND try_cast(m AS INTEGER) BETWEEN 13 AND 31 AND try_cast(j AS INTEGER) BETWEEN 1 AND 12 THEN 'cette date semble écrite mois/jour/année, à l''américaine (attendu : JJ/MM/AAAA)'
            WHEN d IS NULL AND d_serie IS NULL AND j IS NOT NULL AND m IS NOT NULL THEN 'cette date n''existe pas dans le calendrier (jour/mois/année)'
            WHEN quand IS NULL THEN 'ce n''est pas une date lisible (attendu : JJ/MM/AAAA)'
            WHEN d_serie IS NOT NULL AND est_colle AND NOT @serie_sure@ THEN 'ce nombre se lit de deux façons, comme une date sans séparateur ou comme un numéro de série du tableur'
            WHEN d_serie IS NOT NULL AND d_serie NOT BETWEEN @serie_min@ AND @serie_max@ THEN 'ce nombre, lu comme un numéro de série du tableur, donne une date trop loin des autres de la colonne'
            WHEN year(jour) NOT BETWEEN @annee_min@ AND @annee_max@ THEN 'année hors des bornes @annee_min@–@annee_max@'
            WHEN jour < @au_plus_tot@ AND strlen(a) <> 2 THEN 'date invraisemblable dans cette colonne, plus de @ans_passes@ ans avant la photo'
            WHEN jma.a <> '' AND strlen(a) = 2 AND @deux_chiffres@ = 'ambigus' AND try_cast(j AS INTEGER) <= 31 AND try_cast(a AS INTEGER) BETWEEN 1 AND 31 THEN 'dans cette colonne, l''année à deux chiffres vient tantôt en premier, tantôt en dernier : écrivez-la avec quatre chiffres'
            WHEN strlen(a) = 2 AND year(d) < @plancher@ THEN 'avec cette année à deux chiffres, la date tomberait après la photo, ou un siècle plus tôt : écrivez l''année avec quatre chiffres'
            WHEN (jma.a <> '' AND (@ordre@ <> 'jour' OR est_americaine) OR amj.a <> '' AND @ordre@ = 'melange_iso') AND try_cast(j AS INTEGER) <= 12 AND try_cast(j AS INTEGER) <> try_cast(m AS INTEGER)
                THEN 'jour/mois ou mois/jour ? La colonne mêle les deux ordres et cette date se lit dans les deux'
            WHEN heure >= 86399 THEN 'l''heure 23:59:59 ne dit pas si la date est ce jour ou le suivant'
            WHEN heure >= 79200 AND heure % 3600 = 0 THEN 'cette heure laisse penser à un décalage de fuseau : ce jour ou le suivant ?'
        END AS motif
    FROM jour
)

SELECT texte, CASE WHEN motif IS NULL AND NOT coalesce(est_absent(texte), false) THEN jour END AS valeur, motif, coalesce(est_arrondie, false) AS est_arrondie, est_convertie FROM motive
