SELECT n.county_no, n.report_no, n.report_id, d.document_id, r.ordinal, d.source, d.url, d.sha256, d.kind, d.portal, d.fetched, d.version,
    n.supersedes, n.is_newest, n.is_current, n.body,
    r.* EXCLUDE (load, report_id, document_id, ordinal),
    coalesce(f.errors, 0)::INTEGER AS errors, coalesce(f.warnings, 0)::INTEGER AS warnings,
    coalesce(f.infos, 0)::INTEGER AS infos, coalesce(u.undetermined, 0)::INTEGER AS undetermined
FROM temp.chosen n
JOIN working.reports r ON r.report_id = n.report_id
JOIN working.documents d ON d.document_id = r.document_id
LEFT JOIN (
    SELECT report_no,
        count(*) FILTER (WHERE severity = 'error') AS errors,
        count(*) FILTER (WHERE severity = 'warning') AS warnings,
        count(*) FILTER (WHERE severity = 'info') AS infos
    FROM findings
    WHERE county_no IN ($counties) AND verdict = 'fires' AND review NOT IN ('dismissed', 'fixed')
    GROUP BY report_no
) f ON f.report_no = n.report_no
LEFT JOIN (
    SELECT report_no, count(*) AS undetermined
    FROM verdicts
    WHERE county_no IN ($counties) AND verdict = 'undetermined'
    GROUP BY report_no
) u ON u.report_no = n.report_no
WHERE $loads(r)
ORDER BY n.report_no
