// Which parts of a text are what somebody typed. The same rule as the server's: every word typed is the beginning of a
// word, or of a part of one; case, accents and marks do not count. Phone numbers are compared by their digits.

export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

interface Letter {
  readonly letter: string;
  readonly from: number;
  readonly to: number;
  /** A word or a part of one begins here. */
  readonly begins: boolean;
  /** How many blanks came before: a hit never goes on past one. */
  readonly token: number;
}

export function highlight(text: string, query: string): readonly Piece[] {
  const letters = lettersOf(text);
  const hits = new Array<boolean>(text.length).fill(false);
  for (const word of wordsOf(query)) {
    letters.forEach((first, i) => {
      if (!first.begins) return;
      const part = letters.slice(i, i + word.length);
      if (part.length < word.length || part.some((each, n) => each.letter !== word[n] || each.token !== first.token)) return;
      hits.fill(true, first.from, (part.at(-1) as Letter).to);
    });
  }
  return pieces(text, hits);
}

/** As `highlight`; digits match wherever they stand, across blanks, brackets and dashes. */
export function highlightPhone(phone: string, query: string): readonly Piece[] {
  const hits = highlight(phone, query).flatMap((piece) => new Array<boolean>(piece.text.length).fill(piece.hit));
  const places = [...phone.matchAll(/\d/g)].map((match) => match.index);
  const digits = places.map((place) => phone.charAt(place)).join("");
  for (const said of numbersIn(query)) {
    const at = digits.indexOf(said);
    if (at < 0) continue;
    hits.fill(true, places[at] as number, (places[at + said.length - 1] as number) + 1);
    break;
  }
  return pieces(phone, hits);
}

/** The number as it was typed, and without the zeros or the country that the other way of writing it has not. */
function numbersIn(query: string): readonly string[] {
  const numeric = query.split(/\s+/).filter((word) => /^[+(]?\d[\d().+/-]*$/.test(word));
  const digits = numeric.join("").replace("(0)", "").replace(/\D/g, "");
  return [digits, digits.replace(/^0+/, "")].filter((each) => each.length >= 2);
}

function wordsOf(query: string): readonly (readonly string[])[] {
  return query
    .split(/\s+/)
    .map((word) => lettersOf(word).map((each) => each.letter))
    .filter((word) => word.length > 0);
}

function lettersOf(text: string): readonly Letter[] {
  const letters: Letter[] = [];
  let token = 0;
  let within = false;
  let at = 0;
  for (const rune of text) {
    const from = at;
    at += rune.length;
    if (/\p{M}/u.test(rune)) continue;
    if (!/[\p{L}\p{N}]/u.test(rune)) {
      within = false;
      if (/\s/.test(rune)) token++;
      continue;
    }
    for (const letter of fold(rune)) {
      letters.push({ letter, from, to: at, begins: !within, token });
      within = true;
    }
  }
  return letters;
}

function fold(rune: string): string {
  return rune.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\p{M}/gu, "");
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
