-- village_exit on 2020-06-30, in spark
WITH household_facts AS (
  SELECT
    households.household,
    households.village,
    households.county,
    households.poverty_status,
    households.registered,
    households.size
  FROM households
), household_values AS (
  SELECT
    household,
    village,
    county,
    registered AS registered,
    registered AND (
      poverty_status IN (1, 2, 4)
    ) AS registered_poor,
    size AS size
  FROM household_facts
), households_totals AS (
  SELECT
    village,
    SUM(CASE WHEN registered THEN 1 ELSE 0 END) AS households__listed,
    BOOL_OR(registered IS NULL) AS households__unsure,
    SUM(
      CASE
        WHEN registered AND COALESCE(registered_poor, TRUE)
        THEN COALESCE(size, 40)
        ELSE 0
      END
    ) AS households__share1__most_yes,
    SUM(
      CASE
        WHEN registered AND COALESCE(registered_poor, FALSE)
        THEN COALESCE(size, 1)
        ELSE 0
      END
    ) AS households__share1__least_yes
  FROM household_values
  GROUP BY
    village
), village_facts AS (
  SELECT
    villages.village,
    villages.county,
    villages.kind,
    villages.population,
    villages.registered_households,
    place_terms.at__incidence_limit,
    households_totals.households__listed,
    households_totals.households__share1__least_yes,
    households_totals.households__share1__most_yes,
    households_totals.households__unsure
  FROM villages
  LEFT JOIN households_totals
    ON households_totals.village = villages.village
  LEFT JOIN place_terms
    ON place_terms.county = villages.county
), village_criteria AS (
  SELECT
    *,
    kind IN (1, 3) AS village_exit__incidence__applies,
    CASE
      WHEN kind IN (1, 3)
      THEN CASE
        WHEN COALESCE(households__listed, 0) = registered_households
        AND NOT COALESCE(households__unsure, FALSE)
        AND CAST(population AS BIGINT) > 0
        THEN CASE
          WHEN (
            10000 * CAST(COALESCE(households__share1__most_yes, 0) AS BIGINT) - at__incidence_limit * CAST(population AS BIGINT)
          ) < 0
          THEN TRUE
          WHEN (
            10000 * CAST(COALESCE(households__share1__least_yes, 0) AS BIGINT) - at__incidence_limit * CAST(population AS BIGINT)
          ) >= 0
          THEN FALSE
        END
      END
    END AS village_exit__incidence
  FROM village_facts
), village_masks AS (
  SELECT
    *,
    CAST(CASE WHEN village_exit__incidence THEN 1 ELSE 0 END AS BIGINT) AS village_exit__met,
    CAST(CASE WHEN NOT village_exit__incidence THEN 1 ELSE 0 END AS BIGINT) AS village_exit__not_met,
    CAST(CASE WHEN NOT village_exit__incidence__applies THEN 1 ELSE 0 END AS BIGINT) AS village_exit__not_applicable
  FROM village_criteria
), village_verdicts AS (
  SELECT
    *,
    1 - village_exit__met - village_exit__not_met - village_exit__not_applicable AS village_exit__unknown,
    CAST(CASE
      WHEN village_exit__not_met <> 0
      THEN 2
      WHEN (
        1 - village_exit__met - village_exit__not_met - village_exit__not_applicable
      ) <> 0
      THEN 3
      WHEN village_exit__met <> 0
      THEN 1
      ELSE 4
    END AS SMALLINT) AS village_exit__overall
  FROM village_masks
)
SELECT
  village,
  county,
  village_exit__met,
  village_exit__not_met,
  village_exit__unknown,
  village_exit__not_applicable,
  village_exit__overall
FROM village_verdicts
