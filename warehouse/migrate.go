package warehouse

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"strings"
	"time"
)

// The migrations of the working file: numbered, each run once, in a transaction.
//
//go:embed schema/*.sql
var schemaFiles embed.FS

// migrate brings the schema of the attached file up to date. It fails with
// ErrSchema where the file knows a migration that this program does not.
func migrate(ctx context.Context, conn *sql.Conn, now time.Time) error {
	const ledger = `CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER NOT NULL, name VARCHAR NOT NULL, applied TIMESTAMP NOT NULL);
		COMMENT ON TABLE schema_migrations IS 'Migrations of this schema that were run.';
		COMMENT ON COLUMN schema_migrations.version IS 'number of the migration, from 1';
		COMMENT ON COLUMN schema_migrations.name IS 'file of the migration';
		COMMENT ON COLUMN schema_migrations.applied IS 'when it was run, UTC';`
	var at sql.NullInt64
	err := conn.QueryRowContext(ctx, "SELECT max(version) FROM schema_migrations").Scan(&at)
	if err != nil {
		if _, err := conn.ExecContext(ctx, ledger); err != nil {
			return fmt.Errorf("make table of migrations: %w", err)
		}
	}
	entries, err := schemaFiles.ReadDir("schema")
	if err != nil {
		return err
	}
	if int(at.Int64) > len(entries) {
		return fmt.Errorf("%w: version %d, this program knows %d", ErrSchema, at.Int64, len(entries))
	}
	for i, entry := range entries {
		version := i + 1
		if !strings.HasPrefix(entry.Name(), fmt.Sprintf("%04d_", version)) {
			return fmt.Errorf("migration %s does not have number %d", entry.Name(), version)
		}
		if version <= int(at.Int64) {
			continue
		}
		statements, err := schemaFiles.ReadFile("schema/" + entry.Name())
		if err != nil {
			return err
		}
		err = transact(ctx, conn, func() error {
			if _, err := conn.ExecContext(ctx, string(statements)); err != nil {
				return err
			}
			_, err := conn.ExecContext(ctx, "INSERT INTO schema_migrations VALUES (?, ?, ?)", version, entry.Name(), now.UTC())
			return err
		})
		if err != nil {
			return fmt.Errorf("migration %s: %w", entry.Name(), err)
		}
	}
	return nil
}

// schemaVersion is the number of migrations that this program knows.
func schemaVersion() int {
	entries, err := schemaFiles.ReadDir("schema")
	if err != nil {
		return 0
	}
	return len(entries)
}

// transact runs work in a transaction on a connection that nobody else uses.
func transact(ctx context.Context, conn *sql.Conn, work func() error) error {
	if _, err := conn.ExecContext(ctx, "BEGIN TRANSACTION"); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := work(); err != nil {
		// The transaction must end even where ctx was what ended the work.
		_, rollback := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		return errors.Join(err, rollback)
	}
	if _, err := conn.ExecContext(ctx, "COMMIT"); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}
