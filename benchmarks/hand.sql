-- The rules of the cn pack for 30 June 2020, written by hand for DuckDB: the same questions, no compiler.
-- Statement 1 judges households, statement 2 villages, statement 3 rolls up to five levels.

CREATE TABLE household_results AS
WITH person_facts AS (
  SELECT household,
    birth >= DATE '2003-09-01' AND birth < DATE '2013-09-01' AS of_age,
    school BETWEEN 3 AND 16 OR taught_at_home OR finished_compulsory OR unfit_for_school AS fine,
    employee_insurance OR (resident_insurance AND serious_illness_insurance) AS insured,
    insured_elsewhere OR soldier OR prisoner OR birth >= DATE '2020-04-01' AS exempt
  FROM persons
), person_answers AS (
  SELECT household, of_age, of_age AND NOT fine AS out_of_school, insured OR exempt AS covered,
    insured OR NOT exempt AS concerned
  FROM person_facts
), member_totals AS (
  SELECT household, COUNT(*) AS listed,
    BOOL_OR(of_age) AS some_of_age, BOOL_OR(of_age IS NULL) AS unsure_of_age,
    BOOL_OR(out_of_school) AS some_out, BOOL_OR(out_of_school IS NULL) AS unsure_out,
    BOOL_OR(NOT covered) AS some_bare, BOOL_OR(covered IS NULL) AS unsure_bare,
    BOOL_OR(concerned) AS some_concerned, BOOL_OR(concerned IS NULL) AS unsure_concerned
  FROM person_answers GROUP BY household
), answers AS (
  SELECT h.household, h.village, h.county, h.size, h.registered,
    h.registered AND h.poverty_status IN (1, 2, 4) AS registered_poor,
    h.net_income >= 400000 * h.size::BIGINT AS income_at_least,
    h.net_income > 400000 * h.size::BIGINT AS income_above,
    h.staple_enough AND h.protein_monthly AS food,
    h.clothes_four_seasons AS clothing,
    CASE WHEN some_of_age THEN TRUE WHEN listed = h.size AND NOT unsure_of_age THEN FALSE END AS child,
    CASE WHEN some_out THEN FALSE WHEN listed = h.size AND NOT unsure_out THEN TRUE END AS schooling,
    CASE WHEN some_bare THEN FALSE WHEN listed = h.size AND NOT unsure_bare THEN TRUE END AS medical,
    CASE WHEN some_concerned THEN TRUE WHEN listed = h.size AND NOT unsure_concerned THEN FALSE END AS to_insure,
    h.housing_grade IN (1, 2) OR h.repair_accepted OR h.dwelling IN (3, 4, 5)
      OR (h.dwelling = 2 AND h.moved_in) AS housing,
    (h.water_litres >= 35 OR (h.water_short AND h.water_litres >= 20)) AND h.water_clean
      AND (h.tap_at_home OR h.water_minutes <= 20 OR h.water_distance <= 800 OR h.water_climb <= 80)
      AND h.dry_days <= 36 AS water
  FROM households AS h LEFT JOIN member_totals USING (household)
), masks AS (
  SELECT *,
    CASE WHEN income_at_least THEN 1 ELSE 0 END
        + CASE WHEN food THEN 2 ELSE 0 END
        + CASE WHEN clothing THEN 4 ELSE 0 END
        + CASE WHEN child AND schooling THEN 8 ELSE 0 END
        + CASE WHEN to_insure AND medical THEN 16 ELSE 0 END
        + CASE WHEN housing THEN 32 ELSE 0 END
        + CASE WHEN water THEN 64 ELSE 0 END AS household_status__met,
    CASE WHEN NOT income_at_least THEN 1 ELSE 0 END
        + CASE WHEN NOT food THEN 2 ELSE 0 END
        + CASE WHEN NOT clothing THEN 4 ELSE 0 END
        + CASE WHEN child AND NOT schooling THEN 8 ELSE 0 END
        + CASE WHEN to_insure AND NOT medical THEN 16 ELSE 0 END
        + CASE WHEN NOT housing THEN 32 ELSE 0 END
        + CASE WHEN NOT water THEN 64 ELSE 0 END AS household_status__not_met,
    CASE WHEN NOT (child) THEN 8 ELSE 0 END
        + CASE WHEN NOT (to_insure) THEN 16 ELSE 0 END AS household_status__not_applicable,
    CASE WHEN registered AND income_above THEN 1 ELSE 0 END
        + CASE WHEN registered AND food THEN 2 ELSE 0 END
        + CASE WHEN registered AND clothing THEN 4 ELSE 0 END
        + CASE WHEN (registered AND child) AND schooling THEN 8 ELSE 0 END
        + CASE WHEN (registered AND to_insure) AND medical THEN 16 ELSE 0 END
        + CASE WHEN registered AND housing THEN 32 ELSE 0 END
        + CASE WHEN registered AND water THEN 64 ELSE 0 END AS household_exit__met,
    CASE WHEN registered AND NOT income_above THEN 1 ELSE 0 END
        + CASE WHEN registered AND NOT food THEN 2 ELSE 0 END
        + CASE WHEN registered AND NOT clothing THEN 4 ELSE 0 END
        + CASE WHEN (registered AND child) AND NOT schooling THEN 8 ELSE 0 END
        + CASE WHEN (registered AND to_insure) AND NOT medical THEN 16 ELSE 0 END
        + CASE WHEN registered AND NOT housing THEN 32 ELSE 0 END
        + CASE WHEN registered AND NOT water THEN 64 ELSE 0 END AS household_exit__not_met,
    CASE WHEN NOT (registered) THEN 1 ELSE 0 END
        + CASE WHEN NOT (registered) THEN 2 ELSE 0 END
        + CASE WHEN NOT (registered) THEN 4 ELSE 0 END
        + CASE WHEN NOT ((registered AND child)) THEN 8 ELSE 0 END
        + CASE WHEN NOT ((registered AND to_insure)) THEN 16 ELSE 0 END
        + CASE WHEN NOT (registered) THEN 32 ELSE 0 END
        + CASE WHEN NOT (registered) THEN 64 ELSE 0 END AS household_exit__not_applicable
  FROM answers
), verdicts AS (
  SELECT *,
    127 - household_status__met - household_status__not_met - household_status__not_applicable AS household_status__unknown,
    CASE WHEN household_status__not_met <> 0 THEN 2
         WHEN household_status__met + household_status__not_met + household_status__not_applicable <> 127 THEN 3
         WHEN household_status__met <> 0 THEN 1 ELSE 4 END AS household_status__overall,
    127 - household_exit__met - household_exit__not_met - household_exit__not_applicable AS household_exit__unknown,
    CASE WHEN household_exit__not_met <> 0 THEN 2
         WHEN household_exit__met + household_exit__not_met + household_exit__not_applicable <> 127 THEN 3
         WHEN household_exit__met <> 0 THEN 1 ELSE 4 END AS household_exit__overall
  FROM masks
)
SELECT household, village, county, size,
  household_status__met,
  household_status__not_met,
  household_status__unknown,
  household_status__not_applicable,
  household_status__overall,
  household_exit__met,
  household_exit__not_met,
  household_exit__unknown,
  household_exit__not_applicable,
  household_exit__overall,
  registered AS counter_registered_households,
  registered_poor AS counter_registered_poor,
  NOT income_at_least AS counter_poor_by_income,
  NOT food OR NOT clothing OR NOT schooling OR NOT medical OR NOT housing OR NOT water AS counter_lacks_guarantee,
  registered_poor AND CASE household_exit__overall WHEN 1 THEN TRUE WHEN 2 THEN FALSE END AS counter_exit_ready,
  CASE household_status__overall WHEN 1 THEN TRUE WHEN 2 THEN FALSE END AS counter_meets_all
FROM verdicts;

CREATE TABLE village_results AS
WITH registered AS (
  SELECT village, SUM(CASE WHEN counter_registered_households THEN 1 ELSE 0 END) AS listed,
    BOOL_OR(counter_registered_households IS NULL) AS unsure,
    SUM(CASE WHEN counter_registered_households AND COALESCE(counter_registered_poor, TRUE) THEN COALESCE(size, 40) ELSE 0 END) AS most,
    SUM(CASE WHEN counter_registered_households AND COALESCE(counter_registered_poor, FALSE) THEN COALESCE(size, 1) ELSE 0 END) AS least
  FROM household_results GROUP BY village
)
SELECT v.village, v.county, v.kind IN (1, 3) AS listed_village,
  CASE WHEN r.listed = v.registered_households AND NOT r.unsure AND v.population > 0 THEN
    CASE WHEN 10000 * r.most < 200 * v.population THEN TRUE WHEN 10000 * r.least >= 200 * v.population THEN FALSE END
  END AS incidence_below,
  v.paved_road, v.bus, v.power, v.broadband, v.clinic, v.doctors > 0 AS doctor, v.collective_income > 0 AS income
FROM villages AS v LEFT JOIN registered AS r USING (village);

CREATE TABLE counts AS
WITH by_village AS (
  SELECT village, COUNT(*) AS households, SUM(COALESCE(size, 0)) AS people,
    SUM(CASE WHEN size IS NULL THEN 1 ELSE 0 END) AS unsized,
    SUM(CASE WHEN counter_registered_households THEN 1 ELSE 0 END) AS registered_households__yes__households,
    SUM(CASE WHEN counter_registered_households THEN COALESCE(size, 0) ELSE 0 END) AS registered_households__yes__people,
    SUM(CASE WHEN counter_registered_households AND size IS NULL THEN 1 ELSE 0 END) AS registered_households__yes__unsized,
    SUM(CASE WHEN counter_registered_households IS NULL THEN 1 ELSE 0 END) AS registered_households__unknown__households,
    SUM(CASE WHEN counter_registered_households IS NULL THEN COALESCE(size, 0) ELSE 0 END) AS registered_households__unknown__people,
    SUM(CASE WHEN counter_registered_households IS NULL AND size IS NULL THEN 1 ELSE 0 END) AS registered_households__unknown__unsized,
    SUM(CASE WHEN counter_registered_poor THEN 1 ELSE 0 END) AS registered_poor__yes__households,
    SUM(CASE WHEN counter_registered_poor THEN COALESCE(size, 0) ELSE 0 END) AS registered_poor__yes__people,
    SUM(CASE WHEN counter_registered_poor AND size IS NULL THEN 1 ELSE 0 END) AS registered_poor__yes__unsized,
    SUM(CASE WHEN counter_registered_poor IS NULL THEN 1 ELSE 0 END) AS registered_poor__unknown__households,
    SUM(CASE WHEN counter_registered_poor IS NULL THEN COALESCE(size, 0) ELSE 0 END) AS registered_poor__unknown__people,
    SUM(CASE WHEN counter_registered_poor IS NULL AND size IS NULL THEN 1 ELSE 0 END) AS registered_poor__unknown__unsized,
    SUM(CASE WHEN counter_poor_by_income THEN 1 ELSE 0 END) AS poor_by_income__yes__households,
    SUM(CASE WHEN counter_poor_by_income THEN COALESCE(size, 0) ELSE 0 END) AS poor_by_income__yes__people,
    SUM(CASE WHEN counter_poor_by_income AND size IS NULL THEN 1 ELSE 0 END) AS poor_by_income__yes__unsized,
    SUM(CASE WHEN counter_poor_by_income IS NULL THEN 1 ELSE 0 END) AS poor_by_income__unknown__households,
    SUM(CASE WHEN counter_poor_by_income IS NULL THEN COALESCE(size, 0) ELSE 0 END) AS poor_by_income__unknown__people,
    SUM(CASE WHEN counter_poor_by_income IS NULL AND size IS NULL THEN 1 ELSE 0 END) AS poor_by_income__unknown__unsized,
    SUM(CASE WHEN counter_lacks_guarantee THEN 1 ELSE 0 END) AS lacks_guarantee__yes__households,
    SUM(CASE WHEN counter_lacks_guarantee THEN COALESCE(size, 0) ELSE 0 END) AS lacks_guarantee__yes__people,
    SUM(CASE WHEN counter_lacks_guarantee AND size IS NULL THEN 1 ELSE 0 END) AS lacks_guarantee__yes__unsized,
    SUM(CASE WHEN counter_lacks_guarantee IS NULL THEN 1 ELSE 0 END) AS lacks_guarantee__unknown__households,
    SUM(CASE WHEN counter_lacks_guarantee IS NULL THEN COALESCE(size, 0) ELSE 0 END) AS lacks_guarantee__unknown__people,
    SUM(CASE WHEN counter_lacks_guarantee IS NULL AND size IS NULL THEN 1 ELSE 0 END) AS lacks_guarantee__unknown__unsized,
    SUM(CASE WHEN counter_exit_ready THEN 1 ELSE 0 END) AS exit_ready__yes__households,
    SUM(CASE WHEN counter_exit_ready THEN COALESCE(size, 0) ELSE 0 END) AS exit_ready__yes__people,
    SUM(CASE WHEN counter_exit_ready AND size IS NULL THEN 1 ELSE 0 END) AS exit_ready__yes__unsized,
    SUM(CASE WHEN counter_exit_ready IS NULL THEN 1 ELSE 0 END) AS exit_ready__unknown__households,
    SUM(CASE WHEN counter_exit_ready IS NULL THEN COALESCE(size, 0) ELSE 0 END) AS exit_ready__unknown__people,
    SUM(CASE WHEN counter_exit_ready IS NULL AND size IS NULL THEN 1 ELSE 0 END) AS exit_ready__unknown__unsized,
    SUM(CASE WHEN counter_meets_all THEN 1 ELSE 0 END) AS meets_all__yes__households,
    SUM(CASE WHEN counter_meets_all THEN COALESCE(size, 0) ELSE 0 END) AS meets_all__yes__people,
    SUM(CASE WHEN counter_meets_all AND size IS NULL THEN 1 ELSE 0 END) AS meets_all__yes__unsized,
    SUM(CASE WHEN counter_meets_all IS NULL THEN 1 ELSE 0 END) AS meets_all__unknown__households,
    SUM(CASE WHEN counter_meets_all IS NULL THEN COALESCE(size, 0) ELSE 0 END) AS meets_all__unknown__people,
    SUM(CASE WHEN counter_meets_all IS NULL AND size IS NULL THEN 1 ELSE 0 END) AS meets_all__unknown__unsized,
    SUM(CASE WHEN (household_status__not_met & 1) <> 0 THEN 1 ELSE 0 END) AS income__gap,
    SUM(CASE WHEN (household_status__unknown & 1) <> 0 THEN 1 ELSE 0 END) AS income__gap_unknown,
    SUM(CASE WHEN (household_status__not_met & 2) <> 0 THEN 1 ELSE 0 END) AS food__gap,
    SUM(CASE WHEN (household_status__unknown & 2) <> 0 THEN 1 ELSE 0 END) AS food__gap_unknown,
    SUM(CASE WHEN (household_status__not_met & 4) <> 0 THEN 1 ELSE 0 END) AS clothing__gap,
    SUM(CASE WHEN (household_status__unknown & 4) <> 0 THEN 1 ELSE 0 END) AS clothing__gap_unknown,
    SUM(CASE WHEN (household_status__not_met & 8) <> 0 THEN 1 ELSE 0 END) AS education__gap,
    SUM(CASE WHEN (household_status__unknown & 8) <> 0 THEN 1 ELSE 0 END) AS education__gap_unknown,
    SUM(CASE WHEN (household_status__not_met & 16) <> 0 THEN 1 ELSE 0 END) AS medical_care__gap,
    SUM(CASE WHEN (household_status__unknown & 16) <> 0 THEN 1 ELSE 0 END) AS medical_care__gap_unknown,
    SUM(CASE WHEN (household_status__not_met & 32) <> 0 THEN 1 ELSE 0 END) AS housing__gap,
    SUM(CASE WHEN (household_status__unknown & 32) <> 0 THEN 1 ELSE 0 END) AS housing__gap_unknown,
    SUM(CASE WHEN (household_status__not_met & 64) <> 0 THEN 1 ELSE 0 END) AS water__gap,
    SUM(CASE WHEN (household_status__unknown & 64) <> 0 THEN 1 ELSE 0 END) AS water__gap_unknown
  FROM household_results GROUP BY village
)
SELECT place, SUM(households) AS households, SUM(people) AS people, SUM(unsized) AS unsized,
  SUM(registered_households__yes__households) AS registered_households__yes__households,
  SUM(registered_households__yes__people) AS registered_households__yes__people,
  SUM(registered_households__yes__unsized) AS registered_households__yes__unsized,
  SUM(registered_households__unknown__households) AS registered_households__unknown__households,
  SUM(registered_households__unknown__people) AS registered_households__unknown__people,
  SUM(registered_households__unknown__unsized) AS registered_households__unknown__unsized,
  SUM(registered_poor__yes__households) AS registered_poor__yes__households,
  SUM(registered_poor__yes__people) AS registered_poor__yes__people,
  SUM(registered_poor__yes__unsized) AS registered_poor__yes__unsized,
  SUM(registered_poor__unknown__households) AS registered_poor__unknown__households,
  SUM(registered_poor__unknown__people) AS registered_poor__unknown__people,
  SUM(registered_poor__unknown__unsized) AS registered_poor__unknown__unsized,
  SUM(poor_by_income__yes__households) AS poor_by_income__yes__households,
  SUM(poor_by_income__yes__people) AS poor_by_income__yes__people,
  SUM(poor_by_income__yes__unsized) AS poor_by_income__yes__unsized,
  SUM(poor_by_income__unknown__households) AS poor_by_income__unknown__households,
  SUM(poor_by_income__unknown__people) AS poor_by_income__unknown__people,
  SUM(poor_by_income__unknown__unsized) AS poor_by_income__unknown__unsized,
  SUM(lacks_guarantee__yes__households) AS lacks_guarantee__yes__households,
  SUM(lacks_guarantee__yes__people) AS lacks_guarantee__yes__people,
  SUM(lacks_guarantee__yes__unsized) AS lacks_guarantee__yes__unsized,
  SUM(lacks_guarantee__unknown__households) AS lacks_guarantee__unknown__households,
  SUM(lacks_guarantee__unknown__people) AS lacks_guarantee__unknown__people,
  SUM(lacks_guarantee__unknown__unsized) AS lacks_guarantee__unknown__unsized,
  SUM(exit_ready__yes__households) AS exit_ready__yes__households,
  SUM(exit_ready__yes__people) AS exit_ready__yes__people,
  SUM(exit_ready__yes__unsized) AS exit_ready__yes__unsized,
  SUM(exit_ready__unknown__households) AS exit_ready__unknown__households,
  SUM(exit_ready__unknown__people) AS exit_ready__unknown__people,
  SUM(exit_ready__unknown__unsized) AS exit_ready__unknown__unsized,
  SUM(meets_all__yes__households) AS meets_all__yes__households,
  SUM(meets_all__yes__people) AS meets_all__yes__people,
  SUM(meets_all__yes__unsized) AS meets_all__yes__unsized,
  SUM(meets_all__unknown__households) AS meets_all__unknown__households,
  SUM(meets_all__unknown__people) AS meets_all__unknown__people,
  SUM(meets_all__unknown__unsized) AS meets_all__unknown__unsized,
  SUM(income__gap) AS income__gap,
  SUM(income__gap_unknown) AS income__gap_unknown,
  SUM(food__gap) AS food__gap,
  SUM(food__gap_unknown) AS food__gap_unknown,
  SUM(clothing__gap) AS clothing__gap,
  SUM(clothing__gap_unknown) AS clothing__gap_unknown,
  SUM(education__gap) AS education__gap,
  SUM(education__gap_unknown) AS education__gap_unknown,
  SUM(medical_care__gap) AS medical_care__gap,
  SUM(medical_care__gap_unknown) AS medical_care__gap_unknown,
  SUM(housing__gap) AS housing__gap,
  SUM(housing__gap_unknown) AS housing__gap_unknown,
  SUM(water__gap) AS water__gap,
  SUM(water__gap_unknown) AS water__gap_unknown
FROM ancestors JOIN by_village USING (village) GROUP BY place;
