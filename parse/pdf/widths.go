package pdf

// widths are the measures of a composite font's glyphs by character id, in ems.
type widths struct {
	usual float64
	// runs are ranges of ids in the order of the file; the last one that holds an
	// id counts. each holds the widths of the runs whose ids differ in width.
	runs []widthRun
	each []float64

	down, originY float64               // usual vertical displacement and origin
	vertical      map[uint32][3]float64 // displacement and origin
}

// widthRun is a range of ids of one width or, where from is not negative, of those
// from an index in each on.
type widthRun struct {
	low, high uint32
	width     float64
	from      int
}

func (w *widths) read(v value) {
	w.usual, w.down, w.originY = 1, -1, usualAscent
	if usual, ok := v.key("DW").asNumber(); ok {
		w.usual = usual / 1000
	}
	var usual [2]float64
	if v.key("DW2").numbers(usual[:]) {
		w.originY, w.down = usual[0]/1000, usual[1]/1000
	}
	w.readHorizontal(v.key("W").elements())
	w.readVertical(v.key("W2").elements())
}

// readHorizontal reads the array W: first [width …] and first last width.
func (w *widths) readHorizontal(c cursor) {
	for c.more() && len(w.runs)+len(w.each) < maxWidths {
		first, _ := c.next().resolve().integer()
		second := c.next().resolve()
		run := widthRun{low: uint32(first), from: -1}
		if second.isArray() {
			run.from = len(w.each)
			for own := second.elements(); own.more() && len(w.each) < maxWidths; {
				w.each = append(w.each, own.next().resolve().number()/1000)
			}
			run.high = run.low + uint32(len(w.each)-run.from) - 1
			if len(w.each) == run.from {
				continue
			}
		} else {
			last, _ := second.integer()
			run.high, run.width = uint32(last), c.next().resolve().number()/1000
		}
		w.runs = append(w.runs, run)
	}
}

// readVertical reads the array W2: first [down x y …] and first last down x y.
func (w *widths) readVertical(c cursor) {
	if c.more() {
		w.vertical = map[uint32][3]float64{}
	}
	for c.more() && len(w.vertical) < maxWidths {
		first, _ := c.next().resolve().integer()
		second := c.next().resolve()
		if second.isArray() {
			id := uint32(first)
			for own := second.elements(); own.more() && len(w.vertical) < maxWidths; id++ {
				w.vertical[id] = triple(&own)
			}
			continue
		}
		last, _ := second.integer()
		measures := triple(&c)
		for id := uint32(first); id <= uint32(last) && id-uint32(first) < 1<<16; id++ {
			w.vertical[id] = measures
		}
	}
}

func triple(c *cursor) (all [3]float64) {
	for i := range all {
		all[i] = c.next().resolve().number() / 1000
	}
	return all
}

// measure sets the measures of the glyph with the given character id.
func (w *widths) measure(g *glyph, id uint32, known bool) {
	g.width = w.usual
	if known {
		for i := len(w.runs) - 1; i >= 0; i-- {
			r := &w.runs[i]
			if id < r.low || id > r.high {
				continue
			}
			if g.width = r.width; r.from >= 0 {
				g.width = w.each[r.from+int(id-r.low)]
			}
			break
		}
	}
	g.down, g.originX, g.originY = w.down, g.width/2, w.originY
	if own, ok := w.vertical[id]; ok && known {
		g.down, g.originX, g.originY = own[0], own[1], own[2]
	}
}
