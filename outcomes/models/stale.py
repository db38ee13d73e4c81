"""A KPI's stored summary is marked stale by the database whenever anything it rests on changes, on every path."""

import pgtrigger


def summary_goes_stale(kpi_column: str) -> pgtrigger.Trigger:
    """A trigger for rows whose column `kpi_column` names the KPI: its summary is worked out again before it is read."""
    row = f"CASE WHEN TG_OP = 'DELETE' THEN OLD.{kpi_column} ELSE NEW.{kpi_column} END"
    return pgtrigger.Trigger(
        name="summary_goes_stale",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"UPDATE outcomes_kpisummary SET stale = TRUE WHERE kpi_id = {row} AND NOT stale; RETURN NULL;",
    )
