"""What a county declares, and what the evaluation of its exit found in its sample."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from tuopin.standards.cn.codes import COUNTY_KIND, SURVEYED_BY
from tuopin.synthetic import figures
from tuopin.synthetic.columns import Columns, day_number, numbers_of
from tuopin.synthetic.draws import Draws, Whole, keys_of, root_of
from tuopin.synthetic.villages import Villages

_POOR, _OTHER = numbers_of(COUNTY_KIND, ("poor", "other"))
(_PROVINCE,) = numbers_of(SURVEYED_BY, ("province",))
_NEVER = 10**6


@dataclass(frozen=True)
class Counted:
    """By village, as its households declare them."""

    people: Whole
    poor: Whole
    exited: Whole

    def among(self, county: Whole) -> "Counted":
        """By county; `county` is the position of each village's."""
        return Counted(
            *(np.bincount(county, each).astype(np.int64) for each in (self.people, self.poor, self.exited))
        )


def joined(parts: Sequence[Counted]) -> Counted:
    """Of villages that stand one after the other."""
    names = ("people", "poor", "exited")
    return Counted(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def county_table(villages: Villages, counted: Counted, *, on: date, schema: pa.Schema) -> pa.Table:
    """A county knows its people better than some of its villages do."""
    counties, first, county = np.unique(villages.county_id, return_index=True, return_inverse=True)
    kind_of = villages.county[first]
    totals = counted.among(county)
    columns = Columns(len(counties))
    columns.put("county", counties)
    columns.put("collected_on", day_number(on) - 20)
    columns.put("villages", np.bincount(county))
    columns.put("population", totals.people)
    columns.put("kind", np.where(np.array(figures.POOR_COUNTIES)[kind_of], _POOR, _OTHER))
    columns.put("remaining_poor", totals.poor)
    columns.put("exited_people", totals.exited)
    columns.put("unregistered_people", totals.people - totals.poor - totals.exited)
    _put_evaluation(columns, Draws(keys_of(root_of(0, "county"), counties)), kind_of, totals, day_number(on))
    return columns.table(schema)


def _put_evaluation(columns: Columns, draws: Draws, kind_of: Whole, totals: Counted, today: int) -> None:
    """The latest one by the day. One that finds too many wrong exits is held again the year after."""
    surveyed_on = np.full(len(kind_of), -1)
    wrong = np.zeros(len(kind_of))
    fails = np.zeros(len(kind_of), dtype=np.bool_)
    exited_on = np.full(len(kind_of), _NEVER)
    for county, held in figures.EVALUATIONS.items():
        for evaluation in held:
            here = (kind_of == county) & (day_number(evaluation.on) <= today)
            surveyed_on = np.where(here, day_number(evaluation.on), surveyed_on)
            wrong = np.where(here, evaluation.wrong_exits, wrong)
            fails = np.where(here, evaluation.exit_on is None, fails)
            if evaluation.exit_on is not None and day_number(evaluation.exit_on) <= today:
                exited_on = np.where(here, day_number(evaluation.exit_on), exited_on)
    known = surveyed_on >= 0
    exited_sample = np.minimum(totals.exited, figures.EXITED_SAMPLE)
    others_sample = np.minimum(totals.people - totals.poor - totals.exited, figures.OTHERS_SAMPLE)
    # However small the sample: who fails is rounded up.
    found = np.where(fails, np.ceil(exited_sample * wrong), np.rint(exited_sample * wrong))
    households = np.minimum(totals.people // 6, figures.HOUSEHOLDS_SAMPLE)
    recognise = draws.between("recognition", 955, 985)
    columns.put("exited_on", exited_on, where=exited_on < _NEVER)
    for name, values in (
        ("surveyed_by", np.full(len(kind_of), _PROVINCE)), ("surveyed_on", surveyed_on),
        ("exited_sampled", exited_sample), ("wrongly_exited", found),
        ("unregistered_surveyed", others_sample), ("omitted", np.rint(others_sample * figures.OMISSIONS)),
        ("households_surveyed", households), ("households_recognising", households * recognise // 1000),
    ):  # fmt: skip
        columns.put(name, values.astype(np.int64), where=known)
