-- The numbers that a snapshot gives to reports. They begin with the county's, so that
-- a county's rows lie together and can be replaced without touching any other's.
CREATE VIEW report_numbers AS
SELECT *, CAST(county_no AS BIGINT) * 1000000 + row_number() OVER (
        PARTITION BY county_no ORDER BY year NULLS LAST, town_code NULLS LAST, town NULLS LAST, report_id
    ) AS report_no
FROM (
    SELECT s.report_id, s.source, s.version, s.body, s.is_newest, s.is_current, s.supersedes,
        r.load, r.document_id, r.ordinal, coalesce(r.county_code, d.county_code) AS county_code,
        coalesce(TRY_CAST(coalesce(r.county_code, d.county_code) AS INTEGER), 0) AS county_no,
        r.town_code, r.town, r.year
    FROM reports r
    JOIN report_standing s ON s.report_id = r.report_id
    JOIN documents d ON d.document_id = r.document_id
);
COMMENT ON VIEW report_numbers IS 'Every report with its standing and its number in the next snapshot.';
COMMENT ON COLUMN report_numbers.report_id IS 'the report: reports.report_id';
COMMENT ON COLUMN report_numbers.source IS 'address or path of the document';
COMMENT ON COLUMN report_numbers.version IS 'version of the document at this source, from 1';
COMMENT ON COLUMN report_numbers.body IS 'the body that reports: the town''s code, else its county and name, else the report itself';
COMMENT ON COLUMN report_numbers.is_newest IS 'true for the newest version of its document';
COMMENT ON COLUMN report_numbers.is_current IS 'true for the one report that stands for its town and year';
COMMENT ON COLUMN report_numbers.supersedes IS 'report of the version before; NULL for the first';
COMMENT ON COLUMN report_numbers.load IS 'number of the load that wrote the report: documents.load';
COMMENT ON COLUMN report_numbers.document_id IS 'the document: documents.document_id';
COMMENT ON COLUMN report_numbers.ordinal IS 'position of the report within the document, from 0';
COMMENT ON COLUMN report_numbers.county_code IS 'code of the county: the report''s own or, where it has none, its portal''s';
COMMENT ON COLUMN report_numbers.county_no IS 'county_code as a number; 0 where there is none';
COMMENT ON COLUMN report_numbers.town_code IS 'code of the town, nine digits; NULL where the register does not settle it';
COMMENT ON COLUMN report_numbers.town IS 'name of the town';
COMMENT ON COLUMN report_numbers.year IS 'report year; NULL where nothing says it';
COMMENT ON COLUMN report_numbers.report_no IS 'county_no and six digits more, by year and town within the county';
