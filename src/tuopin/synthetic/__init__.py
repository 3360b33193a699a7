"""A believable city of any size from a seed, for the demo, the tests and the benchmarks. No real person anywhere."""

from tuopin.synthetic.city import City, Truth, make_city
from tuopin.synthetic.row_errors import PlantedError
from tuopin.synthetic.workbook import write_workbook, write_workbooks

__all__ = ["City", "PlantedError", "Truth", "make_city", "write_workbook", "write_workbooks"]
