package form

import "gongkai/parse/layout"

// running reads the tables that stand in running text.
func (t *tables) running([]layout.Block) {}
