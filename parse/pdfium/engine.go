// Package pdfium is the second reader of PDFs, and the rasteriser: PDFium,
// compiled to WebAssembly and run by wazero, so without cgo and without any right
// on the machine but to read its fonts.
//
// It opens what the first reader cannot (broken tables, newer encryption, rare
// filters) and gives the same [page.Page] values, from PDFium's own reading of
// fonts and content. It is slow to start and some times slower to read, so it is
// the fallback and the referee, not the first choice.
//
// An [Engine] is meant to live in a guarded child (package guard): its own limits
// on memory, pages, marks and time are the inner wall, not the only one.
package pdfium

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

const (
	// memoryPages bounds the memory of PDFium in WebAssembly pages of 64 KiB: 1 GiB.
	memoryPages = 16 << 10
	// maxPages bounds the pages of a document.
	maxPages = 200
	// maxMarks bounds the characters and path points of a document, so that a
	// crafted page cannot keep the reader busy.
	maxMarks = 2_000_000
	// maxFormDepth bounds forms within forms.
	maxFormDepth = 12
	// maxPixels bounds one raster.
	maxPixels = 60_000_000
)

// Engine is one PDFium. Its methods may be called from several goroutines; they
// take turns.
type Engine struct {
	cacheDir string
	mu       sync.Mutex
	pool     pdfium.Pool
}

// Open returns an engine. PDFium is compiled when it is first needed, which takes
// seconds; cacheDir keeps the machine code for the next process, and must
// be writable only by those who may run code as this user. Where it is empty or
// cannot be used, every process compiles anew.
func Open(cacheDir string) *Engine {
	if cacheDir != "" {
		if err := os.MkdirAll(cacheDir, 0o700); err != nil {
			cacheDir = ""
		}
	}
	return &Engine{cacheDir: cacheDir}
}

func (e *Engine) start() error {
	if e.pool != nil {
		return nil
	}
	config := wazero.NewRuntimeConfig().WithCloseOnContextDone(true).WithMemoryLimitPages(memoryPages)
	if e.cacheDir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(e.cacheDir)
		if err == nil {
			config = config.WithCompilationCache(cache)
		}
	}
	pool, err := webassembly.Init(webassembly.Config{
		MinIdle: 0, MaxIdle: 1, MaxTotal: 1,
		FSConfig: fonts(), RuntimeConfig: config,
		Stdout: io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return fmt.Errorf("start pdfium: %w", err)
	}
	e.pool = pool
	return nil
}

// fonts mounts the system's fonts, read only, for PDFs that do not embed theirs.
func fonts() wazero.FSConfig {
	config := wazero.NewFSConfig()
	for _, dir := range []string{"/usr/share/fonts", "/usr/local/share/fonts"} {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			config = config.WithReadOnlyDirMount(dir, dir)
		}
	}
	return config
}

// document is an open document in a fresh instance of PDFium.
type document struct {
	pdfium.Pdfium
	ctx   context.Context
	ref   references.FPDF_DOCUMENT
	pages int
	// marks counts what was read, against maxMarks.
	marks int
}

// with opens body in a fresh instance, calls read and throws the instance away.
// When ctx ends, the instance is stopped wherever it is.
func (e *Engine) with(ctx context.Context, body []byte, read func(*document) error) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return late(err)
	}
	if len(body) == 0 {
		return &layout.Unreadable{Reason: disclosure.Empty, Detail: "文件没有内容"}
	}
	if err := e.start(); err != nil {
		return err
	}
	instance, err := e.pool.GetInstanceWithContext(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return late(ctx.Err())
		}
		return fmt.Errorf("start an instance of pdfium: %w", err)
	}
	// The instance is stopped in a goroutine of its own while calls to it are under
	// way, and closed here only where it was not stopped.
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(stopped)
		_ = instance.Kill()
	})
	defer func() {
		if stop() {
			_ = instance.Close()
			return
		}
		<-stopped
	}()
	err = open(ctx, instance, body, read)
	if ctx.Err() != nil {
		return late(ctx.Err())
	}
	return err
}

func open(ctx context.Context, instance pdfium.Pdfium, body []byte, read func(*document) error) error {
	opened, err := instance.OpenDocument(&requests.OpenDocument{File: &body})
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return &layout.Unreadable{Reason: disclosure.Encrypted, Detail: "文件需要密码", Err: err}
	case err != nil:
		return damaged("open", err)
	}
	count, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil {
		return damaged("count pages", err)
	}
	if count.PageCount == 0 {
		return &layout.Unreadable{Reason: disclosure.Damaged, Detail: "文件没有页面"}
	}
	return read(&document{Pdfium: instance, ctx: ctx, ref: opened.Document, pages: count.PageCount})
}

// count adds to the marks read, and says when they are too many.
func (d *document) count(marks int) error {
	if d.marks += marks; d.marks > maxMarks {
		return &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("文件超过 %d 个字符和图形", maxMarks)}
	}
	return nil
}

func damaged(what string, err error) error {
	return &layout.Unreadable{Reason: disclosure.Damaged, Detail: "文件结构损坏", Err: fmt.Errorf("pdfium: %s: %w", what, err)}
}

func late(err error) error {
	return &layout.Unreadable{Reason: disclosure.TimedOut, Detail: "读取超过时限", Err: err}
}
