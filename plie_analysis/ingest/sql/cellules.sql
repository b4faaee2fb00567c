-- The cells of a record, each with the delimiter before it; and whether they are all of it, in the number expected
-- (one more is allowed when every cell beyond is blank).
CREATE OR REPLACE TEMP MACRO cellules(t) AS regexp_extract_all(@separateur@ || t, @motif@);
CREATE OR REPLACE TEMP MACRO est_decoupe(t, c) AS
    len(c) >= @attendues@
    AND strlen(array_to_string(c, '')) = strlen(t) + 1
    AND trim(array_to_string(c[@attendues@ + 1:], ''), @separateur@ || ' "') = '';
-- One cell: without its delimiter, its quotes, and with its doubled quotes made single.
CREATE OR REPLACE TEMP MACRO cellule(c, rang) AS
    CASE WHEN starts_with(trim(c[rang][2:]), '"') AND ends_with(trim(c[rang][2:]), '"') AND strlen(trim(c[rang][2:])) > 1
        THEN replace(trim(c[rang][2:])[2:-2], '""', '"') ELSE c[rang][2:] END;
