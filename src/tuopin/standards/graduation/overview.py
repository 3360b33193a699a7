"""What the table by place counts: who takes part, who is on track, and who graduated when the programme was over."""

from tuopin.kernel.text import Text
from tuopin.standards.graduation import graduated, on_track
from tuopin.standards.graduation import indicators as i
from tuopin.standards.graduation.facts import household, village
from tuopin.standards.pack import Counter, Overview, Rate

_done = graduated.STANDARD.met

PARTICIPANTS = Counter("participants", Text("参加户", "participants"), household.in_programme)
RUNNING = Counter("running", Text("项目期内", "in the programme"), i.running)
ON_TRACK = Counter("on_track", Text("期中进度正常", "on track"), i.running & on_track.STANDARD.met)
READY_EARLY = Counter("ready_early", Text("期内已达标", "ready early"), i.running & _done)
THROUGH = Counter("through", Text("项目期满", "through the programme"), i.through)
GRADUATED = Counter("graduated", Text("期满毕业", "graduated"), i.through & _done)
NOT_GRADUATED = Counter("not_graduated", Text("期满未毕业", "not graduated"), i.through & ~_done)

OVERVIEW = Overview(
    people=household.size,
    counters=(PARTICIPANTS, RUNNING, ON_TRACK, READY_EARLY, THROUGH, GRADUATED, NOT_GRADUATED),
    rates=(
        Rate(
            "participation_rate",
            Text("参加人口比例", "share of people taking part"),
            counter=PARTICIPANTS.code,
            denominator=village.population,
            everybody=False,
        ),
    ),
    gaps_of=graduated.STANDARD,
)
