// Package portal knows how the content systems of county portals lay out their
// lists: where the links are, what the next page's request is.
//
// It is pure: a [Page] is bytes that somebody fetched, a [Listing] says what
// stands in it and which requests would bring the rest. Each content system is
// one [Family] in one file, family_*.go; a page that fits none is read by its
// links alone. A new family is one new file, its line in [Families] and a fixture
// portal in the tests.
package portal
