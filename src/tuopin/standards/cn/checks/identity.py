"""Identity numbers, by what was worked out about them while they were read (ADR 0012)."""

from tuopin.engine.language import Level
from tuopin.standards.cn import owners
from tuopin.standards.cn.checks.asking import DOUBT, ERROR, check, family
from tuopin.standards.cn.facts.derived import person as derived

_POLICE = owners.PUBLIC_SECURITY
_given = derived.id_state != "absent"

STANDARD = family(
    "checks_identity", "证件号码", "identity numbers", Level.PERSON,
    check(DOUBT, "id_given", ("填写了证件号码", "a number is given"), ("未填证件号码", "no identity number"),
          _given, evidence=(derived.id_state,)),
    check(ERROR, "id_length", ("证件号码位数正确", "a number of the right length"),
          ("证件号码位数不对", "identity number of a wrong length"), derived.id_state != "bad_length", when=_given),
    check(ERROR, "id_characters", ("证件号码只含数字和 X", "only digits and X in the number"),
          ("证件号码含有不应有的字符", "wrong characters in the identity number"),
          derived.id_state != "bad_characters", when=_given),
    check(ERROR, "id_birth", ("证件号码中的出生日期存在", "the number holds a date of birth that exists"),
          ("证件号码中没有这一天", "no such date of birth in the identity number"),
          derived.id_state != "bad_birth", when=_given),
    check(ERROR, "id_checksum", ("证件号码校验码正确", "the check character fits"),
          ("证件号码校验码不对", "wrong check character of the identity number"),
          derived.id_state != "bad_checksum", when=_given),
    check(ERROR, "id_real", ("证件号码不是占位号码", "the number is no placeholder"),
          ("证件号码是 999999 一类的占位号码", "a placeholder such as 999999 for an identity number"),
          derived.id_state != "placeholder", when=_given),
    check(ERROR, "id_new", ("证件号码为 18 位", "the number has 18 characters"),
          ("仍为 15 位旧证件号码", "still an old number of 15 digits"), derived.id_state != "old", when=_given,
          owner=_POLICE),
    check(ERROR, "id_card", ("残疾人证号类别等级段正确", "the end of a disability card is right"),
          ("残疾人证号类别等级段不对", "wrong end of a disability card number"), derived.id_state != "bad_card",
          when=_given, owner=owners.DISABLED_FEDERATION),
    check(ERROR, "birth_agrees", ("出生日期与证件号码一致", "date of birth agrees with the number"),
          ("出生日期与证件号码不一致", "date of birth contradicts the identity number"), derived.id_birth_agrees),
    check(ERROR, "sex_agrees", ("性别与证件号码一致", "sex agrees with the number"),
          ("性别与证件号码不一致", "sex contradicts the identity number"), derived.id_sex_agrees),
    check(ERROR, "once_in_household", ("同一户内证件号码不重复", "the number stands once in the household"),
          ("同一户内证件号码重复", "one number twice in the household"), derived.id_repeated != "household"),
    check(ERROR, "once_in_village", ("同村各户证件号码不重复", "the number stands in one household of the village"),
          ("同村两户使用同一证件号码", "one number in two households of the village"),
          derived.id_repeated != "village"),
    check(ERROR, "once_in_county", ("同县各村证件号码不重复", "the number stands in one village of the county"),
          ("同县两村使用同一证件号码", "one number in two villages of the county"),
          ~derived.id_repeated.is_one_of("township", "county"), owner=owners.POVERTY_ALLEVIATION),
    check(ERROR, "once_in_province", ("同省各县证件号码不重复", "the number stands in one county of the province"),
          ("同省两县使用同一证件号码", "one number in two counties of the province"),
          ~derived.id_repeated.is_one_of("city", "province"), owner=owners.POVERTY_ALLEVIATION),
    check(ERROR, "once_at_all", ("各省证件号码不重复", "the number stands in one province"),
          ("两省使用同一证件号码", "one number in two provinces"), derived.id_repeated != "beyond",
          owner=owners.POVERTY_ALLEVIATION),
)  # fmt: skip
