-- What people decided, and when the pipeline ran. Rows are only ever added: the
-- latest counts, and the triggers refuse anything else.
CREATE TABLE reviews (
    id          INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    status      TEXT NOT NULL CHECK (status IN ('open', 'confirmed', 'dismissed', 'fixed')),
    by          TEXT NOT NULL CHECK (by <> ''),
    note        TEXT NOT NULL,
    at          TEXT NOT NULL
) STRICT;
CREATE INDEX reviews_fingerprint ON reviews (fingerprint, id);

-- millionths is the right number times 1,000,000; NULL withdraws what was there.
CREATE TABLE corrections (
    id         INTEGER PRIMARY KEY,
    town_code  TEXT NOT NULL,
    year       INTEGER NOT NULL,
    key        TEXT NOT NULL,
    millionths INTEGER,
    reason     TEXT NOT NULL CHECK (reason <> ''),
    by         TEXT NOT NULL CHECK (by <> ''),
    at         TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
    id      INTEGER PRIMARY KEY,
    started TEXT NOT NULL
) STRICT;

-- A run without a row here is under way or was killed.
CREATE TABLE run_ends (
    run      INTEGER PRIMARY KEY REFERENCES runs (id),
    ended    TEXT NOT NULL,
    outcome  TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    counts   TEXT NOT NULL,
    portals  TEXT NOT NULL
) STRICT;

CREATE TRIGGER reviews_kept_1 BEFORE UPDATE ON reviews BEGIN SELECT raise(ABORT, 'the ledger is never rewritten'); END;
CREATE TRIGGER reviews_kept_2 BEFORE DELETE ON reviews BEGIN SELECT raise(ABORT, 'the ledger is never rewritten'); END;
CREATE TRIGGER corrections_kept_1 BEFORE UPDATE ON corrections BEGIN SELECT raise(ABORT, 'the ledger is never rewritten'); END;
CREATE TRIGGER corrections_kept_2 BEFORE DELETE ON corrections BEGIN SELECT raise(ABORT, 'the ledger is never rewritten'); END;
CREATE TRIGGER runs_kept_1 BEFORE UPDATE ON runs BEGIN SELECT raise(ABORT, 'the ledger is never rewritten'); END;
CREATE TRIGGER runs_kept_2 BEFORE DELETE ON runs BEGIN SELECT raise(ABORT, 'the ledger is never rewritten'); END;
CREATE TRIGGER run_ends_kept_1 BEFORE UPDATE ON run_ends BEGIN SELECT raise(ABORT, 'the ledger is never rewritten'); END;
CREATE TRIGGER run_ends_kept_2 BEFORE DELETE ON run_ends BEGIN SELECT raise(ABORT, 'the ledger is never rewritten'); END;
