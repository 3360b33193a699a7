"""Code lists of the national registration system: closed, in the order of its forms (domain reference 2.5)."""

from datetime import date

from tuopin.engine.language import CodeList, Entry
from tuopin.kernel.text import Text


def _list(name: str, zh: str, en: str, *entries: tuple[int, str, str, str, tuple[str, ...]]) -> CodeList:
    return CodeList(
        name,
        Text(zh, en),
        tuple(Entry(code, number, Text(z, e), more) for number, code, z, e, more in entries),
    )


SEX = _list("sex", "性别", "sex", (1, "male", "男", "male", ("男性",)), (2, "female", "女", "female", ("女性",)),
    (9, "unstated", "未说明", "not stated", ("未说明的性别",)))  # fmt: skip

RELATION = _list("relation", "与户主关系", "relation to the head",
    (1, "head", "户主", "head", ("本人", "本人或户主")), (2, "spouse", "配偶", "spouse", ()),
    (3, "son", "之子", "son", ("子", "儿子")), (4, "daughter", "之女", "daughter", ("女", "女儿")),
    (5, "daughter_in_law", "之儿媳", "daughter-in-law", ("儿媳",)), (6, "son_in_law", "之女婿", "son-in-law", ("女婿",)),
    (7, "grandson", "之孙子", "son's son", ("孙子",)), (8, "granddaughter", "之孙女", "son's daughter", ("孙女",)),
    (9, "grandson_d", "之外孙子", "daughter's son", ("外孙子", "外孙")),
    (10, "granddaughter_d", "之外孙女", "daughter's daughter", ("外孙女",)),
    (11, "father", "之父", "father", ("父亲", "父")), (12, "mother", "之母", "mother", ("母亲", "母")),
    (13, "wifes_father", "之岳父", "wife's father", ("岳父",)), (14, "wifes_mother", "之岳母", "wife's mother", ("岳母",)),
    (15, "husbands_father", "之公公", "husband's father", ("公公",)),
    (16, "husbands_mother", "之婆婆", "husband's mother", ("婆婆",)),
    (17, "grandfather", "之祖父", "father's father", ("祖父",)), (18, "grandmother", "之祖母", "father's mother", ("祖母",)),
    (19, "grandfather_m", "之外祖父", "mother's father", ("外祖父",)),
    (20, "grandmother_m", "之外祖母", "mother's mother", ("外祖母",)), (99, "other", "其他", "other", ()))  # fmt: skip

EDUCATION = _list("education", "文化程度", "education",
    (1, "none", "文盲或半文盲", "illiterate or semi-literate", ("文盲", "文盲半文盲")), (2, "primary", "小学", "primary", ()),
    (3, "junior", "初中", "junior secondary", ()), (4, "senior", "高中", "senior secondary", ("中专", "高中或中专")),
    (5, "college", "大专及以上", "college and above", ("大专", "本科", "本科及以上")),
    (6, "preschool", "学龄前儿童", "below school age", ("学龄前",)))  # fmt: skip

SCHOOL = _list("school", "在校生状况", "school",
    (1, "none", "非在校生", "not at school", ("不在校",)), (2, "preschool", "学前教育", "preschool", ("学前",)),
    (3, "primary", "小学", "primary", ()), (4, "grade_7", "七年级", "grade 7", ("初一",)),
    (5, "grade_8", "八年级", "grade 8", ("初二",)), (6, "grade_9", "九年级", "grade 9", ("初三",)),
    (7, "senior_1", "高中一年级", "senior 1", ("高一",)), (8, "senior_2", "高中二年级", "senior 2", ("高二",)),
    (9, "senior_3", "高中三年级", "senior 3", ("高三",)),
    (10, "vocational_1", "中职一年级", "vocational 1", ()), (11, "vocational_2", "中职二年级", "vocational 2", ()),
    (12, "vocational_3", "中职三年级", "vocational 3", ()),
    (13, "higher_vocational_1", "高职一年级", "higher vocational 1", ()),
    (14, "higher_vocational_2", "高职二年级", "higher vocational 2", ()),
    (15, "higher_vocational_3", "高职三年级", "higher vocational 3", ()),
    (16, "college", "大专及以上", "college and above", ("大学", "本科")))  # fmt: skip

HEALTH = _list("health", "健康状况", "health",
    (1, "healthy", "健康", "healthy", ()), (2, "chronic", "长期慢性病", "long-term chronic illness", ("慢性病",)),
    (3, "serious", "患有大病", "serious illness", ("大病",)), (4, "disabled", "残疾", "disabled", ()))  # fmt: skip

LABOUR = _list("labour", "劳动技能", "labour",
    (1, "ordinary", "普通劳动力", "ordinary labour", ("普通劳动者",)), (2, "skilled", "技能劳动力", "skilled labour", ("技能劳动者",)),
    (3, "lost", "丧失劳动力", "lost ability to work", ("丧失劳动能力",)), (4, "none", "无劳动力", "no labour", ("无劳动能力",)),
    (5, "weak", "弱劳动力或半劳动力", "weak or half labour", ("弱劳动力", "半劳动力")))  # fmt: skip

WORK_PLACE = _list("work_place", "务工区域", "where they work",
    (1, "township", "乡镇内", "in the township", ()), (2, "county", "乡外县内", "in the county", ("乡镇外县内",)),
    (3, "province", "县外省内", "in the province", ()), (4, "beyond", "省外", "beyond the province", ()),
    (99, "other", "其他", "other", ()))  # fmt: skip

HOUSEHOLD_KIND = _list("household_kind", "贫困户属性", "kind of registered household",
    (1, "ordinary", "一般贫困户", "ordinary", ("一般农户", "一般户")), (2, "allowance", "低保贫困户", "with minimum-living allowance", ()),
    (3, "allowance_only", "低保户", "allowance household", ()), (4, "support", "特困供养户", "destitute, supported", ("五保户", "五保贫困户", "特困户", "五保/特困")))  # fmt: skip

POVERTY_STATUS = _list("poverty_status", "脱贫属性", "registration status",
    (1, "in_poverty", "未脱贫", "not yet exited", ()), (2, "exit_proposed", "预脱贫", "exit proposed", ()),
    (3, "exited", "脱贫", "exited", ("已脱贫", "脱贫户")), (4, "returned", "返贫", "returned to poverty", ()),
    (5, "struck_off", "注销", "struck off", ("已注销", "清退")))  # fmt: skip

CAUSE = _list("cause", "致贫原因", "cause of poverty",
    (1, "illness", "因病", "illness", ()), (2, "disability", "因残", "disability", ()), (3, "schooling", "因学", "schooling", ()),
    (4, "disaster", "因灾", "disaster", ()), (5, "land", "缺土地", "lack of land", ()), (6, "water", "缺水", "lack of water", ()),
    (7, "skills", "缺技术", "lack of skills", ()), (8, "labour", "缺劳力", "lack of labour", ("缺劳动力",)),
    (9, "funds", "缺资金", "lack of funds", ()), (10, "transport", "交通条件落后", "poor transport", ("交通落后",)),
    (11, "motivation", "自身发展动力不足", "lack of motivation", ("自身发展力不足",)), (99, "other", "其他", "other", ()))  # fmt: skip

HOUSING_GRADE = _list("housing_grade", "住房鉴定等级", "housing grade",
    (1, "A", "A级", "A: safe", ("A",)), (2, "B", "B级", "B: main structure safe", ("B",)),
    (3, "C", "C级", "C: locally dangerous", ("C",)), (4, "D", "D级", "D: dangerous as a whole", ("D",)))  # fmt: skip

DWELLING = _list("dwelling", "居住情况", "where the household lives",
    (1, "own", "自有住房", "own house", ("自有",)), (2, "relocated", "易地搬迁安置房", "relocation housing", ("易地搬迁", "安置房")),
    (3, "child", "子女安全住房", "safe home of a child", ("随子女居住",)), (4, "rental", "租住安全住房", "safe rental", ("租住", "公租房")),
    (5, "collective", "集体供养设施", "care home", ("敬老院", "福利院")))  # fmt: skip

VILLAGE_KIND = _list("village_kind", "村属性", "kind of village",
    (1, "poor", "贫困村", "poor village", ()), (2, "other", "非贫困村", "not a poor village", ("一般村",)),
    (3, "deep", "深度贫困村", "deeply poor village", ()))  # fmt: skip

# ---- monitoring, from 2021 -------------------------------------------------------------------------

_MONITORED_BY_GROUP = {"valid_from": date(2021, 1, 1), "valid_to": date(2025, 12, 31)}
MONITORED_GROUP = CodeList(
    "monitored_group",
    Text("监测对象类别", "group of monitored households"),
    (
        Entry("unstable", 1, Text("脱贫不稳定户", "exited and unstable"), ("脱贫不稳定",), **_MONITORED_BY_GROUP),
        Entry("marginal", 2, Text("边缘易致贫户", "marginal, may become poor"), ("边缘户",), **_MONITORED_BY_GROUP),
        Entry("sudden", 3, Text("突发严重困难户", "in sudden grave difficulty"), ("突发困难户",), **_MONITORED_BY_GROUP),
        Entry("at_risk", 4, Text("防止返贫致贫对象", "at risk of poverty"), (), date(2026, 1, 1)),
    ),
)  # fmt: skip
"""Three groups until 2025, one class from 2026: households of any of the three go over into it."""

# The first eight are numbered as the export of 2023 lists them; disaster, accident and failed industry are general
# knowledge and their numbers ours, because a set of codes has room up to 31 only.
RISK = _list("risk", "返贫致贫风险", "risk of poverty",
    (1, "illness", "因病", "illness", ()), (2, "schooling", "因学", "schooling", ()), (3, "disability", "因残", "disability", ()),
    (4, "labour", "缺劳动力", "lack of labour", ("缺劳力",)), (5, "housing", "因安全住房", "unsafe housing", ("安全住房", "住房")),
    (6, "water", "因安全饮水", "unsafe water", ("安全饮水", "饮水")), (7, "work", "因务工就业不稳", "unstable work", ("务工就业不稳", "就业不稳")),
    (8, "other", "其他", "other", ()), (9, "disaster", "因灾", "disaster", ("因自然灾害",)),
    (10, "accident", "因意外事故", "accident", ("意外事故",)), (11, "industry", "因产业失败", "failed production", ("产业失败", "因产业项目失败")))  # fmt: skip

CLEARANCE = _list("clearance", "风险消除方式", "how the risk was cleared",
    (1, "assistance", "帮扶消除", "by assistance", ()), (2, "natural", "自然消除", "by itself", ("自然减少",)))  # fmt: skip

ASSISTANCE = _list("assistance", "帮扶措施类别", "family of assistance",
    (1, "industry", "产业帮扶", "production", ("产业",)), (2, "employment", "就业帮扶", "employment", ("就业",)),
    (3, "public_post", "公益岗位", "public post", ("公益岗位帮扶", "公益性岗位")), (4, "finance", "金融帮扶", "finance", ("金融",)),
    (5, "relocation", "易地搬迁", "relocation", ("搬迁", "易地扶贫搬迁")), (6, "housing", "住房安全", "safe housing", ("住房安全保障",)),
    (7, "water", "饮水安全", "safe water", ("饮水安全保障",)), (8, "compulsory_education", "义务教育保障", "compulsory education", ()),
    (9, "education", "教育帮扶", "education", ("教育",)), (10, "health", "健康帮扶", "health", ("健康",)),
    (11, "social", "社会帮扶", "help from society", ("社会",)), (12, "support", "综合保障", "social security", ()),
    (13, "living", "生产生活条件改善", "better conditions of life and work", ()),
    (14, "infrastructure", "基础设施", "infrastructure", ("基础设施建设",)))  # fmt: skip

# ---- counties --------------------------------------------------------------------------------------

COUNTY_KIND = _list("county_kind", "县属性", "kind of county",
    (1, "poor", "国家级贫困县", "county on the national list", ("贫困县", "国家扶贫开发工作重点县", "集中连片特困地区县")),
    (2, "other", "非贫困县", "not a poor county", ("一般县",)),
    (3, "deep", "深度贫困县", "deeply poor county", ("“三区三州”深度贫困县",)))  # fmt: skip

SURVEYED_BY = _list("surveyed_by", "评估组织单位", "who organised the evaluation",
    (1, "county", "县自查", "the county itself", ("县级自查",)), (2, "city", "市级初审", "the city", ("市级核查",)),
    (3, "province", "省级专项评估检查", "the province", ("省级专项评估", "省级核查")),
    (4, "state_council_group", "国务院扶贫开发领导小组专项评估检查", "the State Council's leading group", ("国家专项评估检查", "国家专项评估")),
    (5, "national_spot_check", "国家抽查", "national spot check", ("国务院扶贫开发领导小组抽查",)))  # fmt: skip
