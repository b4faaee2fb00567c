-- K01 : chaque fait est saisi dans les saisie_jours jours qui suivent sa date : prescription, entrée, sortie, étape, entretien.
-- Une date de saisie vide veut dire « connu dès le début » ; une saisie après la photo relève de K02, des dates de parcours
-- qui ne se tiennent pas, de C02.
-- nom_table : table de la ligne (la règle de chaque suite ne prend que les siennes).
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH fait AS (
    SELECT 'prescription' AS nom_table, cle, 'prescription' AS quoi, date_prescription AS date_fait, date_saisie
    FROM curated.charte_lignes_prescription
    WHERE est_retenue AND date_saisie > date_prescription + seuil('saisie_jours')::INTEGER
    UNION ALL
    SELECT 'parcours', l.cle, 'entrée', l.date_entree, l.date_saisie_entree
    FROM curated.charte_lignes_parcours AS l
    SEMI JOIN curated.charte_parcours_coherent AS p ON p.id_parcours = l.id_parcours
    WHERE est_retenue AND date_saisie_entree > date_entree + seuil('saisie_jours')::INTEGER
    UNION ALL
    SELECT 'parcours', l.cle, 'sortie', l.date_sortie, l.date_saisie_sortie
    FROM curated.charte_lignes_parcours AS l
    SEMI JOIN curated.charte_parcours_coherent AS p ON p.id_parcours = l.id_parcours
    WHERE est_retenue AND date_saisie_sortie > date_sortie + seuil('saisie_jours')::INTEGER
    UNION ALL
    SELECT 'etape', cle, 'étape', date_debut, date_saisie
    FROM curated.charte_lignes_etape
    WHERE est_retenue AND date_saisie > date_debut + seuil('saisie_jours')::INTEGER
    UNION ALL
    SELECT 'entretien', cle, 'entretien', date_entretien, date_saisie
    FROM curated.charte_lignes_entretien
    WHERE est_retenue AND date_saisie > date_entretien + seuil('saisie_jours')::INTEGER
)

SELECT
    nom_table,
    cle,
    concat(quoi, ' du ', jour(date_fait), ' saisie le ', jour(date_saisie), ' (', date_saisie - date_fait, ' jours après)') AS valeur,
    concat('une saisie dans les ', seuil('saisie_jours'), ' jours') AS attendu
FROM fait
WHERE date_saisie <= la_photo()
