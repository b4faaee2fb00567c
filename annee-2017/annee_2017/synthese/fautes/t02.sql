-- T02 : un référent à temps plein qui n'a aucun parcours.

-- choix
SELECT * FROM candidat_clos

-- faute
INSERT INTO referents BY NAME
SELECT 'SANS-' || id_dossier AS code_referent, 'CREATIV''' AS structure, 1 AS nb_etp FROM choix;

-- verite
SELECT 'T02', 'referent', 'SANS-' || id_dossier FROM choix
