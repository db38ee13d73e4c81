"""The statements of a set: staged rows beside the figures that stand, and what is written of them at once.

`same_figure` and what follows it say in SQL what `registers.measured_wanted.changed_figure` says of one row; a test
holds the two together on random sheets. Whatever is not plainly one thing is “odd” and goes row by row.
"""

from typing import Final

STAGE: Final = """
CREATE TEMP TABLE import_stage (
    number integer NOT NULL, reference text NOT NULL, kpi_id bigint, member_id bigint, period_id integer,
    numerator numeric, denominator numeric, value numeric, missing text NOT NULL, is_plain boolean NOT NULL,
    qualifier text, provisional boolean, text text, source text, comment text, row_check text
) ON COMMIT DROP;
CREATE TEMP TABLE import_period (
    id integer PRIMARY KEY, text text, starts date, ends date, precision text, status text, year_inferred boolean,
    recurrence text, note text
) ON COMMIT DROP;
CREATE TEMP TABLE import_hidden (id bigint PRIMARY KEY) ON COMMIT DROP;
CREATE TEMP TABLE import_verdict (
    number integer NOT NULL, measurement_id bigint, version integer, fate text NOT NULL
) ON COMMIT DROP;
"""
DROP: Final = "DROP TABLE IF EXISTS import_stage, import_period, import_hidden, import_verdict"
COPY_STAGE: Final = "COPY import_stage FROM STDIN"
COPY_PERIODS: Final = "COPY import_period FROM STDIN"
COPY_HIDDEN: Final = "COPY import_hidden FROM STDIN"
READY: Final = "ANALYZE import_stage; ANALYZE import_period; ANALYZE import_hidden"

JOIN_BY_REFERENCE: Final = """
    SELECT s.number, m.id FROM import_stage s JOIN outcomes_measurement m ON m.reference = s.reference
    WHERE s.reference <> '' AND m.programme_id = %(programme)s
"""
JOIN_BY_PERIOD: Final = """
    SELECT s.number, m.id FROM import_stage s JOIN import_period p ON p.id = s.period_id
    JOIN outcomes_measurement m ON m.kpi_id = s.kpi_id AND m.period_start = p.starts AND m.period_end = p.ends
        AND m.member_id IS NOT DISTINCT FROM s.member_id AND m.is_current
    WHERE s.reference = '' AND m.programme_id = %(programme)s
"""
# What the row says beside what stands; `has_…` are the columns that the file has at all.
SAME_FIGURE: Final = """
    CASE
        WHEN s.numerator IS NOT NULL THEN m.numerator = s.numerator AND m.denominator = s.denominator
        WHEN s.value IS NOT NULL THEN m.numerator IS NULL AND m.value = s.value
        ELSE s.missing <> '' AND m.missing = s.missing
    END IS TRUE
"""
SAYS_ALL: Final = """
    (m.numerator IS NULL OR s.numerator IS NOT NULL OR (%(has_numerator)s AND %(has_denominator)s))
    AND (m.value IS NULL OR s.value IS NOT NULL OR %(has_value)s)
"""
SAME_WORDS: Final = """
    (s.qualifier IS NULL OR COALESCE(NULLIF(s.qualifier, ''), 'exact') = m.qualifier
        OR (s.qualifier = '' AND m.missing <> ''))
    AND (s.provisional IS NULL OR s.provisional <> m.is_final)
    AND (s.text IS NULL OR s.text = m.text)
    AND (s.source IS NULL OR s.source = m.source)
    AND (s.comment IS NULL OR s.comment = m.comment)
"""
SAME_PLACE: Final = """
    s.kpi_id = m.kpi_id AND s.member_id IS NOT DISTINCT FROM m.member_id
    AND p.starts IS NOT DISTINCT FROM m.period_start AND p.ends IS NOT DISTINCT FROM m.period_end
"""
JUDGE: Final = f"""
INSERT INTO import_verdict
WITH matched AS ({JOIN_BY_REFERENCE} UNION ALL {JOIN_BY_PERIOD}),
judged AS (
    SELECT s.number, m.id AS measurement_id, m.version,
        CASE
            WHEN m.id IS NULL THEN CASE
                WHEN s.reference <> '' OR NOT s.is_plain OR p.starts IS NULL OR p.ends IS NULL THEN 'odd'
                WHEN k.returns_from IS NOT NULL AND p.starts >= k.returns_from OR NOT %(may_write)s THEN 'odd'
                ELSE 'new' END
            WHEN h.id IS NOT NULL OR ({SAME_PLACE}) IS NOT TRUE THEN 'odd'
            WHEN NOT s.is_plain OR NOT ({SAYS_ALL}) THEN 'odd'
            WHEN {SAME_FIGURE} AND {SAME_WORDS} THEN 'same'
            WHEN m.kpi_return_id IS NOT NULL OR NOT m.is_current THEN 'odd'
            WHEN k.returns_from IS NOT NULL AND p.starts >= k.returns_from OR NOT %(may_write)s THEN 'odd'
            WHEN COALESCE(s.row_check, '') <> '' THEN 'odd'
            ELSE 'changed'
        END AS fate,
        COALESCE(m.id, 0) AS twin_id, CASE WHEN m.id IS NULL THEN s.kpi_id END AS twin_kpi,
        CASE WHEN m.id IS NULL THEN s.member_id END AS twin_member,
        CASE WHEN m.id IS NULL THEN p.starts END AS twin_starts, CASE WHEN m.id IS NULL THEN p.ends END AS twin_ends
    FROM import_stage s
    LEFT JOIN matched ON matched.number = s.number
    LEFT JOIN outcomes_measurement m ON m.id = matched.id
    LEFT JOIN import_period p ON p.id = s.period_id
    LEFT JOIN import_hidden h ON h.id = m.id
    LEFT JOIN (SELECT id, CASE WHEN state = ANY(%(reports)s) THEN reported_from END AS returns_from
        FROM outcomes_kpi) k ON k.id = s.kpi_id
)
SELECT number, measurement_id, version,
    CASE WHEN fate IN ('new', 'changed', 'same') AND count(*) OVER (
        PARTITION BY twin_id, twin_kpi, twin_member, twin_starts, twin_ends
    ) > 1 THEN 'odd' ELSE fate END
FROM judged
"""  # noqa: S608  # of nothing but what stands above
JUDGED: Final = "ANALYZE import_verdict"
COUNTS: Final = "SELECT fate, count(*) FROM import_verdict GROUP BY fate"
ODD: Final = "SELECT number, measurement_id FROM import_verdict WHERE fate = 'odd' ORDER BY number"
CHANGED: Final = """
SELECT v.number, v.measurement_id, m.kpi_id, m.numerator, m.denominator, m.value, m.missing, m.qualifier, m.is_final,
    m.text, m.source, m.comment, s.numerator, s.denominator, s.value, s.missing, s.qualifier, s.provisional, s.text,
    s.source, s.comment, m.reference
FROM import_verdict v JOIN import_stage s ON s.number = v.number JOIN outcomes_measurement m ON m.id = v.measurement_id
WHERE v.fate = 'changed' ORDER BY v.number
"""
KEEP_WORDS: Final = "UPDATE import_stage SET {column} = NULL WHERE number = ANY(%s)"
UNCHANGED: Final = "UPDATE import_verdict SET fate = 'same' WHERE number = ANY(%s)"
SEEN: Final = """
SELECT md5(COALESCE(string_agg(number || fate || COALESCE(measurement_id, 0) || '.' || COALESCE(version, 0), ','
    ORDER BY number), '')) FROM import_verdict WHERE fate <> 'odd'
"""

ADD: Final = """
INSERT INTO outcomes_measurement (
    version, reference, illustrative, text, value, qualifier, period_text, period_start, period_end, period_precision,
    period_status, period_year_inferred, period_recurrence, period_note, kpi_id, programme_id, comment, denominator,
    is_current, is_final, missing, numerator, source, member_id
)
SELECT 1, %(stem)s || lpad(n.place::text, greatest(%(digits)s, length(n.place::text)), '0'), k.illustrative,
    COALESCE(s.text, ''), CASE WHEN s.numerator IS NULL THEN s.value END, COALESCE(NULLIF(s.qualifier, ''), 'exact'),
    p.text, p.starts, p.ends, p.precision, p.status, p.year_inferred, p.recurrence, p.note, s.kpi_id, %(programme)s,
    COALESCE(s.comment, ''), s.denominator, TRUE, NOT COALESCE(s.provisional, FALSE), s.missing, s.numerator,
    COALESCE(s.source, ''), s.member_id
FROM (
    SELECT number, %(first)s - 1 + row_number() OVER (ORDER BY number) AS place FROM import_verdict WHERE fate = 'new'
) n
JOIN import_stage s ON s.number = n.number JOIN import_period p ON p.id = s.period_id
JOIN outcomes_kpi k ON k.id = s.kpi_id ORDER BY n.number
"""
CHANGE: Final = """
UPDATE outcomes_measurement m SET
    numerator = s.numerator, denominator = s.denominator,
    value = CASE WHEN s.numerator IS NULL THEN s.value END, missing = s.missing,
    qualifier = CASE WHEN s.qualifier IS NULL OR (s.qualifier = '' AND m.missing <> '') THEN m.qualifier
        ELSE COALESCE(NULLIF(s.qualifier, ''), 'exact') END,
    is_final = COALESCE(NOT s.provisional, m.is_final), text = COALESCE(s.text, m.text),
    source = COALESCE(s.source, m.source), comment = COALESCE(s.comment, m.comment)
FROM import_verdict v JOIN import_stage s ON s.number = v.number
WHERE v.fate = 'changed' AND m.id = v.measurement_id AND m.version = v.version
"""

# Every trigger asks whether it is to be left out, and where nobody ever said, it finds that out by failing, at the cost
# of a transaction of its own for each row. Told to leave out none, it need not.
LEAVE_OUT_NO_TRIGGER: Final = "SELECT set_config('pgtrigger.ignore', '{}', true)"

# --- the rows of the run ----------------------------------------------------------------------------------------------

FORGET_ROWS: Final = "DELETE FROM exchange_importrow WHERE run_id = %(run)s"
KEEP_ROWS: Final = """
INSERT INTO exchange_importrow (
    run_id, number, verdict, key, label, cells, changes, problems, check_before, check_after
)
SELECT %(run)s, v.number, v.fate, COALESCE(m.reference, ''), k.reference, '{}', CASE WHEN v.fate = 'same' THEN '[]' ELSE
    jsonb_build_array(
        jsonb_build_array('Period', '', p.text),
        CASE WHEN s.numerator IS NULL THEN jsonb_build_array(
            'Value', '', COALESCE(trim_scale(s.value)::text, '[' || replace(s.missing, '_', ' ') || ']'))
        ELSE jsonb_build_array('Numerator', '', trim_scale(s.numerator)::text) END,
        CASE WHEN s.numerator IS NULL THEN jsonb_build_array(
            'Qualifier', '', COALESCE(NULLIF(s.qualifier, ''), 'exact'))
        ELSE jsonb_build_array('Denominator', '', trim_scale(s.denominator)::text) END
    ) END, '[]', '', ''
FROM import_verdict v JOIN import_stage s ON s.number = v.number JOIN outcomes_kpi k ON k.id = s.kpi_id
LEFT JOIN import_period p ON p.id = s.period_id LEFT JOIN outcomes_measurement m ON m.id = v.measurement_id
WHERE v.fate IN ('new', 'same') ORDER BY v.number
"""
COPY_ROWS: Final = """
COPY exchange_importrow (
    run_id, number, verdict, key, label, cells, changes, problems, check_before, check_after
) FROM STDIN
"""
NAME_ROWS: Final = """
UPDATE exchange_importrow r SET key = %(stem)s || lpad(n.place::text, greatest(%(digits)s, length(n.place::text)), '0')
FROM (
    SELECT number, %(first)s - 1 + row_number() OVER (ORDER BY number) AS place FROM import_verdict WHERE fate = 'new'
) n WHERE r.run_id = %(run)s AND r.number = n.number
"""
