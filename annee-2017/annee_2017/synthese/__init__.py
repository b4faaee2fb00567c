"""The synthetic photo of the reference year: a solved plan of invented parcours, written as exports of the contract."""

from .desordre import write_disordered
from .photo import PHOTOS, write_photo

__all__ = ["PHOTOS", "write_disordered", "write_photo"]
