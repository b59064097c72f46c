"""Files in and out on a site's device, a module a kind of package; what a receiver proves of them.

May import ``store`` to ``panel``.
"""
