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
  COUNT(DISTINCT "t7"."id_parcours") AS "g0"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t4"."id_parcours",
      "t4"."date_debut",
      "t4"."date_fin",
      "t5"."date_entree",
      "t5"."date_sortie"
    FROM (
      SELECT
        "t0"."id_parcours",
        "t0"."date_debut",
        "t0"."date_fin"
      FROM "curated"."veille" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_entree",
        "t1"."date_sortie",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_debut" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t6"."date_fin" IS NULL
      ) OR (
        "t6"."date_fin" >= MAKE_DATE(2017, 12, 31)
      )
    )
    AND "t6"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t6"."date_sortie" IS NULL
      )
      OR (
        "t6"."date_sortie" > MAKE_DATE(2017, 12, 31)
      )
    )
) AS "t7";

-- part_file_active_en_veille
SELECT
  COUNT(DISTINCT "t7"."id_parcours") AS "g0"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t4"."id_parcours",
      "t4"."date_debut",
      "t4"."date_fin",
      "t5"."date_entree",
      "t5"."date_sortie"
    FROM (
      SELECT
        "t0"."id_parcours",
        "t0"."date_debut",
        "t0"."date_fin"
      FROM "curated"."veille" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_entree",
        "t1"."date_sortie",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_debut" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t6"."date_fin" IS NULL
      ) OR (
        "t6"."date_fin" >= MAKE_DATE(2017, 12, 31)
      )
    )
    AND "t6"."date_entree" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t6"."date_sortie" IS NULL
      )
      OR (
        "t6"."date_sortie" > MAKE_DATE(2017, 12, 31)
      )
    )
) AS "t7";
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

-- referents_en_poste
SELECT
  COUNT(DISTINCT "t1"."code_referent") AS "g0"
FROM (
  SELECT
    "t0"."code_referent",
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

-- structures_porteuses
SELECT
  COUNT(DISTINCT "t1"."structure") AS "g0"
FROM (
  SELECT
    "t0"."structure",
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
    "t7"."est_sortie_positive") AS "g0"
FROM (
  SELECT
    "t6"."date_sortie",
    "t6"."est_sortie_positive"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t5"."date_sortie",
      "t5"."est_sortie_positive"
    FROM (
      SELECT
        "t0"."id_parcours"
      FROM "curated"."sortie" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."est_sortie_positive",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";
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
    "t6"."date_sortie"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t5"."date_sortie"
    FROM (
      SELECT
        "t0"."id_parcours"
      FROM "curated"."sortie" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

-- sorties_positives
SELECT
  COUNT(*) FILTER(WHERE
    "t7"."est_sortie_positive") AS "g0"
FROM (
  SELECT
    "t6"."date_sortie",
    "t6"."est_sortie_positive"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t5"."date_sortie",
      "t5"."est_sortie_positive"
    FROM (
      SELECT
        "t0"."id_parcours"
      FROM "curated"."sortie" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."est_sortie_positive",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

-- sorties_positives_prouvees
SELECT
  COUNT(*) FILTER(WHERE
    "t7"."est_sortie_positive" AND "t7"."est_prouvee") AS "g0"
FROM (
  SELECT
    "t6"."est_prouvee",
    "t6"."date_sortie",
    "t6"."est_sortie_positive"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t4"."est_prouvee",
      "t5"."date_sortie",
      "t5"."est_sortie_positive"
    FROM (
      SELECT
        "t0"."id_parcours",
        "t0"."est_prouvee"
      FROM "curated"."sortie" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."est_sortie_positive",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

-- sorties_autres
SELECT
  COUNT(*) FILTER(WHERE
    "t7"."est_sortie_autre") AS "g0"
FROM (
  SELECT
    "t6"."date_sortie",
    "t6"."est_sortie_autre"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t5"."date_sortie",
      "t5"."est_sortie_autre"
    FROM (
      SELECT
        "t0"."id_parcours"
      FROM "curated"."sortie" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."est_sortie_autre",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

-- taux_sorties_positives
SELECT
  COUNT(*) FILTER(WHERE
    "t7"."est_sortie_positive") AS "g0",
  COUNT(*) AS "g1"
FROM (
  SELECT
    "t6"."date_sortie",
    "t6"."est_sortie_positive"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t5"."date_sortie",
      "t5"."est_sortie_positive"
    FROM (
      SELECT
        "t0"."id_parcours"
      FROM "curated"."sortie" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."est_sortie_positive",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

-- taux_sorties_positives_hors
SELECT
  COUNT(*) FILTER(WHERE
    "t7"."est_sortie_positive" AND NOT (
      "t7"."est_hors_rapport"
    )) AS "g0",
  COUNT(*) FILTER(WHERE
    NOT (
      "t7"."est_hors_rapport"
    )) AS "g1"
FROM (
  SELECT
    "t6"."date_sortie",
    "t6"."est_sortie_positive",
    "t6"."est_hors_rapport"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t5"."date_sortie",
      "t5"."est_sortie_positive",
      "t5"."est_hors_rapport"
    FROM (
      SELECT
        "t0"."id_parcours"
      FROM "curated"."sortie" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."est_sortie_positive",
        "t1"."est_hors_rapport",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

-- taux_sorties_positives_ave
SELECT
  COUNT(*) FILTER(WHERE
    "t7"."est_sortie_positive" AND NOT (
      "t7"."est_hors_ave"
    )) AS "g0",
  COUNT(*) FILTER(WHERE
    NOT (
      "t7"."est_hors_ave"
    )) AS "g1"
FROM (
  SELECT
    "t6"."date_sortie",
    "t6"."est_sortie_positive",
    "t6"."est_hors_ave"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t5"."date_sortie",
      "t5"."est_sortie_positive",
      "t5"."est_hors_ave"
    FROM (
      SELECT
        "t0"."id_parcours"
      FROM "curated"."sortie" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."est_sortie_positive",
        "t1"."est_hors_ave",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

-- taux_positives_sur_entrees
SELECT
  COUNT(*) FILTER(WHERE
    "t7"."est_sortie_positive") AS "g0"
FROM (
  SELECT
    "t6"."date_sortie",
    "t6"."est_sortie_positive"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t5"."date_sortie",
      "t5"."est_sortie_positive"
    FROM (
      SELECT
        "t0"."id_parcours"
      FROM "curated"."sortie" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."est_sortie_positive",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";
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
    "t7"."est_sortie_positive") AS "g0"
FROM (
  SELECT
    "t6"."date_sortie",
    "t6"."est_sortie_positive"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t5"."date_sortie",
      "t5"."est_sortie_positive"
    FROM (
      SELECT
        "t0"."id_parcours"
      FROM "curated"."sortie" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."est_sortie_positive",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";
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
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM("t7"."duree_mois") END AS "g0",
  COUNT("t7"."duree_mois") AS "g1"
FROM (
  SELECT
    "t6"."duree_mois",
    "t6"."date_sortie"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t4"."duree_mois",
      "t5"."date_sortie"
    FROM (
      SELECT
        "t0"."id_parcours",
        "t0"."duree_mois"
      FROM "curated"."sortie" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

-- duree_moyenne_accompagnes
SELECT
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM("t1"."duree_mois_a_date") END AS "g0",
  COUNT("t1"."duree_mois_a_date") AS "g1"
FROM (
  SELECT
    "t0"."date_entree",
    "t0"."date_sortie",
    "t0"."a_dates_impossibles",
    CASE
      WHEN "t0"."a_dates_impossibles"
      THEN CAST(NULL AS DOUBLE)
      ELSE DATE_DIFF(
        'DAY',
        "t0"."date_entree",
        LEAST(COALESCE("t0"."date_sortie", MAKE_DATE(2017, 12, 31)), MAKE_DATE(2017, 12, 31))
      ) / 30.4375
    END AS "duree_mois_a_date"
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
    "t7"."est_dans_parcours") AS "g0"
FROM (
  SELECT
    "t6"."est_dans_parcours",
    "t6"."date_sortie"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t4"."est_dans_parcours",
      "t5"."date_sortie"
    FROM (
      SELECT
        "t0"."id_parcours",
        "t0"."est_dans_parcours"
      FROM "curated"."etape" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

-- etapes_avant_sortie
SELECT
  COUNT(*) FILTER(WHERE
    "t7"."est_dans_parcours") AS "g0"
FROM (
  SELECT
    "t6"."est_dans_parcours",
    "t6"."date_sortie"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t4"."est_dans_parcours",
      "t5"."date_sortie"
    FROM (
      SELECT
        "t0"."id_parcours",
        "t0"."est_dans_parcours"
      FROM "curated"."etape" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t6"."date_sortie"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t5"."date_sortie"
    FROM (
      SELECT
        "t0"."id_parcours"
      FROM "curated"."sortie" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

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
    "t2"."a_dates_impossibles",
    NOT (
      "t2"."a_dates_impossibles"
    )
    AND (
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
      "t0"."date_sortie",
      "t0"."a_dates_impossibles"
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

-- entretiens
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_entretien"
  FROM "curated"."entretien" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entretien" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- entretiens_emarges
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_emarge") AS "g0"
FROM (
  SELECT
    "t0"."date_entretien",
    "t0"."est_emarge"
  FROM "curated"."entretien" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entretien" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- parcours_rencontres
SELECT
  COUNT(DISTINCT "t1"."id_parcours") AS "g0"
FROM (
  SELECT
    "t0"."id_parcours",
    "t0"."date_entretien"
  FROM "curated"."entretien" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entretien" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- temps_entretiens
SELECT
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM(CAST("t1"."duree_minutes" AS DOUBLE)) END AS "g0"
FROM (
  SELECT
    "t0"."date_entretien",
    "t0"."duree_minutes"
  FROM "curated"."entretien" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entretien" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- duree_moyenne_entretien
SELECT
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM(CAST("t1"."duree_minutes" AS DOUBLE)) END AS "g0",
  COUNT("t1"."duree_minutes") AS "g1"
FROM (
  SELECT
    "t0"."date_entretien",
    "t0"."duree_minutes"
  FROM "curated"."entretien" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entretien" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- parcours_plus_30_mois
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_plus_30_mois") AS "g0"
FROM (
  SELECT
    "t0"."date_entree",
    "t0"."date_sortie",
    "t0"."a_dates_impossibles",
    NOT (
      "t0"."a_dates_impossibles"
    )
    AND (
      (
        DATE_DIFF('DAY', "t0"."date_entree", MAKE_DATE(2017, 12, 31)) / 30.4375
      ) > 30
    ) AS "est_plus_30_mois"
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
    "t0"."a_dates_impossibles",
    NOT (
      "t0"."a_dates_impossibles"
    )
    AND (
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
  "t2"."entree",
  "t2"."duree",
  "t2"."cause",
  "t2"."effectif",
  "t2"."cause" > 0 AS "sortie",
  "t2"."duree" > "t2"."entree" AS "est_suivi"
FROM (
  SELECT
    "t1"."entree",
    "t1"."duree",
    "t1"."cause",
    COUNT(*) AS "effectif"
  FROM (
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
      END AS "cause"
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
      AND NOT (
        "t0"."a_dates_impossibles"
      )
  ) AS "t1"
  GROUP BY
    1,
    2,
    3
) AS "t2";

-- duree_mediane_km_ic_bas
SELECT
  "t2"."entree",
  "t2"."duree",
  "t2"."cause",
  "t2"."effectif",
  "t2"."cause" > 0 AS "sortie",
  "t2"."duree" > "t2"."entree" AS "est_suivi"
FROM (
  SELECT
    "t1"."entree",
    "t1"."duree",
    "t1"."cause",
    COUNT(*) AS "effectif"
  FROM (
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
      END AS "cause"
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
      AND NOT (
        "t0"."a_dates_impossibles"
      )
  ) AS "t1"
  GROUP BY
    1,
    2,
    3
) AS "t2";

-- duree_mediane_km_ic_haut
SELECT
  "t2"."entree",
  "t2"."duree",
  "t2"."cause",
  "t2"."effectif",
  "t2"."cause" > 0 AS "sortie",
  "t2"."duree" > "t2"."entree" AS "est_suivi"
FROM (
  SELECT
    "t1"."entree",
    "t1"."duree",
    "t1"."cause",
    COUNT(*) AS "effectif"
  FROM (
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
      END AS "cause"
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
      AND NOT (
        "t0"."a_dates_impossibles"
      )
  ) AS "t1"
  GROUP BY
    1,
    2,
    3
) AS "t2";

-- duree_moyenne_restreinte
SELECT
  "t2"."entree",
  "t2"."duree",
  "t2"."cause",
  "t2"."effectif",
  "t2"."cause" > 0 AS "sortie",
  "t2"."duree" > "t2"."entree" AS "est_suivi"
FROM (
  SELECT
    "t1"."entree",
    "t1"."duree",
    "t1"."cause",
    COUNT(*) AS "effectif"
  FROM (
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
      END AS "cause"
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
      AND NOT (
        "t0"."a_dates_impossibles"
      )
  ) AS "t1"
  GROUP BY
    1,
    2,
    3
) AS "t2";

-- duree_moyenne_restreinte_ic_bas
SELECT
  "t2"."entree",
  "t2"."duree",
  "t2"."cause",
  "t2"."effectif",
  "t2"."cause" > 0 AS "sortie",
  "t2"."duree" > "t2"."entree" AS "est_suivi"
FROM (
  SELECT
    "t1"."entree",
    "t1"."duree",
    "t1"."cause",
    COUNT(*) AS "effectif"
  FROM (
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
      END AS "cause"
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
      AND NOT (
        "t0"."a_dates_impossibles"
      )
  ) AS "t1"
  GROUP BY
    1,
    2,
    3
) AS "t2";

-- duree_moyenne_restreinte_ic_haut
SELECT
  "t2"."entree",
  "t2"."duree",
  "t2"."cause",
  "t2"."effectif",
  "t2"."cause" > 0 AS "sortie",
  "t2"."duree" > "t2"."entree" AS "est_suivi"
FROM (
  SELECT
    "t1"."entree",
    "t1"."duree",
    "t1"."cause",
    COUNT(*) AS "effectif"
  FROM (
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
      END AS "cause"
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
      AND NOT (
        "t0"."a_dates_impossibles"
      )
  ) AS "t1"
  GROUP BY
    1,
    2,
    3
) AS "t2";

-- incidence_sortie_positive
SELECT
  "t2"."entree",
  "t2"."duree",
  "t2"."cause",
  "t2"."effectif",
  "t2"."cause" > 0 AS "sortie",
  "t2"."duree" > "t2"."entree" AS "est_suivi"
FROM (
  SELECT
    "t1"."entree",
    "t1"."duree",
    "t1"."cause",
    COUNT(*) AS "effectif"
  FROM (
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
      END AS "cause"
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
      AND NOT (
        "t0"."a_dates_impossibles"
      )
  ) AS "t1"
  GROUP BY
    1,
    2,
    3
) AS "t2";

-- incidence_sortie_positive_ic_bas
SELECT
  "t2"."entree",
  "t2"."duree",
  "t2"."cause",
  "t2"."effectif",
  "t2"."cause" > 0 AS "sortie",
  "t2"."duree" > "t2"."entree" AS "est_suivi"
FROM (
  SELECT
    "t1"."entree",
    "t1"."duree",
    "t1"."cause",
    COUNT(*) AS "effectif"
  FROM (
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
      END AS "cause"
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
      AND NOT (
        "t0"."a_dates_impossibles"
      )
  ) AS "t1"
  GROUP BY
    1,
    2,
    3
) AS "t2";

-- incidence_sortie_positive_ic_haut
SELECT
  "t2"."entree",
  "t2"."duree",
  "t2"."cause",
  "t2"."effectif",
  "t2"."cause" > 0 AS "sortie",
  "t2"."duree" > "t2"."entree" AS "est_suivi"
FROM (
  SELECT
    "t1"."entree",
    "t1"."duree",
    "t1"."cause",
    COUNT(*) AS "effectif"
  FROM (
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
      END AS "cause"
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
      AND NOT (
        "t0"."a_dates_impossibles"
      )
  ) AS "t1"
  GROUP BY
    1,
    2,
    3
) AS "t2";

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

-- cout_par_sortie_positive
SELECT
  COUNT(*) FILTER(WHERE
    "t7"."est_sortie_positive") AS "g0"
FROM (
  SELECT
    "t6"."date_sortie",
    "t6"."est_sortie_positive"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t5"."date_sortie",
      "t5"."est_sortie_positive"
    FROM (
      SELECT
        "t0"."id_parcours"
      FROM "curated"."sortie" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."est_sortie_positive",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

-- fse

-- part_fse

-- beneficiaires_aides
SELECT
  COUNT(DISTINCT "t7"."id_dossier") AS "g0"
FROM (
  SELECT
    "t6"."date_aide",
    "t6"."id_dossier"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t4"."date_aide",
      "t5"."id_dossier"
    FROM (
      SELECT
        "t0"."id_parcours",
        "t0"."date_aide"
      FROM "curated"."aide" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."id_dossier",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_aide" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

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
  CASE WHEN COUNT(*) = 0 THEN 0.0 ELSE SUM("t7"."montant_euros") END AS "g0",
  COUNT(DISTINCT "t7"."id_dossier") AS "g1"
FROM (
  SELECT
    "t6"."date_aide",
    "t6"."montant_euros",
    "t6"."id_dossier"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t4"."date_aide",
      "t4"."montant_euros",
      "t5"."id_dossier"
    FROM (
      SELECT
        "t0"."id_parcours",
        "t0"."date_aide",
        "t0"."montant_euros"
      FROM "curated"."aide" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."id_dossier",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_aide" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

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

-- actions_interrompues
SELECT
  COUNT(*) FILTER(WHERE
    "t1"."est_interrompu") AS "g0"
FROM (
  SELECT
    "t0"."date_fin_action",
    "t0"."est_interrompu"
  FROM "curated"."action" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_fin_action" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- sessions_action
SELECT
  COUNT(DISTINCT "t1"."session") AS "g0"
FROM (
  SELECT
    "t0"."session",
    "t0"."date_entree_action"
  FROM "curated"."action" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entree_action" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- etapes_action
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_etape_action"
  FROM "curated"."etape_action" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_etape_action" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
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
  COUNT(DISTINCT COALESCE("t7"."id_dossier", "t7"."id_contrat")) FILTER(WHERE
    "t7"."est_salarie") AS "g0"
FROM (
  SELECT
    "t6"."id_contrat",
    "t6"."date_debut",
    "t6"."date_fin",
    "t6"."est_salarie",
    "t6"."id_dossier"
  FROM (
    SELECT
      "t4"."id_contrat",
      "t4"."id_parcours",
      "t4"."date_debut",
      "t4"."date_fin",
      "t4"."est_salarie",
      "t5"."id_dossier"
    FROM (
      SELECT
        "t0"."id_contrat",
        "t0"."id_parcours",
        "t0"."date_debut",
        "t0"."date_fin",
        "t0"."est_salarie"
      FROM "curated"."clause" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."id_dossier",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_debut" <= MAKE_DATE(2017, 12, 31)
    AND (
      (
        "t6"."date_fin" IS NULL
      ) OR (
        "t6"."date_fin" >= MAKE_DATE(2017, 1, 1)
      )
    )
) AS "t7";

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

-- sorties_clauses
SELECT
  COUNT(*) FILTER(WHERE
    "t7"."est_contrat_de_sortie") AS "g0"
FROM (
  SELECT
    "t6"."est_contrat_de_sortie",
    "t6"."date_sortie"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t4"."est_contrat_de_sortie",
      "t5"."date_sortie"
    FROM (
      SELECT
        "t0"."id_parcours",
        "t0"."est_contrat_de_sortie"
      FROM "curated"."clause" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

-- sorties_positives_clauses
SELECT
  COUNT(*) FILTER(WHERE
    "t7"."est_contrat_de_sortie" AND "t7"."est_sortie_positive") AS "g0"
FROM (
  SELECT
    "t6"."est_contrat_de_sortie",
    "t6"."date_sortie",
    "t6"."est_sortie_positive"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t4"."est_contrat_de_sortie",
      "t5"."date_sortie",
      "t5"."est_sortie_positive"
    FROM (
      SELECT
        "t0"."id_parcours",
        "t0"."est_contrat_de_sortie"
      FROM "curated"."clause" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."est_sortie_positive",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

-- taux_sorties_positives_clauses
SELECT
  COUNT(*) FILTER(WHERE
    "t7"."est_contrat_de_sortie" AND "t7"."est_sortie_positive") AS "g0",
  COUNT(*) FILTER(WHERE
    "t7"."est_contrat_de_sortie") AS "g1"
FROM (
  SELECT
    "t6"."est_contrat_de_sortie",
    "t6"."date_sortie",
    "t6"."est_sortie_positive"
  FROM (
    SELECT
      "t4"."id_parcours",
      "t4"."est_contrat_de_sortie",
      "t5"."date_sortie",
      "t5"."est_sortie_positive"
    FROM (
      SELECT
        "t0"."id_parcours",
        "t0"."est_contrat_de_sortie"
      FROM "curated"."clause" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t1"."date_sortie",
        "t1"."est_sortie_positive",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t5"
      ON "t4"."id_parcours" = "t5"."cle"
  ) AS "t6"
  WHERE
    "t6"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t7";

-- entretiens_qualitatifs
SELECT
  COUNT(DISTINCT "t1"."id_entretien_qualitatif") AS "g0"
FROM (
  SELECT
    "t0"."id_entretien_qualitatif",
    "t0"."date_entretien_qualitatif"
  FROM "curated"."entretien_qualitatif" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entretien_qualitatif" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- parcours_evoques
SELECT
  COUNT(DISTINCT "t1"."id_parcours") AS "g0"
FROM (
  SELECT
    "t0"."id_parcours",
    "t0"."date_entretien_qualitatif"
  FROM "curated"."entretien_qualitatif" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entretien_qualitatif" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- themes_evoques
SELECT
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t0"."date_entretien_qualitatif"
  FROM "curated"."entretien_qualitatif" AS "t0"
  WHERE
    "t0"."photo" = MAKE_DATE(2017, 12, 31)
    AND "t0"."date_entretien_qualitatif" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
) AS "t1";

-- accompagnes par tranche d'âge, RSA et commune regroupée, connu au 15 juin
SELECT
  "t19"."par_tranche_age",
  "t19"."par_rsa",
  "t19"."par_commune_groupe",
  COUNT(DISTINCT "t19"."id_dossier") AS "g0"
FROM (
  SELECT
    "t16"."id_dossier",
    "t16"."date_entree",
    "t16"."date_sortie",
    "t16"."date_naissance",
    "t16"."commune",
    "t16"."valeur_commune_groupe",
    "t16"."par_commune_groupe",
    "t16"."date_axes",
    "t16"."par_tranche_age",
    CASE
      WHEN EXISTS(
        SELECT
          1
        FROM "curated"."situation" AS "t0"
        WHERE
          "t0"."photo" = MAKE_DATE(2017, 12, 31)
          AND (
            (
              "t0"."connue_le" IS NULL
            )
            OR (
              "t0"."connue_le" <= MAKE_DATE(2017, 6, 15)
            )
          )
          AND "t0"."est_rsa"
          AND (
            (
              "t0"."id_dossier" = "t16"."id_dossier"
            )
            AND (
              "t0"."date_debut" <= "t16"."date_axes"
            )
            AND (
              (
                "t0"."date_fin" IS NULL
              ) OR (
                "t0"."date_fin" >= "t16"."date_axes"
              )
            )
          )
      )
      THEN 'oui'
      WHEN EXISTS(
        SELECT
          1
        FROM "curated"."situation" AS "t0"
        WHERE
          "t0"."photo" = MAKE_DATE(2017, 12, 31)
          AND (
            (
              "t0"."connue_le" IS NULL
            )
            OR (
              "t0"."connue_le" <= MAKE_DATE(2017, 6, 15)
            )
          )
          AND "t0"."id_dossier" = "t16"."id_dossier"
      )
      THEN 'non'
      ELSE 'non renseigné'
    END AS "par_rsa"
  FROM (
    SELECT
      "t15"."id_dossier",
      "t15"."date_entree",
      "t15"."date_sortie",
      "t15"."date_naissance",
      "t15"."commune",
      "t15"."valeur_commune_groupe",
      "t15"."par_commune_groupe",
      "t15"."date_axes",
      CASE
        WHEN "t15"."date_naissance" IS NULL
        THEN 'non renseigné'
        WHEN (
          "t15"."date_naissance" + INTERVAL '26' YEAR
        ) > "t15"."date_axes"
        THEN 'moins de 26'
        WHEN (
          "t15"."date_naissance" + INTERVAL '45' YEAR
        ) > "t15"."date_axes"
        THEN '26-44'
        ELSE '45 et plus'
      END AS "par_tranche_age"
    FROM (
      SELECT
        "t14"."id_dossier",
        "t14"."date_entree",
        "t14"."date_sortie",
        "t14"."date_naissance",
        "t14"."commune",
        "t14"."valeur_commune_groupe",
        "t14"."par_commune_groupe",
        MAX(
          CASE
            WHEN "t14"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
            THEN "t14"."date_sortie"
            ELSE MAKE_DATE(2017, 12, 31)
          END
        ) OVER (
          PARTITION BY "t14"."id_dossier"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "date_axes"
      FROM (
        SELECT
          "t13"."id_dossier",
          "t13"."date_entree",
          "t13"."date_sortie",
          "t13"."date_naissance",
          "t13"."commune",
          "t13"."valeur_commune_groupe",
          COALESCE("t13"."valeur_commune_groupe", 'non renseigné') AS "par_commune_groupe"
        FROM (
          SELECT
            "t12"."id_dossier",
            "t12"."date_entree",
            "t12"."date_sortie",
            "t12"."date_naissance",
            "t12"."commune",
            "t5"."valeur_commune_groupe"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t9"."id_dossier",
                "t9"."date_entree",
                "t9"."date_sortie",
                "t8"."date_naissance",
                "t8"."commune"
              FROM (
                SELECT
                  "t2"."id_dossier",
                  "t2"."date_entree",
                  CASE
                    WHEN (
                      "t2"."sortie_connue_le" IS NOT NULL
                    )
                    AND (
                      "t2"."sortie_connue_le" > MAKE_DATE(2017, 6, 15)
                    )
                    THEN CAST(NULL AS DATE)
                    ELSE "t2"."date_sortie"
                  END AS "date_sortie"
                FROM "curated"."parcours" AS "t2"
                WHERE
                  "t2"."photo" = MAKE_DATE(2017, 12, 31)
                  AND (
                    (
                      "t2"."connue_le" IS NULL
                    )
                    OR (
                      "t2"."connue_le" <= MAKE_DATE(2017, 6, 15)
                    )
                  )
              ) AS "t9"
              LEFT OUTER JOIN (
                SELECT
                  "t3"."date_naissance",
                  "t3"."commune",
                  "t3"."id_dossier" AS "cle"
                FROM "curated"."participant" AS "t3"
                WHERE
                  "t3"."photo" = MAKE_DATE(2017, 12, 31)
                  AND (
                    (
                      "t3"."connue_le" IS NULL
                    )
                    OR (
                      "t3"."connue_le" <= MAKE_DATE(2017, 6, 15)
                    )
                  )
              ) AS "t8"
                ON "t9"."id_dossier" = "t8"."cle"
            ) AS "t10"
            WHERE
              "t10"."date_entree" <= MAKE_DATE(2017, 12, 31)
              AND (
                (
                  "t10"."date_sortie" IS NULL
                )
                OR (
                  "t10"."date_sortie" >= MAKE_DATE(2017, 1, 1)
                )
              )
          ) AS "t12"
          LEFT OUTER JOIN (
            SELECT
              "t1"."code" AS "code_commune_groupe",
              MIN("t1"."groupe_rapport") AS "valeur_commune_groupe"
            FROM "ref"."commune" AS "t1"
            GROUP BY
              1
          ) AS "t5"
            ON "t12"."commune" = "t5"."code_commune_groupe"
        ) AS "t13"
      ) AS "t14"
    ) AS "t15"
  ) AS "t16"
) AS "t19"
GROUP BY
  1,
  2,
  3;

-- sorties de femmes ou non renseigné, par mois
SELECT
  "t10"."par_mois",
  COUNT(*) AS "g0"
FROM (
  SELECT
    "t9"."date_sortie",
    "t9"."sexe",
    "t9"."date_sortie" AS "date_axes",
    COALESCE(STRFTIME("t9"."date_sortie", '%Y-%m'), 'non renseigné') AS "par_mois",
    COALESCE("t9"."sexe", 'non renseigné') AS "par_sexe"
  FROM (
    SELECT
      "t6"."id_parcours",
      "t7"."id_dossier",
      "t7"."date_sortie",
      "t8"."sexe"
    FROM (
      SELECT
        "t0"."id_parcours"
      FROM "curated"."sortie" AS "t0"
      WHERE
        "t0"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t6"
    LEFT OUTER JOIN (
      SELECT
        "t1"."id_dossier",
        "t1"."date_sortie",
        "t1"."id_parcours" AS "cle"
      FROM "curated"."parcours" AS "t1"
      WHERE
        "t1"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t7"
      ON "t6"."id_parcours" = "t7"."cle"
    LEFT OUTER JOIN (
      SELECT
        "t2"."sexe",
        "t2"."id_dossier" AS "cle"
      FROM "curated"."participant" AS "t2"
      WHERE
        "t2"."photo" = MAKE_DATE(2017, 12, 31)
    ) AS "t8"
      ON "t7"."id_dossier" = "t8"."cle"
  ) AS "t9"
  WHERE
    "t9"."date_sortie" BETWEEN MAKE_DATE(2017, 1, 1) AND MAKE_DATE(2017, 12, 31)
    AND COALESCE("t9"."sexe", 'non renseigné') IN ('femme', 'non renseigné')
) AS "t10"
GROUP BY
  1;
