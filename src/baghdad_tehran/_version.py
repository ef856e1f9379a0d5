"""The one version, of code and data alike; never written anywhere else."""

__version__ = "0.1.0"
