SELECT n.report_no, t.* EXCLUDE (load)
FROM working.doubts t JOIN temp.chosen n ON n.report_id = t.report_id
WHERE $loads(t)
ORDER BY n.report_no, t.ordinal
