package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/disclosure"
)

// maxFile bounds a document read from disk or standard input.
const maxFile = 64 << 20

// documentEndings are the files taken from a directory; a file named on the
// command line is read whatever it is called.
var documentEndings = [...]string{".html", ".htm", ".shtml", ".mht", ".pdf", ".docx", ".doc", ".wps", ".rtf", ".xlsx", ".txt", ".png", ".jpg", ".jpeg"}

// expandFiles turns the arguments into files: directories are walked in order.
func expandFiles(args []string) ([]string, error) {
	var files []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil && arg != "-" {
			return nil, fmt.Errorf("%w: %w", errUsage, err)
		}
		if arg == "-" || !info.IsDir() {
			files = append(files, arg)
			continue
		}
		err = filepath.WalkDir(arg, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.Type().IsRegular() && slices.Contains(documentEndings[:], strings.ToLower(filepath.Ext(path))) {
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("读取目录 %s: %w", arg, err)
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%w: %s 中没有可读的文件", errUsage, strings.Join(args, ", "))
	}
	return files, nil
}

// openDocument reads a file, or standard input for "-". A file that is too large
// keeps its first bytes beyond the bound, so that the reader names it so.
func openDocument(path string) (*disclosure.Document, error) {
	var in io.Reader = os.Stdin
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	body, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("读取 %s: %w", path, err)
	}
	digest := sha256.Sum256(body)
	document := &disclosure.Document{Name: path, Body: body, SHA256: hex.EncodeToString(digest[:])}
	if path != "-" {
		document.Hint.LinkTitle = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	return document, nil
}

// isMissing reports whether an error says that a file is not there or not allowed.
func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission)
}
