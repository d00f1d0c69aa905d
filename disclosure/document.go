package disclosure

import "time"

// Document is what passes from the crawler to the reader: the bytes of one
// response or file, and what was known of it before it was read.
type Document struct {
	// Name is what a person calls it: the path or the address.
	Name string
	// URL is the address it came from; empty for a file.
	URL string
	// Body is the content, whole and decoded from its transfer encoding.
	Body []byte
	// ContentType is the header as sent; it may lie.
	ContentType string
	// SHA256 is the hexadecimal digest of Body.
	SHA256 string
	// Fetched is when the response ended; zero for a file.
	Fetched time.Time
	// Pictures are those of a page's article, in its order, where its words alone give
	// no whole report: scanned pages, and tables that were put there as pictures.
	Pictures []Picture
	// Hint is what the portal said about the document.
	Hint Hint
}

// Picture is a picture of a page.
type Picture struct {
	// URL is where it lies.
	URL  string
	Body []byte
}

// Hint is what a portal says about a document from outside of it. Each field may
// be empty; the reader trusts the document's own words before these.
type Hint struct {
	// CountyCode is the six-digit code of the portal's county.
	CountyCode string
	// County is the county's name where the portal's operator gave one.
	County string
	// LinkTitle is the title that the list or the page gave the link.
	LinkTitle string
	// Column is the path of columns it hung under, for example
	// "政务公开 > 乡镇街道 > 下各镇 > 政府信息公开年报".
	Column string
	// Listed is the date the list gave, "2006-01-02".
	Listed string
	// PageURL and PageTitle are of the page that an attachment hung on.
	PageURL, PageTitle string
	// PagePublished is the publish date of that page, "2006-01-02".
	PagePublished string
}
