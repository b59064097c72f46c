"""现评 Xianping: on-site assessment of training bases and skill-master studios, offline."""

__version__ = "0.1.0"
