"""The bridge between Great Expectations and DuckDB.

Great Expectations has no DuckDB engine of its own; this module gives it one, over ``charte.dialecte``.
Importing it imports Great Expectations, which takes seconds: only ``charte.juge`` does, inside a function.
The library is pinned (``great-expectations==1.24.1``) because of the one internal it relies on, marked below.
"""

import os
import warnings
from types import ModuleType
from typing import Any, Literal

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")  # read once, when the library is imported

from sqlalchemy import types as sqltypes
from sqlalchemy.dialects import registry

from .dialecte import DuckDialect

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its own imports warn of modules that Python is about to drop
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.datasource.fluent import SQLDatasource
    from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine

registry.register("duckdb", DuckDialect.__module__, DuckDialect.__name__)


def _types_module() -> ModuleType:
    """What Great Expectations looks up to know a database: its types, and a mark of its regular expressions.

    A module that has ``DremioDialect`` is told ``REGEXP_MATCHES(column, pattern)``, which DuckDB understands.
    """
    module = ModuleType("plie_duckdb_types")
    module.__dict__.update({name: value for name, value in vars(sqltypes).items() if not name.startswith("_")})
    module.__dict__.update(name="duckdb", DremioDialect=True)
    return module


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """Great Expectations' SQL engine, told what DuckDB can do."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.dialect_module = _types_module()


class DuckDBDatasource(SQLDatasource):
    """A source of tables: ``context.data_sources.add_duckdb(name, connection_string="duckdb:///…")``."""

    type: Literal["duckdb"] = "duckdb"

    @property
    def execution_engine_type(self):  # the field above hides the builtin ``type`` from an annotation
        return DuckDBExecutionEngine


def open_context() -> Any:
    """A Great Expectations context that writes nothing on disk, sends nothing and draws no progress bar."""
    context = gx.get_context(mode="ephemeral")
    context.variables.analytics_enabled = False
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context
