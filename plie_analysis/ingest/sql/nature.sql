-- What kind of thing a text is, whatever the column it stands in. Personal kinds are those that no column of the contract holds.
CREATE OR REPLACE TEMP MACRO est_courriel(x) AS contains(x, '@') AND regexp_matches(x, '[^\s@;,]+@[^\s@;,]+\.[A-Za-z]{2,}');
CREATE OR REPLACE TEMP MACRO est_telephone(x) AS regexp_full_match(x, '\s*(?:\(?(?:\+|00)33\)?[ .-]?(?:\(0\))?|0)[ .-]?[1-9](?:[ .\x{A0}-]?\d{2}){4}\s*');
CREATE OR REPLACE TEMP MACRO est_nir(x) AS regexp_full_match(x, '\s*[12][ .]?\d{2}[ .]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .]?(?:\d{2}|2[ABab])[ .]?\d{3}[ .]?\d{3}(?:[ ./-]?\d{2})?\s*');
CREATE OR REPLACE TEMP MACRO est_adresse(x) AS regexp_matches(simple(x), '^\d{1,4} ?(?:bis|ter|quater|[a-d])?,? ?(?:rue|avenue|av\.?|bd\.?|boulevard|chemin|ch\.|impasse|imp\.|place|pl\.|allees?|route|rte|cours|quai|square|residence|res\.|passage|ruelle|lotissement|faubourg|fg|esplanade|sentier|villa|cite|hameau|mail|rond-point|promenade|traverse|clos|voie)(?: |$)|^(?:rue|avenue|boulevard|impasse|allee|chemin) (?:de|du|des|d''|la|le|les|l'')');
CREATE OR REPLACE TEMP MACRO est_personnel(x) AS est_courriel(x) OR est_telephone(x) OR est_nir(x) OR est_adresse(x);
CREATE OR REPLACE TEMP MACRO est_forme_date(x) AS regexp_matches(x, '^\s*(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2})(?:[ T].*)?\s*$');
CREATE OR REPLACE TEMP MACRO est_forme_nombre(x) AS regexp_matches(x, '^[-+]?[\d.,\s\x{A0}\x{202F}]*\d[\d.,\s\x{A0}\x{202F}]*(?:€|%|[A-Za-z]{1,7}\.?)?\s*$');
CREATE OR REPLACE TEMP MACRO a_des_mots(x) AS regexp_matches(x, '\pL{2,}');
