"""Asisten Netralitas ASN: answers civil servants' questions about staying neutral in elections.

The path of a question stands on one screen in `pipeline.py`.
"""

__version__ = "0.1.0"
