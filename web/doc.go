// Package web is what a supervisor looks at: a few plain pages over the published
// snapshot, lists to print and to open in a spreadsheet, the same content as JSON,
// and the Prometheus metrics.
//
// [New] gives the handler. Pages are rendered on the server from the templates in
// pages/, need no script and no address beyond this server, keep their whole state
// in their address, and say on each where the figures come from and as of when.
// Every number leads to its spot in the original, which [Originals] finds. Nothing
// here writes.
package web
