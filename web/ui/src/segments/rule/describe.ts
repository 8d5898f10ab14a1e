// What the word at the cursor means.
import { tokens } from "./tokens";
import { fieldOf, functionsOf, typeNames, type RuleWords } from "./words";

export interface Meaning {
  readonly title: string;
  readonly type: string;
  readonly help: string;
  readonly example: string | null;
}

const said: Readonly<Record<string, string>> = {
  and: "Both sides must hold. Binds tighter than or.",
  or: "One of the sides is enough.",
  not: "The condition after it must not hold; it also holds where a value is missing.",
  in: "Any of the values in the list.",
  has: "The set has this one.",
  all: "The set has every one of these.",
  contains: "The text has this anywhere in it.",
  starts: "The text begins with this.",
  ends: "The text ends with this.",
  known: "There is a value.",
  missing: "There is no value. Every comparison with a missing value is false, != too.",
  older: "At least that long ago, to the millisecond.",
  than: "At least that long ago, to the millisecond.",
  within: "Less long ago than that, to the millisecond.",
  always: "Everybody.",
  never: "Nobody.",
};

export function describe(text: string, cursor: number, words: RuleWords): Meaning | null {
  const all = tokens(text);
  const token = all.find((each) => each.from <= cursor && cursor < each.to && each.kind !== "space" && each.kind !== "mark") ?? all.find((each) => each.to === cursor);
  if (!token) return null;
  if (token.kind === "field") {
    const field = fieldOf(words.vocabulary, token.text);
    return field === null ? null : { title: token.text, type: typeNames[field.type], help: field.description, example: field.example };
  }
  if (token.kind === "function") {
    const [called] = functionsOf(words.vocabulary, token.text);
    return called === undefined ? null : { title: called.signature, type: "function", help: called.description, example: called.example };
  }
  const help = token.kind === "keyword" ? said[token.text.toLowerCase()] : undefined;
  return help === undefined ? null : { title: token.text.toLowerCase(), type: "word", help, example: null };
}
