"""What an export is called where people choose it."""

WHOLE = "The whole programme"


def table_words(name: str) -> str:
    """“kpi_targets” → “KPI targets”; the whole programme for none."""
    words = name.replace("_", " ")
    return (words[:1].upper() + words[1:]).replace("Kpi", "KPI") if name else WHOLE
