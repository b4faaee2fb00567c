"""The synthetic photo of the reference year: a solved plan of invented parcours, written as exports of the contract."""

from .photo import PHOTOS, write_photo

__all__ = ["PHOTOS", "write_photo"]
