package disclosure

import (
	"errors"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// Number is an exact decimal with six places, held as an integer count of
// millionths. It covers every quantity of the forms: pieces, and amounts in
// 万元 down to the cent. The range is ±9.2 × 10¹² units.
type Number int64

// numberScale is the number of millionths in one.
const numberScale = 1_000_000

// numberPlaces is the number of decimals a Number keeps.
const numberPlaces = 6

// ErrNumber says that a text is not a plain decimal that a Number can hold
// exactly.
var ErrNumber = errors.New("not a decimal number of at most six places within range")

// Int returns n as a Number.
func Int(n int64) Number { return Number(n * numberScale) }

// ParseNumber reads a plain decimal: an optional sign, ASCII digits, and at most
// one point with up to six significant decimals. It knows no units, separators
// or Chinese numerals: those are the reader's business.
func ParseNumber(s string) (Number, error) {
	rest, negative := s, false
	if strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "+") {
		negative, rest = rest[0] == '-', rest[1:]
	}
	whole, fraction, hasPoint := strings.Cut(rest, ".")
	if whole == "" || (hasPoint && fraction == "") {
		return 0, ErrNumber
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > numberPlaces {
		return 0, ErrNumber
	}
	var sum uint64
	digits := whole + fraction + strings.Repeat("0", numberPlaces-len(fraction))
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return 0, ErrNumber
		}
		high, low := bits.Mul64(sum, 10)
		sum = low + uint64(c-'0')
		if high != 0 || sum > math.MaxInt64 {
			return 0, ErrNumber
		}
	}
	if negative {
		return -Number(sum), nil
	}
	return Number(sum), nil
}

// String writes the shortest plain decimal: "12", "-8", "29.0506".
func (n Number) String() string {
	whole, part := uint64(n), uint64(0)
	sign := ""
	if n < 0 {
		sign, whole = "-", -uint64(n)
	}
	whole, part = whole/numberScale, whole%numberScale
	out := sign + strconv.FormatUint(whole, 10)
	if part == 0 {
		return out
	}
	decimals := strconv.FormatUint(numberScale+part, 10)[1:]
	return out + "." + strings.TrimRight(decimals, "0")
}

// Whole reports whether n has no decimals.
func (n Number) Whole() bool { return n%numberScale == 0 }

// Floor returns the largest integer not above n.
func (n Number) Floor() int64 {
	q := int64(n) / numberScale
	if n < 0 && !n.Whole() {
		q--
	}
	return q
}

// Float returns the nearest float, for ratios and charts; never for storage or
// comparison.
func (n Number) Float() float64 { return float64(n) / numberScale }

// MarshalText writes the decimal string, so that JSON carries "12", never 12.0.
func (n Number) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (n *Number) UnmarshalText(text []byte) error {
	v, err := ParseNumber(string(text))
	if err != nil {
		return err
	}
	*n = v
	return nil
}
