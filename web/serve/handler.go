package main

import (
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// csp is the policy that the pages state themselves, too, for hosts without headers.
const csp = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
	"img-src 'self' blob: data:; font-src 'self'; frame-src 'self'; worker-src 'self' blob:; connect-src 'self'"

// contentTypes doesn't depend on the machine's MIME tables, as package mime does.
var contentTypes = map[string]string{
	".bib":   "text/plain; charset=utf-8",
	".css":   "text/css; charset=utf-8",
	".csv":   "text/csv; charset=utf-8",
	".html":  "text/html; charset=utf-8",
	".jpg":   "image/jpeg",
	".js":    "text/javascript; charset=utf-8",
	".json":  "application/json",
	".md":    "text/markdown; charset=utf-8",
	".png":   "image/png",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
	".wasm":  "application/wasm",
	".webp":  "image/webp",
	".woff2": "font/woff2",
}

// encodings are the precompressed forms of a file that may lie beside it, the better one first.
var encodings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// newHandler serves the files of root. Pages of any origin may use them.
func newHandler(root fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Access-Control-Allow-Origin", "*")
		header.Set("Cross-Origin-Resource-Policy", "cross-origin")
		header.Set("Content-Security-Policy", csp)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Cache-Control", "no-cache") // always ask whether the file is still the same
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			header.Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		if name == "" {
			name = "index.html"
		}
		if !serveFile(w, r, root, name) {
			http.Error(w, "no such file", http.StatusNotFound)
		}
	})
}

// serveFile answers with the named file, precompressed if possible. It returns false,
// and writes nothing, if there is no such file.
func serveFile(w http.ResponseWriter, r *http.Request, root fs.FS, name string) bool {
	plain, info := open(root, name)
	if plain == nil {
		return false
	}
	defer plain.Close()
	header := w.Header()
	header.Set("Content-Type", contentType(name))
	header.Set("Vary", "Accept-Encoding")
	tag := fmt.Sprintf("%x-%x", info.ModTime().UnixNano(), info.Size())
	for _, e := range encodings {
		packed, packedInfo := open(root, name+e.suffix)
		if packed == nil {
			continue
		}
		defer packed.Close()
		// one that is older than its file belongs to an earlier build
		if !accepts(r, e.name) || packedInfo.ModTime().Before(info.ModTime()) {
			continue
		}
		header.Set("Content-Encoding", e.name)
		tag += "-" + e.name
		plain = packed
		break
	}
	header.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, plain)
	return true
}

// file is what http.ServeContent needs; files of os.DirFS are such.
type file interface {
	io.ReadSeeker
	io.Closer
}

// open returns nil if name isn't a regular file under root.
func open(root fs.FS, name string) (file, fs.FileInfo) {
	f, err := root.Open(name)
	if err != nil {
		return nil, nil
	}
	info, err := f.Stat()
	seeker, ok := f.(file)
	if err != nil || !info.Mode().IsRegular() || !ok {
		f.Close()
		return nil, nil
	}
	return seeker, info
}

func contentType(name string) string {
	if t, ok := contentTypes[path.Ext(name)]; ok {
		return t
	}
	return "application/octet-stream"
}

// accepts reports whether the request allows the encoding: named, and not with weight 0.
func accepts(r *http.Request, encoding string) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) != encoding {
			continue
		}
		weight, found := strings.CutPrefix(strings.TrimSpace(params), "q=")
		q, err := strconv.ParseFloat(weight, 64)
		return !found || err != nil || q > 0
	}
	return false
}
