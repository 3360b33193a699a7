"""The texts the rules of this pack rest on. What is only general knowledge says so in its own words."""

# Alkire, Kanagaratnam and Suppa: The global Multidimensional Poverty Index: Harmonised level estimates and their
# changes over time. https://preview-www.nature.com/articles/s41597-024-04269-x/tables/1
TABLE = "Global MPI indicator definitions and weights (Scientific Data, s41597-024-04269-x, Table 1)"
_KNOWN = "一般知识 (general knowledge)"
BIRTHS = f"{TABLE}; who is asked about births: {_KNOWN}"
SCHOOLING = f"{TABLE}; eligible from the entry age plus six years: {_KNOWN}"
ATTENDANCE = f"{TABLE}; the age of completing class 8 is included: {_KNOWN}"
SANITATION = f"{TABLE}; which facilities are improved (WHO and UNICEF): {_KNOWN}"
WATER = f"{TABLE}; which sources are safe (WHO and UNICEF): {_KNOWN}"
# Alkire and Foster: Counting and multidimensional poverty measurement. Journal of Public Economics 95 (2011).
CUTOFFS = f"{TABLE}; Alkire and Foster 2011; cut-offs 20 %, 1/3, 1/2: {_KNOWN}"
