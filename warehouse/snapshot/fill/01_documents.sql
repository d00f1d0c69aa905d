SELECT coalesce(TRY_CAST(county_code AS INTEGER), 0) AS county_no,
    document_id, source, url, sha256, kind, title, portal, county_code, fetched, outcome, reading, version
FROM working.documents
WHERE coalesce(TRY_CAST(county_code AS INTEGER), 0) IN ($counties)
ORDER BY county_no, source, version, sha256 NULLS LAST
