-- A finding that rests on several documents points to the report that stands for its
-- town and year, where that is of the same county.
SELECT n.county_no, n.report_no, f.report_id, 'report' AS scope, n.is_current,
    f.* EXCLUDE (load, report_id, ordinal),
    coalesce(v.review, 'open') AS review, v.reviewed_by, v.review_note, v.reviewed_at
FROM working.findings f
JOIN temp.chosen n ON n.report_id = f.report_id
LEFT JOIN temp.decided_reviews v ON v.fingerprint = f.fingerprint
WHERE $loads(f)
UNION ALL
SELECT CAST(f.county_code AS INTEGER), n.report_no, n.report_id, 'county', true,
    f.* EXCLUDE (load, report_id, ordinal),
    coalesce(v.review, 'open'), v.reviewed_by, v.review_note, v.reviewed_at
FROM working.findings f
LEFT JOIN temp.chosen n ON n.is_current AND n.county_no = CAST(f.county_code AS INTEGER) AND n.town_code = f.town_code AND n.year = f.year
LEFT JOIN temp.decided_reviews v ON v.fingerprint = f.fingerprint
WHERE f.load IS NULL AND f.county_code IN ($codes)
ORDER BY county_no, town_code NULLS LAST, town NULLS LAST, year NULLS LAST, rule, fingerprint, message
