// Command sgdnoise runs the scenes without a screen: the numbers, pictures and
// tables of the page, on the command line. Run it with -h.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"sgdnoise/engine/param"
	"sgdnoise/scenes"
)

const usage = `sgdnoise runs the scenes of the page without a screen.

  sgdnoise list [-json]             the scenes; -json with all their parameters
  sgdnoise run SCENE [flags]        one run: theory beside measurement
  sgdnoise sweep SCENE [flags]      a grid of runs, one row of CSV for each
  sgdnoise figure FIGURE [flags]    a figure of the paper: is it reproduced?

"sgdnoise run SCENE -h" lists the flags of a scene, which are its parameters.
"sgdnoise figure -h" lists the figures.
`

// badInput is a sentence about arguments that can't be used.
type badInput string

func (e badInput) Error() string { return string(e) }

func bad(format string, args ...any) error { return badInput(fmt.Sprintf(format, args...)) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run carries out a command line and returns the exit status: 2 for bad input,
// 130 when interrupted, 1 for other failures and for a figure that isn't reproduced.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return status(dispatch(ctx, args, stdout, stderr), stderr)
}

// status says what went wrong and returns the exit status.
func status(err error, stderr io.Writer) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "sgdnoise: interrupted")
		return 130
	case errors.Is(err, errNotReproduced):
		return 1
	}
	fmt.Fprintln(stderr, "sgdnoise:", err)
	if _, ok := errors.AsType[badInput](err); ok {
		return 2
	}
	return 1
}

func dispatch(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		return bad("name a command: list, run, sweep or figure; -h explains them")
	}
	switch command := args[0]; command {
	case "-h", "-help", "--help", "help":
		return printed(stdout, usage)
	case "list":
		return list(args[1:], stdout)
	case "figure":
		return figure(ctx, args[1:], stdout, stderr)
	case "run", "sweep":
		info, rest, err := sceneOf(command, args[1:], stdout)
		if err != nil {
			return err
		}
		if command == "run" {
			return runScene(ctx, info, rest, stdout)
		}
		return sweepScene(ctx, info, rest, stdout, stderr)
	default:
		return bad("%.40q is no command; there are list, run, sweep and figure", command)
	}
}

// sceneOf takes the scene's name off the arguments.
func sceneOf(command string, args []string, stdout io.Writer) (scenes.Info, []string, error) {
	switch {
	case len(args) > 0 && (args[0] == "-h" || strings.TrimLeft(args[0], "-") == "help"):
		return scenes.Info{}, nil, cmp.Or(printed(stdout, usage), flag.ErrHelp)
	case len(args) == 0 || strings.HasPrefix(args[0], "-"):
		return scenes.Info{}, nil, bad("name the scene first, as in %q; there are %s",
			"sgdnoise "+command+" "+scenes.All()[0].ID, scenes.Names())
	}
	info, ok := scenes.Find(args[0])
	if !ok {
		return scenes.Info{}, nil, bad("%.40q is no scene; there are %s", args[0], scenes.Names())
	}
	return info, args[1:], nil
}

func printed(w io.Writer, text string) error {
	_, err := io.WriteString(w, text)
	return err
}

// list names the scenes, or writes what scenes.json or texts.json holds.
func list(args []string, stdout io.Writer) error {
	f := newFlags("list", stdout, "prints the scenes")
	asJSON := f.Bool("json", false, "print scenes.json, with all parameters")
	texts := f.Bool("texts", false, "print texts.json: formulas, things to try, figures of the paper")
	source := f.String("source", "", "for texts.json: the address before a path in the repository, with a slash at its end")
	if err := f.parse(args); err != nil {
		return err
	}
	for _, file := range []struct {
		asked   bool
		content func() ([]byte, error)
	}{{*asJSON, scenes.Catalogue}, {*texts, func() ([]byte, error) { return scenes.Texts(*source) }}} {
		if !file.asked {
			continue
		}
		data, err := file.content()
		if err != nil {
			return err
		}
		return printed(stdout, string(data)+"\n")
	}
	for i, s := range scenes.All() {
		gap := ""
		if i > 0 {
			gap = "\n"
		}
		text := fmt.Sprintf("%s%s\n  %s\n  %s\n  %s\n", gap, s.ID, s.Title, s.Caption, s.Source)
		if err := printed(stdout, text); err != nil {
			return err
		}
	}
	return nil
}

// check asks a scene whether values that are legal each are so together.
func check(info scenes.Info, v param.Values) error {
	if said := info.Check(v); len(said) > 0 {
		return bad("-%s", said[0])
	}
	return nil
}
