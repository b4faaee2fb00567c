-- Draws: a number in [0, 1[ that depends on the seed, the copy (r) and what it is drawn for. Nothing else is random.
CREATE OR REPLACE MACRO tirage(quoi, r, n) AS (hash(quoi, r, n, getvariable('graine')) % 1000003) / 1000003.0;
CREATE OR REPLACE MACRO entre(quoi, r, n, bas, haut) AS CAST(bas + floor(tirage(quoi, r, n) * (haut - bas + 1)) AS INTEGER);
CREATE OR REPLACE MACRO un_de(quoi, r, n, liste) AS liste[1 + CAST(floor(tirage(quoi, r, n) * len(liste)) AS INTEGER)];
-- A working day shifted by whole weeks, inside its month.
CREATE OR REPLACE MACRO semaines(jour) AS list_filter([-14, -7, 0, 7, 14], lambda x: last_day(CAST(jour + x AS DATE)) = last_day(jour));
-- Numbers scattered by the seed without collision (10007 is prime).
CREATE OR REPLACE MACRO numero(r, n) AS r * 10007 + (n * (1 + (CAST(getvariable('graine') AS BIGINT) * 7919) % 10006)) % 10007;
