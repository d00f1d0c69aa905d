// Package crawl goes from a county's portal to documents on disk.
//
// A [Crawler] starts at a portal's entry addresses, finds the columns where
// townships publish their annual disclosure reports, fetches the reports and
// their attachments, and keeps every response. Three things hold it together:
//
//   - the frontier (frontier.sqlite), its memory: every address, why it was
//     wanted, what came of it. It is written in one transaction after each
//     response, so that a killed run goes on where it was;
//   - the archive (archive/*.warc.gz), every response as it was fetched, never
//     rewritten. A record is on disk before the frontier speaks of it;
//   - the manners: one request at a time a host, a gap between two, robots.txt,
//     budgets, allowed hosts only. They stand between everything and the network.
//
// How a content system lays out its lists is known to the families in the
// subpackage portal and to nothing else: a new family is one new file there.
//
// What comes out is a [Candidate] for each version of each report document; the
// crawler does not read reports, it only takes a light look.
package crawl
