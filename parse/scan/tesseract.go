package scan

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

const (
	program   = "tesseract"
	languages = "chi_sim eng"
	// hint is what to do where the engine is missing.
	hint = "未安装文字识别程序，请安装：apt-get install tesseract-ocr tesseract-ocr-chi-sim"
)

// word is what tesseract read in one place of a picture.
type word struct {
	// picture counts from 0 in the batch.
	picture int
	box     image.Rectangle
	text    string
	// confidence is from 0 to 1.
	confidence float64
}

// mode is how tesseract is to read a batch of pictures.
type mode struct {
	language string
	// segmentation is tesseract's page segmentation mode: 6 is a block of text, 7 a line,
	// 13 a line whatever it looks like.
	segmentation int
	// only are the characters that may occur; empty for any.
	only string
}

// recognize lets one tesseract process read a batch of pictures.
func recognize(ctx context.Context, dir string, pictures []*image.Gray, m mode) ([]word, error) {
	if len(pictures) == 0 {
		return nil, nil
	}
	dir, err := os.MkdirTemp(dir, "batch-")
	if err != nil {
		return nil, fmt.Errorf("directory for tesseract: %w", err)
	}
	defer os.RemoveAll(dir)
	var list strings.Builder
	for i, picture := range pictures {
		path := filepath.Join(dir, strconv.Itoa(i)+".pgm")
		if err := writePGM(path, picture); err != nil {
			return nil, fmt.Errorf("picture for tesseract: %w", err)
		}
		fmt.Fprintln(&list, path)
	}
	listFile := filepath.Join(dir, "list.txt")
	if err := os.WriteFile(listFile, []byte(list.String()), 0o600); err != nil {
		return nil, fmt.Errorf("list for tesseract: %w", err)
	}
	args := []string{
		listFile, "stdout", "-l", m.language, "--psm", strconv.Itoa(m.segmentation),
		"-c", "tessedit_create_tsv=1", "-c", "user_defined_dpi=300",
	}
	if m.only != "" {
		args = append(args, "-c", "tessedit_char_whitelist="+m.only)
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	cmd.WaitDelay = time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("tesseract: %w: %s", err, strings.TrimSpace(stderr.String()))
	}
	return readTSV(&stdout)
}

// readTSV reads the table that tesseract prints: a line for each page, block,
// paragraph, line and word, of which the words are at level 5.
func readTSV(table *bytes.Buffer) ([]word, error) {
	var words []word
	lines := bufio.NewScanner(table)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) != 12 || fields[0] != "5" {
			continue
		}
		var numbers [9]int
		for i := range numbers {
			n, err := strconv.Atoi(fields[i+1])
			if err != nil {
				return nil, fmt.Errorf("tesseract's table: %w", err)
			}
			numbers[i] = n
		}
		confidence, err := strconv.ParseFloat(fields[10], 64)
		if err != nil {
			return nil, fmt.Errorf("tesseract's table: %w", err)
		}
		text := strings.TrimSpace(fields[11])
		if text == "" {
			continue
		}
		words = append(words, word{
			picture:    numbers[0] - 1,
			box:        image.Rect(numbers[5], numbers[6], numbers[5]+numbers[7], numbers[6]+numbers[8]),
			text:       text,
			confidence: min(max(confidence/100, 0), 1),
		})
	}
	return words, lines.Err()
}

func writePGM(path string, picture *image.Gray) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "P5\n%d %d\n255\n", picture.Rect.Dx(), picture.Rect.Dy())
	for y := range picture.Rect.Dy() {
		out.Write(picture.Pix[y*picture.Stride : y*picture.Stride+picture.Rect.Dx()])
	}
	return os.WriteFile(path, out.Bytes(), 0o600)
}

// Available returns nil where the OCR engine and its languages are installed, and
// otherwise a *layout.Unreadable that says how to install them.
func Available() error {
	missing := func(err error) error {
		return &layout.Unreadable{Reason: disclosure.ScannedImage, Detail: hint, Err: err}
	}
	path, err := exec.LookPath(program)
	if err != nil {
		return missing(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, path, "--list-langs").Output()
	if err != nil {
		return missing(err)
	}
	installed := strings.Fields(string(out))
	for _, language := range strings.Fields(languages) {
		found := false
		for _, name := range installed {
			found = found || name == language
		}
		if !found {
			return missing(errors.New("tesseract lacks the language " + language))
		}
	}
	return nil
}
