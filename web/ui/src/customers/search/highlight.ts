// Which parts of a text are what somebody typed. The same rule as the server's: every word, anywhere, whatever its
// case; in phone numbers also by digits alone.

export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

export function highlight(text: string, query: string): readonly Piece[] {
  const lower = text.toLowerCase();
  // A few letters change their length in lower case: then positions would lie.
  const words = lower.length === text.length ? wordsOf(query) : [];
  const hits = new Array<boolean>(text.length).fill(false);
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) hits.fill(true, at, at + word.length);
  }
  return pieces(text, hits);
}

/** As `highlight`; digits match across blanks, brackets and dashes. */
export function highlightPhone(phone: string, query: string): readonly Piece[] {
  const hits = highlight(phone, query).flatMap((piece) => new Array<boolean>(piece.text.length).fill(piece.hit));
  const places = [...phone.matchAll(/\d/g)].map((match) => match.index);
  const digits = places.map((place) => phone.charAt(place)).join("");
  for (const word of wordsOf(query).filter((each) => /^\d+$/.test(each))) {
    for (let at = digits.indexOf(word); at >= 0; at = digits.indexOf(word, at + 1)) {
      hits.fill(true, places[at] as number, (places[at + word.length - 1] as number) + 1);
    }
  }
  return pieces(phone, hits);
}

function wordsOf(query: string): readonly string[] {
  return query.toLowerCase().split(/\s+/).filter((word) => word !== "");
}

function pieces(text: string, hits: readonly boolean[]): readonly Piece[] {
  const found: Piece[] = [];
  let begin = 0;
  for (let i = 1; i <= text.length; i++) {
    if (i < text.length && hits[i] === hits[begin]) continue;
    found.push({ text: text.slice(begin, i), hit: hits[begin] === true });
    begin = i;
  }
  return found;
}
