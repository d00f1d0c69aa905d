SELECT CAST(county_code AS INTEGER) AS county_no, * FROM working.towns WHERE county_code IN ($codes) ORDER BY town_code
