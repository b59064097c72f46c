"""The grammar of a scheme file below its rules: mappings with every fault named, conditions, thresholds.

May import ``model``.
"""
