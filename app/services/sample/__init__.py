"""The sample visit and the demonstration, made by the same services as real ones; everything marked 示例.

May import every room but ``authoring``.
"""
