"""The same question put to other tools, each in the way it likes best; none of this imports tuopin.

They run in an environment of their own, from locks/rivals.txt, and answer with a table of counts by place that must
be tuopin's, figure by figure, or nothing is reported.
"""
