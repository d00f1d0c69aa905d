-- What a publication reads many times, in temporary tables of its connection.
CREATE OR REPLACE TEMP TABLE decided_reviews (
    fingerprint VARCHAR NOT NULL, review VARCHAR NOT NULL, reviewed_by VARCHAR NOT NULL, review_note VARCHAR NOT NULL, reviewed_at TIMESTAMP NOT NULL
);
CREATE OR REPLACE TEMP TABLE decided_corrections (
    town_code VARCHAR NOT NULL, year INTEGER NOT NULL, key VARCHAR NOT NULL, value DECIMAL(20,6) NOT NULL,
    reason VARCHAR NOT NULL, corrected_by VARCHAR NOT NULL, corrected_at TIMESTAMP NOT NULL
);
