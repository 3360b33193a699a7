"""The departments that can close a gap. Their names change by era; these say the task, which does not."""

from tuopin.kernel.text import Text

POVERTY_ALLEVIATION = Text("扶贫主管部门", "poverty-alleviation authority")
EDUCATION = Text("教育部门", "education authority")
MEDICAL_INSURANCE = Text("医疗保障部门", "medical insurance authority")
HOUSING = Text("住房城乡建设部门", "housing authority")
WATER = Text("水利部门", "water authority")
CIVIL_AFFAIRS = Text("民政部门", "civil affairs authority")
TRANSPORT = Text("交通运输部门", "transport authority")
POWER = Text("供电单位", "power company")
HEALTH = Text("卫生健康部门", "health authority")
COMMUNICATIONS = Text("通信管理部门", "communications authority")
AGRICULTURE = Text("农业农村部门", "agriculture authority")
