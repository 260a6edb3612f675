package scenes

import "strings"

// Work is something published that scenes rest on.
type Work struct {
	Authors, Title, Where string
	Link                  string // its name in a catalogue, such as arXiv:2102.05375
	URL                   string
	Cited                 string // as the Source of a scene cites it
}

// Reference is a work with the scenes that rest on it.
type Reference struct {
	Work
	Scenes []Info
}

// bibliography begins with the paper. What a scene cites is found by its Source alone.
var bibliography = []Work{
	{
		Authors: "Liu Ziyin, Kangqiao Liu, Takashi Mori and Masahito Ueda",
		Title:   "Strength of Minibatch Noise in SGD", Where: "ICLR 2022",
		Link: "arXiv:2102.05375", URL: "https://arxiv.org/abs/2102.05375",
		Cited: "ICLR 2022",
	}, {
		Authors: "Harry Kesten",
		Title:   "Random difference equations and renewal theory for products of random matrices", Where: "Acta Mathematica 131 (1973)",
		Link: "doi:10.1007/BF02392040", URL: "https://doi.org/10.1007/BF02392040",
		Cited: "Kesten, Acta Math. 131 (1973)",
	}, {
		Authors: "Liu Ziyin, Hongchao Li and Masahito Ueda",
		Title:   "Law of Balance and Stationary Distribution of Stochastic Gradient Descent", Where: "2023",
		Link: "arXiv:2308.06671", URL: "https://arxiv.org/abs/2308.06671",
		Cited: "arXiv 2308.06671",
	}, {
		Authors: "Kristen B. Gorman, Tony D. Williams and William R. Fraser",
		Title:   "Ecological Sexual Dimorphism and Environmental Variability within a Community of Antarctic Penguins (Genus Pygoscelis)", Where: "PLoS ONE 9 (2014)",
		Link: "doi:10.1371/journal.pone.0090081", URL: "https://doi.org/10.1371/journal.pone.0090081",
		Cited: "Gorman, Williams and Fraser 2014",
	}, {
		Authors: "Adelchi Azzalini and Adrian W. Bowman",
		Title:   "A look at some data on the Old Faithful geyser", Where: "Applied Statistics 39 (1990)",
		Link: "doi:10.2307/2347385", URL: "https://doi.org/10.2307/2347385",
		Cited: "Azzalini and Bowman 1990",
	},
}

// References lists every work once, the paper first, with the scenes that cite it.
func References() []Reference {
	var list []Reference
	for _, w := range bibliography {
		r := Reference{Work: w}
		for _, i := range registry {
			if strings.Contains(i.Source, w.Cited) {
				r.Scenes = append(r.Scenes, i)
			}
		}
		list = append(list, r)
	}
	return list
}
