package pdf

import "gongkai/disclosure"

// stencil says where a picture covers what lies below it: by a mask of its own, or
// as a mask that is painted with a colour.
type stencil struct {
	image value
	place matrix // from the unit square to the page as displayed

	read          bool
	samples       []byte // of bits bits each, row by row from the top; nil where they are not known
	width, height int
	bits          int
	inverted      bool
}

// load reads the samples of the mask.
func (s *stencil) load(r *reader) {
	if s.read {
		return
	}
	s.read = true
	entry, object := s.image.entry("SMask"), s.image.key("SMask")
	switch {
	case s.image.raw == nil:
		return
	case isTrue(s.image.key("ImageMask")):
		object = s.image
	case object.isNull():
		entry, object = s.image.entry("Mask"), s.image.key("Mask")
	}
	ref, _ := entry.reference()
	if isTrue(s.image.key("ImageMask")) && s.image.holder != nil {
		ref = reference{number: int(s.image.holder.number)}
	}
	s.width, _ = object.key("Width").integer()
	s.height, _ = object.key("Height").integer()
	if s.bits, _ = object.key("BitsPerComponent").integer(); isTrue(object.key("ImageMask")) {
		s.bits = 1
		s.inverted = true // a sample of 0 is painted
	}
	var decode [2]float64
	if object.key("Decode").numbers(decode[:]) && decode[0] > decode[1] {
		s.inverted = !s.inverted
	}
	const most = 1 << 15
	if s.width < 1 || s.height < 1 || s.width > most || s.height > most || s.bits != 1 && s.bits != 8 {
		return
	}
	if r.inv.findStream(ref.number) == nil {
		return
	}
	data, err := r.stream(nil, ref)
	if err == nil && len(data) >= (s.width*s.bits+7)/8*s.height {
		s.samples = data
	}
}

// covered is the share of a box that the picture covers; not known where its mask
// cannot be read.
func (s *stencil) covered(r *reader, box disclosure.Box) (covered float64, known bool) {
	s.load(r)
	m := s.place
	determinant := m.a*m.d - m.b*m.c
	if s.samples == nil || determinant == 0 {
		return 0, false
	}
	const across, down = 6, 8
	for i := range across * down {
		x := box[0] + (float64(i%across)+0.5)/across*(box[2]-box[0]) - m.e
		y := box[1] + (float64(i/across)+0.5)/down*(box[3]-box[1]) - m.f
		u, v := (m.d*x-m.c*y)/determinant, (m.a*y-m.b*x)/determinant
		if u < 0 || v < 0 || u >= 1 || v >= 1 {
			continue
		}
		covered += s.at(int(u*float64(s.width)), int((1-v)*float64(s.height)))
	}
	return covered / (across * down), true
}

// at is how much a sample covers.
func (s *stencil) at(column, row int) float64 {
	row = min(row, s.height-1)
	sample := 0.0
	if s.bits == 8 {
		sample = float64(s.samples[row*s.width+column]) / 255
	} else {
		sample = float64(s.samples[row*((s.width+7)/8)+column/8] >> (7 - column%8) & 1)
	}
	if s.inverted {
		return 1 - sample
	}
	return sample
}
