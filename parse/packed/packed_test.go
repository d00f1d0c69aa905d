package packed_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/disclosure"
	"gongkai/parse/layout"
	"gongkai/parse/packed"
	"gongkai/parse/packed/packedtest"
)

func TestWhatSystemsLeaveBesideDocumentsIsLeftOut(t *testing.T) {
	name, err := simplifiedchinese.GB18030.NewEncoder().String("附件/某镇年报.doc")
	if err != nil {
		t.Fatal(err)
	}
	members, err := packed.Members(packedtest.Zip(t, "附件/", "", "__MACOSX/._a.doc", "x", ".DS_Store", "x", "~$a.doc", "x", "Thumbs.db", "x", name, "content"))
	if err != nil {
		t.Fatal(err)
	}
	if len(members) != 1 || members[0].Name != "附件/某镇年报.doc" || string(members[0].Body) != "content" || members[0].Err != nil {
		t.Errorf("got %+v", members)
	}
}

func TestArchivesThatCannotBeOpenedAreNamed(t *testing.T) {
	many := []string{}
	for range 200 {
		many = append(many, strings.Repeat("a", len(many)+1), "x")
	}
	locked := packedtest.Zip(t, "a.doc", "x")
	at := bytes.Index(locked, []byte("PK\x01\x02"))
	locked[at+8] |= 1
	for _, c := range []struct {
		name string
		body []byte
		want disclosure.Reason
	}{
		{"an archive of nothing", packedtest.Zip(t), disclosure.Empty},
		{"one with too many files", packedtest.Zip(t, many...), disclosure.TooLarge},
		{"one under a password", locked, disclosure.Encrypted},
		{"one that is cut off", packedtest.Zip(t, "a.doc", "x")[:20], disclosure.Damaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := packed.Members(c.body)
			var unreadable *layout.Unreadable
			if !errors.As(err, &unreadable) || unreadable.Reason != c.want {
				t.Errorf("Members: %v, want %s", err, c.want)
			}
		})
	}
}

func TestABombCostsItselfAndNotTheOthers(t *testing.T) {
	members, err := packed.Members(packedtest.Zip(t, "bomb.doc", strings.Repeat("0", 70<<20), "a.doc", "x"))
	if err != nil {
		t.Fatal(err)
	}
	var unreadable *layout.Unreadable
	if len(members) != 2 || !errors.As(members[0].Err, &unreadable) || unreadable.Reason != disclosure.TooLarge || string(members[1].Body) != "x" {
		t.Errorf("got %d members, the first with %v", len(members), members[0].Err)
	}
}
