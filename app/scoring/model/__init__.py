"""What a scheme is, as frozen data: criteria, rules, conditions, readings, duties, points, results.

May not import any other room of the scoring.
"""
