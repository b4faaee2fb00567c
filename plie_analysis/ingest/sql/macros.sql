-- What the text of a cell is worth. The words between @ come from reglages.toml, [ingestion].

-- The text without the blanks around it (ordinary, non-breaking, narrow, zero-width); NULL when nothing is left.
CREATE OR REPLACE TEMP MACRO texte(x) AS nullif(trim(x, @blancs@), '');

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
