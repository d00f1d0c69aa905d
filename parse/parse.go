// Package parse reads one document into reports.
//
// [Reader.Read] looks at the first bytes, lets the reader of that kind lay the
// document out (package layout), matches the layout to the statutory forms
// (package form) and takes the figures from the sentences (package narrative).
// HTML, text and Office files are read in this process; PDFs and scans, which can
// end a process beyond recovery, in guarded children that run [LayoutHandler].
//
// Where the sums of a PDF's tables fail under the first reader, a second one reads
// it too, and [reconcile] settles what each cell is.
package parse

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"gongkai/disclosure"
	"gongkai/internal/document/kind"
	"gongkai/internal/guard"
	"gongkai/parse/docx"
	"gongkai/parse/form"
	"gongkai/parse/html"
	"gongkai/parse/layout"
	"gongkai/parse/narrative"
	"gongkai/parse/office"
	"gongkai/parse/text"
	"gongkai/parse/xlsx"
)

// maxDocument bounds one document in bytes.
const maxDocument = 64 << 20

// Options are what a Reader needs.
type Options struct {
	// Register is where towns are looked up; the national register by default.
	Register *disclosure.Register
	// CacheDir is where the second PDF reader keeps its compiled code between runs;
	// empty compiles it anew in each child.
	CacheDir string
	// Workers is how many guarded children read at once; one a processor by default.
	Workers int
	// Limits bounds one document in a guarded child; see [DefaultLimits].
	Limits guard.Limits
}

// Reader reads documents. It is safe for concurrent use.
type Reader struct {
	register *disclosure.Register
	children *guard.Pool
}

// New makes a Reader. Close it to end its children.
func New(options Options) *Reader {
	if options.Register == nil {
		options.Register = disclosure.NationalRegister()
	}
	if options.Workers <= 0 {
		options.Workers = runtime.NumCPU()
	}
	if options.Limits == (guard.Limits{}) {
		options.Limits = DefaultLimits
	}
	return &Reader{
		register: options.Register,
		children: guard.NewPool(GuardKind, options.Workers, options.Limits, cacheVariable+"="+options.CacheDir),
	}
}

// Close ends the Reader's children.
func (r *Reader) Close() { r.children.Close() }

// Read reads a document. It always gives at least one report: a document that
// holds none gives one that is rejected, with the reason. The error is that of
// ctx, or of a fault that is not the document's.
func (r *Reader) Read(ctx context.Context, document *disclosure.Document) ([]disclosure.Report, error) {
	reports, err := r.read(ctx, document)
	var unreadable *layout.Unreadable
	if errors.As(err, &unreadable) {
		reports, err = form.Unread(document, r.register, unreadable), nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", document.Name, err)
	}
	for i := range reports {
		report := &reports[i]
		report.File, report.URL, report.SHA256 = document.Name, document.URL, document.SHA256
		narrative.Report(report)
	}
	return reports, nil
}

func (r *Reader) read(ctx context.Context, document *disclosure.Document) ([]disclosure.Report, error) {
	if len(document.Body) > maxDocument {
		return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("文件超过 %d MB", maxDocument>>20)}
	}
	fileKind := kind.Of(document.Body)
	switch fileKind {
	case kind.PDF:
		return r.readPDF(ctx, document)
	case kind.Zip:
		return r.readPacked(ctx, document)
	}
	document, fileKind, err := converted(ctx, document, fileKind)
	if err != nil {
		return nil, err
	}
	laid, err := r.layOut(ctx, fileKind, document)
	if err != nil {
		return nil, err
	}
	return r.readLaid(ctx, fileKind, document, laid)
}

// Layout reads a document and returns its layout, for people who want to see why
// it was read as it was. PDFs give the first reader's layout, or that of the one
// that could open it.
func (r *Reader) Layout(ctx context.Context, document *disclosure.Document) (*layout.Document, error) {
	fileKind := kind.Of(document.Body)
	switch fileKind {
	case kind.PDF:
		return r.layOutPDF(ctx, document.Body)
	case kind.Zip:
		members, err := unpack(document)
		if err != nil {
			return nil, err
		}
		return r.Layout(ctx, members[0].document)
	}
	document, fileKind, err := converted(ctx, document, fileKind)
	if err != nil {
		return nil, err
	}
	return r.layOut(ctx, fileKind, document)
}

// Register returns the register that the Reader looks towns up in.
func (r *Reader) Register() *disclosure.Register { return r.register }

// layOut lays out a document that is no PDF.
func (r *Reader) layOut(ctx context.Context, fileKind string, document *disclosure.Document) (*layout.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	switch fileKind {
	case kind.HTML, kind.MHT:
		return html.Read(document.Body, document.ContentType)
	case kind.Text:
		return text.Read(document.Body)
	case kind.DOCX:
		return docx.Read(document.Body)
	case kind.XLSX:
		return xlsx.Read(document.Body)
	case kind.WordX:
		return docx.ReadXML(document.Body)
	case kind.ExcX:
		return xlsx.ReadXML(document.Body)
	case kind.Image:
		return r.child(ctx, scanReader, document.Body)
	}
	return nil, unsupported(fileKind)
}

// converted returns a document that is of a kind which is read here, converted
// where need be.
func converted(ctx context.Context, document *disclosure.Document, fileKind string) (*disclosure.Document, string, error) {
	if !office.Converts(fileKind) {
		return document, fileKind, nil
	}
	body, err := office.Convert(ctx, fileKind, document.Body)
	if err != nil {
		return nil, "", err
	}
	read := *document
	read.Body = body
	return &read, kind.Of(body), nil
}

// unsupported is the error of a kind of file that no reader takes. Its detail says
// what a person can do about it.
func unsupported(fileKind string) error {
	switch fileKind {
	case kind.Empty:
		return &layout.Unreadable{Reason: disclosure.Empty, Detail: "文件没有内容"}
	case kind.Sealed:
		return &layout.Unreadable{Reason: disclosure.Encrypted, Detail: "文件已加密，需要密码"}
	case kind.Rar, kind.Seven, kind.Gzip, kind.Zip:
		return &layout.Unreadable{Reason: disclosure.UnsupportedType, Detail: fileKind + " 压缩包：请解压后读取其中的文件"}
	case kind.OFD:
		return &layout.Unreadable{Reason: disclosure.UnsupportedType, Detail: "OFD 版式文件：请转换为 PDF 后重试"}
	case kind.PPTX:
		return &layout.Unreadable{Reason: disclosure.UnsupportedType, Detail: "演示文稿：请导出为 PDF 后重试"}
	}
	return &layout.Unreadable{Reason: disclosure.UnsupportedType, Detail: "无法识别的文件类型"}
}
