-- C08 : une sortie positive est prouvée par les étapes, selon les critères du protocole (curated.sortie, est_prouvee).
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    l.cle,
    concat(l.motif_sortie, ' le ', jour(l.date_sortie), ', sans étape qui le prouve') AS valeur,
    'une étape qui remplit un critère du protocole (contrat, durée, âge)' AS attendu
FROM curated.charte_lignes_sortie AS l
SEMI JOIN curated.charte_parcours_coherent AS p ON p.id_parcours = l.id_parcours
WHERE l.est_sortie_positive AND NOT l.est_prouvee
