package portal

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

var (
	gkmlptSID  = regexp.MustCompile(`["']?SID["']?\s*:\s*["']?(\w+)`)
	gkmlptNode = regexp.MustCompile(`["']?\bid["']?\s*:\s*["']?(\d+)["']?\s*,[^{}\[\]]*?["']?\bname["']?\s*:\s*("(?:[^"\\]|\\.)*"|'[^'\\]*')`)
	gkmlptSwap = regexp.MustCompile(`["']?\bname["']?\s*:\s*("(?:[^"\\]|\\.)*"|'[^'\\]*')\s*,[^{}\[\]]*?["']?\bid["']?\s*:\s*["']?(\d+)["']?`)
)

// gkmlpt is the provincial platform of Guangdong: the columns are a tree in the
// page's _CONFIG, each list is a JSON API of its own.
func gkmlpt() Family {
	read := func(p *Page) (Listing, bool) {
		if !strings.Contains(p.Source, "_CONFIG") || !strings.Contains(p.Source, "TREE") {
			return Listing{}, false
		}
		sid := gkmlptSID.FindStringSubmatch(p.Source)
		root, _, found := strings.Cut(p.URL.Path, "/gkmlpt")
		if sid == nil || !found {
			return Listing{}, true
		}
		_, tree, _ := strings.Cut(p.Source, "TREE")
		var listing Listing
		add := func(id, quoted string) {
			name := strings.Trim(quoted, "'")
			if strings.HasPrefix(quoted, `"`) && json.Unmarshal([]byte(quoted), &name) != nil || len(listing.Boxes) >= maxLinks {
				return
			}
			listing.Boxes = append(listing.Boxes, Box{Name: name, Pager: Pager{
				Family: "gkmlpt", Page: 1,
				URL: p.at(fmt.Sprintf("%s/gkmlpt/api/all/%s?page={page}&sid=%s", root, id, sid[1])),
			}})
		}
		nodes := gkmlptNode.FindAllStringSubmatch(tree, maxLinks)
		for _, m := range nodes {
			add(m[1], m[2])
		}
		if nodes == nil {
			for _, m := range gkmlptSwap.FindAllStringSubmatch(tree, maxLinks) {
				add(m[2], m[1])
			}
		}
		return listing, true
	}
	answer := func(p *Page, asked Pager) Listing {
		links, total := p.jsonEntries()
		listing := Listing{Links: links}
		if total > 0 && asked.Page == 1 && len(links) > 0 {
			asked.Last = (total + len(links) - 1) / len(links)
		}
		if next, more := asked.After(); more && len(links) > 0 {
			listing.Next = []Pager{next}
		}
		return listing
	}
	return Family{Name: "gkmlpt", Read: read, Answer: answer}
}
