package plot

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
)

// encodePNG returns a picture as a PNG file. Package image/png would bring a
// decoder into the page, which makes it a hundredth larger.
//
// PNG, 3rd edition, W3C 2025: 8 bits of red, green, blue and alpha, no filters.
func encodePNG(img *Raster) []byte {
	var rows bytes.Buffer
	z := zlib.NewWriter(&rows) // writing into memory doesn't fail
	line := make([]byte, 1+4*img.W)
	for y := range img.H {
		for x := range img.W {
			pixel := straight([4]byte(img.Pix[4*(y*img.W+x):]))
			copy(line[1+4*x:], pixel[:])
		}
		z.Write(line)
	}
	z.Close()

	header := binary.BigEndian.AppendUint32(nil, uint32(img.W))
	header = binary.BigEndian.AppendUint32(header, uint32(img.H))
	header = append(header, 8, 6, 0, 0, 0)
	file := []byte("\x89PNG\r\n\x1a\n")
	file = appendChunk(file, "IHDR", header)
	file = appendChunk(file, "IDAT", rows.Bytes())
	return appendChunk(file, "IEND", nil)
}

// straight takes the alpha out of the colours of a pixel, as PNG wants them.
func straight(pixel [4]byte) [4]byte {
	alpha := uint(pixel[3])
	if alpha == 0 {
		return pixel
	}
	for i, c := range pixel[:3] {
		pixel[i] = byte((uint(c)*255 + alpha/2) / alpha)
	}
	return pixel
}

func appendChunk(file []byte, kind string, data []byte) []byte {
	file = binary.BigEndian.AppendUint32(file, uint32(len(data)))
	begin := len(file)
	file = append(append(file, kind...), data...)
	return binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(file[begin:]))
}
