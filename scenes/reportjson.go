package scenes

import (
	"encoding/json"
	"math"
	"strconv"
)

// AppendJSON appends what json.Marshal makes of the report, which takes five times as
// long: a page gets ten a second.
func (r *Report) AppendJSON(b []byte) []byte {
	b = appendString(append(b, `{"scene":`...), r.Scene)
	b = append(b, `,"values":{`...)
	for i, key := range sortedKeys(r.Values) {
		b = append(appendString(comma(b, i), key), ':')
		if x, ok := r.Values[key].(float64); ok {
			b = appendNumber(b, x)
		} else {
			b = appendAny(b, r.Values[key])
		}
	}
	b = strconv.AppendInt(append(b, `},"tick":`...), int64(r.Tick), 10)
	b = strconv.AppendInt(append(b, `,"steps":`...), int64(r.Steps), 10)
	b = strconv.AppendInt(append(b, `,"walkers":`...), int64(r.Walkers), 10)
	b = strconv.AppendInt(append(b, `,"diverged":`...), int64(r.Diverged), 10)
	b = appendString(append(b, `,"status":`...), string(r.Status))
	b = appendString(append(b, `,"sentence":`...), r.Sentence)
	b = append(b, `,"readings":[`...)
	for i := range r.Readings {
		b = r.Readings[i].appendJSON(comma(b, i))
	}
	b = append(b, `],"notes":[`...)
	for i, note := range r.Notes {
		b = appendString(comma(b, i), note)
	}
	return append(b, `]}`...)
}

func (r *Reading) appendJSON(b []byte) []byte {
	b = appendString(append(b, `{"name":`...), r.Name)
	b = appendString(append(b, `,"symbol":`...), r.Symbol)
	if r.Main {
		b = append(b, `,"main":true`...)
	}
	b = appendNumber(append(b, `,"predicted":`...), float64(r.Predicted))
	b = appendNumber(append(b, `,"measured":`...), float64(r.Measured))
	b = appendNumber(append(b, `,"stderr":`...), float64(r.StdErr))
	b = strconv.AppendBool(append(b, `,"valid":`...), r.Valid)
	b = appendString(append(b, `,"reason":`...), r.Reason)
	b = appendString(append(b, `,"source":`...), r.Source)
	return append(b, '}')
}

// comma separates element i from what is before it.
func comma(b []byte, i int) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return b
}

// appendNumber appends a number as package json writes it, or null for none.
func appendNumber(b []byte, x float64) []byte {
	if !Number(x).Exists() {
		return append(b, "null"...)
	}
	if a := math.Abs(x); a != 0 && (a < 1e-6 || a >= 1e21) {
		return appendAny(b, x)
	}
	return strconv.AppendFloat(b, x, 'f', -1, 64)
}

// appendString appends a string as package json writes it.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c == '"', c == '\\', c == '<', c == '>', c == '&',
			c == 0xe2 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2]&^1 == 0xa8: // U+2028 and U+2029
			return appendAny(b, s)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

func appendAny(b []byte, v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic("scenes: " + err.Error()) // a bug: strings and finite numbers are plain data
	}
	return append(b, text...)
}
