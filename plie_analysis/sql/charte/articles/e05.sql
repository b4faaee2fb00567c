-- E05 : un CDD (ou CDDI) ou une mission d'intérim sans date de fin depuis plus de contrat_court_sans_fin_mois mois.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    l.cle,
    concat(l.operation, ' depuis le ', jour(l.date_debut), ', sans date de fin') AS valeur,
    concat('une date de fin, avant ', seuil('contrat_court_sans_fin_mois'), ' mois') AS attendu
FROM curated.charte_lignes_etape AS l
SEMI JOIN ref.operation AS o ON o.code = l.operation AND o.type_contrat IN ('cdd', 'cddi', 'interim')
-- Le parcours est encore ouvert : après la sortie, personne ne suit plus le contrat.
SEMI JOIN curated.charte_parcours_coherent AS p ON p.id_parcours = l.id_parcours AND p.est_ouvert
WHERE
    l.est_retenue
    AND l.date_fin IS NULL
    AND l.date_debut + to_months(seuil('contrat_court_sans_fin_mois')) < la_photo()
