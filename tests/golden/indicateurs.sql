-- accompagnes
SELECT
  COUNT(DISTINCT "t1"."id_dossier") AS "g0"
FROM (
  SELECT
    "t0"."id_dossier",
    "t0"."date_entree",
    "t0"."date_sortie"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_sortie" IS NULL
      )
      OR (
        "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- parcours_actifs
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_entree",
    "t0"."date_sortie"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_sortie" IS NULL
      )
      OR (
        "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- file_active
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_entree",
    "t0"."date_sortie"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_sortie" IS NULL
      )
      OR (
        "t0"."date_sortie" > MAKE_DATE(2017, 12, 31)
      )
    )
) AS "t1";

-- file_active_en_action
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_debut",
    "t0"."date_fin"
  FROM "curated"."etape" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_debut" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 12, 1)
      )
    )
) AS "t1";

-- file_active_en_veille
SELECT
  COUNT(DISTINCT "t1"."id_parcours") AS "g0"
FROM (
  SELECT
    "t0"."id_parcours",
    "t0"."date_entree",
    "t0"."date_sortie",
    "t0"."date_debut",
    "t0"."date_fin"
  FROM "curated"."veille" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_debut" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 12, 31)
      )
    )
    AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_sortie" IS NULL
      )
      OR (
        "t0"."date_sortie" > MAKE_DATE(2017, 12, 31)
      )
    )
) AS "t1";

-- part_file_active_en_veille
SELECT
  COUNT(DISTINCT "t1"."id_parcours") AS "g0"
FROM (
  SELECT
    "t0"."id_parcours",
    "t0"."date_entree",
    "t0"."date_sortie",
    "t0"."date_debut",
    "t0"."date_fin"
  FROM "curated"."veille" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_debut" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 12, 31)
      )
    )
    AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_sortie" IS NULL
      )
      OR (
        "t0"."date_sortie" > MAKE_DATE(2017, 12, 31)
      )
    )
) AS "t1";
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_entree",
    "t0"."date_sortie"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_sortie" IS NULL
      )
      OR (
        "t0"."date_sortie" > MAKE_DATE(2017, 12, 31)
      )
    )
) AS "t1";

-- entrees
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_entree"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- entrees_pe_cd
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."prescripteur" IN ('Pôle emploi', 'Conseil départemental')) AS "g0"
FROM (
  SELECT
    "t0"."date_entree",
    "t0"."prescripteur"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- prescriptions
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_prescription"
  FROM "curated"."prescription" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_prescription" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- prescriptions_pe_cd
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."prescripteur" IN ('Pôle emploi', 'Conseil départemental')) AS "g0"
FROM (
  SELECT
    "t0"."prescripteur",
    "t0"."date_prescription"
  FROM "curated"."prescription" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_prescription" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- non_entrees
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_non_entree") AS "g0"
FROM (
  SELECT
    "t0"."date_decision",
    "t0"."est_non_entree"
  FROM "curated"."prescription" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_decision" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- non_entrees_par_motif
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_non_entree") AS "g0"
FROM (
  SELECT
    "t0"."date_decision",
    "t0"."est_non_entree"
  FROM "curated"."prescription" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_decision" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- taux_entree_prescriptions
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_decidee" AND "t1"."est_entree") AS "g0",
  COUNT(*) FILTER(WHERE
    "t1"."est_decidee") AS "g1"
FROM (
  SELECT
    "t0"."date_decision",
    "t0"."est_entree",
    "t0"."est_decidee"
  FROM "curated"."prescription" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_decision" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- duree_preaffectation
SELECT
  CASE
    WHEN COUNT(*) = 0
    THEN 0.0
    ELSE SUM(CAST("t1"."preaffectation_jours" AS DOUBLE))
  END AS "g0",
  COUNT("t1"."preaffectation_jours") AS "g1"
FROM (
  SELECT
    "t0"."date_entree",
    "t0"."preaffectation_jours"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- etp
SELECT
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM("t1"."nb_etp") END AS "g0"
FROM (
  SELECT
    "t0"."nb_etp",
    "t0"."date_debut",
    "t0"."date_fin"
  FROM "curated"."referent" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_debut" IS NULL
      )
      OR (
        "t0"."date_debut" <= MAKE_DATE(2017, 12, 31)
      )
    )
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 12, 31)
      )
    )
) AS "t1";

-- objectif_entrees
SELECT
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM("t1"."nb_etp") END AS "g0"
FROM (
  SELECT
    "t0"."nb_etp",
    "t0"."date_debut",
    "t0"."date_fin"
  FROM "curated"."referent" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_debut" IS NULL
      )
      OR (
        "t0"."date_debut" <= MAKE_DATE(2017, 1, 1)
      )
    )
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- objectif_file_active
SELECT
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM("t1"."nb_etp") END AS "g0"
FROM (
  SELECT
    "t0"."nb_etp",
    "t0"."date_debut",
    "t0"."date_fin"
  FROM "curated"."referent" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_debut" IS NULL
      )
      OR (
        "t0"."date_debut" <= MAKE_DATE(2017, 1, 1)
      )
    )
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- objectif_sorties_positives
SELECT
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM("t1"."nb_etp") END AS "g0"
FROM (
  SELECT
    "t0"."nb_etp",
    "t0"."date_debut",
    "t0"."date_fin"
  FROM "curated"."referent" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_debut" IS NULL
      )
      OR (
        "t0"."date_debut" <= MAKE_DATE(2017, 1, 1)
      )
    )
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- taux_objectif_entrees
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_entree"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";
SELECT
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM("t1"."nb_etp") END AS "g0"
FROM (
  SELECT
    "t0"."nb_etp",
    "t0"."date_debut",
    "t0"."date_fin"
  FROM "curated"."referent" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_debut" IS NULL
      )
      OR (
        "t0"."date_debut" <= MAKE_DATE(2017, 1, 1)
      )
    )
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- taux_objectif_file_active
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_entree",
    "t0"."date_sortie"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_sortie" IS NULL
      )
      OR (
        "t0"."date_sortie" > MAKE_DATE(2017, 12, 31)
      )
    )
) AS "t1";
SELECT
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM("t1"."nb_etp") END AS "g0"
FROM (
  SELECT
    "t0"."nb_etp",
    "t0"."date_debut",
    "t0"."date_fin"
  FROM "curated"."referent" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_debut" IS NULL
      )
      OR (
        "t0"."date_debut" <= MAKE_DATE(2017, 1, 1)
      )
    )
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- taux_objectif_sorties_positives
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_sortie_positive") AS "g0"
FROM (
  SELECT
    "t0"."date_sortie",
    "t0"."est_sortie_positive"
  FROM "curated"."sortie" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";
SELECT
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM("t1"."nb_etp") END AS "g0"
FROM (
  SELECT
    "t0"."nb_etp",
    "t0"."date_debut",
    "t0"."date_fin"
  FROM "curated"."referent" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_debut" IS NULL
      )
      OR (
        "t0"."date_debut" <= MAKE_DATE(2017, 1, 1)
      )
    )
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- objectif_prescriptions_pe_cd

-- taux_objectif_prescriptions_pe_cd
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."prescripteur" IN ('Pôle emploi', 'Conseil départemental')) AS "g0"
FROM (
  SELECT
    "t0"."prescripteur",
    "t0"."date_prescription"
  FROM "curated"."prescription" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_prescription" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- objectif_entrees_pe_cd

-- taux_objectif_entrees_pe_cd
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."prescripteur" IN ('Pôle emploi', 'Conseil départemental')) AS "g0"
FROM (
  SELECT
    "t0"."date_entree",
    "t0"."prescripteur"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- sorties
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_sortie"
  FROM "curated"."sortie" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- sorties_positives
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_sortie_positive") AS "g0"
FROM (
  SELECT
    "t0"."date_sortie",
    "t0"."est_sortie_positive"
  FROM "curated"."sortie" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- sorties_positives_prouvees
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_sortie_positive" AND "t1"."est_prouvee") AS "g0"
FROM (
  SELECT
    "t0"."date_sortie",
    "t0"."est_sortie_positive",
    "t0"."est_prouvee"
  FROM "curated"."sortie" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- sorties_autres
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_sortie_autre") AS "g0"
FROM (
  SELECT
    "t0"."date_sortie",
    "t0"."est_sortie_autre"
  FROM "curated"."sortie" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- taux_sorties_positives
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_sortie_positive") AS "g0",
  COUNT(*) AS "g1"
FROM (
  SELECT
    "t0"."date_sortie",
    "t0"."est_sortie_positive"
  FROM "curated"."sortie" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- taux_sorties_positives_hors
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_sortie_positive" AND NOT (
      "t1"."est_hors_rapport"
    )) AS "g0",
  COUNT(*) FILTER(WHERE
    NOT (
      "t1"."est_hors_rapport"
    )) AS "g1"
FROM (
  SELECT
    "t0"."date_sortie",
    "t0"."est_sortie_positive",
    "t0"."est_hors_rapport"
  FROM "curated"."sortie" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- taux_positives_sur_entrees
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_sortie_positive") AS "g0"
FROM (
  SELECT
    "t0"."date_sortie",
    "t0"."est_sortie_positive"
  FROM "curated"."sortie" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_entree"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- taux_positives_sur_accompagnes
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_sortie_positive") AS "g0"
FROM (
  SELECT
    "t0"."date_sortie",
    "t0"."est_sortie_positive"
  FROM "curated"."sortie" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";
SELECT
  COUNT(DISTINCT "t1"."id_dossier") AS "g0"
FROM (
  SELECT
    "t0"."id_dossier",
    "t0"."date_entree",
    "t0"."date_sortie"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_sortie" IS NULL
      )
      OR (
        "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- duree_moyenne_sorties
SELECT
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM("t1"."duree_mois") END AS "g0",
  COUNT("t1"."duree_mois") AS "g1"
FROM (
  SELECT
    "t0"."date_sortie",
    "t0"."duree_mois"
  FROM "curated"."sortie" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- duree_moyenne_accompagnes
SELECT
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM("t1"."duree_mois_a_date") END AS "g0",
  COUNT("t1"."duree_mois_a_date") AS "g1"
FROM (
  SELECT
    "t0"."date_entree",
    "t0"."date_sortie",
    DATE_DIFF(
      'DAY',
      "t0"."date_entree",
      LEAST(COALESCE("t0"."date_sortie", MAKE_DATE(2017, 12, 31)), MAKE_DATE(2017, 12, 31))
    ) / 30.4375 AS "duree_mois_a_date"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_sortie" IS NULL
      )
      OR (
        "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- etapes
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_debut",
    "t0"."date_fin"
  FROM "curated"."etape" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_debut" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- part_etapes_emploi
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_emploi") AS "g0",
  COUNT(*) AS "g1"
FROM (
  SELECT
    "t0"."date_debut",
    "t0"."date_fin",
    "t0"."est_emploi"
  FROM "curated"."etape" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_debut" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- part_emplois_durables
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_emploi" AND "t1"."est_emploi_durable") AS "g0",
  COUNT(*) FILTER(WHERE
    "t1"."est_emploi") AS "g1"
FROM (
  SELECT
    "t0"."date_debut",
    "t0"."date_fin",
    "t0"."est_emploi",
    "t0"."est_emploi_durable"
  FROM "curated"."etape" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_debut" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- part_chantiers_mobilisation
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_mobilisation" AND "t1"."est_chantier_insertion") AS "g0",
  COUNT(*) FILTER(WHERE
    "t1"."est_mobilisation") AS "g1"
FROM (
  SELECT
    "t0"."date_debut",
    "t0"."date_fin",
    "t0"."est_mobilisation",
    "t0"."est_chantier_insertion"
  FROM "curated"."etape" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_debut" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- etapes_par_file_active
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_debut",
    "t0"."date_fin"
  FROM "curated"."etape" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_debut" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_entree",
    "t0"."date_sortie"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_sortie" IS NULL
      )
      OR (
        "t0"."date_sortie" > MAKE_DATE(2017, 12, 31)
      )
    )
) AS "t1";

-- part_file_active_en_etape
SELECT
  COUNT(*) FILTER(WHERE
    "t4"."est_en_etape") AS "g0",
  COUNT(*) AS "g1"
FROM (
  SELECT
    "t2"."id_parcours",
    "t2"."date_entree",
    "t2"."date_sortie",
    EXISTS(
      SELECT
        1
      FROM "curated"."etape" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
        AND "t1"."date_debut" <= MAKE_DATE(2017, 12, 31)
        AND (
          (
            "t1"."date_fin" IS NULL
          ) OR (
            "t1"."date_fin" >= MAKE_DATE(2017, 1, 1)
          )
        )
        AND "t1"."id_parcours" = "t2"."id_parcours"
    ) AS "est_en_etape"
  FROM (
    SELECT
      "t0"."id_parcours",
      "t0"."date_entree",
      "t0"."date_sortie"
    FROM "curated"."parcours" AS "t0"
    WHERE
      "t0"."photo" = MAKE_DATE(2017, 12, 31)
      AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
      AND (
        (
          "t0"."date_sortie" IS NULL
        )
        OR (
          "t0"."date_sortie" > MAKE_DATE(2017, 12, 31)
        )
      )
  ) AS "t2"
) AS "t4";

-- etapes_commencees
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_debut"
  FROM "curated"."etape" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_debut" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- etapes_par_parcours
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_debut"
  FROM "curated"."etape" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_debut" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_entree",
    "t0"."date_sortie"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_sortie" IS NULL
      )
      OR (
        "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- etapes_des_sortis
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_dans_parcours") AS "g0"
FROM (
  SELECT
    "t0"."date_sortie",
    "t0"."est_dans_parcours"
  FROM "curated"."etape" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- etapes_avant_sortie
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_dans_parcours") AS "g0"
FROM (
  SELECT
    "t0"."date_sortie",
    "t0"."est_dans_parcours"
  FROM "curated"."etape" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_sortie"
  FROM "curated"."sortie" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- delai_premiere_etape
SELECT
  CASE
    WHEN COUNT(*) FILTER(WHERE
      "t1"."rang_etape" IN (1)) = 0
    THEN 0.0
    ELSE SUM(CAST("t1"."delai_jours" AS DOUBLE)) FILTER(WHERE
      "t1"."rang_etape" IN (1))
  END AS "g0",
  COUNT("t1"."delai_jours") FILTER(WHERE
    "t1"."rang_etape" IN (1)) AS "g1"
FROM (
  SELECT
    "t0"."date_debut",
    "t0"."rang_etape",
    "t0"."delai_jours"
  FROM "curated"."etape" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_debut" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- sans_etape_3_mois
SELECT
  COUNT(*) FILTER(WHERE
    "t4"."est_sans_etape_3_mois") AS "g0"
FROM (
  SELECT
    "t2"."id_parcours",
    "t2"."date_entree",
    "t2"."date_sortie",
    (
      "t2"."date_entree" <= MAKE_DATE(2017, 9, 30)
    )
    AND NOT (
      EXISTS(
        SELECT
          1
        FROM "curated"."etape" AS "t1"
        WHERE
          "t1"."photo" = MAKE_DATE(2017, 12, 31)
          AND "t1"."date_debut" <= MAKE_DATE(2017, 12, 31)
          AND (
            (
              "t1"."date_fin" IS NULL
            ) OR (
              "t1"."date_fin" >= MAKE_DATE(2017, 9, 30)
            )
          )
          AND "t1"."id_parcours" = "t2"."id_parcours"
      )
    ) AS "est_sans_etape_3_mois"
  FROM (
    SELECT
      "t0"."id_parcours",
      "t0"."date_entree",
      "t0"."date_sortie"
    FROM "curated"."parcours" AS "t0"
    WHERE
      "t0"."photo" = MAKE_DATE(2017, 12, 31)
      AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
      AND (
        (
          "t0"."date_sortie" IS NULL
        )
        OR (
          "t0"."date_sortie" > MAKE_DATE(2017, 12, 31)
        )
      )
  ) AS "t2"
) AS "t4";

-- parcours_plus_30_mois
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_plus_30_mois") AS "g0"
FROM (
  SELECT
    "t0"."date_entree",
    "t0"."date_sortie",
    (
      DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 12, 31)) / 30.4375
    ) > 30 AS "est_plus_30_mois"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_sortie" IS NULL
      )
      OR (
        "t0"."date_sortie" > MAKE_DATE(2017, 12, 31)
      )
    )
) AS "t1";

-- bilans_a_faire
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_bilan_a_faire") AS "g0"
FROM (
  SELECT
    "t0"."date_entree",
    "t0"."date_sortie",
    (
      (
        (
          DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2016, 12, 31)) / 30.4375
        ) < 5
      )
      AND (
        (
          DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 12, 31)) / 30.4375
        ) >= 5
      )
    )
    OR (
      (
        (
          DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2016, 12, 31)) / 30.4375
        ) < 10
      )
      AND (
        (
          DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 12, 31)) / 30.4375
        ) >= 10
      )
    )
    OR (
      (
        (
          DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2016, 12, 31)) / 30.4375
        ) < 15
      )
      AND (
        (
          DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 12, 31)) / 30.4375
        ) >= 15
      )
    )
    OR (
      (
        (
          DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2016, 12, 31)) / 30.4375
        ) < 20
      )
      AND (
        (
          DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 12, 31)) / 30.4375
        ) >= 20
      )
    )
    OR (
      (
        (
          DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2016, 12, 31)) / 30.4375
        ) < 25
      )
      AND (
        (
          DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 12, 31)) / 30.4375
        ) >= 25
      )
    )
    OR (
      (
        (
          DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2016, 12, 31)) / 30.4375
        ) < 30
      )
      AND (
        (
          DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 12, 31)) / 30.4375
        ) >= 30
      )
    ) AS "est_bilan_a_faire"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_sortie" IS NULL
      )
      OR (
        "t0"."date_sortie" > MAKE_DATE(2017, 12, 31)
      )
    )
) AS "t1";

-- duree_mediane_km
SELECT
  GREATEST(DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 1, 1)) - 1, -1) AS "entree",
  DATE_DIFF(
    'DAY',
    "t0"."date_entree",
    CASE
      WHEN (
        "t0"."date_sortie" IS NOT NULL
      )
      AND (
        "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
      )
      THEN "t0"."date_sortie"
      ELSE MAKE_DATE(2017, 12, 31)
    END
  ) AS "duree",
  CASE
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    AND "t0"."est_sortie_positive"
    THEN 1
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    THEN 2
    ELSE 0
  END AS "cause",
  (
    "t0"."date_sortie" IS NOT NULL
  )
  AND (
    "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
  ) AS "sortie"
FROM "curated"."parcours" AS "t0"
WHERE
  "t0"."photo" = MAKE_DATE(2017, 12, 31)
  AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
  AND (
    (
      "t0"."date_sortie" IS NULL
    )
    OR (
      "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
    )
  );

-- duree_mediane_km_ic_bas
SELECT
  GREATEST(DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 1, 1)) - 1, -1) AS "entree",
  DATE_DIFF(
    'DAY',
    "t0"."date_entree",
    CASE
      WHEN (
        "t0"."date_sortie" IS NOT NULL
      )
      AND (
        "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
      )
      THEN "t0"."date_sortie"
      ELSE MAKE_DATE(2017, 12, 31)
    END
  ) AS "duree",
  CASE
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    AND "t0"."est_sortie_positive"
    THEN 1
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    THEN 2
    ELSE 0
  END AS "cause",
  (
    "t0"."date_sortie" IS NOT NULL
  )
  AND (
    "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
  ) AS "sortie"
FROM "curated"."parcours" AS "t0"
WHERE
  "t0"."photo" = MAKE_DATE(2017, 12, 31)
  AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
  AND (
    (
      "t0"."date_sortie" IS NULL
    )
    OR (
      "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
    )
  );

-- duree_mediane_km_ic_haut
SELECT
  GREATEST(DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 1, 1)) - 1, -1) AS "entree",
  DATE_DIFF(
    'DAY',
    "t0"."date_entree",
    CASE
      WHEN (
        "t0"."date_sortie" IS NOT NULL
      )
      AND (
        "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
      )
      THEN "t0"."date_sortie"
      ELSE MAKE_DATE(2017, 12, 31)
    END
  ) AS "duree",
  CASE
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    AND "t0"."est_sortie_positive"
    THEN 1
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    THEN 2
    ELSE 0
  END AS "cause",
  (
    "t0"."date_sortie" IS NOT NULL
  )
  AND (
    "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
  ) AS "sortie"
FROM "curated"."parcours" AS "t0"
WHERE
  "t0"."photo" = MAKE_DATE(2017, 12, 31)
  AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
  AND (
    (
      "t0"."date_sortie" IS NULL
    )
    OR (
      "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
    )
  );

-- duree_moyenne_restreinte
SELECT
  GREATEST(DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 1, 1)) - 1, -1) AS "entree",
  DATE_DIFF(
    'DAY',
    "t0"."date_entree",
    CASE
      WHEN (
        "t0"."date_sortie" IS NOT NULL
      )
      AND (
        "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
      )
      THEN "t0"."date_sortie"
      ELSE MAKE_DATE(2017, 12, 31)
    END
  ) AS "duree",
  CASE
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    AND "t0"."est_sortie_positive"
    THEN 1
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    THEN 2
    ELSE 0
  END AS "cause",
  (
    "t0"."date_sortie" IS NOT NULL
  )
  AND (
    "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
  ) AS "sortie"
FROM "curated"."parcours" AS "t0"
WHERE
  "t0"."photo" = MAKE_DATE(2017, 12, 31)
  AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
  AND (
    (
      "t0"."date_sortie" IS NULL
    )
    OR (
      "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
    )
  );

-- duree_moyenne_restreinte_ic_bas
SELECT
  GREATEST(DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 1, 1)) - 1, -1) AS "entree",
  DATE_DIFF(
    'DAY',
    "t0"."date_entree",
    CASE
      WHEN (
        "t0"."date_sortie" IS NOT NULL
      )
      AND (
        "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
      )
      THEN "t0"."date_sortie"
      ELSE MAKE_DATE(2017, 12, 31)
    END
  ) AS "duree",
  CASE
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    AND "t0"."est_sortie_positive"
    THEN 1
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    THEN 2
    ELSE 0
  END AS "cause",
  (
    "t0"."date_sortie" IS NOT NULL
  )
  AND (
    "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
  ) AS "sortie"
FROM "curated"."parcours" AS "t0"
WHERE
  "t0"."photo" = MAKE_DATE(2017, 12, 31)
  AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
  AND (
    (
      "t0"."date_sortie" IS NULL
    )
    OR (
      "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
    )
  );

-- duree_moyenne_restreinte_ic_haut
SELECT
  GREATEST(DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 1, 1)) - 1, -1) AS "entree",
  DATE_DIFF(
    'DAY',
    "t0"."date_entree",
    CASE
      WHEN (
        "t0"."date_sortie" IS NOT NULL
      )
      AND (
        "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
      )
      THEN "t0"."date_sortie"
      ELSE MAKE_DATE(2017, 12, 31)
    END
  ) AS "duree",
  CASE
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    AND "t0"."est_sortie_positive"
    THEN 1
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    THEN 2
    ELSE 0
  END AS "cause",
  (
    "t0"."date_sortie" IS NOT NULL
  )
  AND (
    "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
  ) AS "sortie"
FROM "curated"."parcours" AS "t0"
WHERE
  "t0"."photo" = MAKE_DATE(2017, 12, 31)
  AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
  AND (
    (
      "t0"."date_sortie" IS NULL
    )
    OR (
      "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
    )
  );

-- incidence_sortie_positive
SELECT
  GREATEST(DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 1, 1)) - 1, -1) AS "entree",
  DATE_DIFF(
    'DAY',
    "t0"."date_entree",
    CASE
      WHEN (
        "t0"."date_sortie" IS NOT NULL
      )
      AND (
        "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
      )
      THEN "t0"."date_sortie"
      ELSE MAKE_DATE(2017, 12, 31)
    END
  ) AS "duree",
  CASE
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    AND "t0"."est_sortie_positive"
    THEN 1
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    THEN 2
    ELSE 0
  END AS "cause",
  (
    "t0"."date_sortie" IS NOT NULL
  )
  AND (
    "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
  ) AS "sortie"
FROM "curated"."parcours" AS "t0"
WHERE
  "t0"."photo" = MAKE_DATE(2017, 12, 31)
  AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
  AND (
    (
      "t0"."date_sortie" IS NULL
    )
    OR (
      "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
    )
  );

-- incidence_sortie_positive_ic_bas
SELECT
  GREATEST(DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 1, 1)) - 1, -1) AS "entree",
  DATE_DIFF(
    'DAY',
    "t0"."date_entree",
    CASE
      WHEN (
        "t0"."date_sortie" IS NOT NULL
      )
      AND (
        "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
      )
      THEN "t0"."date_sortie"
      ELSE MAKE_DATE(2017, 12, 31)
    END
  ) AS "duree",
  CASE
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    AND "t0"."est_sortie_positive"
    THEN 1
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    THEN 2
    ELSE 0
  END AS "cause",
  (
    "t0"."date_sortie" IS NOT NULL
  )
  AND (
    "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
  ) AS "sortie"
FROM "curated"."parcours" AS "t0"
WHERE
  "t0"."photo" = MAKE_DATE(2017, 12, 31)
  AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
  AND (
    (
      "t0"."date_sortie" IS NULL
    )
    OR (
      "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
    )
  );

-- incidence_sortie_positive_ic_haut
SELECT
  GREATEST(DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 1, 1)) - 1, -1) AS "entree",
  DATE_DIFF(
    'DAY',
    "t0"."date_entree",
    CASE
      WHEN (
        "t0"."date_sortie" IS NOT NULL
      )
      AND (
        "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
      )
      THEN "t0"."date_sortie"
      ELSE MAKE_DATE(2017, 12, 31)
    END
  ) AS "duree",
  CASE
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    AND "t0"."est_sortie_positive"
    THEN 1
    WHEN (
      "t0"."date_sortie" IS NOT NULL
    )
    AND (
      "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
    )
    THEN 2
    ELSE 0
  END AS "cause",
  (
    "t0"."date_sortie" IS NOT NULL
  )
  AND (
    "t0"."date_sortie" <= MAKE_DATE(2017, 12, 31)
  ) AS "sortie"
FROM "curated"."parcours" AS "t0"
WHERE
  "t0"."photo" = MAKE_DATE(2017, 12, 31)
  AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
  AND (
    (
      "t0"."date_sortie" IS NULL
    )
    OR (
      "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
    )
  );

-- budget

-- cout_moyen
SELECT
  COUNT(DISTINCT "t1"."id_dossier") AS "g0"
FROM (
  SELECT
    "t0"."id_dossier",
    "t0"."date_entree",
    "t0"."date_sortie"
  FROM "curated"."parcours" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_sortie" IS NULL
      )
      OR (
        "t0"."date_sortie" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- beneficiaires_aides
SELECT
  COUNT(DISTINCT "t1"."id_dossier") AS "g0"
FROM (
  SELECT
    "t0"."id_dossier",
    "t0"."date_aide"
  FROM "curated"."aide" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_aide" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- montant_aides
SELECT
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM("t1"."montant_euros") END AS "g0"
FROM (
  SELECT
    "t0"."date_aide",
    "t0"."montant_euros"
  FROM "curated"."aide" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_aide" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- aides
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_aide"
  FROM "curated"."aide" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_aide" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- aide_moyenne
SELECT
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM("t1"."montant_euros") END AS "g0",
  COUNT(DISTINCT "t1"."id_dossier") AS "g1"
FROM (
  SELECT
    "t0"."id_dossier",
    "t0"."date_aide",
    "t0"."montant_euros"
  FROM "curated"."aide" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_aide" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- orientations_action
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_orientation"
  FROM "curated"."action" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_orientation" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- entrees_action
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_entree_action"
  FROM "curated"."action" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree_action" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- participants_action
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_entree_action",
    "t0"."date_fin_action"
  FROM "curated"."action" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree_action" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_fin_action" IS NULL
      )
      OR (
        "t0"."date_fin_action" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- actions_achevees
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_acheve") AS "g0"
FROM (
  SELECT
    "t0"."date_fin_action",
    "t0"."est_acheve"
  FROM "curated"."action" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_fin_action" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- taux_entree_action
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_entre") AS "g0",
  COUNT(*) AS "g1"
FROM (
  SELECT
    "t0"."date_orientation",
    "t0"."est_entre"
  FROM "curated"."action" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_orientation" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- heures_clauses
SELECT
  CASE
    WHEN COUNT(*) FILTER(WHERE
      "t1"."est_salarie") = 0
    THEN 0.0
    ELSE SUM("t1"."nb_heures") FILTER(WHERE
      "t1"."est_salarie")
  END AS "g0"
FROM (
  SELECT
    "t0"."date_debut",
    "t0"."date_fin",
    "t0"."nb_heures",
    "t0"."est_salarie"
  FROM "curated"."clause" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_debut" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- salaries_clauses
SELECT
  COUNT(DISTINCT COALESCE("t1"."id_dossier", "t1"."id_contrat")) FILTER(WHERE
    "t1"."est_salarie") AS "g0"
FROM (
  SELECT
    "t0"."id_contrat",
    "t0"."id_dossier",
    "t0"."date_debut",
    "t0"."date_fin",
    "t0"."est_salarie"
  FROM "curated"."clause" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_debut" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t0"."date_fin" IS NULL
      ) OR (
        "t0"."date_fin" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t1";

-- orientations_clauses
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_orientation"
  FROM "curated"."clause" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_orientation" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- valides_clauses
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_valide") AS "g0"
FROM (
  SELECT
    "t0"."date_orientation",
    "t0"."est_valide"
  FROM "curated"."clause" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_orientation" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- accompagnes par tranche d'âge, RSA et commune regroupée, connu au 15 juin
SELECT
  "t14"."par_tranche_age",
  "t14"."par_rsa",
  "t14"."par_commune_groupe",
  COUNT(DISTINCT "t14"."id_dossier") AS "g0"
FROM (
  SELECT
    "t12"."id_dossier",
    "t12"."date_entree",
    "t12"."date_sortie",
    "t12"."date_naissance",
    "t12"."commune",
    "t12"."valeur_commune_groupe",
    "t12"."par_commune_groupe",
    "t12"."date_axes",
    "t12"."par_tranche_age",
    CASE
      WHEN EXISTS(
        SELECT
          1
        FROM "curated"."situation" AS "t0"
        WHERE
          "t0"."photo" = MAKE_DATE(2017, 12, 31)
          AND "t0"."est_rsa"
          AND (
            (
              "t0"."id_dossier" = "t12"."id_dossier"
            )
            AND (
              "t0"."date_debut" <= "t12"."date_axes"
            )
            AND (
              (
                "t0"."date_fin" IS NULL
              ) OR (
                "t0"."date_fin" >= "t12"."date_axes"
              )
            )
          )
      )
      THEN 'oui'
      WHEN "t12"."id_dossier" IN (
        SELECT
          "t0"."id_dossier"
        FROM "curated"."situation" AS "t0"
        WHERE
          "t0"."photo" = MAKE_DATE(2017, 12, 31)
      )
      THEN 'non'
      ELSE 'non renseigné'
    END AS "par_rsa"
  FROM (
    SELECT
      "t11"."id_dossier",
      "t11"."date_entree",
      "t11"."date_sortie",
      "t11"."date_naissance",
      "t11"."commune",
      "t11"."valeur_commune_groupe",
      "t11"."par_commune_groupe",
      "t11"."date_axes",
      CASE
        WHEN "t11"."date_naissance" IS NULL
        THEN 'non renseigné'
        WHEN (
          "t11"."date_naissance" + INTERVAL '26' YEAR
        ) > "t11"."date_axes"
        THEN 'moins de 26'
        WHEN (
          "t11"."date_naissance" + INTERVAL '45' YEAR
        ) > "t11"."date_axes"
        THEN '26-44'
        ELSE '45 et plus'
      END AS "par_tranche_age"
    FROM (
      SELECT
        "t10"."id_dossier",
        "t10"."date_entree",
        "t10"."date_sortie",
        "t10"."date_naissance",
        "t10"."commune",
        "t10"."valeur_commune_groupe",
        "t10"."par_commune_groupe",
        MAX(
          CASE
            WHEN "t10"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
            THEN "t10"."date_sortie"
            ELSE MAKE_DATE(2017, 12, 31)
          END
        ) OVER (
          PARTITION BY "t10"."id_dossier"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "date_axes"
      FROM (
        SELECT
          "t9"."id_dossier",
          "t9"."date_entree",
          "t9"."date_sortie",
          "t9"."date_naissance",
          "t9"."commune",
          "t9"."valeur_commune_groupe",
          COALESCE("t9"."valeur_commune_groupe", 'non renseigné') AS "par_commune_groupe"
        FROM (
          SELECT
            "t8"."id_dossier",
            "t8"."date_entree",
            "t8"."date_sortie",
            "t8"."date_naissance",
            "t8"."commune",
            "t5"."valeur_commune_groupe"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t1"."id_dossier",
                "t1"."date_entree",
                CASE
                  WHEN (
                    "t1"."date_saisie_sortie" IS NOT NULL
                  )
                  AND (
                    "t1"."date_saisie_sortie" > MAKE_DATE(2017, 6, 15)
                  )
                  THEN CAST(NULL AS DATE)
                  ELSE "t1"."date_sortie"
                END AS "date_sortie",
                "t1"."date_naissance",
                "t1"."commune"
              FROM "curated"."parcours" AS "t1"
              WHERE
                "t1"."photo" = MAKE_DATE(2017, 12, 31)
                AND (
                  (
                    "t1"."date_saisie_entree" IS NULL
                  )
                  OR (
                    "t1"."date_saisie_entree" <= MAKE_DATE(2017, 6, 15)
                  )
                )
            ) AS "t6"
            WHERE
              "t6"."date_entree" <= MAKE_DATE(2017, 12, 31)
              AND (
                (
                  "t6"."date_sortie" IS NULL
                )
                OR (
                  "t6"."date_sortie" >= MAKE_DATE(2017, 1, 1)
                )
              )
          ) AS "t8"
          LEFT OUTER JOIN (
            SELECT
              "t2"."code" AS "code_commune_groupe",
              MIN("t2"."groupe_rapport") AS "valeur_commune_groupe"
            FROM "ref"."commune" AS "t2"
            GROUP BY
              1
          ) AS "t5"
            ON "t8"."commune" = "t5"."code_commune_groupe"
        ) AS "t9"
      ) AS "t10"
    ) AS "t11"
  ) AS "t12"
) AS "t14"
GROUP BY
  1,
  2,
  3;

-- sorties de femmes ou non renseigné, par mois
SELECT
  "t1"."par_mois",
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_sortie",
    "t0"."sexe",
    "t0"."date_sortie" AS "date_axes",
    COALESCE(STRFTIME("t0"."date_sortie", '%Y-%m'), 'non renseigné') AS "par_mois",
    COALESCE("t0"."sexe", 'non renseigné') AS "par_sexe"
  FROM "curated"."sortie" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
    AND COALESCE("t0"."sexe", 'non renseigné') IN ('femme', 'non renseigné')
) AS "t1"
GROUP BY
  1;
