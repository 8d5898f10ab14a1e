import { expect, test } from "vitest";
import { highlight, highlightPhone, type Piece } from "./highlight";

const shown = (pieces: readonly Piece[]) => pieces.map((piece) => (piece.hit ? `[${piece.text}]` : piece.text)).join("");

test.each([
  ["Ann Lee", "ann", "[Ann] Lee"],
  ["Ann Lee", "lee an", "[An]n [Lee]"],
  ["Joanna Lee", "ann", "Joanna Lee"],
  ["ann.lee@example.com", "EXAMPLE", "ann.lee@[example].com"],
  ["ann.lee@example.com", "lee@ex", "ann.[lee@ex]ample.com"],
  ["ann.lee@example.com", "annl", "[ann.l]ee@example.com"],
  ["Sean O'Hara", "ohara", "Sean [O'Hara]"],
  ["Sean O'Hara", "o'h", "Sean [O'H]ara"],
  ["Müller", "mull", "[Müll]er"],
  ["Mu\u0308ller", "mull", "[Mu\u0308ll]er"],
  ["İstanbul", "ist", "[İst]anbul"],
  ["Ann Lee", "annlee", "Ann Lee"],
  ["Ann Lee", "", "Ann Lee"],
  ["Ann Lee", "...", "Ann Lee"],
  ["", "x", ""],
])("In %s the beginnings of words in '%s' are marked", (text, query, expected) => {
  expect(shown(highlight(text, query))).toBe(expected);
});

test.each([
  ["+44 (20) 7946-0018", "442079", "+[44 (20) 79]46-0018"],
  ["+44 20 7946 0018", "020 7946", "+44 [20 7946] 0018"],
  ["+44 20 7946 0018", "0018", "+44 20 7946 [0018]"],
  ["+44 20 7946", "+44", "+[44] 20 7946"],
  ["+44 20 7946", "999", "+44 20 7946"],
  ["+44 20 7946", "ann", "+44 20 7946"],
])("In the phone number %s digits match across what stands between them: %s", (phone, query, expected) => {
  expect(shown(highlightPhone(phone, query))).toBe(expected);
});
