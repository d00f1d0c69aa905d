// Package office converts old Word and WPS documents (.doc, .wps) and RTF into
// .docx with LibreOffice, where it is installed.
//
// The program runs without a window, in a profile of its own that is thrown
// away, so that two conversions do not meet and nothing of the user's is read.
// It is killed with all its children when the time is over.
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
	"gongkai/parse/layout"
)

// The limits of a conversion.
const (
	maxInput  = 64 << 20
	maxOutput = 64 << 20
	deadline  = 90 * time.Second
)

// programs are the names LibreOffice goes by.
var programs = [...]string{"soffice", "libreoffice"}

// hint says how to get the program.
const hint = "需要 LibreOffice 才能读取 .doc、.wps 和 .rtf 文件：请安装 libreoffice-writer（如 apt install libreoffice-writer）后重试"

// Available reports whether LibreOffice is installed.
func Available() bool {
	_, err := program()
	return err == nil
}

func program() (string, error) {
	for _, name := range programs {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", &layout.Unreadable{Reason: disclosure.NeedsLibreOffice, Detail: hint}
}

// Convert returns the document as .docx. Its errors are of type
// *layout.Unreadable, but for the machine's own faults and the context's end.
func Convert(ctx context.Context, body []byte) (docx []byte, err error) {
	if len(body) > maxInput {
		return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: "文件超过 64 MiB"}
	}
	if encrypted(body) {
		return nil, &layout.Unreadable{Reason: disclosure.Encrypted, Detail: "文件已加密，需要密码"}
	}
	path, err := program()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "gongkai-office-")
	if err != nil {
		return nil, fmt.Errorf("make directory for conversion: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	input := filepath.Join(dir, "input"+extension(body))
	if err := os.WriteFile(input, body, 0o600); err != nil {
		return nil, fmt.Errorf("write document for conversion: %w", err)
	}
	if err := run(ctx, path, dir, input); err != nil {
		return nil, err
	}
	return output(filepath.Join(dir, "out", "input.docx"))
}

// run runs the conversion in the directory.
func run(ctx context.Context, path, dir, input string) error {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	profile := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(dir, "profile"))}
	cmd := exec.CommandContext(ctx, path,
		"-env:UserInstallation="+profile.String(),
		"--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
		"--convert-to", "docx:Office Open XML Text", "--outdir", filepath.Join(dir, "out"), input)
	cmd.Dir = dir
	// Only what the program needs: no secrets, no display, no user's settings.
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "LANG=C.UTF-8"}
	var said tail
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = 5 * time.Second
	ownGroup(cmd)
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
	docx, err := io.ReadAll(io.LimitReader(file, maxOutput+1))
	if err != nil {
		return nil, fmt.Errorf("read converted document: %w", err)
	}
	if len(docx) > maxOutput {
		return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: "转换结果超过 64 MiB"}
	}
	return docx, nil
}

// extension names the input for LibreOffice, which looks at names before bytes.
func extension(body []byte) string {
	switch {
	case bytes.HasPrefix(body, []byte("{\\rtf")):
		return ".rtf"
	case bytes.HasPrefix(body, []byte("\xd0\xcf\x11\xe0")):
		return ".doc"
	}
	return ".xml"
}

// encrypted reports whether a compound file is an encrypted package of a newer
// format, by the name of its stream in UTF-16.
func encrypted(body []byte) bool {
	var name []byte
	for _, c := range []byte("EncryptedPackage") {
		name = append(name, c, 0)
	}
	return bytes.HasPrefix(body, []byte("\xd0\xcf\x11\xe0")) && bytes.Contains(body, name)
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
