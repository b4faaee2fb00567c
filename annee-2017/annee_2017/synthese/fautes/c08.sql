-- C08 : une sortie déclarée positive sans contrat ni formation qui le prouve.

-- choix
SELECT c.*
FROM candidat_clos AS c
ANTI JOIN etapes AS e
    ON e.id_parcours = c.id_parcours
    AND NOT regexp_matches(lower(e.operation), 'remobilisation|projet professionnel|mobilité|via|talent|fle |coaching|pmsmp|estime')

-- faute
UPDATE parcours SET motif_sortie = 'EMPLOI' WHERE id_parcours IN (SELECT id_parcours FROM choix);

-- verite
SELECT 'C08', 'sortie', id_parcours FROM choix
