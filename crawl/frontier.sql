-- The crawler's memory. All of it can be made again from the archive but the
-- outcomes that brought no answer.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- One row a portal. A round is one pass over a portal; it stays open until
-- nothing is left to do, over as many runs as that takes.
CREATE TABLE portal (
  name      TEXT PRIMARY KEY,
  county    TEXT NOT NULL,
  round     INTEGER NOT NULL,
  open      INTEGER NOT NULL,
  refresh   INTEGER NOT NULL,
  reachable INTEGER NOT NULL
) WITHOUT ROWID;

-- One row an address that a portal wants asked for.
CREATE TABLE task (
  id          INTEGER PRIMARY KEY,
  portal      TEXT NOT NULL,
  key         TEXT NOT NULL,   -- one spelling of the address: see addressKey
  url         TEXT NOT NULL,
  host        TEXT NOT NULL,
  referer     TEXT NOT NULL,
  pager       TEXT NOT NULL,   -- JSON of the request where it is more than a GET, or ''
  role        TEXT NOT NULL,
  parent      INTEGER NOT NULL,
  list        INTEGER NOT NULL, -- the first page of the list that it is a page of, or 0
  depth       INTEGER NOT NULL,
  score       INTEGER NOT NULL, -- the greater is asked for first
  title       TEXT NOT NULL,
  columns     TEXT NOT NULL,
  listed      TEXT NOT NULL,
  year        INTEGER NOT NULL,
  town        TEXT NOT NULL,
  page_url    TEXT NOT NULL,
  page_title  TEXT NOT NULL,
  page_date   TEXT NOT NULL,
  why         TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('todo', 'done', 'aside')),
  round       INTEGER NOT NULL DEFAULT 0, -- the round in which it was last done
  tries       INTEGER NOT NULL DEFAULT 0,
  not_before  INTEGER NOT NULL DEFAULT 0, -- milliseconds
  outcome     TEXT NOT NULL DEFAULT '',
  detail      TEXT NOT NULL DEFAULT '',
  status      INTEGER NOT NULL DEFAULT 0,
  checked     INTEGER NOT NULL DEFAULT 0, -- milliseconds
  etag        TEXT NOT NULL DEFAULT '',
  modified    TEXT NOT NULL DEFAULT '',
  last_sha    TEXT NOT NULL DEFAULT '',   -- of the last whole body
  digest      TEXT NOT NULL DEFAULT '',   -- of the last payload, names a row of payload
  report      INTEGER NOT NULL DEFAULT 0, -- a report document was found here
  fruitful    INTEGER NOT NULL DEFAULT 0, -- it led to a report
  withdrawn   INTEGER NOT NULL DEFAULT 0,
  UNIQUE (portal, key)
);
CREATE INDEX task_todo ON task (host, score DESC, id) WHERE state = 'todo';
CREATE INDEX task_portal ON task (portal, state);

-- One row a content that a report document has had.
CREATE TABLE version (
  seq          INTEGER PRIMARY KEY AUTOINCREMENT,
  task         INTEGER NOT NULL REFERENCES task (id),
  number       INTEGER NOT NULL,
  sha256       TEXT NOT NULL,
  essence      TEXT NOT NULL, -- digest of what a reader sees, without counters
  kind         TEXT NOT NULL,
  file         TEXT NOT NULL,
  offset       INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  fetched      INTEGER NOT NULL,
  superseded   INTEGER NOT NULL DEFAULT 0,
  year         INTEGER NOT NULL,
  published    TEXT NOT NULL,
  pictures     TEXT NOT NULL DEFAULT '', -- JSON of those of the page, or ''
  UNIQUE (task, number)
);
CREATE INDEX version_sha ON version (sha256);

-- Where each payload lies in the archive.
CREATE TABLE payload (
  digest TEXT PRIMARY KEY,
  file   TEXT NOT NULL,
  offset INTEGER NOT NULL,
  record TEXT NOT NULL,
  target TEXT NOT NULL,
  date   INTEGER NOT NULL
) WITHOUT ROWID;

-- The addresses that a list has named, wanted or not: a page of it that names no
-- new one is its end.
CREATE TABLE listed (
  list INTEGER NOT NULL,
  key  TEXT NOT NULL,
  PRIMARY KEY (list, key)
) WITHOUT ROWID;

-- What is known of a host over runs.
CREATE TABLE host (
  host           TEXT PRIMARY KEY,
  robots         BLOB,
  robots_status  INTEGER NOT NULL DEFAULT 0,
  robots_fetched INTEGER NOT NULL DEFAULT 0,
  not_before     INTEGER NOT NULL DEFAULT 0, -- a wall or a Retry-After: stay away until then
  why            TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
