"""The two-minute tour: what stands where on the desk, shown over the desk itself, left at any time.

``stops`` holds the words and the order (no Qt), ``view_tour`` draws them over the parts they name. May import
what any screen may; knows the desk only by the parts that it is handed.
"""
