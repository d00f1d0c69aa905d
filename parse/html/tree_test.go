package html

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The tree that build makes is compared with that of the standard's parser, as
// far as it bears on tables: which cell of which row each piece of text is in.

func TestTagSoupPutsTextIntoTheSameCellsAsAStandardParser(t *testing.T) {
	tags := []string{
		"<table>", "<table>", "</table>", "<tr>", "</tr>", "<td>", "<td>", "<td>", "</td>", "<th>", "</th>", "<tbody>", "</tbody>",
		"<thead>", "</thead>", "<tfoot>", "<caption>", "</caption>", "<colgroup>", "<col>", "<p>", "</p>", "<div>", "</div>",
		"<span>", "</span>", "<ul>", "<li>", "</ul>", "<h3>", "</h3>", "<br>", "<center>", "</center>", "<hr>", "<dl>", "<dt>", "<dd>",
		"<section>", "</section>", "<o:p>", "</o:p>", "</li>", "<b>", "</b>", "<font>", "</font>", "<a>", "</a>", "<form>", "</form>", "<input>", "<img>", "<h2>", "</h2>", "<pre>", "</pre>", "<script>x</script>", "<style>y</style>", "<!-- <td>c -->",
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		var soup strings.Builder
		// In quirks mode a table does not close a paragraph, which is of no matter here.
		soup.WriteString("<!DOCTYPE html><body>")
		for i := range random.IntN(40) {
			soup.WriteString(tags[random.IntN(len(tags))])
			if random.IntN(2) == 0 {
				soup.WriteByte(byte('a' + i%26))
			}
		}
		if s := soup.String(); strings.Contains(s, "<caption>") && strings.Contains(s, "<th>") {
			continue // x/net forgets that a <th> ends a caption
		}
		compareWithStandard(t, []byte(soup.String()))
		if t.Failed() {
			return
		}
	}
}

func TestSamplesPutTextIntoTheSameCellsAsAStandardParser(t *testing.T) {
	for _, name := range samples(t, "*.html") {
		page, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		compareWithStandard(t, page)
	}
}

func compareWithStandard(t *testing.T, page []byte) {
	t.Helper()
	b, err := build(page)
	if err != nil {
		t.Fatal(err)
	}
	root, err := xhtml.Parse(bytes.NewReader(page))
	if err != nil {
		return // nested too deep for it
	}
	want, got := standardTables(root), ownTables(b.tree, 0)
	if want != got {
		t.Errorf("page %.600q\n got %.900s\nwant %.900s", page, got, want)
	}
}

// standardTables writes the tables and text of the standard parser's tree as
// "{[(text)(text)][…]}".
func standardTables(n *xhtml.Node) string {
	var out strings.Builder
	var walk func(*xhtml.Node)
	walk = func(n *xhtml.Node) {
		if n.Type == xhtml.TextNode {
			out.WriteString(compact(n.Data))
			return
		}
		before, after := "", ""
		if n.Type == xhtml.ElementNode {
			switch n.DataAtom {
			case atom.Script, atom.Style, atom.Title, atom.Head, atom.Textarea, atom.Select:
				return
			}
			before, after = brackets(n.DataAtom)
		}
		out.WriteString(before)
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			walk(child)
		}
		out.WriteString(after)
	}
	walk(n)
	return out.String()
}

func ownTables(t *tree, n int32) string {
	var out strings.Builder
	var walk func(int32)
	walk = func(n int32) {
		nd := &t.nodes[n]
		if nd.flags&isText != 0 {
			out.WriteString(compact(string(t.content(n))))
			return
		}
		if kindOf(nd.tag) == skipped || kindOf(nd.tag) == raw {
			return
		}
		before, after := brackets(nd.tag)
		out.WriteString(before)
		for child := nd.first; child != 0; child = t.nodes[child].next {
			walk(child)
		}
		out.WriteString(after)
	}
	walk(n)
	return out.String()
}

func brackets(tag atom.Atom) (before, after string) {
	switch tag {
	case atom.Table:
		return "{", "}"
	case atom.Tr:
		return "[", "]"
	case atom.Td, atom.Th:
		return "(", ")"
	case atom.Caption:
		return "<", ">"
	}
	return "", ""
}

// samples returns the shared sample files that match, or skips the test.
func samples(t testing.TB, pattern string) []string {
	t.Helper()
	shared := os.Getenv("GONGKAI_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	names, err := filepath.Glob(filepath.Join(shared, "samples", pattern))
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Skip("no shared samples here; GONGKAI_SHARED names their folder")
	}
	return names
}
