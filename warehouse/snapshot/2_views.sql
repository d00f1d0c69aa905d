-- What is laid over the filled tables: their comments and the views. A column without a
-- comment here takes that of its namesake (comments.go).
COMMENT ON TABLE findings IS 'What the audit found, with the latest decision of a person. Facts, not accusations: 疑似 until confirmed.';
COMMENT ON COLUMN findings.scope IS 'report: one document was looked at; county: several, or a missing one';
COMMENT ON COLUMN findings.is_current IS 'false for findings on a version or copy that does not stand for its town and year';
COMMENT ON TABLE verdict_tallies IS 'verdict_counts, county by county.';
COMMENT ON COLUMN verdict_tallies.reports IS 'number of reports or town-years';
COMMENT ON COLUMN reports.county_no IS 'code of the county, of the report or else of its portal, as a number; 0 where there is none';
COMMENT ON COLUMN reports.report_no IS 'number of the report in this snapshot, by county, year and town: county_no and six digits more; not stable over snapshots';
COMMENT ON COLUMN reports.errors IS 'findings of severity error that were neither dismissed nor fixed';
COMMENT ON COLUMN reports.warnings IS 'findings of severity warning that were neither dismissed nor fixed';
COMMENT ON COLUMN reports.infos IS 'findings of severity info that were neither dismissed nor fixed';
COMMENT ON COLUMN reports.undetermined IS 'rules that could not be checked';
COMMENT ON TABLE corrected_cells IS 'Corrections with the report that they are laid over.';

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
SELECT rule, verdict, CAST(sum(reports) AS BIGINT) AS reports FROM verdict_tallies GROUP BY rule, verdict;
COMMENT ON VIEW verdict_counts IS 'How often each rule came to each verdict over the reports that stand for their town and year.';
COMMENT ON COLUMN verdict_counts.reports IS 'number of reports or town-years';

CREATE VIEW cell_changes AS
SELECT r.report_id, r.supersedes, r.source, r.version, r.year, r.county_code, r.county, r.town_code, r.town, r.form,
    c.key, d.label, d.unit, b.value AS value_before, b.state AS state_before, c.value, c.state
FROM reports r
JOIN reports p ON p.report_id = r.supersedes
JOIN cell_readings c ON c.report_no = r.report_no
JOIN cell_readings b ON b.report_no = p.report_no AND b.key = c.key
JOIN cell_dictionary d ON d.form = r.form AND d.key = c.key
WHERE c.value IS DISTINCT FROM b.value OR c.state <> b.state;
COMMENT ON VIEW cell_changes IS 'What changed where a document was replaced by a new version: one row for each cell whose number or state is another than in the version before.';
COMMENT ON COLUMN cell_changes.value_before IS 'the number in the version before; NULL where none stood';
COMMENT ON COLUMN cell_changes.state_before IS 'the state in the version before';
