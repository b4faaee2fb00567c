-- Unusual texts of a column of numbers (@nature@: 'numero', 'code' or 'code_postal') → texte, valeur (the number without what a
-- spreadsheet puts around it), motif (why it cannot be one; NULL when it is), est_arrondi (a spreadsheet has lost digits of it).
WITH nu AS (
    -- ="0012", =0012, "0012", '0012 are 0012; 101.0 and 101,00 are 101; a blank, even the end of a line, is one space.
    SELECT
        texte,
        regexp_replace(texte(regexp_replace(regexp_replace(regexp_replace(texte(texte), '[\s\x{00A0}\x{202F}]+', ' ', 'g'), '^=? ?["''“”]+ ?(.*?) ?["''“”]*$', '\1'), '^=', '')), '^(\d+)[.,]0+$', '\1') AS v
    FROM @distincts@
),

propre AS (
    SELECT
        texte,
        CASE WHEN @nature@ <> 'code_postal' THEN v ELSE regexp_replace(regexp_replace(upper(regexp_replace(v, '\s', '', 'g')), '^F-?(\d{5})$', '\1'), '^(\d{4})$', '0\1') END AS v,
        regexp_replace(v, '[\s./-]', '', 'g') AS serre
    FROM nu
)

SELECT
    texte,
    CASE WHEN motif IS NULL AND NOT coalesce(est_absence(v), false) THEN v END AS valeur,
    motif,
    @nature@ <> 'code_postal' AND coalesce(regexp_full_match(v, @scientifique@), false) AS est_arrondi
FROM (
    SELECT
        *,
        CASE
            WHEN v IS NULL OR est_absence(v) THEN NULL
            WHEN @nature@ = 'code_postal' THEN CASE WHEN NOT regexp_full_match(v, '\d{5}|2[AB]\d{3}') THEN 'ce n''est pas un code postal (attendu : cinq chiffres) ; la valeur n''est pas recopiée' END
            WHEN contains(v, '@') THEN 'ce n''est pas un numéro mais, semble-t-il, une adresse électronique ; la valeur n''est pas recopiée'
            WHEN regexp_full_match(serre, '(\+33|0033|0)[1-9]\d{8}') THEN 'ce n''est pas un numéro mais, semble-t-il, un téléphone ; la valeur n''est pas recopiée'
            WHEN regexp_full_match(serre, '[1278]\d{2}(0[1-9]|1[0-2]|[2-9]\d)(\d{2}|2[ABab])\d{6}(\d{2})?') THEN 'ce n''est pas un numéro mais, semble-t-il, un numéro de sécurité sociale ; la valeur n''est pas recopiée'
            WHEN regexp_matches(v, '\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d{2}-\d{2}') THEN 'ce n''est pas un numéro mais, semble-t-il, une date ; la valeur n''est pas recopiée'
            WHEN NOT regexp_full_match(v, '[\p{L}0-9][\p{L}0-9 ._/#°:+-]{0,39}') OR (contains(v, ' ') AND regexp_matches(v, '\p{L}{4,}')) OR (@nature@ = 'numero' AND NOT regexp_matches(v, '\d'))
                THEN 'ce n''est pas un numéro lisible (attendu : des chiffres, avec ou sans lettres) ; la valeur n''est pas recopiée'
        END AS motif
    FROM propre
)
