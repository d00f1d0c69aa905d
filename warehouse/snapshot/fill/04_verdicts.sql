SELECT n.county_no, n.report_no, v.* EXCLUDE (load)
FROM working.verdicts v JOIN temp.chosen n ON n.report_id = v.report_id
WHERE $loads(v) AND n.is_current
UNION ALL
SELECT CAST(county_code AS INTEGER), NULL, v.* EXCLUDE (load)
FROM working.verdicts v
WHERE v.load IS NULL AND v.county_code IN ($codes)
ORDER BY county_no, report_no NULLS LAST, year NULLS LAST, town_code NULLS LAST, rule
