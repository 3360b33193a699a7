-- household_status, household_exit on 2020-06-30, in duckdb
WITH person_facts AS (
  SELECT
    persons.household,
    persons.person,
    persons.village,
    persons.county,
    persons.birth,
    persons.employee_insurance,
    persons.finished_compulsory,
    persons.insured_elsewhere,
    persons.prisoner,
    persons.resident_insurance,
    persons.school,
    persons.serious_illness_insurance,
    persons.soldier,
    persons.taught_at_home,
    persons.unfit_for_school
  FROM persons
), person_values AS (
  SELECT
    household,
    person,
    village,
    county,
    NOT (
      (
        (
          birth < CAST('2013-09-01' AS DATE)
        )
        AND (
          birth >= CAST('2003-09-01' AS DATE)
        )
      )
      AND (
        NOT (
          (
            school BETWEEN 3 AND 16
          ) OR taught_at_home
        )
      )
      AND (
        NOT finished_compulsory
      )
      AND (
        NOT unfit_for_school
      )
    ) AS value1,
    (
      birth < CAST('2013-09-01' AS DATE)
    )
    AND (
      birth >= CAST('2003-09-01' AS DATE)
    ) AS of_school_age,
    (
      employee_insurance OR (
        resident_insurance AND serious_illness_insurance
      )
    )
    OR (
      insured_elsewhere
      OR soldier
      OR prisoner
      OR (
        birth >= CAST('2020-04-01' AS DATE)
      )
    ) AS value3,
    (
      employee_insurance OR (
        resident_insurance AND serious_illness_insurance
      )
    )
    OR (
      NOT (
        insured_elsewhere
        OR soldier
        OR prisoner
        OR (
          birth >= CAST('2020-04-01' AS DATE)
        )
      )
    ) AS value4
  FROM person_facts
), persons_totals AS (
  SELECT
    household,
    COUNT(*) AS persons__listed,
    BOOL_OR(CAST(NOT value1 AS BOOLEAN)) AS persons__value1__no,
    BOOL_OR(CAST(value1 IS NULL AS BOOLEAN)) AS persons__value1__unknown,
    BOOL_OR(CAST(of_school_age IS NULL AS BOOLEAN)) AS persons__of_school_age__unknown,
    BOOL_OR(CAST(of_school_age AS BOOLEAN)) AS persons__of_school_age__yes,
    BOOL_OR(CAST(NOT value3 AS BOOLEAN)) AS persons__value3__no,
    BOOL_OR(CAST(value3 IS NULL AS BOOLEAN)) AS persons__value3__unknown,
    BOOL_OR(CAST(value4 IS NULL AS BOOLEAN)) AS persons__value4__unknown,
    BOOL_OR(CAST(value4 AS BOOLEAN)) AS persons__value4__yes
  FROM person_values
  GROUP BY
    household
), household_facts AS (
  SELECT
    households.household,
    households.village,
    households.county,
    households.clothes_four_seasons,
    households.dry_days,
    households.dwelling,
    households.housing_grade,
    households.moved_in,
    households.net_income,
    households.protein_monthly,
    households.registered,
    households.repair_accepted,
    households.size,
    households.staple_enough,
    households.tap_at_home,
    households.water_clean,
    households.water_climb,
    households.water_distance,
    households.water_litres,
    households.water_minutes,
    households.water_short,
    persons_totals.persons__listed,
    persons_totals.persons__of_school_age__unknown,
    persons_totals.persons__of_school_age__yes,
    persons_totals.persons__value1__no,
    persons_totals.persons__value1__unknown,
    persons_totals.persons__value3__no,
    persons_totals.persons__value3__unknown,
    persons_totals.persons__value4__unknown,
    persons_totals.persons__value4__yes
  FROM households
  LEFT JOIN persons_totals
    ON persons_totals.household = households.household
), household_criteria AS (
  SELECT
    *,
    net_income >= (
      400000 * CAST(size AS BIGINT)
    ) AS household_status__income,
    staple_enough AND protein_monthly AS household_status__food,
    clothes_four_seasons AS household_status__clothing,
    CASE
      WHEN persons__of_school_age__yes
      THEN TRUE
      WHEN COALESCE(persons__listed, 0) = size
      AND NOT COALESCE(persons__of_school_age__unknown, FALSE)
      THEN FALSE
    END AS household_status__education__applies,
    CASE
      WHEN CASE
        WHEN persons__of_school_age__yes
        THEN TRUE
        WHEN COALESCE(persons__listed, 0) = size
        AND NOT COALESCE(persons__of_school_age__unknown, FALSE)
        THEN FALSE
      END
      THEN CASE
        WHEN persons__value1__no
        THEN FALSE
        WHEN COALESCE(persons__listed, 0) = size
        AND NOT COALESCE(persons__value1__unknown, FALSE)
        THEN TRUE
      END
    END AS household_status__education,
    CASE
      WHEN persons__value4__yes
      THEN TRUE
      WHEN COALESCE(persons__listed, 0) = size
      AND NOT COALESCE(persons__value4__unknown, FALSE)
      THEN FALSE
    END AS household_status__medical_care__applies,
    CASE
      WHEN CASE
        WHEN persons__value4__yes
        THEN TRUE
        WHEN COALESCE(persons__listed, 0) = size
        AND NOT COALESCE(persons__value4__unknown, FALSE)
        THEN FALSE
      END
      THEN CASE
        WHEN persons__value3__no
        THEN FALSE
        WHEN COALESCE(persons__listed, 0) = size
        AND NOT COALESCE(persons__value3__unknown, FALSE)
        THEN TRUE
      END
    END AS household_status__medical_care,
    (
      housing_grade IN (1, 2)
    )
    OR repair_accepted
    OR (
      dwelling BETWEEN 3 AND 5
    )
    OR (
      (
        dwelling IN (2)
      ) AND moved_in
    ) AS household_status__housing,
    (
      (
        water_litres >= 35
      ) OR (
        water_short AND (
          water_litres >= 20
        )
      )
    )
    AND water_clean
    AND (
      tap_at_home
      OR (
        water_minutes <= 20
      )
      OR (
        water_distance <= 800
      )
      OR (
        water_climb <= 80
      )
    )
    AND (
      dry_days <= 36
    ) AS household_status__water,
    registered AS household_exit__income__applies,
    CASE WHEN registered THEN net_income > (
      400000 * CAST(size AS BIGINT)
    ) END AS household_exit__income,
    registered AS household_exit__food__applies,
    CASE WHEN registered THEN staple_enough AND protein_monthly END AS household_exit__food,
    registered AS household_exit__clothing__applies,
    CASE WHEN registered THEN clothes_four_seasons END AS household_exit__clothing,
    registered
    AND CASE
      WHEN persons__of_school_age__yes
      THEN TRUE
      WHEN COALESCE(persons__listed, 0) = size
      AND NOT COALESCE(persons__of_school_age__unknown, FALSE)
      THEN FALSE
    END AS household_exit__education__applies,
    CASE
      WHEN registered
      AND CASE
        WHEN persons__of_school_age__yes
        THEN TRUE
        WHEN COALESCE(persons__listed, 0) = size
        AND NOT COALESCE(persons__of_school_age__unknown, FALSE)
        THEN FALSE
      END
      THEN CASE
        WHEN persons__value1__no
        THEN FALSE
        WHEN COALESCE(persons__listed, 0) = size
        AND NOT COALESCE(persons__value1__unknown, FALSE)
        THEN TRUE
      END
    END AS household_exit__education,
    registered
    AND CASE
      WHEN persons__value4__yes
      THEN TRUE
      WHEN COALESCE(persons__listed, 0) = size
      AND NOT COALESCE(persons__value4__unknown, FALSE)
      THEN FALSE
    END AS household_exit__medical_care__applies,
    CASE
      WHEN registered
      AND CASE
        WHEN persons__value4__yes
        THEN TRUE
        WHEN COALESCE(persons__listed, 0) = size
        AND NOT COALESCE(persons__value4__unknown, FALSE)
        THEN FALSE
      END
      THEN CASE
        WHEN persons__value3__no
        THEN FALSE
        WHEN COALESCE(persons__listed, 0) = size
        AND NOT COALESCE(persons__value3__unknown, FALSE)
        THEN TRUE
      END
    END AS household_exit__medical_care,
    registered AS household_exit__housing__applies,
    CASE
      WHEN registered
      THEN (
        housing_grade IN (1, 2)
      )
      OR repair_accepted
      OR (
        dwelling BETWEEN 3 AND 5
      )
      OR (
        (
          dwelling IN (2)
        ) AND moved_in
      )
    END AS household_exit__housing,
    registered AS household_exit__water__applies,
    CASE
      WHEN registered
      THEN (
        (
          water_litres >= 35
        ) OR (
          water_short AND (
            water_litres >= 20
          )
        )
      )
      AND water_clean
      AND (
        tap_at_home
        OR (
          water_minutes <= 20
        )
        OR (
          water_distance <= 800
        )
        OR (
          water_climb <= 80
        )
      )
      AND (
        dry_days <= 36
      )
    END AS household_exit__water
  FROM household_facts
), household_masks AS (
  SELECT
    *,
    CAST(CASE WHEN household_status__income THEN 1 ELSE 0 END + CASE WHEN household_status__food THEN 2 ELSE 0 END + CASE WHEN household_status__clothing THEN 4 ELSE 0 END + CASE WHEN household_status__education THEN 8 ELSE 0 END + CASE WHEN household_status__medical_care THEN 16 ELSE 0 END + CASE WHEN household_status__housing THEN 32 ELSE 0 END + CASE WHEN household_status__water THEN 64 ELSE 0 END AS BIGINT) AS household_status__met,
    CAST(CASE WHEN NOT household_status__income THEN 1 ELSE 0 END + CASE WHEN NOT household_status__food THEN 2 ELSE 0 END + CASE WHEN NOT household_status__clothing THEN 4 ELSE 0 END + CASE WHEN NOT household_status__education THEN 8 ELSE 0 END + CASE WHEN NOT household_status__medical_care THEN 16 ELSE 0 END + CASE WHEN NOT household_status__housing THEN 32 ELSE 0 END + CASE WHEN NOT household_status__water THEN 64 ELSE 0 END AS BIGINT) AS household_status__not_met,
    CAST(CASE WHEN NOT household_status__education__applies THEN 8 ELSE 0 END + CASE WHEN NOT household_status__medical_care__applies THEN 16 ELSE 0 END AS BIGINT) AS household_status__not_applicable,
    CAST(CASE WHEN household_exit__income THEN 1 ELSE 0 END + CASE WHEN household_exit__food THEN 2 ELSE 0 END + CASE WHEN household_exit__clothing THEN 4 ELSE 0 END + CASE WHEN household_exit__education THEN 8 ELSE 0 END + CASE WHEN household_exit__medical_care THEN 16 ELSE 0 END + CASE WHEN household_exit__housing THEN 32 ELSE 0 END + CASE WHEN household_exit__water THEN 64 ELSE 0 END AS BIGINT) AS household_exit__met,
    CAST(CASE WHEN NOT household_exit__income THEN 1 ELSE 0 END + CASE WHEN NOT household_exit__food THEN 2 ELSE 0 END + CASE WHEN NOT household_exit__clothing THEN 4 ELSE 0 END + CASE WHEN NOT household_exit__education THEN 8 ELSE 0 END + CASE WHEN NOT household_exit__medical_care THEN 16 ELSE 0 END + CASE WHEN NOT household_exit__housing THEN 32 ELSE 0 END + CASE WHEN NOT household_exit__water THEN 64 ELSE 0 END AS BIGINT) AS household_exit__not_met,
    CAST(CASE WHEN NOT household_exit__income__applies THEN 1 ELSE 0 END + CASE WHEN NOT household_exit__food__applies THEN 2 ELSE 0 END + CASE WHEN NOT household_exit__clothing__applies THEN 4 ELSE 0 END + CASE WHEN NOT household_exit__education__applies THEN 8 ELSE 0 END + CASE WHEN NOT household_exit__medical_care__applies THEN 16 ELSE 0 END + CASE WHEN NOT household_exit__housing__applies THEN 32 ELSE 0 END + CASE WHEN NOT household_exit__water__applies THEN 64 ELSE 0 END AS BIGINT) AS household_exit__not_applicable
  FROM household_criteria
), household_verdicts AS (
  SELECT
    *,
    127 - household_status__met - household_status__not_met - household_status__not_applicable AS household_status__unknown,
    CAST(CASE
      WHEN household_status__not_met <> 0
      THEN 2
      WHEN (
        127 - household_status__met - household_status__not_met - household_status__not_applicable
      ) <> 0
      THEN 3
      WHEN household_status__met <> 0
      THEN 1
      ELSE 4
    END AS SMALLINT) AS household_status__overall,
    127 - household_exit__met - household_exit__not_met - household_exit__not_applicable AS household_exit__unknown,
    CAST(CASE
      WHEN household_exit__not_met <> 0
      THEN 2
      WHEN (
        127 - household_exit__met - household_exit__not_met - household_exit__not_applicable
      ) <> 0
      THEN 3
      WHEN household_exit__met <> 0
      THEN 1
      ELSE 4
    END AS SMALLINT) AS household_exit__overall
  FROM household_masks
)
SELECT
  household,
  village,
  county,
  household_status__met,
  household_status__not_met,
  household_status__unknown,
  household_status__not_applicable,
  household_status__overall,
  household_exit__met,
  household_exit__not_met,
  household_exit__unknown,
  household_exit__not_applicable,
  household_exit__overall
FROM household_verdicts
