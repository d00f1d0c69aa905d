package digit

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"
)

// The shape of the network: two convolutions that halve the picture, and two
// full layers.
const (
	kernel1, maps1 = 5, 12
	width1         = Width / 2
	height1        = Height / 2
	kernel2, maps2 = 3, 32
	width2         = width1 / 2
	height2        = height1 / 2
	flat           = maps2 * width2 * height2
	hidden         = 64
	outputs        = len(Classes)
)

// Net holds the network's weights and biases.
type Net struct {
	Conv1 [maps1 * kernel1 * kernel1]float32
	Bias1 [maps1]float32
	Conv2 [maps2 * maps1 * kernel2 * kernel2]float32
	Bias2 [maps2]float32
	Full1 [hidden * flat]float32
	Bias3 [hidden]float32
	Full2 [outputs * hidden]float32
	Bias4 [outputs]float32
}

// Activations are what the layers give for one picture.
type Activations struct {
	Map1   [maps1 * width1 * height1]float32
	Map2   [flat]float32
	Hidden [hidden]float32
	// Out are the probabilities of the classes.
	Out [outputs]float32
}

// Forward computes the network.
func (n *Net) Forward(p *Picture, a *Activations) {
	for m := range maps1 {
		for y := range height1 {
			for x := range width1 {
				sum := n.Bias1[m]
				for ky := range kernel1 {
					py := 2*y + ky - kernel1/2
					if py < 0 || py >= Height {
						continue
					}
					for kx := range kernel1 {
						px := 2*x + kx - kernel1/2
						if px >= 0 && px < Width {
							sum += n.Conv1[(m*kernel1+ky)*kernel1+kx] * p[py*Width+px]
						}
					}
				}
				a.Map1[(m*height1+y)*width1+x] = max(sum, 0)
			}
		}
	}
	for m := range maps2 {
		for y := range height2 {
			for x := range width2 {
				sum := n.Bias2[m]
				for c := range maps1 {
					for ky := range kernel2 {
						py := 2*y + ky - kernel2/2
						if py < 0 || py >= height1 {
							continue
						}
						for kx := range kernel2 {
							px := 2*x + kx - kernel2/2
							if px >= 0 && px < width1 {
								sum += n.Conv2[((m*maps1+c)*kernel2+ky)*kernel2+kx] * a.Map1[(c*height1+py)*width1+px]
							}
						}
					}
				}
				a.Map2[(m*height2+y)*width2+x] = max(sum, 0)
			}
		}
	}
	for h := range hidden {
		sum := n.Bias3[h]
		row := n.Full1[h*flat : (h+1)*flat]
		for i, v := range a.Map2 {
			sum += row[i] * v
		}
		a.Hidden[h] = max(sum, 0)
	}
	for o := range outputs {
		sum := n.Bias4[o]
		for h, v := range a.Hidden {
			sum += n.Full2[o*hidden+h] * v
		}
		a.Out[o] = sum
	}
	softmax(a.Out[:])
}

// Layers gives the weights and biases by layer, for those who store or change them.
func (n *Net) Layers() [][]float32 {
	return [][]float32{n.Conv1[:], n.Bias1[:], n.Conv2[:], n.Bias2[:], n.Full1[:], n.Bias3[:], n.Full2[:], n.Bias4[:]}
}

// Marshal stores the network: each layer as its largest weight, a float32, and
// its weights as bytes relative to it.
func (n *Net) Marshal() []byte {
	var out []byte
	for _, layer := range n.Layers() {
		largest := float32(0)
		for _, w := range layer {
			largest = max(largest, float32(math.Abs(float64(w))))
		}
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(largest))
		for _, w := range layer {
			if largest == 0 {
				out = append(out, 0)
				continue
			}
			out = append(out, byte(int8(math.Round(float64(w/largest*127)))))
		}
	}
	return out
}

// Unmarshal reads what Marshal wrote.
func Unmarshal(data []byte) (*Net, error) {
	n := &Net{}
	for i, layer := range n.Layers() {
		if len(data) < 4+len(layer) {
			return nil, fmt.Errorf("digit network: layer %d is cut off", i)
		}
		largest := math.Float32frombits(binary.LittleEndian.Uint32(data))
		for j := range layer {
			layer[j] = float32(int8(data[4+j])) / 127 * largest
		}
		data = data[4+len(layer):]
	}
	if len(data) != 0 {
		return nil, errors.New("digit network: more weights than the network has")
	}
	return n, nil
}

//go:embed weights.bin
var weights []byte

//go:embed nothing.bin
var nothingWeights []byte

// Trained returns the network as it was trained. It is shared: do not change it.
func Trained() *Net { return trained() }

var (
	trained = sync.OnceValue(func() *Net { return mustUnmarshal(weights) })
	nothing = sync.OnceValue(func() *Net { return mustUnmarshal(nothingWeights) })
)

// mustUnmarshal reads weights that are a part of the program.
func mustUnmarshal(weights []byte) *Net {
	n, err := Unmarshal(weights)
	if err != nil {
		panic(err)
	}
	return n
}
