SELECT n.report_no, c.* EXCLUDE (load, report_id)
FROM working.cell_readings c JOIN temp.chosen n ON n.report_id = c.report_id
WHERE $loads(c)
ORDER BY n.report_no, c.ordinal
