package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

var (
	built = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	later = built.Add(time.Second)
	site  = fstest.MapFS{
		"index.html":       {Data: []byte("<!doctype html>"), ModTime: built},
		"stage.js":         {Data: []byte("let a"), ModTime: built},
		"scenes.json":      {Data: []byte("{}"), ModTime: built},
		"favicon.svg":      {Data: []byte("<svg/>"), ModTime: built},
		"sgdnoise.wasm":    {Data: []byte("plain wasm"), ModTime: built},
		"sgdnoise.wasm.br": {Data: []byte("br"), ModTime: later},
		"sgdnoise.wasm.gz": {Data: []byte("gz"), ModTime: later},
		"old.js":           {Data: []byte("new text"), ModTime: later},
		"old.js.br":        {Data: []byte("old text"), ModTime: built},
		"sub/x.bin":        {Data: []byte("x"), ModTime: built},
	}
)

func get(t *testing.T, method, target string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	newHandler(site).ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTypesAndHeaders(t *testing.T) {
	for target, want := range map[string]string{
		"/":               "text/html; charset=utf-8",
		"/index.html?v=1": "text/html; charset=utf-8",
		"/stage.js":       "text/javascript; charset=utf-8",
		"/scenes.json":    "application/json",
		"/favicon.svg":    "image/svg+xml",
		"/sgdnoise.wasm":  "application/wasm",
		"/sub/x.bin":      "application/octet-stream",
	} {
		r := get(t, http.MethodGet, target)
		if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != want {
			t.Errorf("%s: status %d, type %q, want 200, %q", target, r.StatusCode, r.Header.Get("Content-Type"), want)
		}
		for name, want := range map[string]string{
			"Access-Control-Allow-Origin":  "*",
			"Cross-Origin-Resource-Policy": "cross-origin",
			"Content-Security-Policy":      csp,
			"Cache-Control":                "no-cache",
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %s = %q, want %q", target, name, got, want)
			}
		}
	}
}

func TestPrecompressed(t *testing.T) {
	for _, c := range []struct{ target, accept, encoding, body string }{
		{"/sgdnoise.wasm", "", "", "plain wasm"},
		{"/sgdnoise.wasm", "gzip, deflate", "gzip", "gz"},
		{"/sgdnoise.wasm", "gzip, deflate, br", "br", "br"},
		{"/sgdnoise.wasm", "br;q=0, gzip;q=0.5", "gzip", "gz"},
		{"/stage.js", "br", "", "let a"},
		{"/old.js", "br", "", "new text"},
	} {
		r := get(t, http.MethodGet, c.target, "Accept-Encoding", c.accept)
		if got := r.Header.Get("Content-Encoding"); got != c.encoding || body(t, r) != c.body {
			t.Errorf("%s accepting %q: encoding %q, want %q with body %q", c.target, c.accept, got, c.encoding, c.body)
		}
	}
}

func TestUnchangedFileIsNotSentAgain(t *testing.T) {
	tag := get(t, http.MethodGet, "/stage.js").Header.Get("ETag")
	if r := get(t, http.MethodGet, "/stage.js", "If-None-Match", tag); r.StatusCode != http.StatusNotModified {
		t.Errorf("with its ETag %s: status %d, want 304", tag, r.StatusCode)
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		method, target string
		status         int
	}{
		{http.MethodGet, "/nothing", http.StatusNotFound},
		{http.MethodGet, "/sub", http.StatusNotFound},
		{http.MethodGet, "/../go.mod", http.StatusNotFound},
		{http.MethodPost, "/", http.StatusMethodNotAllowed},
	} {
		if r := get(t, c.method, c.target); r.StatusCode != c.status {
			t.Errorf("%s %s: status %d, want %d", c.method, c.target, r.StatusCode, c.status)
		}
	}
}

func TestTakenPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	err = run(t.TempDir(), "127.0.0.1", port)
	if err == nil || !strings.Contains(err.Error(), "port "+port+" is taken") {
		t.Errorf("error %v, want one that names the taken port %s", err, port)
	}
}

func TestMissingFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dist")
	if err := run(dir, "127.0.0.1", "0"); err == nil || !strings.Contains(err.Error(), "./build.sh") {
		t.Errorf("error %v, want one that says how to build", err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(dir, "127.0.0.1", "0"); err == nil {
		t.Error("a file was taken for a folder")
	}
}
