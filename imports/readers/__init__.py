"""From bytes to numbered rows, without ever holding the whole file. REG-10"""

from imports.readers.shape import FORMATS, FileRefused, Record, Shape, inspect, records

__all__ = ["FORMATS", "FileRefused", "Record", "Shape", "inspect", "records"]
