-- Tables of a snapshot that the program fills by itself.
CREATE TABLE snapshot (
    version VARCHAR NOT NULL,
    created TIMESTAMP NOT NULL,
    schema_version INTEGER NOT NULL,
    register VARCHAR NOT NULL,
    notice VARCHAR NOT NULL,
    base VARCHAR NOT NULL,
    rewritten INTEGER NOT NULL
);
COMMENT ON TABLE snapshot IS 'One row: which snapshot this is.';
COMMENT ON COLUMN snapshot.version IS 'derived from the content: the same content has the same version';
COMMENT ON COLUMN snapshot.created IS 'when it was built, UTC';
COMMENT ON COLUMN snapshot.schema_version IS 'number of the last migration of the working file';
COMMENT ON COLUMN snapshot.register IS 'source of the national register of towns';
COMMENT ON COLUMN snapshot.notice IS 'what a reader of these data must know, in Chinese';
COMMENT ON COLUMN snapshot.base IS 'digest of what the program itself puts in: statements, forms, register';
COMMENT ON COLUMN snapshot.rewritten IS 'reports that were replaced, county by county, since the file was last built from nothing';

CREATE TABLE county_versions (
    county_no INTEGER NOT NULL,
    digest VARCHAR NOT NULL
);
COMMENT ON TABLE county_versions IS 'One row for each county with data: the next snapshot takes over the rows of counties whose digest is the same.';
COMMENT ON COLUMN county_versions.county_no IS 'code of the county as a number; 0 for what belongs to no county';
COMMENT ON COLUMN county_versions.digest IS 'digest of what was loaded for the county and decided by people';

CREATE TABLE cell_dictionary (
    form VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    key VARCHAR NOT NULL,
    table_id VARCHAR NOT NULL,
    row_id VARCHAR NOT NULL,
    column_id VARCHAR NOT NULL,
    row_label VARCHAR NOT NULL,
    column_label VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    wide_column VARCHAR NOT NULL,
    metric VARCHAR NOT NULL
);
COMMENT ON TABLE cell_dictionary IS 'Every cell of every statutory form (国办公开办函〔2021〕30号 and its forerunners).';
COMMENT ON COLUMN cell_dictionary.form IS 'form, named by the first report year it was meant for';
COMMENT ON COLUMN cell_dictionary.ordinal IS 'position of the cell in its form, from 0';
COMMENT ON COLUMN cell_dictionary.key IS 'the cell: table.row.column';
COMMENT ON COLUMN cell_dictionary.table_id IS 'first part of the key';
COMMENT ON COLUMN cell_dictionary.row_id IS 'second part of the key';
COMMENT ON COLUMN cell_dictionary.column_id IS 'third part of the key';
COMMENT ON COLUMN cell_dictionary.row_label IS 'the form''s label of the row, outermost first';
COMMENT ON COLUMN cell_dictionary.column_label IS 'the form''s label of the column';
COMMENT ON COLUMN cell_dictionary.label IS 'full Chinese name of the cell';
COMMENT ON COLUMN cell_dictionary.unit IS 'the form''s own unit: 件, 项, 条, 次, 人, 人次, 个, 篇, 万元';
COMMENT ON COLUMN cell_dictionary.wide_column IS 'column of wide_as_published and wide_as_corrected';
COMMENT ON COLUMN cell_dictionary.metric IS 'metric of today''s form that the cell means; the key itself where it is one';

CREATE TABLE reviews (
    fingerprint VARCHAR NOT NULL,
    review VARCHAR NOT NULL,
    reviewed_by VARCHAR NOT NULL,
    review_note VARCHAR NOT NULL,
    reviewed_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE reviews IS 'The latest decision of a person about each finding.';
COMMENT ON COLUMN reviews.fingerprint IS 'the finding: findings.fingerprint';
COMMENT ON COLUMN reviews.review IS 'open, confirmed, dismissed or fixed';
COMMENT ON COLUMN reviews.reviewed_by IS 'who decided';
COMMENT ON COLUMN reviews.review_note IS 'why';
COMMENT ON COLUMN reviews.reviewed_at IS 'when, UTC';

CREATE TABLE corrections (
    town_code VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    key VARCHAR NOT NULL,
    value DECIMAL(20,6) NOT NULL,
    reason VARCHAR NOT NULL,
    corrected_by VARCHAR NOT NULL,
    corrected_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE corrections IS 'Corrections by people, laid over what was read; what was read stays.';
COMMENT ON COLUMN corrections.town_code IS 'code of the town, nine digits';
COMMENT ON COLUMN corrections.year IS 'report year';
COMMENT ON COLUMN corrections.key IS 'the cell: table.row.column';
COMMENT ON COLUMN corrections.value IS 'the right number, in the cell''s unit';
COMMENT ON COLUMN corrections.reason IS 'why the value that was read is not right';
COMMENT ON COLUMN corrections.corrected_by IS 'who corrected it';
COMMENT ON COLUMN corrections.corrected_at IS 'when, UTC';
