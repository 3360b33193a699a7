"""The texts the rules of this pack rest on, as they were found: mostly copies, named as such.

Where a rule was compared with the text, its criterion or value is `verified`; the address is kept here so
that the next reader can compare again. What is only general knowledge says so in its own words.
"""

# https://99.wendadaohang.com/zd/WjtWWWvtjttv7WXOzOt.html
EXIT_HOUSEHOLD = "关于建立贫困退出机制的意见（转载文本）：贫困人口退出"
EXIT_VILLAGE = "关于建立贫困退出机制的意见（转载文本）：贫困村退出"
# https://mdbkg.com/sheng/pm135.html
GUARANTEES = "两不愁三保障一安全（转载文本）"
# https://99.wendadaohang.com/zd/XBOWOj7z7v7Otjj7Oe.html
SHAANXI_577 = "精准扶贫脱贫577标准（陕西，转载文本）"
# http://www.cqck.gov.cn/bm/slj/zwgk_70831/zfxxgkml/zcwd/202303/t20230324_11806313.html
WATER = "重庆市城口县水利局：农村饮水安全的评价标准（依据《农村饮水安全评价准则》T/CHES 18-2018）"
# https://xczxhxzjlj.sz.gov.cn/ztzl/sjfb/sjkd/content/post_7827338.html
GUANGXI_VILLAGE = "广西贫困村“十一有一低于”（转载文本）；未核对原文"
_KNOWN = "一般知识 (general knowledge)"
GENERAL = f"{_KNOWN}；未核对原文"
INCOME = f"{EXIT_HOUSEHOLD}；低于标准线为收入贫困：{_KNOWN}"
FOOD = f"{GUARANTEES}；蛋、奶、豆视同肉：{_KNOWN}"
EDUCATION = f"{GUARANTEES}；8 月 31 日、九年级毕业、送教上门：{_KNOWN}"
MEDICAL_CARE = f"{SHAANXI_577}；职工医保、无需参保情形、新生儿宽限：{_KNOWN}"
HOUSING = f"{GUARANTEES}；随子女居住、租住安全住房、集体供养：{_KNOWN}"
