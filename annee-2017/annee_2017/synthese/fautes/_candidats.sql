-- Les personnes parmi lesquelles chaque faute choisit les siennes : un seul parcours, une histoire simple, pour qu'une faute
-- ne soit reconnue que par son article. Personne n'est choisi deux fois (table pris).

CREATE OR REPLACE TEMP TABLE pris (id_dossier VARCHAR);

CREATE OR REPLACE TEMP TABLE verite (article VARCHAR, "table" VARCHAR, cle VARCHAR);

CREATE OR REPLACE TEMP TABLE candidat AS
SELECT id_dossier, id_parcours, id_prescription, code_referent, date_entree, date_sortie, motif_sortie
FROM parcours
WHERE id_dossier IN (SELECT id_dossier FROM parcours GROUP BY id_dossier HAVING count(*) = 1);

-- Sortis, sans sortie positive à prouver ni déménagement à regarder, et hors de l'activité des douze derniers mois de leur référent.
CREATE OR REPLACE TEMP TABLE candidat_clos AS
SELECT *
FROM candidat
WHERE
    date_sortie >= date_entree + 60
    AND date_entree < photo_fautes() - INTERVAL 14 MONTH
    AND motif_sortie NOT IN ('EMPLOI', 'EMPLOI AIDE', 'FORMATION QUALIFIANTE', 'CREATION D''ACTIVITE', 'DEMENAGEMENT');

CREATE OR REPLACE TEMP TABLE candidat_ouvert AS
SELECT *
FROM candidat
WHERE date_sortie IS NULL AND date_entree < photo_fautes() - INTERVAL 4 MONTH;
