"""Code lists of the details that data checks look at: ethnic groups, disability cards, homes, what a number looks like.

GB/T 3304 gives the ethnic groups their numbers and Roman names; the disability card carries type and grade in its last
two characters (domain reference 2.5 and 2.7). The lists about identity numbers are this pack's own.
"""

from tuopin.engine.language import CodeList, Entry
from tuopin.kernel.text import Text
from tuopin.standards.cn.codes import CAUSE

_GROUPS = (
    "汉 Han", "蒙古 Mongol", "回 Hui", "藏 Zang", "维吾尔 Uygur", "苗 Miao", "彝 Yi", "壮 Zhuang", "布依 Buyei",
    "朝鲜 Chosen", "满 Man", "侗 Dong", "瑶 Yao", "白 Bai", "土家 Tujia", "哈尼 Hani", "哈萨克 Kazak", "傣 Dai",
    "黎 Li",
    "傈僳 Lisu", "佤 Va", "畲 She", "高山 Gaoshan", "拉祜 Lahu", "水 Sui", "东乡 Dongxiang", "纳西 Naxi", "景颇 Jingpo",
    "柯尔克孜 Kirgiz", "土 Tu", "达斡尔 Daur", "仫佬 Mulao", "羌 Qiang", "布朗 Blang", "撒拉 Salar", "毛南 Maonan",
    "仡佬 Gelao", "锡伯 Xibe", "阿昌 Achang", "普米 Pumi", "塔吉克 Tajik", "怒 Nu", "乌孜别克 Uzbek", "俄罗斯 Russ",
    "鄂温克 Ewenki", "德昂 Deang", "保安 Bonan", "裕固 Yugur", "京 Gin", "塔塔尔 Tatar", "独龙 Derung", "鄂伦春 Oroqen",
    "赫哲 Hezhen", "门巴 Monba", "珞巴 Lhoba", "基诺 Jino",
)  # fmt: skip


def _group(number: int, zh: str, en: str) -> Entry:
    return Entry(en.lower(), number, Text(f"{zh}族", en), (zh,))


ETHNIC_GROUP = CodeList(
    "ethnic_group",
    Text("民族", "ethnic group"),
    (
        *(_group(number, *words.split()) for number, words in enumerate(_GROUPS, start=1)),
        Entry("other", 97, Text("其他", "other"), ("未识别民族",)),
        Entry("naturalised", 98, Text("外国血统中国籍人士", "naturalised"), ("入籍",)),
    ),
)

DISABILITY = CodeList(
    "disability",
    Text("残疾类别", "type of disability"),
    (
        Entry("sight", 1, Text("视力残疾", "sight"), ("视力",)),
        Entry("hearing", 2, Text("听力残疾", "hearing"), ("听力",)),
        Entry("speech", 3, Text("言语残疾", "speech"), ("言语",)),
        Entry("limbs", 4, Text("肢体残疾", "limbs"), ("肢体",)),
        Entry("intellect", 5, Text("智力残疾", "intellect"), ("智力",)),
        Entry("mind", 6, Text("精神残疾", "mental"), ("精神",)),
        Entry("several", 7, Text("多重残疾", "several"), ("多重",)),
    ),
)

DISABILITY_GRADE = CodeList(
    "disability_grade",
    Text("残疾等级", "grade of disability"),
    (
        Entry("first", 1, Text("一级", "grade 1"), ("1级", "壹级")),
        Entry("second", 2, Text("二级", "grade 2"), ("2级", "贰级")),
        Entry("third", 3, Text("三级", "grade 3"), ("3级", "叁级")),
        Entry("fourth", 4, Text("四级", "grade 4"), ("4级", "肆级")),
    ),
)

FUEL = CodeList(
    "fuel",
    Text("主要燃料类型", "main fuel"),
    (
        Entry("wood", 1, Text("柴草", "wood or straw"), ()),
        Entry("dung", 2, Text("干畜粪", "dried dung"), ()),
        Entry("coal", 3, Text("煤炭", "coal"), ("煤",)),
        Entry(
            "clean", 4, Text("清洁能源", "clean energy"), ("电", "燃气", "天然气", "液化气", "沼气", "太阳能")
        ),
        Entry("other", 5, Text("其他", "other"), ()),
    ),
)

ENTRY_ROAD = CodeList(
    "entry_road",
    Text("入户路类型", "road to the door"),
    (
        Entry("earth", 1, Text("泥土路", "earth"), ("泥土", "土路")),
        Entry("gravel", 2, Text("砂石路", "gravel"), ("砂石", "沙石路")),
        Entry("concrete", 3, Text("水泥路", "concrete"), ("水泥",)),
        Entry("asphalt", 4, Text("沥青路", "asphalt"), ("沥青", "柏油路")),
    ),
)

_OTHER_CAUSES = (
    *(entry for entry in CAUSE.entries if entry.code != "other"),
    Entry("marriage", 12, Text("因婚", "cost of a marriage")),
    Entry("funeral", 13, Text("因丧", "death in the family")),
    Entry("other", 14, Text("其他", "other")),
)
OTHER_CAUSES = CodeList("other_causes", Text("其他致贫原因", "other causes of poverty"), _OTHER_CAUSES)
"""The main causes and two more; a set of codes has room for numbers up to 31, so 其他 is 14 here and not 99."""

ID_STATE = CodeList(
    "id_state",
    Text("证件号码状态", "state of the identity number"),
    (
        Entry("valid", 1, Text("有效", "valid")),
        Entry("absent", 2, Text("未填", "not given")),
        Entry("bad_length", 3, Text("位数不对", "wrong length")),
        Entry("bad_characters", 4, Text("含有不应有的字符", "wrong characters")),
        Entry("bad_birth", 5, Text("出生日期段不存在", "no such date of birth")),
        Entry("bad_checksum", 6, Text("校验码不对", "wrong check character")),
        Entry("placeholder", 7, Text("占位号码", "placeholder")),
        Entry("old", 8, Text("15 位旧号", "old number of 15 digits")),
        Entry("bad_card", 9, Text("残疾人证类别等级段不对", "wrong end of a disability card")),
    ),
)

SAME_NUMBER = CodeList(
    "same_number",
    Text("相同证件号码的另一人在", "where another person has the same number"),
    (
        Entry("nowhere", 1, Text("没有", "nowhere")),
        Entry("household", 2, Text("同一户", "in the household")),
        Entry("village", 3, Text("同村他户", "in the village")),
        Entry("township", 4, Text("同乡镇他村", "in the township")),
        Entry("county", 5, Text("同县他乡镇", "in the county")),
        Entry("city", 6, Text("同市他县", "in the city")),
        Entry("province", 7, Text("同省他市", "in the province")),
        Entry("beyond", 8, Text("外省", "in another province")),
    ),
)
"""The farthest place counts when a number stands in several."""
