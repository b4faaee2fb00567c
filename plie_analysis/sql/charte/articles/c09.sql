-- C09 : un motif de fin de durée (ref.motif_fin_duree, d'après [protocole] motifs_fin_duree des réglages) ne ferme qu'un parcours de
-- parcours_long_mois mois au moins (mois de calendrier).
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    l.cle,
    concat('sorti après ', date_sub('month', l.date_entree, l.date_sortie), ' mois') AS valeur,
    concat('ce motif après ', seuil('parcours_long_mois'), ' mois seulement') AS attendu
FROM curated.charte_lignes_sortie AS l
SEMI JOIN curated.charte_parcours_coherent AS p ON p.id_parcours = l.id_parcours
SEMI JOIN ref.motif_fin_duree AS f ON f.code = l.motif_sortie
WHERE l.date_sortie < l.date_entree + to_months(seuil('parcours_long_mois'))
