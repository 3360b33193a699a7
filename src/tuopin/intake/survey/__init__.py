"""Outside micro-data: a small mapping file says which column of a survey is which fact of a pack."""

from tuopin.intake.survey.reading import read_microdata
from tuopin.intake.survey.translating import translate

__all__ = ["read_microdata", "translate"]
