"""The page of the reconciliation: each published figure beside the computed one."""

from .page import page_html

__all__ = ["page_html"]
