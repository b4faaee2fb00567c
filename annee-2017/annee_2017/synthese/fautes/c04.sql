-- C04 : un second parcours, dix jours après l'entrée du premier.

-- choix
SELECT c.*, c.id_parcours || '-C04' AS nouveau FROM candidat_clos AS c SEMI JOIN prescriptions AS p ON p.id_prescription = c.id_prescription AND c.date_entree - p.date_prescription < 150

-- faute
INSERT INTO parcours
SELECT p.* REPLACE (
    c.nouveau AS id_parcours, p.date_entree + 10 AS date_entree, p.date_entree + 20 AS date_sortie,
    'A SA DEMANDE' AS motif_sortie, NULL AS date_saisie_entree, NULL AS date_saisie_sortie
)
FROM parcours AS p JOIN choix AS c ON c.id_parcours = p.id_parcours;

-- verite
SELECT 'C04', 'parcours', nouveau FROM choix
