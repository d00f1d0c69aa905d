// Command train makes the weights of package digit: it draws the digits in every
// font that it is given with ImageMagick, spoils them as scanners do, and trains
// the network on them. The result depends on the fonts and the seed alone.
//
//	go run ./parse/scan/digit/train -out parse/scan/digit/weights.bin /usr/share/fonts
//
// With -nothing it makes those of the second network, which tells 无 from all else.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/parse/scan/digit"
)

func main() {
	log.SetFlags(0)
	out := flag.String("out", "weights.bin", "where the weights go")
	samples := flag.Int("samples", 1_500_000, "how many pictures to train on")
	nothing := flag.Bool("nothing", false, "train the network that knows 无")
	flag.Parse()
	fonts, err := findFonts(flag.Args())
	if err != nil {
		log.Fatal(err)
	}
	drawFont, take := draw, sampler(sample)
	if *nothing {
		drawFont, take = drawNothing, sampleNothing
	}
	train, test := load(fonts, drawFont)
	log.Printf("%d fonts to train on, %d to test on", len(train), len(test))
	net := fit(train, test, take, *samples)
	if err := os.WriteFile(*out, net.Marshal(), 0o644); err != nil {
		log.Fatal(err)
	}
	stored, err := digit.Unmarshal(net.Marshal())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("stored:", score(stored, test, take, 40_000))
}

func findFonts(roots []string) ([]string, error) {
	var fonts []string
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			switch strings.ToLower(filepath.Ext(path)) {
			case ".ttf", ".otf", ".ttc", ".t1", ".pfb":
				fonts = append(fonts, path)
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("look for fonts: %w", err)
		}
	}
	slices.SortFunc(fonts, func(a, b string) int { return strings.Compare(filepath.Base(a), filepath.Base(b)) })
	return slices.CompactFunc(fonts, func(a, b string) bool { return filepath.Base(a) == filepath.Base(b) }), nil
}

// load draws each font, and keeps every seventh family for the test.
func load(fonts []string, draw func(path string) (face, error)) (train, test []face) {
	families := map[string]int{}
	for _, path := range fonts {
		f, err := draw(path)
		if err != nil {
			log.Printf("skip %s: %v", filepath.Base(path), err)
			continue
		}
		family, _, _ := strings.Cut(filepath.Base(path), "-")
		family = strings.TrimRight(strings.TrimSuffix(family, filepath.Ext(family)), "0123456789")
		if _, known := families[family]; !known {
			families[family] = len(families)
		}
		if families[family]%7 == 3 {
			test = append(test, f)
		} else {
			train = append(train, f)
		}
	}
	return train, test
}

// fit trains the network by stochastic gradient descent with momentum.
func fit(train, test []face, take sampler, samples int) *digit.Net {
	const batch = 48
	random := rand.New(rand.NewPCG(711, 2019))
	net := fresh(random)
	velocity, gradient := &digit.Net{}, &digit.Net{}
	steps := samples / batch
	loss := 0.0
	for step := range steps {
		for _, layer := range gradient.Layers() {
			clear(layer)
		}
		for range batch {
			p, class := take(train, random)
			loss += backward(net, &p, class, gradient)
		}
		rate := 0.04 * float32(1-float64(step)/float64(steps))
		weights, speeds, slopes := net.Layers(), velocity.Layers(), gradient.Layers()
		for l := range weights {
			for i := range weights[l] {
				speeds[l][i] = 0.9*speeds[l][i] - rate*(slopes[l][i]/batch+1e-5*weights[l][i])
				weights[l][i] += speeds[l][i]
			}
		}
		if every := max(steps/20, 1); step%every == every-1 {
			log.Printf("%3d%% loss %.4f, test: %s", (step+1)*100/steps, loss/float64(every*batch), score(net, test, take, 4000))
			loss = 0
		}
	}
	return net
}

// fresh fills a network with small random weights.
func fresh(random *rand.Rand) *digit.Net {
	net := &digit.Net{}
	spread := func(weights []float32, inputs float64) {
		for i := range weights {
			weights[i] = float32(random.NormFloat64() * 1.4 / inputs)
		}
	}
	spread(net.Conv1[:], 5)
	spread(net.Conv2[:], 10.4)
	spread(net.Full1[:], 31)
	spread(net.Full2[:], 8)
	return net
}

// score tells how the network does on pictures of fonts that it has not seen.
func score(net *digit.Net, faces []face, take sampler, n int) string {
	random := rand.New(rand.NewPCG(1, 2))
	right, sure, sureWrong := 0, 0, 0
	for range n {
		p, class := take(faces, random)
		got, probability := net.Read(&p)
		if got == digit.Classes[class] {
			right++
		}
		if probability >= digit.Certain && got != digit.Other {
			sure++
			if got != digit.Classes[class] {
				sureWrong++
			}
		}
	}
	return fmt.Sprintf("%.2f%% right; %.2f%% sure, of them %.3f%% wrong",
		100*float64(right)/float64(n), 100*float64(sure)/float64(n), 100*float64(sureWrong)/float64(max(sure, 1)))
}
