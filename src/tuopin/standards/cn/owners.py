"""The departments that can close a gap, with the names they had before.

The two plates of 2021 and 2023 were reported (https://m.nbd.com.cn/articles/2021-02-25/1637333.html); counties followed
within months, and kept the bureau's name until the transition ended with 2025 (general knowledge). The changes of 2018
are general knowledge too: the days are those of the national bodies.
"""

from datetime import date

from tuopin.kernel.text import Renamed, Text

POVERTY_ALLEVIATION = Renamed(
    "农业农村局",
    "agriculture and rural affairs bureau",
    (
        (date(2021, 2, 25), Text("扶贫办", "poverty-alleviation office")),
        (date(2026, 1, 1), Text("乡村振兴局", "rural revitalization bureau")),
    ),
)
EDUCATION = Text("教育部门", "education authority")
MEDICAL_INSURANCE = Renamed(
    "医疗保障部门",
    "medical insurance authority",
    ((date(2018, 5, 31), Text("人社、卫生计生部门", "social security and health authorities")),),
)
HOUSING = Text("住房城乡建设部门", "housing authority")
WATER = Text("水利部门", "water authority")
CIVIL_AFFAIRS = Text("民政部门", "civil affairs authority")
TRANSPORT = Text("交通运输部门", "transport authority")
POWER = Text("供电单位", "power company")
HEALTH = Renamed(
    "卫生健康部门",
    "health authority",
    ((date(2018, 3, 27), Text("卫生计生部门", "health and family planning authority")),),
)
COMMUNICATIONS = Text("通信管理部门", "communications authority")
AGRICULTURE = Text("农业农村部门", "agriculture authority")
DISABLED_FEDERATION = Text("残疾人联合会", "disabled persons' federation")
EMERGENCY = Text("应急管理部门", "emergency management authority")
LABOUR = Text("人力资源社会保障部门", "human resources authority")
FINANCE = Text("金融工作部门", "financial affairs authority")
PUBLIC_SECURITY = Text("公安部门", "public security authority")
NATURAL_RESOURCES = Text("自然资源部门", "natural resources authority")
MARKET = Text("市场监管部门", "market regulation authority")
PUBLIC_FINANCE = Text("财政部门", "finance authority")
ORGANISATION = Text("组织部门", "organisation department")
PETITIONS = Text("信访部门", "petitions office")
TOWNSHIP = Text("乡镇政府", "township government")
