// Serve is the web server behind "build.sh serve": a static folder with the headers
// that the demo needs on any host. It prints its address.
//
// Usage:
//
//	go run ./web/serve -dir dist
//
// The environment variables PORT (8080) and HOST (127.0.0.1) change the address;
// HOST=0.0.0.0 lets a phone in the same room in.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"syscall"
)

func main() {
	dir := flag.String("dir", "dist", "the folder to serve")
	flag.Parse()
	if err := run(*dir, cmp.Or(os.Getenv("HOST"), "127.0.0.1"), cmp.Or(os.Getenv("PORT"), "8080")); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

// run serves dir at host:port until it fails; the error is a sentence for the user.
func run(dir, host, port string) error {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("there is no folder %q; build it first with ./build.sh", dir)
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("port %s is taken; choose another one, for example PORT=8081 ./build.sh serve", port)
	}
	if err != nil {
		return fmt.Errorf("can't listen at %s, port %s (HOST and PORT): %w", host, port, err)
	}
	fmt.Printf("Serving %s at http://%s\n", dir, listener.Addr())
	return http.Serve(listener, newHandler(os.DirFS(dir)))
}
