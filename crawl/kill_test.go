package crawl

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"gongkai/crawl/fixture"
	"gongkai/crawl/warc"
)

// The environment of a child that crawls and is killed.
const (
	childDir    = "GONGKAI_TEST_CRAWL_DIR"
	childServer = "GONGKAI_TEST_CRAWL_SERVER"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		os.Exit(crawlInChild(dir, os.Getenv(childServer)))
	}
	os.Exit(m.Run())
}

func killConfig() Config {
	return Config{Contact: "mailto:test@example.org", Manners: Manners{Gap: time.Millisecond}, Portals: []Portal{
		{Name: "ucap", County: fixture.CountyCode, Start: []string{"http://www.ucap.test/"}, Years: [2]int{2021, 2022}},
		{Name: "aspnet", County: fixture.CountyCode, Start: []string{"http://www.aspnet.test/"}, Years: [2]int{2021, 2022}},
		{Name: "county", County: fixture.CountyCode, Start: []string{"http://www.county.test/"}, Years: [2]int{2021, 2022}},
	}}
}

func crawlInChild(dir, server string) int {
	c, err := Open(dir, killConfig(), Options{Transport: fixture.Transport(server)})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer c.Close()
	if _, err := c.Run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// childCrawl runs a crawl in a child, and kills it a moment after its n-th
// request; n of 0 lets it live. It reports whether the child ended by itself.
func childCrawl(t *testing.T, dir string, server *fixture.Server, n int, moment time.Duration) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	killed := make(chan struct{})
	var requests atomic.Int64
	server.Watch(func() {
		if requests.Add(1) == int64(n) {
			close(killed)
		}
	})
	defer server.Watch(nil)
	go func() {
		select {
		case <-killed:
			time.Sleep(moment)
			cancel()
		case <-ctx.Done():
		}
	}()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir, childServer+"="+server.Address())
	out, err := cmd.CombinedOutput()
	if err != nil && ctx.Err() == nil || errors.Is(ctx.Err(), context.DeadlineExceeded) {
		t.Fatalf("child: %v\n%s", err, out)
	}
	return err == nil
}

// contents are the digests of the current report documents by address.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	s, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	all := map[string]string{}
	for c, err := range s.Documents(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Version != 1 {
			t.Errorf("%s has a version %d", c.URL, c.Version)
		}
		all[c.URL] = c.SHA256
	}
	return all
}

func TestKillingARunAtAnyMomentChangesNothingInTheEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("kills twenty children")
	}
	server := fixture.Serve(time.Now, fixture.UCAP(), fixture.ASPNet(), fixture.County())
	defer server.Close()
	undisturbed := t.TempDir()
	childCrawl(t, undisturbed, server, 0, 0)
	want := contents(t, undisturbed)
	asked := len(server.Log())

	dir := t.TempDir()
	random := rand.New(rand.NewPCG(5, 20))
	kills := 0
	for range 20 {
		if !childCrawl(t, dir, server, 1+random.IntN(9), time.Duration(random.Int64N(int64(4*time.Millisecond)))) {
			kills++
		}
	}
	childCrawl(t, dir, server, 0, 0)
	if got := contents(t, dir); !maps.Equal(got, want) {
		t.Errorf("after %d kills there are %d documents, want %d", kills, len(got), len(want))
	}
	// Each kill may cost what was in flight at each of the three hosts, each one
	// with the robots.txt that goes before it and a redirect.
	if again := len(server.Log()) - asked; again > kills*3*3+3 {
		t.Errorf("%d kills cost %d requests", kills, again)
	}
	files, err := filepath.Glob(filepath.Join(dir, "archive", "*.warc.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("archive: %v, %v", files, err)
	}
	for _, file := range files {
		for _, record := range warc.Scan(file, 0) {
			if record.Err != nil {
				t.Logf("%s: %v", filepath.Base(file), record.Err)
			}
		}
	}
	t.Logf("%d kills", kills)
}
