SELECT n.report_no, n.report_id, k.*
FROM temp.decided_corrections k JOIN temp.chosen n ON n.is_current AND n.town_code = k.town_code AND n.year = k.year
ORDER BY n.report_no, k.key
