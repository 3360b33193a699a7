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

# ---- counties ------------------------------------------------------------------------------------
# https://99.wendadaohang.com/zd/WjtWWWvtjttv7WXOzOt.html
EXIT_COUNTY = "关于建立贫困退出机制的意见（转载文本）：贫困县退出"
# http://m.dddjmc.com/news/txnews/cnnews/sh/2017-11-06/2070843_3.html
COUNTY_GATE = "《瞭望》2017 年报道（转载文本）：严把贫困县退出关口"
# https://www.baiwen17.com/article/119597.html
COUNTY_RATES = "贫困县脱贫摘帽的国家标准（转载文本）"
# http://yunnanlong.com/c/4255203.html
COMBINED_INCIDENCE = f"三率一度（转载文本）；计算公式：{_KNOWN}；未核对原文"
# http://m.shsunzone.com/zxts/201907/t20190703_6248228.shtml
COUNTY_FROM_2018 = "人民日报 2019-07-03（转载文本）：过半贫困县脱贫摘帽"

# ---- monitoring ----------------------------------------------------------------------------------
# http://www.qinan.gov.cn/info/11792/1360362.htm
MONITORED = f"秦安县：监测对象问答；收入、支出、困难、应对能力的组合：{_KNOWN}；未核对原文"
# http://cn.office369.com/news/show-2716746.html
AT_RISK_FROM_2026 = f"2026 年中央一号文件（报道）：防止返贫致贫对象；具体标准未查到，按收支口径推定：{_KNOWN}"
# https://www.yjq.gov.cn/openness/grassroots/6603431/39287644.html
CLEARANCE = "芜湖市弋江区：防止返贫监测对象风险消除条件"
CLEARANCE_READ = f"{CLEARANCE}；量化读法：{_KNOWN}"
# https://www.scgw.gov.cn/Detail.aspx?id=20211027172648236
ALERTS = f"旺苍县：防止返贫风险信息推送机制（部门与线索种类）；条件：{_KNOWN}"
# https://xiexiebang.com/a5/c1b3fc008528046d.html
MEDICAL_ALERT = "某县建立防止新发生返贫致贫风险机制的实施办法（转载文本，未查到县名）"

# ---- what must be explained ------------------------------------------------------------------------
# http://m.runningtoys.com/index.php/show/2881.html
SHANGRAO = "上饶“七清四严”（转载文本）"
# http://m.2word.com/show.php?id=622166
TEN_PRINCIPLES = "错评剔除“十原则”（转载文本，未注明地方）；未核对原文"

# ---- data checks -----------------------------------------------------------------------------------
# Three sets of rules that offices really ran, known from a digest: a check menu of eleven classes and a table of 27
# rules found in public code, and https://github.com/Gzuwkj/fuping (Guizhou, 2023; facts only, it has no licence).
DATA_CHECKS = (
    "公开的数据核查规则（贫困数据核查清单、贵州 2023 年核查规则、疑点数据核查表），据摘要；未核对原文"
)
