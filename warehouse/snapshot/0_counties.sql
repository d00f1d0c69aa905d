-- The digest of each county: everything that its rows in a snapshot follow from. The
-- digest of a document covers all that was read from it and said of it.
CREATE OR REPLACE TEMP TABLE county_digests AS
SELECT county_no, sha256(string_agg(line, chr(10) ORDER BY line)) AS digest
FROM (
    SELECT coalesce(TRY_CAST(county_code AS INTEGER), 0) AS county_no,
        concat_ws(chr(9), 'document', source, version, digest) AS line
    FROM working.documents
    UNION ALL
    SELECT n.county_no, concat_ws(chr(9), 'report', n.report_id, n.report_no, n.body, n.is_newest, n.is_current, coalesce(n.supersedes, ''), d.digest)
    FROM temp.numbered n JOIN working.documents d ON d.document_id = n.document_id
    UNION ALL
    SELECT CAST(county_code AS INTEGER), concat_ws(chr(9), 'county', county, digest)
    FROM working.county_loads
    UNION ALL
    SELECT DISTINCT coalesce(n.county_no, TRY_CAST(f.county_code AS INTEGER), 0),
        concat_ws(chr(9), 'review', v.fingerprint, v.review, v.reviewed_by, v.review_note, v.reviewed_at)
    FROM temp.decided_reviews v
    JOIN working.findings f ON f.fingerprint = v.fingerprint
    LEFT JOIN temp.numbered n ON n.report_id = f.report_id
    UNION ALL
    SELECT n.county_no, concat_ws(chr(9), 'correction', k.town_code, k.year, k.key, k.value, k.reason, k.corrected_by, k.corrected_at)
    FROM temp.decided_corrections k JOIN temp.numbered n ON n.is_current AND n.town_code = k.town_code AND n.year = k.year
)
GROUP BY county_no;
