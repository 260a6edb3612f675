//go:build !js

package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
)

// main answers each line "S n" with the milliseconds of n steps at that S.
func main() {
	k := newKernels()
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		var S, n int
		if _, err := fmt.Sscan(lines.Text(), &S, &n); err != nil || S < 1 || n < 1 {
			log.Fatalf("kernels: %q isn't two whole numbers from 1 on, S and the number of steps", lines.Text())
		}
		fmt.Println(milliseconds(k.step(S, n)))
	}
}
