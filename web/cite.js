// How to cite what is shown: the paper, this software, and the scene with its address.

/** BibTeX: the project's own entries, and one for the scene at its present values. */
export const bibTeX = (own, { id, title, source }, url) => `${own.trim()}

@misc{sgdnoise-${id},
  author    = {{The sgdnoise authors}},
  title     = {${inTeX(title)}},
  howpublished = {Scene of sgdnoise \\cite{sgdnoise}, interactive},
  url       = {${url}},
  note      = {${inTeX(source)}}
}
`;

// Braces must match, and comments must not begin.
const inTeX = (text) => text.replace(/[{}\\]/g, '').replace(/[&%#_$]/g, '\\$&');
