package main

import (
	"math"

	"gongkai/parse/scan/digit"
)

// The network's shape, as in package digit.
const (
	width, height    = digit.Width, digit.Height
	width1, height1  = width / 2, height / 2
	width2, height2  = width1 / 2, height1 / 2
	kernel1, kernel2 = 5, 3
)

// backward adds the gradient of one picture to gradient and returns its loss.
func backward(net *digit.Net, p *digit.Picture, class int, gradient *digit.Net) float64 {
	var a digit.Activations
	net.Forward(p, &a)
	loss := -math.Log(math.Max(float64(a.Out[class]), 1e-9))

	out := a.Out
	out[class]--
	hidden, flat := len(a.Hidden), len(a.Map2)
	dHidden := make([]float32, hidden)
	for o, d := range out {
		gradient.Bias4[o] += d
		for h, v := range a.Hidden {
			gradient.Full2[o*hidden+h] += d * v
			dHidden[h] += d * net.Full2[o*hidden+h]
		}
	}
	dMap2 := make([]float32, flat)
	for h, d := range dHidden {
		if a.Hidden[h] == 0 || d == 0 {
			continue
		}
		gradient.Bias3[h] += d
		weights, slopes := net.Full1[h*flat:(h+1)*flat], gradient.Full1[h*flat:(h+1)*flat]
		for i, v := range a.Map2 {
			slopes[i] += d * v
			dMap2[i] += d * weights[i]
		}
	}
	dMap1 := make([]float32, len(a.Map1))
	maps1, maps2 := len(net.Bias1), len(net.Bias2)
	for m := range maps2 {
		for y := range height2 {
			for x := range width2 {
				at := (m*height2+y)*width2 + x
				d := dMap2[at]
				if a.Map2[at] == 0 || d == 0 {
					continue
				}
				gradient.Bias2[m] += d
				for c := range maps1 {
					for ky := range kernel2 {
						py := 2*y + ky - kernel2/2
						if py < 0 || py >= height1 {
							continue
						}
						for kx := range kernel2 {
							px := 2*x + kx - kernel2/2
							if px < 0 || px >= width1 {
								continue
							}
							weight, from := ((m*maps1+c)*kernel2+ky)*kernel2+kx, (c*height1+py)*width1+px
							gradient.Conv2[weight] += d * a.Map1[from]
							dMap1[from] += d * net.Conv2[weight]
						}
					}
				}
			}
		}
	}
	for m := range maps1 {
		for y := range height1 {
			for x := range width1 {
				at := (m*height1+y)*width1 + x
				d := dMap1[at]
				if a.Map1[at] == 0 || d == 0 {
					continue
				}
				gradient.Bias1[m] += d
				for ky := range kernel1 {
					py := 2*y + ky - kernel1/2
					if py < 0 || py >= height {
						continue
					}
					for kx := range kernel1 {
						px := 2*x + kx - kernel1/2
						if px >= 0 && px < width {
							gradient.Conv1[(m*kernel1+ky)*kernel1+kx] += d * p[py*width+px]
						}
					}
				}
			}
		}
	}
	return loss
}
