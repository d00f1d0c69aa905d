SELECT CAST(y.county_code AS INTEGER) AS county_no, y.county_code, l.county, y.* EXCLUDE (county_code), n.report_no, n.report_id
FROM working.town_years y
JOIN working.county_loads l ON l.county_code = y.county_code
LEFT JOIN temp.chosen n ON n.is_current AND n.county_no = CAST(y.county_code AS INTEGER) AND n.town_code = y.town_code AND n.year = y.year
WHERE y.county_code IN ($codes)
ORDER BY y.county_code, y.town_code NULLS LAST, y.town, y.year
