// The rule language as it is coloured: what each piece of a text is. It reads any text, right or wrong, and loses no
// character; what is right is the server's to say.

export type TokenKind = "comment" | "text" | "number" | "duration" | "keyword" | "function" | "field" | "operator" | "mark" | "space" | "other";

export interface Token {
  readonly kind: TokenKind;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Words with a meaning of their own, whatever their case. */
export const keywords: ReadonlySet<string> = new Set([
  "and", "or", "not", "in", "has", "all", "any", "contains", "starts", "ends", "with", "is", "known", "missing", "older", "than", "within", "always", "never",
  "yes", "no", "true", "false",
]);

const pieces: readonly (readonly [TokenKind, RegExp])[] = [
  ["space", /\s+/y],
  ["comment", /--[^\n]*/y],
  // An end that is not typed yet goes on to the end of the line. Programs for letters turn quotes into others.
  ["text", /"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|$)|'(?:[^'\\\n]|\\.)*(?:'|(?=\n)|$)|[“”„](?:[^“”"\\\n]|\\.)*(?:[“”"]|(?=\n)|$)|[‘’](?:[^‘’'\\\n]|\\.)*(?:[‘’']|(?=\n)|$)|[«»](?:[^«»\\\n]|\\.)*(?:[«»]|(?=\n)|$)/y],
  ["number", /\d{4}-\d{1,2}-[\p{L}\p{N}+:.-]+/uy],
  ["duration", /(?:\d+(?:\.\d+)?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?))+(?![\p{L}\p{N}_])/iuy],
  ["number", /-?\d+(?:\.\d+)?/y],
  // win-back is one word; -- begins a comment.
  ["field", /[\p{L}_](?:[\p{L}\p{N}_]|-(?=[\p{L}\p{N}_]))*(?:\.(?:[\p{L}\p{N}_]|-(?=[\p{L}\p{N}_]))+)*\.?/uy],
  ["operator", /!=|<=|>=|[=<>]/y],
  ["mark", /[(),]/y],
  ["other", /[^]/uy],
];

export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  for (let at = 0; at < text.length; ) {
    for (const [kind, pattern] of pieces) {
      pattern.lastIndex = at;
      const piece = pattern.exec(text)?.[0];
      if (piece === undefined || piece === "") continue;
      found.push({ kind: kind === "field" ? word(piece, text, at + piece.length) : kind, from: at, to: at + piece.length, text: piece });
      at += piece.length;
      break;
    }
  }
  return found;
}

function word(piece: string, text: string, end: number): TokenKind {
  if (!piece.includes(".") && keywords.has(piece.toLowerCase())) return "keyword";
  // A currency after a number is part of the amount.
  if (/^[A-Z]{3}$/.test(piece)) return "number";
  return /^\s*\(/.test(text.slice(end)) ? "function" : "field";
}

/** The pieces that carry meaning. */
export const meaningful = (all: readonly Token[]): readonly Token[] => all.filter((token) => token.kind !== "space" && token.kind !== "comment");
