-- What was read and what was said of it. No keys and no indexes: DuckDB's lose or
-- duplicate rows in long-lived files (docs/decisions/2026-11-22-warehouse.md); one
-- writer keeps the rows unique.

CREATE TABLE documents (
    load BIGINT NOT NULL,
    document_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    url VARCHAR,
    sha256 VARCHAR,
    kind VARCHAR,
    title VARCHAR,
    portal VARCHAR,
    county_code VARCHAR,
    fetched TIMESTAMP,
    outcome VARCHAR,
    reading VARCHAR,
    version INTEGER NOT NULL,
    digest VARCHAR NOT NULL
);
COMMENT ON TABLE documents IS 'One row for each version of each document (公开年报的网页或附件) that was received, and for each that could not be.';
COMMENT ON COLUMN documents.load IS 'number of the load that wrote the row; later loads have greater numbers';
COMMENT ON COLUMN documents.document_id IS 'stable name of this version of the document: derived from source and sha256';
COMMENT ON COLUMN documents.source IS 'address of the document, or its path where it is a file; the same through all versions';
COMMENT ON COLUMN documents.url IS 'address; NULL for a file';
COMMENT ON COLUMN documents.sha256 IS 'hexadecimal digest of the bytes; NULL where nothing was received';
COMMENT ON COLUMN documents.kind IS 'kind of file: html, pdf, docx, doc, xlsx, image, text; NULL where unknown';
COMMENT ON COLUMN documents.title IS 'what the portal called the document';
COMMENT ON COLUMN documents.portal IS 'name of the portal in the configuration; NULL for a file';
COMMENT ON COLUMN documents.county_code IS 'six-digit code of the portal''s county (县级区划代码)';
COMMENT ON COLUMN documents.fetched IS 'when the bytes were received, UTC';
COMMENT ON COLUMN documents.outcome IS 'the crawler''s named outcome';
COMMENT ON COLUMN documents.reading IS 'version of the readers that read it';
COMMENT ON COLUMN documents.version IS 'version of the document at this source, from 1; what could not be fetched has the version before it, 0 where there is none';
COMMENT ON COLUMN documents.digest IS 'digest of all that was read from the document and said of it alone; the same digest means that nothing changed';

CREATE TABLE reports (
    load BIGINT NOT NULL,
    report_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    reason VARCHAR,
    detail VARCHAR,
    document_reader VARCHAR,
    form VARCHAR,
    town VARCHAR,
    town_code VARCHAR,
    county VARCHAR,
    county_code VARCHAR,
    year INTEGER,
    year_source VARCHAR,
    title VARCHAR,
    published DATE,
    published_source VARCHAR,
    index_number VARCHAR,
    publisher VARCHAR,
    preamble VARCHAR
);
COMMENT ON TABLE reports IS 'One row for each report (政府信息公开工作年度报告) in each version of each document; a rejected document has one row with its reason.';
COMMENT ON COLUMN reports.load IS 'number of the load that wrote the row: documents.load';
COMMENT ON COLUMN reports.report_id IS 'stable name of the report: derived from the document and the report''s position in it';
COMMENT ON COLUMN reports.document_id IS 'the document: documents.document_id';
COMMENT ON COLUMN reports.ordinal IS 'position of the report within the document, from 0';
COMMENT ON COLUMN reports.status IS 'parsed: everything was read; partial: something could not be read with certainty; rejected: no report was read';
COMMENT ON COLUMN reports.reason IS 'why it is partial or rejected, from a closed list; NULL where parsed';
COMMENT ON COLUMN reports.detail IS 'the reason in Chinese';
COMMENT ON COLUMN reports.document_reader IS 'reader of the document: html, text, docx, xlsx, pdf, pdfium or ocr';
COMMENT ON COLUMN reports.form IS 'statutory form that the tables are on: 2021, 2019 or 2014; NULL where rejected';
COMMENT ON COLUMN reports.town IS 'name of the town as the document gives it, without 人民政府 or 办事处';
COMMENT ON COLUMN reports.town_code IS '统计用区划代码 of the town, nine digits; NULL where the register does not settle it';
COMMENT ON COLUMN reports.county IS 'name of the county';
COMMENT ON COLUMN reports.county_code IS 'code of the county, six digits';
COMMENT ON COLUMN reports.year IS 'report year; NULL where nothing says it';
COMMENT ON COLUMN reports.year_source IS 'statement that the year rests on: period, title, page_title, column or published';
COMMENT ON COLUMN reports.title IS 'title of the report';
COMMENT ON COLUMN reports.published IS 'date of publication; NULL where unknown';
COMMENT ON COLUMN reports.published_source IS 'where the date was found: meta, line, list or url';
COMMENT ON COLUMN reports.index_number IS '索引号';
COMMENT ON COLUMN reports.publisher IS 'publishing body as written';
COMMENT ON COLUMN reports.preamble IS 'text between the title and the first section';

CREATE TABLE year_statements (
    load BIGINT NOT NULL,
    report_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    statement_source VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    statement VARCHAR NOT NULL,
    period_from VARCHAR,
    period_to VARCHAR
);
COMMENT ON TABLE year_statements IS 'Every statement of the report year that a document makes.';
COMMENT ON COLUMN year_statements.load IS 'number of the load that wrote the row: documents.load';
COMMENT ON COLUMN year_statements.report_id IS 'the report: reports.report_id';
COMMENT ON COLUMN year_statements.ordinal IS 'position of the statement within the report, from 0';
COMMENT ON COLUMN year_statements.statement_source IS 'kind of statement: period, title, page_title, column or published';
COMMENT ON COLUMN year_statements.year IS 'the year it states';
COMMENT ON COLUMN year_statements.statement IS 'the words it rests on';
COMMENT ON COLUMN year_statements.period_from IS 'first day of the stated period (统计期限)';
COMMENT ON COLUMN year_statements.period_to IS 'last day of the stated period';

CREATE TABLE cell_readings (
    load BIGINT NOT NULL,
    report_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    key VARCHAR NOT NULL,
    value DECIMAL(20,6),
    state VARCHAR NOT NULL,
    raw VARCHAR NOT NULL,
    page INTEGER,
    box_left DOUBLE,
    box_top DOUBLE,
    box_right DOUBLE,
    box_bottom DOUBLE,
    path VARCHAR,
    reader VARCHAR,
    confidence DOUBLE NOT NULL,
    doubt VARCHAR
);
COMMENT ON TABLE cell_readings IS 'One row for each cell of the form in each report, with its evidence. Every cell of the form is there in exactly one state.';
COMMENT ON COLUMN cell_readings.load IS 'number of the load that wrote the row: documents.load';
COMMENT ON COLUMN cell_readings.report_id IS 'the report: reports.report_id';
COMMENT ON COLUMN cell_readings.ordinal IS 'position of the cell in its form within the report, from 0';
COMMENT ON COLUMN cell_readings.key IS 'the cell: table.row.column';
COMMENT ON COLUMN cell_readings.value IS 'the number as published, in the cell''s unit (cell_dictionary.unit); NULL unless state is reported: a blank is never a zero';
COMMENT ON COLUMN cell_readings.state IS 'reported: a number; blank: empty; placeholder: / - — 无; illegible: no number or not certain; absent: the document has no such cell';
COMMENT ON COLUMN cell_readings.raw IS 'text as it stands in the document';
COMMENT ON COLUMN cell_readings.page IS 'page of the document, from 1; NULL where the format has no pages';
COMMENT ON COLUMN cell_readings.box_left IS 'left edge on the page, in PDF points (1/72 inch) from the upper left corner; NULL where the format has no geometry';
COMMENT ON COLUMN cell_readings.box_top IS 'upper edge on the page, in PDF points from the upper left corner';
COMMENT ON COLUMN cell_readings.box_right IS 'right edge on the page, in PDF points from the upper left corner';
COMMENT ON COLUMN cell_readings.box_bottom IS 'lower edge on the page, in PDF points from the upper left corner';
COMMENT ON COLUMN cell_readings.path IS 'where in a document without pages, for example table[2]/tr[5]/td[3]';
COMMENT ON COLUMN cell_readings.reader IS 'reader that saw it: html, text, docx, xlsx, pdf, pdfium or ocr';
COMMENT ON COLUMN cell_readings.confidence IS 'the reader''s certainty, 0 to 1';
COMMENT ON COLUMN cell_readings.doubt IS 'why the reading of this cell is doubtful; NULL where it is not';

CREATE TABLE sections (
    load BIGINT NOT NULL,
    report_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    section VARCHAR NOT NULL,
    heading VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    has_table BOOLEAN NOT NULL,
    has_image BOOLEAN NOT NULL
);
COMMENT ON TABLE sections IS 'One row for each numbered section of a report.';
COMMENT ON COLUMN sections.load IS 'number of the load that wrote the row: documents.load';
COMMENT ON COLUMN sections.report_id IS 'the report: reports.report_id';
COMMENT ON COLUMN sections.ordinal IS 'position of the section within the report, from 0';
COMMENT ON COLUMN sections.section IS 'the form''s key of the section; extra for one that the form does not have';
COMMENT ON COLUMN sections.heading IS 'heading as written';
COMMENT ON COLUMN sections.body IS 'prose below the heading, paragraphs separated by line feeds, tables left out';
COMMENT ON COLUMN sections.has_table IS 'true where a table stands in the section';
COMMENT ON COLUMN sections.has_image IS 'true where a picture stands in the section';

CREATE TABLE table_readings (
    load BIGINT NOT NULL,
    report_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    table_id VARCHAR NOT NULL,
    found BOOLEAN NOT NULL,
    as_image BOOLEAN NOT NULL,
    score DOUBLE NOT NULL,
    held INTEGER NOT NULL,
    checked INTEGER NOT NULL,
    note BOOLEAN NOT NULL,
    copies INTEGER NOT NULL,
    page INTEGER,
    box_left DOUBLE,
    box_top DOUBLE,
    box_right DOUBLE,
    box_bottom DOUBLE,
    path VARCHAR,
    reader VARCHAR,
    altered VARCHAR[]
);
COMMENT ON TABLE table_readings IS 'How each table of the form was found in each report.';
COMMENT ON COLUMN table_readings.load IS 'number of the load that wrote the row: documents.load';
COMMENT ON COLUMN table_readings.report_id IS 'the report: reports.report_id';
COMMENT ON COLUMN table_readings.ordinal IS 'position of the table within the report, from 0';
COMMENT ON COLUMN table_readings.table_id IS 'the form''s name of the table';
COMMENT ON COLUMN table_readings.found IS 'false where no part of the table is in the document';
COMMENT ON COLUMN table_readings.as_image IS 'true where a picture stands in its place';
COMMENT ON COLUMN table_readings.score IS 'share of the form''s labels found in place, 0 to 1';
COMMENT ON COLUMN table_readings.held IS 'identities of the form that hold';
COMMENT ON COLUMN table_readings.checked IS 'identities of the form that could be computed';
COMMENT ON COLUMN table_readings.note IS 'true where the balance note stands above the table';
COMMENT ON COLUMN table_readings.copies IS 'how often the table occurs';
COMMENT ON COLUMN table_readings.page IS 'page of the document, from 1; NULL where the format has no pages';
COMMENT ON COLUMN table_readings.box_left IS 'left edge on the page, in PDF points (1/72 inch) from the upper left corner; NULL where the format has no geometry';
COMMENT ON COLUMN table_readings.box_top IS 'upper edge on the page, in PDF points from the upper left corner';
COMMENT ON COLUMN table_readings.box_right IS 'right edge on the page, in PDF points from the upper left corner';
COMMENT ON COLUMN table_readings.box_bottom IS 'lower edge on the page, in PDF points from the upper left corner';
COMMENT ON COLUMN table_readings.path IS 'where in a document without pages, for example table[2]/tr[5]/td[3]';
COMMENT ON COLUMN table_readings.reader IS 'reader that saw it: html, text, docx, xlsx, pdf, pdfium or ocr';
COMMENT ON COLUMN table_readings.altered IS 'labels that differ from the form''s: row, column, the form''s label, the document''s, separated by tabs';

CREATE TABLE extras (
    load BIGINT NOT NULL,
    report_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    table_id VARCHAR NOT NULL,
    axis VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    texts VARCHAR[],
    page INTEGER,
    box_left DOUBLE,
    box_top DOUBLE,
    box_right DOUBLE,
    box_bottom DOUBLE,
    path VARCHAR,
    reader VARCHAR
);
COMMENT ON TABLE extras IS 'Rows and columns of tables that the form does not have.';
COMMENT ON COLUMN extras.load IS 'number of the load that wrote the row: documents.load';
COMMENT ON COLUMN extras.report_id IS 'the report: reports.report_id';
COMMENT ON COLUMN extras.ordinal IS 'position of the extra within the report, from 0';
COMMENT ON COLUMN extras.table_id IS 'the form''s name of the table';
COMMENT ON COLUMN extras.axis IS 'row or column';
COMMENT ON COLUMN extras.label IS 'label as written';
COMMENT ON COLUMN extras.texts IS 'what stands in its cells';
COMMENT ON COLUMN extras.page IS 'page of the document, from 1; NULL where the format has no pages';
COMMENT ON COLUMN extras.box_left IS 'left edge on the page, in PDF points (1/72 inch) from the upper left corner; NULL where the format has no geometry';
COMMENT ON COLUMN extras.box_top IS 'upper edge on the page, in PDF points from the upper left corner';
COMMENT ON COLUMN extras.box_right IS 'right edge on the page, in PDF points from the upper left corner';
COMMENT ON COLUMN extras.box_bottom IS 'lower edge on the page, in PDF points from the upper left corner';
COMMENT ON COLUMN extras.path IS 'where in a document without pages, for example table[2]/tr[5]/td[3]';
COMMENT ON COLUMN extras.reader IS 'reader that saw it: html, text, docx, xlsx, pdf, pdfium or ocr';

CREATE TABLE claims (
    load BIGINT NOT NULL,
    report_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    metric VARCHAR NOT NULL,
    value DECIMAL(20,6) NOT NULL,
    approx BOOLEAN NOT NULL,
    section VARCHAR,
    clause VARCHAR NOT NULL
);
COMMENT ON TABLE claims IS 'Figures stated in sentences.';
COMMENT ON COLUMN claims.load IS 'number of the load that wrote the row: documents.load';
COMMENT ON COLUMN claims.report_id IS 'the report: reports.report_id';
COMMENT ON COLUMN claims.ordinal IS 'position of the claim within the report, from 0';
COMMENT ON COLUMN claims.metric IS 'key of the cell, or the sum, that the sentence speaks of';
COMMENT ON COLUMN claims.value IS 'the number stated, in the metric''s unit';
COMMENT ON COLUMN claims.approx IS 'true for 余, 多, 约 and the like';
COMMENT ON COLUMN claims.section IS 'section it stands in; preamble before the first';
COMMENT ON COLUMN claims.clause IS 'the clause it rests on';

CREATE TABLE doubts (
    load BIGINT NOT NULL,
    report_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    table_id VARCHAR,
    cells VARCHAR[],
    detail VARCHAR NOT NULL
);
COMMENT ON TABLE doubts IS 'What the reader doubted about its own reading.';
COMMENT ON COLUMN doubts.load IS 'number of the load that wrote the row: documents.load';
COMMENT ON COLUMN doubts.report_id IS 'the report: reports.report_id';
COMMENT ON COLUMN doubts.ordinal IS 'position of the doubt within the report, from 0';
COMMENT ON COLUMN doubts.code IS 'kind of doubt, from a closed list';
COMMENT ON COLUMN doubts.table_id IS 'the form''s name of the table';
COMMENT ON COLUMN doubts.cells IS 'keys of the cells it is about';
COMMENT ON COLUMN doubts.detail IS 'the doubt in Chinese';

CREATE TABLE findings (
    load BIGINT,
    report_id VARCHAR,
    ordinal INTEGER NOT NULL,
    county_code VARCHAR,
    county VARCHAR,
    town_code VARCHAR,
    town VARCHAR,
    year INTEGER,
    rule VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    cells VARCHAR[],
    expected VARCHAR,
    actual VARCHAR,
    difference VARCHAR,
    formula VARCHAR,
    message VARCHAR NOT NULL,
    basis VARCHAR,
    quote VARCHAR,
    page INTEGER,
    box_left DOUBLE,
    box_top DOUBLE,
    box_right DOUBLE,
    box_bottom DOUBLE,
    path VARCHAR,
    reader VARCHAR,
    causes VARCHAR[],
    documents VARCHAR[],
    misreading BOOLEAN NOT NULL,
    fingerprint VARCHAR
);
COMMENT ON TABLE findings IS 'What the audit found: on one document (report_id), or on a town''s year across documents.';
COMMENT ON COLUMN findings.load IS 'number of the load that wrote the row; NULL for findings of a county';
COMMENT ON COLUMN findings.report_id IS 'the report; NULL where no report is there or the finding is about several';
COMMENT ON COLUMN findings.ordinal IS 'position of the finding within its report or county, from 0';
COMMENT ON COLUMN findings.county_code IS 'code of the county, six digits';
COMMENT ON COLUMN findings.county IS 'name of the county';
COMMENT ON COLUMN findings.town_code IS 'code of the town, nine digits';
COMMENT ON COLUMN findings.town IS 'name of the town';
COMMENT ON COLUMN findings.year IS 'report year';
COMMENT ON COLUMN findings.rule IS 'id of the rule';
COMMENT ON COLUMN findings.severity IS 'error, warning or info';
COMMENT ON COLUMN findings.verdict IS 'fires: something is wrong; undetermined: it could not be checked';
COMMENT ON COLUMN findings.cells IS 'keys of the cells it is about, the likely culprit first';
COMMENT ON COLUMN findings.expected IS 'what should stand there';
COMMENT ON COLUMN findings.actual IS 'what stands there';
COMMENT ON COLUMN findings.difference IS 'the difference';
COMMENT ON COLUMN findings.formula IS 'the rule''s arithmetic with the numbers put in';
COMMENT ON COLUMN findings.message IS 'what is wrong, in Chinese';
COMMENT ON COLUMN findings.basis IS 'legal source';
COMMENT ON COLUMN findings.quote IS 'the sentence it is about';
COMMENT ON COLUMN findings.page IS 'page of the document, from 1; NULL where the format has no pages';
COMMENT ON COLUMN findings.box_left IS 'left edge on the page, in PDF points (1/72 inch) from the upper left corner; NULL where the format has no geometry';
COMMENT ON COLUMN findings.box_top IS 'upper edge on the page, in PDF points from the upper left corner';
COMMENT ON COLUMN findings.box_right IS 'right edge on the page, in PDF points from the upper left corner';
COMMENT ON COLUMN findings.box_bottom IS 'lower edge on the page, in PDF points from the upper left corner';
COMMENT ON COLUMN findings.path IS 'where in a document without pages, for example table[2]/tr[5]/td[3]';
COMMENT ON COLUMN findings.reader IS 'reader that saw it: html, text, docx, xlsx, pdf, pdfium or ocr';
COMMENT ON COLUMN findings.causes IS 'slips that would explain it, the likeliest first';
COMMENT ON COLUMN findings.documents IS 'other documents that the rule looked at';
COMMENT ON COLUMN findings.misreading IS 'true where the reader may be at fault and not the town (疑似识别错误)';
COMMENT ON COLUMN findings.fingerprint IS 'stable over runs: rule, body, year and cell values';

CREATE TABLE verdicts (
    load BIGINT,
    report_id VARCHAR,
    county_code VARCHAR,
    town_code VARCHAR,
    town VARCHAR,
    year INTEGER,
    rule VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    lacking VARCHAR[]
);
COMMENT ON TABLE verdicts IS 'What each rule said of each report: a rule that could not run is undetermined, never a pass.';
COMMENT ON COLUMN verdicts.load IS 'number of the load that wrote the row; NULL for verdicts of a county';
COMMENT ON COLUMN verdicts.report_id IS 'the report; NULL where the rule looked at several or at a missing one';
COMMENT ON COLUMN verdicts.county_code IS 'code of the county, six digits';
COMMENT ON COLUMN verdicts.town_code IS 'code of the town, nine digits';
COMMENT ON COLUMN verdicts.town IS 'name of the town';
COMMENT ON COLUMN verdicts.year IS 'report year';
COMMENT ON COLUMN verdicts.rule IS 'id of the rule';
COMMENT ON COLUMN verdicts.verdict IS 'fires, holds, undetermined or not_applicable';
COMMENT ON COLUMN verdicts.lacking IS 'keys of the cells that an undetermined rule lacked';

CREATE TABLE towns (
    town_code VARCHAR NOT NULL,
    town VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    county_code VARCHAR NOT NULL,
    county VARCHAR NOT NULL,
    city VARCHAR NOT NULL,
    province VARCHAR NOT NULL
);
COMMENT ON TABLE towns IS 'Towns of the register, for the counties that were audited.';
COMMENT ON COLUMN towns.town_code IS '统计用区划代码, nine digits';
COMMENT ON COLUMN towns.town IS 'name';
COMMENT ON COLUMN towns.kind IS '街道, 镇, 乡 or 类似乡级单位, by digits seven to nine of the code';
COMMENT ON COLUMN towns.county_code IS 'code of the county, six digits';
COMMENT ON COLUMN towns.county IS 'name of the county';
COMMENT ON COLUMN towns.city IS 'name of the prefecture';
COMMENT ON COLUMN towns.province IS 'name of the province';

CREATE TABLE town_years (
    county_code VARCHAR NOT NULL,
    town_code VARCHAR,
    town VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    due DATE,
    published DATE,
    basis VARCHAR,
    detail VARCHAR,
    source VARCHAR
);
COMMENT ON TABLE town_years IS 'The reports that towns are expected to publish, each with its status.';
COMMENT ON COLUMN town_years.county_code IS 'code of the county, six digits';
COMMENT ON COLUMN town_years.town_code IS 'code of the town, nine digits';
COMMENT ON COLUMN town_years.town IS 'name of the town';
COMMENT ON COLUMN town_years.year IS 'report year';
COMMENT ON COLUMN town_years.status IS 'published, late, pending (not yet due), unreadable, unknown (the portal could not be read) or missing';
COMMENT ON COLUMN town_years.due IS 'deadline; NULL where none is known';
COMMENT ON COLUMN town_years.published IS 'date of publication; NULL where unknown';
COMMENT ON COLUMN town_years.basis IS 'where the deadline stands';
COMMENT ON COLUMN town_years.detail IS 'why it is missing or unreadable, in Chinese';
COMMENT ON COLUMN town_years.source IS 'document that the status rests on: documents.source';

CREATE TABLE county_loads (
    county_code VARCHAR NOT NULL,
    county VARCHAR NOT NULL,
    digest VARCHAR NOT NULL
);
COMMENT ON TABLE county_loads IS 'What was last loaded for each county as a whole.';
COMMENT ON COLUMN county_loads.county_code IS 'code of the county, six digits';
COMMENT ON COLUMN county_loads.county IS 'name of the county';
COMMENT ON COLUMN county_loads.digest IS 'digest of what was loaded; the same digest means that nothing changed';
-- Which report stands for a town and year. Of each source the newest version that
-- was received counts; of several sources the one that was read whole, then the one
-- published last, then the one whose format leaves the least to guess.
CREATE VIEW report_standing AS
WITH newest AS (
    SELECT source, coalesce(max(version) FILTER (WHERE sha256 IS NOT NULL), max(version)) AS version
    FROM documents
    GROUP BY source
), placed AS (
    SELECT r.report_id, d.source, d.version, r.ordinal, r.status, r.published, r.document_reader,
        d.version = n.version AS is_newest,
        CASE
            WHEN r.year IS NULL OR r.town IS NULL THEN r.report_id
            WHEN r.town_code IS NOT NULL THEN r.town_code
            ELSE coalesce(r.county_code, r.county, '') || '/' || r.town
        END AS body,
        coalesce(r.year, 0) AS year
    FROM reports r
    JOIN documents d USING (document_id)
    JOIN newest n ON n.source = d.source
)
SELECT report_id, source, version, body, is_newest,
    status <> 'rejected' AND is_newest AND row_number() OVER (
        PARTITION BY body, year
        ORDER BY status <> 'rejected' DESC, is_newest DESC, status = 'parsed' DESC, published DESC NULLS LAST,
            CASE document_reader WHEN 'html' THEN 0 WHEN 'docx' THEN 1 WHEN 'xlsx' THEN 1 WHEN 'text' THEN 2 WHEN 'pdf' THEN 3 WHEN 'pdfium' THEN 4 ELSE 5 END,
            source, ordinal
    ) = 1 AS is_current,
    lag(report_id) OVER (PARTITION BY source, ordinal ORDER BY version) AS supersedes
FROM placed;
COMMENT ON VIEW report_standing IS 'Which report stands for its town and year, and which it replaced.';
COMMENT ON COLUMN report_standing.report_id IS 'the report: reports.report_id';
COMMENT ON COLUMN report_standing.source IS 'address or path of the document';
COMMENT ON COLUMN report_standing.version IS 'version of the document at this source, from 1';
COMMENT ON COLUMN report_standing.body IS 'the body that reports: the town''s code, else its county and name, else the report itself';
COMMENT ON COLUMN report_standing.is_newest IS 'true for the newest version of its document';
COMMENT ON COLUMN report_standing.is_current IS 'true for the one report that stands for its town and year';
COMMENT ON COLUMN report_standing.supersedes IS 'report of the version before; NULL for the first';
