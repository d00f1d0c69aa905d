// Package office converts the documents of old and other office programs with
// LibreOffice, where it is installed: texts (.doc, .wps, .rtf, .odt) to .docx,
// workbooks (.xls, .et, .ods) to .xlsx.
//
// The program runs without a window, in a profile of its own that is thrown
// away, so that two conversions do not meet and nothing of the user's is read.
// It runs no macros and fetches nothing that a document names. Its memory, its
// processor time and what it writes are bounded where the system can do that; it
// is killed with all its children when the time is over.
package office

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"gongkai/disclosure"
	"gongkai/internal/document/kind"
	"gongkai/parse/layout"
)

// The limits of a conversion. LibreOffice maps about 1.5 GB when it starts.
const (
	maxInput  = 64 << 20
	maxOutput = 64 << 20
	deadline  = 90 * time.Second
	maxMemory = 4 << 30
)

// programs are the names LibreOffice goes by.
var programs = [...]string{"soffice", "libreoffice"}

// An application is a part of LibreOffice, which distributions pack apart.
type application struct {
	// pack is the name of Debian's package, library of its main library.
	pack, library string
	// filter and extension are of the format that it converts to.
	filter, extension string
}

// source is a kind of file that LibreOffice reads.
type source struct {
	kind string
	by   application
	// extension is what the file must be called: LibreOffice looks at names before
	// bytes. called is what people call it.
	extension, called string
}

// sourceOf returns how a kind of file is converted.
func sourceOf(fileKind string) (source, bool) {
	writer := application{"libreoffice-writer", "swlo", "docx:Office Open XML Text", ".docx"}
	calc := application{"libreoffice-calc", "sclo", "xlsx:Calc MS Excel 2007 XML", ".xlsx"}
	for _, s := range [...]source{
		{kind.DOC, writer, ".doc", ".doc/.wps"},
		{kind.OLE, writer, ".wps", ".wps"}, // Works; what is no text is refused
		{kind.RTF, writer, ".rtf", ".rtf"},
		{kind.ODT, writer, ".odt", ".odt"},
		{kind.FODT, writer, ".fodt", ".fodt"},
		{kind.XLS, calc, ".xls", ".xls/.et"},
		{kind.ODS, calc, ".ods", ".ods"},
		{kind.FODS, calc, ".fods", ".fods"},
	} {
		if s.kind == fileKind {
			return s, true
		}
	}
	return source{}, false
}

// Converts reports whether a kind of file is one that Convert takes.
func Converts(fileKind string) bool {
	_, ok := sourceOf(fileKind)
	return ok
}

func program() (string, error) {
	for _, name := range programs {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", exec.ErrNotFound
}

// needs is the error of a document that LibreOffice would have to read. Its
// detail says what to install.
func (s *source) needs() error {
	return &layout.Unreadable{
		Reason: disclosure.NeedsLibreOffice,
		Detail: fmt.Sprintf("读取 %s 文件需要 LibreOffice：请安装 %[2]s（如 apt install %[2]s）后重试", s.called, s.by.pack),
	}
}

// isMissing reports whether the application's library is not where those of the
// others are.
func (a *application) isMissing(program string) bool {
	if real, err := filepath.EvalSymlinks(program); err == nil {
		program = real
	}
	dir := filepath.Dir(program)
	any, err := filepath.Glob(filepath.Join(dir, "libs*lo.so"))
	if err != nil || len(any) == 0 {
		return false // laid out otherwise: nobody can tell
	}
	_, err = os.Stat(filepath.Join(dir, "lib"+a.library+".so"))
	return errors.Is(err, os.ErrNotExist)
}

// Convert returns a document of a kind of package kind as .docx, or a workbook as
// .xlsx. Its errors are of type *layout.Unreadable, but for the machine's own
// faults and the context's end.
func Convert(ctx context.Context, fileKind string, body []byte) (converted []byte, err error) {
	from, ok := sourceOf(fileKind)
	if !ok {
		return nil, &layout.Unreadable{Reason: disclosure.UnsupportedType, Detail: "不支持的文件类型：" + fileKind}
	}
	if len(body) > maxInput {
		return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: "文件超过 64 MiB"}
	}
	path, err := program()
	if err != nil || from.by.isMissing(path) {
		return nil, from.needs()
	}
	dir, err := os.MkdirTemp("", "gongkai-office-")
	if err != nil {
		return nil, fmt.Errorf("make directory for conversion: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	input := filepath.Join(dir, "input"+from.extension)
	if err := os.WriteFile(input, body, 0o600); err != nil {
		return nil, fmt.Errorf("write document for conversion: %w", err)
	}
	if err := settings(filepath.Join(dir, "profile")); err != nil {
		return nil, fmt.Errorf("write settings for conversion: %w", err)
	}
	if err := run(ctx, path, dir, input, from.by.filter); err != nil {
		return nil, err
	}
	converted, err = output(filepath.Join(dir, "out", "input"+from.by.extension))
	var unreadable *layout.Unreadable
	if fileKind == kind.OLE && errors.As(err, &unreadable) && unreadable.Reason == disclosure.Damaged {
		return nil, &layout.Unreadable{Reason: disclosure.UnsupportedType, Detail: "不是 Word 或 Excel 的旧格式文件（可能是旧版 WPS 或演示文稿）：请另存为 .docx 后重试"}
	}
	return converted, err
}

// policy forbids what a document could make LibreOffice do: run macros, update
// links, fetch what lies on other hosts.
const policy = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
`

// settings writes the policy into a profile that does not exist yet.
func settings(profile string) error {
	user := filepath.Join(profile, "user")
	if err := os.MkdirAll(user, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(user, "registrymodifications.xcu"), []byte(policy), 0o600)
}

// run runs the conversion in the directory.
func run(ctx context.Context, path, dir, input, filter string) error {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	profile := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(dir, "profile"))}
	cmd := bounded(ctx, path,
		"-env:UserInstallation="+profile.String(),
		"--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
		"--convert-to", filter, "--outdir", filepath.Join(dir, "out"), input)
	cmd.Dir = dir
	// Only what the program needs: no secrets, no display, no user's settings.
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "LANG=C.UTF-8"}
	var said tail
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = 5 * time.Second
	err := cmd.Run()
	switch {
	case err == nil:
		return nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &layout.Unreadable{Reason: disclosure.TimedOut, Detail: fmt.Sprintf("LibreOffice 转换超过 %d 秒", int(deadline.Seconds())), Err: err}
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return &layout.Unreadable{Reason: disclosure.Damaged, Detail: "LibreOffice 无法转换该文件", Err: fmt.Errorf("%w: %s", err, said.String())}
}

// output reads what the conversion wrote. LibreOffice ends well even where it
// could not read a file; then nothing was written.
func output(path string) ([]byte, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, &layout.Unreadable{Reason: disclosure.Damaged, Detail: "LibreOffice 无法转换该文件"}
	}
	if err != nil {
		return nil, fmt.Errorf("open converted document: %w", err)
	}
	defer file.Close()
	converted, err := io.ReadAll(io.LimitReader(file, maxOutput+1))
	if err != nil {
		return nil, fmt.Errorf("read converted document: %w", err)
	}
	if len(converted) > maxOutput {
		return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: "转换结果超过 64 MiB"}
	}
	return converted, nil
}

// tail keeps the last words of a program for the error.
type tail struct{ last []byte }

const tailBytes = 2 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.last = append(t.last, p...)
	if over := len(t.last) - tailBytes; over > 0 {
		t.last = append(t.last[:0], t.last[over:]...)
	}
	return len(p), nil
}

func (t *tail) String() string { return string(bytes.TrimSpace(t.last)) }
