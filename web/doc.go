// Package web is what a supervisor looks at: a few plain pages over the published
// snapshot, the same content as JSON, and the Prometheus metrics.
//
// [New] gives the handler. Pages are rendered on the server from the templates in
// pages/, need no script and no address beyond this server, and say on each where
// the figures come from and as of when. Nothing here writes.
package web
