// Package warehouse is the only door to DuckDB.
//
// Under the data directory it keeps:
//
//	warehouse/working.duckdb             what was read, one writer: [Open], [Warehouse.Load]
//	warehouse/gongkai-<version>.duckdb   published snapshots, never changed: [OpenSnapshot]
//	warehouse/CURRENT                    names the snapshot to open; switched atomically
//	ledger.sqlite                        what people decided: [OpenLedger]
//
// A run opens the working file, loads documents, each whole or not at all
// ([Warehouse.Load]), and at the end calls [Warehouse.Publish]: a fresh file
// is built beside the others, checked, synced, and CURRENT is switched to it.
// Readers open the snapshot read-only, so that a run never blocks them nor they
// a run. Loading the same reading again writes nothing; publishing the same
// content again makes no new file.
//
// A cell is stored once, in long form with its evidence; the snapshot adds one
// wide row a report for arithmetic over many reports. NULL means that no number
// stands in the cell; its state says why. NULL is never a zero.
//
// Strangers' SQL runs in a child process over a locked-down connection:
// [RunQuery].
package warehouse
