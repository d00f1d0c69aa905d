package synth

// table draws a ruled table. Rows that do not fit go on the next page; a box that
// spans the break is closed there and goes on without its text.
func (d *drawing) table(table printed) {
	const width = pageWidth - 2*margin
	columns := 0
	for _, cell := range table[0] {
		columns += cell.columns
	}
	edges := columnEdges(table, columns, width)
	cells := place(table, columns)

	heights := make([]float64, len(table))
	for _, cell := range cells {
		lines := wrap(cell.text, edges[cell.column+cell.columns]-edges[cell.column]-4, cellSize)
		need := float64(len(lines))*cellSize*1.25 + 5
		share := need / float64(cell.rows)
		for r := cell.row; r < cell.row+cell.rows && r < len(table); r++ {
			heights[r] = max(heights[r], share, cellSize*1.25+5)
		}
	}
	for first := 0; first < len(table); {
		room := pageHeight - margin - d.y
		last, used := first, 0.0
		for last < len(table) && used+heights[last] <= room {
			used += heights[last]
			last++
		}
		if last == first {
			d.newPage()
			continue
		}
		d.tableRows(cells, edges, heights, first, last)
		first = last
	}
	d.y += 8
}

// tableRows draws rows first to last-1 at the current height.
func (d *drawing) tableRows(cells []placedBox, edges, heights []float64, first, last int) {
	tops := make([]float64, last-first+1)
	tops[0] = d.y
	for r := first; r < last; r++ {
		tops[r-first+1] = tops[r-first] + heights[r]
	}
	for _, cell := range cells {
		from, to := max(cell.row, first), min(cell.row+cell.rows, last)
		if from >= to {
			continue
		}
		x0, x1 := edges[cell.column], edges[cell.column+cell.columns]
		y0, y1 := tops[from-first], tops[to-first]
		d.line(x0, y0, x1, y0)
		d.line(x0, y1, x1, y1)
		d.line(x0, y0, x0, y1)
		d.line(x1, y0, x1, y1)
		if from != cell.row {
			continue
		}
		lines := wrap(cell.text, x1-x0-4, cellSize)
		y := (y0+y1)/2 - float64(len(lines))*cellSize*1.25/2
		for _, line := range lines {
			y += cellSize * 1.25
			d.text((x0+x1-textWidth(line, cellSize))/2, y-1.5, cellSize, line)
		}
	}
	d.y = tops[last-first]
}

type placedBox struct {
	box
	row, column int
}

// place gives each box its row and column, as a browser would.
func place(table printed, columns int) []placedBox {
	taken := make([]int, columns) // rows still covered in each column
	var cells []placedBox
	for r, row := range table {
		column := 0
		for _, cell := range row {
			for column < columns && taken[column] > 0 {
				column++
			}
			cells = append(cells, placedBox{cell, r, column})
			for c := column; c < column+cell.columns && c < columns; c++ {
				taken[c] = cell.rows
			}
			column += cell.columns
		}
		for c := range taken {
			taken[c] = max(taken[c]-1, 0)
		}
	}
	return cells
}

// columnEdges gives label columns three times the width of the others where the
// table has labels on its left.
func columnEdges(table printed, columns int, width float64) []float64 {
	weights := make([]float64, columns)
	for c := range weights {
		weights[c] = 1
	}
	if labels := table[len(table)-1][0]; labels.label {
		for c := range labels.columns {
			weights[c] = 1.6
		}
	}
	total := 0.0
	for _, w := range weights {
		total += w
	}
	edges := make([]float64, columns+1)
	edges[0] = margin
	for c, w := range weights {
		edges[c+1] = edges[c] + width*w/total
	}
	return edges
}
