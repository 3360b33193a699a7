"""Who can close a gap, by task: what such services are called differs from country to country."""

from tuopin.kernel.text import Text

HEALTH = Text("卫生服务部门", "health services")
EDUCATION = Text("教育服务部门", "education services")
ENERGY = Text("能源服务部门", "energy services")
WATER = Text("供水与卫生设施部门", "water and sanitation services")
HOUSING = Text("住房部门", "housing services")
WELFARE = Text("社会保障部门", "social protection services")
