-- What the text of a cell is worth. The words between @ come from reglages.toml, [ingestion].

-- The text without the blanks around it (ordinary, non-breaking, narrow, zero-width); NULL when nothing is left.
CREATE OR REPLACE TEMP MACRO texte(x) AS nullif(trim(x, @blancs@), '');

-- The text of a cell that a program wrapped for the spreadsheet: ="0012" is 0012, as ="12/03/1981" is 12/03/1981.
CREATE OR REPLACE TEMP MACRO est_enrobe(x) AS starts_with(x, '="') AND ends_with(x, '"');
CREATE OR REPLACE TEMP MACRO nu(x) AS CASE WHEN est_enrobe(x) THEN texte(x[3:-2]) ELSE x END;
-- The same for what is no plain text, where the apostrophe with which a spreadsheet marks a text says nothing.
CREATE OR REPLACE TEMP MACRO nu_type(x) AS nu(CASE WHEN x[1] IN ('''', '’') THEN texte(x[2:]) ELSE x END);

-- Lower case, without accents or ligatures, every run of blanks being one space.
CREATE OR REPLACE TEMP MACRO simple(x) AS
    regexp_replace(replace(replace(lower(strip_accents(x)), 'œ', 'oe'), 'æ', 'ae'), '[\s\x{00A0}\x{202F}\x{2007}\x{2009}\x{200B}]+', ' ', 'g');

-- The key by which two spellings of one label meet: letters, digits and the plus sign, nothing else.
CREATE OR REPLACE TEMP MACRO cle(x) AS regexp_replace(simple(x), '[^a-z0-9+]', '', 'g');

-- Whether a text stands for an empty cell, says that nobody knows, or either.
CREATE OR REPLACE TEMP MACRO est_vide(x) AS x IN (@valeurs_vides@);
CREATE OR REPLACE TEMP MACRO est_non_renseigne(x) AS simple(x) IN (@valeurs_non_renseignees@);
CREATE OR REPLACE TEMP MACRO est_absent(x) AS est_vide(x) OR est_non_renseigne(x);

-- The same for a column of plain text, already trimmed, where every row is looked at: the usual writings, compared as they are.
CREATE OR REPLACE TEMP MACRO est_absence(t) AS t IN (@ecritures_absentes@);
