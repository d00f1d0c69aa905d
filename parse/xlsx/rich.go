package xlsx

import (
	"encoding/xml"

	"gongkai/parse/raised"
)

// richText reads the characters of the element that is open, but for the
// readings of phonetic guides and what is struck out. The mark of a note is no
// digit; see package raised.
func richText(d *xml.Decoder) (string, error) {
	var text []byte
	open, inText := 0, 0
	struck, above, wasAbove := false, false, false // of the run, and of the one before it
	for {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "rPh":
				if err := d.Skip(); err != nil {
					return "", err
				}
				continue
			case "r":
				struck, above = false, false
			case "strike":
				struck = attribute(&t, "val") == "" || isOn(attribute(&t, "val"))
			case "vertAlign":
				above = attribute(&t, "val") == "superscript"
			}
			open++
			if t.Name.Local == "t" {
				inText = open
			}
		case xml.CharData:
			switch {
			case inText == 0 || struck || len(t) == 0:
			case above:
				words := raised.Text(text, string(t))
				text, wasAbove = append(text, words...), words != ""
			default:
				if wasAbove {
					text = append(text, raised.Apart(text, t)...)
				}
				text, wasAbove = append(text, t...), false
			}
		case xml.EndElement:
			if open == 0 {
				return string(text), nil
			}
			if open == inText {
				inText = 0
			}
			open--
		}
	}
}
