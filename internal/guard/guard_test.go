package guard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	RunChild(map[string]Handler{"test": misbehave, "other": misbehave})
	os.Exit(m.Run())
}

// misbehave does what the request says.
func misbehave(ctx context.Context, request []byte) ([]byte, error) {
	verb, rest, _ := strings.Cut(string(request), " ")
	switch verb {
	case "echo":
		return []byte(rest), nil
	case "fail":
		return nil, errors.New(rest)
	case "pid":
		return fmt.Append(nil, os.Getpid()), nil
	case "env":
		return []byte(strings.Join(os.Environ(), "\n")), nil
	case "noise":
		fmt.Println("a stray print")
		os.Stdout.WriteString(strings.Repeat("noise ", 40_000))
		fmt.Fprintln(os.Stderr, strings.Repeat("noise ", 40_000))
		return []byte("clean"), nil
	case "sleep":
		time.Sleep(time.Hour)
	case "wait":
		<-ctx.Done()
		return nil, ctx.Err()
	case "spin":
		for n := 0; ; n++ {
			runtime.KeepAlive(n)
		}
	case "memory":
		var hoard [][]byte
		for {
			block := make([]byte, 8<<20)
			for i := 0; i < len(block); i += 4096 {
				block[i] = 1
			}
			hoard = append(hoard, block)
			runtime.KeepAlive(hoard)
		}
	case "overflow":
		return fmt.Append(nil, recurse(1)), nil
	case "panic":
		panic("no such page")
	case "exit":
		os.Exit(7)
	case "kill":
		self, _ := os.FindProcess(os.Getpid())
		_ = self.Kill()
		time.Sleep(time.Hour)
	case "large":
		return make([]byte, 2<<20), nil
	case "die-later":
		go func() { time.Sleep(20 * time.Millisecond); os.Exit(3) }()
		return nil, nil
	case "spawn":
		cmd := exec.Command("sleep", "3600")
		if err := cmd.Start(); err != nil {
			return nil, err
		}
		if rest == "and hang" {
			time.Sleep(time.Hour)
		}
		return fmt.Append(nil, cmd.Process.Pid), nil
	}
	return nil, fmt.Errorf("unknown verb %q", verb)
}

// recurse overflows the stack, which no Go program survives.
//
//lint:ignore SA5007 the overflow is what the test is about
func recurse(n int) int { return recurse(n+1) + n }

func testPool(t *testing.T, limits Limits) *Pool {
	t.Helper()
	pool := NewPool("test", 1, limits)
	t.Cleanup(pool.Close)
	return pool
}

func do(t *testing.T, pool *Pool, request string) string {
	t.Helper()
	answer, err := pool.Do(context.Background(), []byte(request))
	if err != nil {
		t.Fatalf("%s: %v", request, err)
	}
	return string(answer)
}

func TestAChildThatDiesCostsOneJobAndItsDeathIsNamed(t *testing.T) {
	pool := testPool(t, Limits{Memory: 256 << 20})
	for _, test := range []struct {
		name, request string
		how           How
		detail        string
	}{
		{"a memory hog meets the memory limit", "memory", Memory, "limit of 256 MiB"},
		{"a panic is quoted", "panic", Exit, "panic: no such page"},
		{"an exit in foreign code gives its status", "exit", Exit, "exit status 7"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := pool.Do(context.Background(), []byte(test.request))
			var death *Death
			if !errors.As(err, &death) {
				t.Fatalf("got %v, want a death", err)
			}
			if death.How != test.how || !strings.Contains(death.Detail, test.detail) {
				t.Errorf("died by %s (%s), want %s (…%s…)", death.How, death.Detail, test.how, test.detail)
			}
			if got := do(t, pool, "echo still here"); got != "still here" {
				t.Errorf("next job answered %q", got)
			}
		})
	}
}

func TestARunawayRecursionOverflowsItsStack(t *testing.T) {
	_, err := testPool(t, Limits{Memory: 8 << 30}).Do(context.Background(), []byte("overflow"))
	var death *Death
	if !errors.As(err, &death) || death.How != Exit || !strings.Contains(death.Detail, "stack") {
		t.Errorf("got %v, want a death by stack overflow", err)
	}
}

func TestASignalFromElsewhereIsNamed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no signals")
	}
	_, err := testPool(t, Limits{}).Do(context.Background(), []byte("kill"))
	var death *Death
	if !errors.As(err, &death) || death.How != Signal {
		t.Errorf("got %v, want a death by signal", err)
	}
}

func TestTheDeadlineEndsWhatWillNotEnd(t *testing.T) {
	pool := testPool(t, Limits{Wall: 400 * time.Millisecond, CPU: time.Hour})
	for _, request := range []string{"sleep", "spin"} {
		began := time.Now()
		_, err := pool.Do(context.Background(), []byte(request))
		var death *Death
		if !errors.As(err, &death) || death.How != Timeout {
			t.Errorf("%s: got %v, want a death by timeout", request, err)
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: returned after %s", request, took)
		}
	}
}

func TestTheHandlersContextEndsBeforeTheChildIsKilled(t *testing.T) {
	pool := testPool(t, Limits{Wall: 2 * time.Second})
	_, err := pool.Do(context.Background(), []byte("wait"))
	var failure *Failure
	if !errors.As(err, &failure) || failure.Text != context.DeadlineExceeded.Error() {
		t.Errorf("got %v, want the handler's own error", err)
	}
}

func TestProcessorTimeIsBoundedForEachJobAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such limit")
	}
	pool := testPool(t, Limits{Wall: time.Minute, CPU: time.Second})
	_, err := pool.Do(context.Background(), []byte("spin"))
	var death *Death
	if !errors.As(err, &death) || death.How != Timeout || !strings.Contains(death.Detail, "processor time") {
		t.Errorf("got %v, want a death by processor time", err)
	}
}

func TestCancellingReturnsPromptlyWithTheContextsError(t *testing.T) {
	pool := testPool(t, Limits{Wall: time.Hour})
	do(t, pool, "echo warm")
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	began := time.Now()
	_, err := pool.Do(ctx, []byte("sleep"))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("returned after %s", took)
	}
}

func TestAWaitForASeatCanBeCancelled(t *testing.T) {
	pool := testPool(t, Limits{})
	busy, free := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _, _ = pool.Do(busy, []byte("sleep")) }()
	for len(pool.seats) > 0 {
		time.Sleep(time.Millisecond)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if _, err := pool.Do(ctx, []byte("echo")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	free()
	<-done
}

func TestAHandlersErrorIsNoDeath(t *testing.T) {
	pool := testPool(t, Limits{MaxResponse: 1 << 20})
	before := do(t, pool, "pid")
	for request, want := range map[string]string{
		"fail broken xref": "broken xref",
		"large":            "response of 2097152 bytes exceeds the limit of 1048576 bytes",
	} {
		_, err := pool.Do(context.Background(), []byte(request))
		var failure *Failure
		if !errors.As(err, &failure) || failure.Text != want {
			t.Errorf("%s: got %v, want failure %q", request, err, want)
		}
	}
	if after := do(t, pool, "pid"); after != before {
		t.Errorf("the child was replaced: %s, then %s", before, after)
	}
}

func TestStrayPrintsDoNotReachTheParent(t *testing.T) {
	if got := do(t, testPool(t, Limits{}), "noise"); got != "clean" {
		t.Errorf("got %.40q", got)
	}
}

func TestLargeRequestsAndAnswersCross(t *testing.T) {
	body := bytes.Repeat([]byte("0123456789abcdef"), 1<<18)
	pool := testPool(t, Limits{})
	answer, err := pool.Do(context.Background(), append([]byte("echo "), body...))
	if err != nil || !bytes.Equal(answer, body) {
		t.Errorf("%d of %d bytes came back, error %v", len(answer), len(body), err)
	}
}

func TestTheParentsEnvironmentIsNotVisible(t *testing.T) {
	t.Setenv("GONGKAI_TEST_SECRET", "hunter2")
	pool := NewPool("test", 1, Limits{}, "XDG_CACHE_HOME=/cache")
	defer pool.Close()
	env := do(t, pool, "env")
	if strings.Contains(env, "hunter2") || strings.Contains(env, "GONGKAI") {
		t.Errorf("child sees\n%s", env)
	}
	if home, _ := os.UserHomeDir(); home != "" && strings.Contains(env, "HOME="+home+"\n") {
		t.Errorf("child sees the parent's home\n%s", env)
	}
	if !strings.Contains(env, "XDG_CACHE_HOME=/cache") {
		t.Errorf("child lacks the variable it was given\n%s", env)
	}
}

func TestAChildIsReplacedAfterItsJobs(t *testing.T) {
	pool := testPool(t, Limits{Jobs: 2})
	pids := []string{do(t, pool, "pid"), do(t, pool, "pid"), do(t, pool, "pid")}
	if pids[0] != pids[1] || pids[1] == pids[2] {
		t.Errorf("pids %v, want two jobs to a child", pids)
	}
}

func TestAnIdleChildsDeathCostsNoJob(t *testing.T) {
	pool := testPool(t, Limits{})
	do(t, pool, "die-later")
	time.Sleep(200 * time.Millisecond)
	if got := do(t, pool, "echo unharmed"); got != "unharmed" {
		t.Errorf("got %q", got)
	}
}

func TestAnUnknownKindIsNamed(t *testing.T) {
	pool := NewPool("nobody", 1, Limits{})
	defer pool.Close()
	_, err := pool.Do(context.Background(), nil)
	if err == nil || !strings.Contains(err.Error(), `no handler for jobs of kind "nobody"`) {
		t.Errorf("got %v", err)
	}
}

func TestAClosedPoolTakesNoJobs(t *testing.T) {
	pool := NewPool("test", 2, Limits{})
	do(t, pool, "echo")
	pool.Close()
	pool.Close()
	if _, err := pool.Do(context.Background(), []byte("echo")); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v", err)
	}
}

func TestFiftyDeathsLeaveNothingBehind(t *testing.T) {
	if testing.Short() {
		t.Skip("starts fifty processes")
	}
	pool := testPool(t, Limits{})
	do(t, pool, "echo warm")
	goroutines, files := runtime.NumGoroutine(), openFiles(t)
	for range 50 {
		if _, err := pool.Do(context.Background(), []byte("exit")); err == nil {
			t.Fatal("no error")
		}
	}
	do(t, pool, "echo warm")
	deadline := time.Now().Add(5 * time.Second)
	for runtime.NumGoroutine() > goroutines && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	if now := runtime.NumGoroutine(); now > goroutines {
		t.Errorf("%d goroutines, were %d", now, goroutines)
	}
	if now := openFiles(t); now > files {
		t.Errorf("%d open files, were %d", now, files)
	}
	homes, err := os.ReadDir(os.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	mine := 0
	for _, entry := range homes {
		if strings.HasPrefix(entry.Name(), fmt.Sprintf("gongkai-guard-%d-", os.Getpid())) {
			mine++
		}
	}
	if mine > 1 {
		t.Errorf("%d homes of dead children are left", mine)
	}
}

func openFiles(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(entries)
}

func BenchmarkRoundTrip(b *testing.B) {
	pool := NewPool("test", 1, Limits{})
	defer pool.Close()
	request := append([]byte("echo "), make([]byte, 100<<10)...)
	for b.Loop() {
		if _, err := pool.Do(context.Background(), request); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFreshProcess(b *testing.B) {
	pool := NewPool("test", 1, Limits{Jobs: 1})
	defer pool.Close()
	for b.Loop() {
		if _, err := pool.Do(context.Background(), []byte("echo")); err != nil {
			b.Fatal(err)
		}
	}
}
