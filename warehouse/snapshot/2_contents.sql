-- The tables of a snapshot, sorted so that a county's year lies together. A column
-- without a comment here takes that of its namesake (comments.go).
CREATE TABLE documents AS
SELECT document_id, source, url, sha256, kind, title, portal, county_code, fetched, outcome, reading, version
FROM working.documents
ORDER BY source, version, sha256 NULLS LAST;

CREATE TABLE towns AS FROM working.towns ORDER BY town_code;

CREATE TABLE report_numbers AS
SELECT row_number() OVER (ORDER BY r.year NULLS LAST, r.county_code NULLS LAST, r.town_code NULLS LAST, r.town NULLS LAST, r.report_id)::INTEGER AS report_no,
    r.report_id, r.load, s.* EXCLUDE (report_id, version)
FROM working.reports r JOIN working.report_standing s USING (report_id);

CREATE TABLE findings AS
SELECT n.report_no, coalesce(f.report_id, c.report_id) AS report_id,
    CASE WHEN f.report_id IS NULL THEN 'county' ELSE 'report' END AS scope,
    f.report_id IS NULL OR n.is_current AS is_current,
    f.* EXCLUDE (load, report_id, ordinal),
    coalesce(v.review, 'open') AS review, v.reviewed_by, v.review_note, v.reviewed_at
FROM working.findings f
LEFT JOIN (
    SELECT r.report_id, r.town_code, r.year
    FROM working.reports r JOIN working.report_standing s USING (report_id)
    WHERE s.is_current AND r.town_code IS NOT NULL
) c ON f.report_id IS NULL AND c.town_code = f.town_code AND c.year = f.year
LEFT JOIN report_numbers n ON n.report_id = coalesce(f.report_id, c.report_id)
LEFT JOIN reviews v ON v.fingerprint = f.fingerprint
ORDER BY f.county_code NULLS LAST, f.town_code NULLS LAST, f.town NULLS LAST, f.year NULLS LAST,
    CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.rule, f.fingerprint, f.message;
COMMENT ON TABLE findings IS 'What the audit found, with the latest decision of a person. Facts, not accusations: 疑似 until confirmed.';
COMMENT ON COLUMN findings.scope IS 'report: one document was looked at; county: several, or a missing one';
COMMENT ON COLUMN findings.is_current IS 'false for findings on a version or copy that does not stand for its town and year';

CREATE TABLE verdicts AS
SELECT n.report_no, v.* EXCLUDE (load)
FROM working.verdicts v LEFT JOIN report_numbers n USING (report_id)
WHERE v.report_id IS NULL OR n.is_current
ORDER BY v.rule, v.year NULLS LAST, v.county_code NULLS LAST, v.town_code NULLS LAST, v.report_id NULLS LAST;

CREATE TABLE reports AS
SELECT n.report_no, r.report_id, d.document_id, r.ordinal, d.source, d.url, d.sha256, d.kind, d.portal, d.fetched, d.version,
    n.supersedes, n.is_newest, n.is_current, n.body,
    r.* EXCLUDE (load, report_id, document_id, ordinal),
    coalesce(f.errors, 0)::INTEGER AS errors, coalesce(f.warnings, 0)::INTEGER AS warnings,
    coalesce(f.infos, 0)::INTEGER AS infos, coalesce(u.undetermined, 0)::INTEGER AS undetermined
FROM working.reports r
JOIN working.documents d USING (document_id)
JOIN report_numbers n USING (report_id)
LEFT JOIN (
    SELECT report_no,
        count(*) FILTER (WHERE severity = 'error') AS errors,
        count(*) FILTER (WHERE severity = 'warning') AS warnings,
        count(*) FILTER (WHERE severity = 'info') AS infos
    FROM findings
    WHERE verdict = 'fires' AND review NOT IN ('dismissed', 'fixed')
    GROUP BY report_no
) f ON f.report_no = n.report_no
LEFT JOIN (
    SELECT report_no, count(*) AS undetermined FROM verdicts WHERE verdict = 'undetermined' GROUP BY report_no
) u ON u.report_no = n.report_no
ORDER BY n.report_no;
COMMENT ON COLUMN reports.report_no IS 'number of the report in this snapshot, by year, county and town; not stable over snapshots';
COMMENT ON COLUMN reports.errors IS 'findings of severity error that were neither dismissed nor fixed';
COMMENT ON COLUMN reports.warnings IS 'findings of severity warning that were neither dismissed nor fixed';
COMMENT ON COLUMN reports.infos IS 'findings of severity info that were neither dismissed nor fixed';
COMMENT ON COLUMN reports.undetermined IS 'rules that could not be checked';

CREATE TABLE cell_readings AS
SELECT n.report_no, c.* EXCLUDE (load, report_id)
FROM working.cell_readings c JOIN report_numbers n USING (report_id)
ORDER BY n.report_no, c.ordinal;

CREATE TABLE sections AS
SELECT n.report_no, t.* EXCLUDE (load) FROM working.sections t JOIN report_numbers n USING (report_id) ORDER BY n.report_no, t.ordinal;

CREATE TABLE table_readings AS
SELECT n.report_no, t.* EXCLUDE (load) FROM working.table_readings t JOIN report_numbers n USING (report_id) ORDER BY n.report_no, t.ordinal;

CREATE TABLE year_statements AS
SELECT n.report_no, t.* EXCLUDE (load) FROM working.year_statements t JOIN report_numbers n USING (report_id) ORDER BY n.report_no, t.ordinal;

CREATE TABLE extras AS
SELECT n.report_no, t.* EXCLUDE (load) FROM working.extras t JOIN report_numbers n USING (report_id) ORDER BY n.report_no, t.ordinal;

CREATE TABLE claims AS
SELECT n.report_no, t.* EXCLUDE (load) FROM working.claims t JOIN report_numbers n USING (report_id) ORDER BY n.report_no, t.ordinal;

CREATE TABLE doubts AS
SELECT n.report_no, t.* EXCLUDE (load) FROM working.doubts t JOIN report_numbers n USING (report_id) ORDER BY n.report_no, t.ordinal;

CREATE TABLE town_years AS
SELECT y.county_code, l.county, y.* EXCLUDE (county_code), r.report_no, r.report_id
FROM working.town_years y
JOIN working.county_loads l USING (county_code)
LEFT JOIN (
    SELECT report_no, report_id, town_code, year FROM reports WHERE is_current AND town_code IS NOT NULL
) r ON r.town_code = y.town_code AND r.year = y.year
ORDER BY y.county_code, y.town_code NULLS LAST, y.town, y.year;

CREATE TABLE corrected_cells AS
SELECT r.report_no, r.report_id, k.*
FROM corrections k JOIN reports r ON r.is_current AND r.town_code = k.town_code AND r.year = k.year
ORDER BY r.report_no, k.key;
COMMENT ON TABLE corrected_cells IS 'Corrections with the report that they are laid over.';

DROP TABLE report_numbers;

CREATE VIEW cells AS
SELECT r.report_id, r.is_current, r.year, r.county_code, r.county, r.town_code, r.town, r.form,
    c.key, d.table_id, d.row_id, d.column_id, d.label, d.unit,
    c.value, coalesce(k.value, c.value) AS value_as_corrected, c.state, c.raw,
    c.page, c.box_left, c.box_top, c.box_right, c.box_bottom, c.path, c.reader, c.confidence, c.doubt
FROM cell_readings c
JOIN reports r USING (report_no)
JOIN cell_dictionary d ON d.form = r.form AND d.key = c.key
LEFT JOIN corrected_cells k ON k.report_no = c.report_no AND k.key = c.key;
COMMENT ON VIEW cells IS 'Every cell of every report, one row each, with its Chinese label, unit and evidence. Filter on is_current to count a town''s year once.';
COMMENT ON COLUMN cells.value_as_corrected IS 'the number with people''s corrections laid over, in the cell''s unit; NULL where none stands';

CREATE VIEW cells_as_published AS
SELECT report_id, year, county_code, county, town_code, town, form, key, label, unit, value, state FROM cells WHERE is_current;
COMMENT ON VIEW cells_as_published IS 'The cells of the reports that stand for their town and year, as the documents say.';

CREATE VIEW cells_as_corrected AS
SELECT report_id, year, county_code, county, town_code, town, form, key, label, unit, value_as_corrected AS value, state FROM cells WHERE is_current;
COMMENT ON VIEW cells_as_corrected IS 'The cells of the reports that stand for their town and year, with people''s corrections laid over.';

CREATE VIEW verdict_counts AS
SELECT rule, verdict, count(*) AS reports FROM verdicts GROUP BY rule, verdict;
COMMENT ON VIEW verdict_counts IS 'How often each rule came to each verdict over the reports that stand for their town and year.';
COMMENT ON COLUMN verdict_counts.reports IS 'number of reports or town-years';
