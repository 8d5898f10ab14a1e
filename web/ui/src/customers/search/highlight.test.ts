import { expect, test } from "vitest";
import { highlight, highlightPhone, type Piece } from "./highlight";

const shown = (pieces: readonly Piece[]) => pieces.map((piece) => (piece.hit ? `[${piece.text}]` : piece.text)).join("");

test.each([
  ["Ann Lee", "ann", "[Ann] Lee"],
  ["Ann Lee", "lee an", "[An]n [Lee]"],
  ["Ann Lee", "nn nn", "A[nn] Lee"],
  ["banana", "ana", "b[anana]"],
  ["ann@example.com", "EXAMPLE.", "ann@[example.]com"],
  ["Ann Lee", "", "Ann Lee"],
  ["Ann Lee", "bob", "Ann Lee"],
  ["a.c", ".", "a[.]c"],
  ["", "x", ""],
])("In %s the words of '%s' are marked", (text, query, expected) => {
  expect(shown(highlight(text, query))).toBe(expected);
});

test("A letter that grows in lower case marks nothing rather than the wrong part", () => {
  expect(shown(highlight("İstanbul", "bul"))).toBe("İstanbul");
});

test.each([
  ["+44 (20) 7946-0018", "442079", "+[44 (20) 79]46-0018"],
  ["+44 20 7946", "+44", "[+44] 20 7946"],
  ["+44 20 7946", "999", "+44 20 7946"],
])("In the phone number %s digits match across what stands between them", (phone, query, expected) => {
  expect(shown(highlightPhone(phone, query))).toBe(expected);
});
