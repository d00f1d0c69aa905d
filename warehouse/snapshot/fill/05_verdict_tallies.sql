SELECT county_no, rule, verdict, count(*)::INTEGER AS reports
FROM verdicts
WHERE county_no IN ($counties)
GROUP BY ALL
ORDER BY ALL
