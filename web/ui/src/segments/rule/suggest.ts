// What may stand at a place of a rule. It looks back from the cursor: after a field come the comparisons of its type, after
// a comparison the values it is known to have, after a whole condition `and` and `or`.
import type { RuleType, VocabularyItem } from "../../api/contract";
import { meaningful, tokens, type Token } from "./tokens";
import { fieldOf, functionsOf, isOpen, parametersOf, stem, typeNames, type RuleWords } from "./words";

export interface Suggestion {
  /** What is shown and looked for. */
  readonly label: string;
  /** What is put there; the label when absent. `|` is where the cursor goes. */
  readonly insert?: string;
  readonly kind: "field" | "function" | "keyword" | "operator" | "value";
  /** A few words beside it. */
  readonly detail?: string;
  /** More, for whoever stays on it. */
  readonly help?: string;
  readonly example?: string;
}

export interface Suggestions {
  /** What is replaced: from here to the cursor, and on to `to`. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly Suggestion[];
}

const durations = ["30m", "1h", "24h", "7d", "30d", "60d", "90d", "365d"];

export function suggest(text: string, cursor: number, words: RuleWords): Suggestions | null {
  const all = tokens(text);
  const here = all.find((token) => token.from < cursor && (cursor < token.to || (cursor === token.to && isWord(token, cursor))));
  if (here?.kind === "comment") return null;
  const before = meaningful(all.filter((token) => token.to <= (here?.from ?? cursor)));

  if (here?.kind === "text") {
    // Between the quotes; an end that is there already stays.
    const closed = here.text.length > 1 && here.text.endsWith('"');
    const options = valuesAfter(before, words).filter((option) => option.label.startsWith('"'));
    return options.length === 0 ? null : { from: here.from, to: closed ? here.to : cursor, options };
  }
  // A number that is being typed needs no help.
  if (here?.kind === "number" || here?.kind === "duration") return null;
  return { from: here?.from ?? cursor, to: Math.max(cursor, here?.to ?? cursor), options: optionsAfter(before, words) };
}

function isWord(token: Token, cursor: number): boolean {
  if (token.kind === "text") return !(token.text.length > 1 && token.text.endsWith('"') && cursor === token.to);
  return ["field", "keyword", "function", "number", "duration", "comment"].includes(token.kind);
}

function optionsAfter(before: readonly Token[], words: RuleWords): readonly Suggestion[] {
  const last = before.at(-1);
  if (last === undefined) return beginnings(words);
  const word = last.text.toLowerCase();
  const call = openCall(before);
  if (call !== null) return argumentsOf(call, words);

  if (last.kind === "keyword") {
    switch (word) {
      case "and":
      case "or":
      case "not":
        return beginnings(words, word !== "not");
      case "is":
        return [keyword("known", "something is there"), keyword("missing", "nothing is there")];
      case "older":
        return [keyword("than")];
      case "starts":
      case "ends":
        return [keyword("with")];
      case "in":
      case "all":
        return [{ label: "(", insert: "(|)", kind: "operator", detail: "any of these" }];
      case "than":
      case "within":
      case "has":
        return [...valuesAfter(before, words), { label: "all", insert: "all (|)", kind: "keyword", detail: "every one of these" }];
      case "contains":
      case "with":
        return valuesAfter(before, words);
      default:
        return connectors;
    }
  }
  if (last.kind === "operator") return valuesAfter(before, words);
  if (last.kind === "mark" && (word === "(" || word === ",")) return inList(before) ? valuesAfter(before, words) : beginnings(words);
  if (last.kind === "mark" && word === ")") {
    const type = typeOfCall(before);
    return type === null ? connectors : comparisons(type);
  }
  if (last.kind === "field") {
    const field = fieldOf(words.vocabulary, last.text);
    return comparisons(field?.type ?? null);
  }
  return connectors;
}

const connectors: readonly Suggestion[] = [keyword("and", "both must hold"), keyword("or", "one of them is enough")];

function keyword(label: string, detail?: string): Suggestion {
  return { label, kind: "keyword", ...(detail === undefined ? {} : { detail }) };
}

function beginnings({ vocabulary }: RuleWords, not = true): readonly Suggestion[] {
  return [
    ...vocabulary.items.map(fieldSuggestion),
    ...vocabulary.functions.map<Suggestion>((each) => ({
      label: each.signature,
      insert: `${each.name}(|)`,
      kind: "function",
      help: each.description,
      example: each.example,
    })),
    ...(not ? [keyword("not", "the next condition must not hold")] : []),
    keyword("always", "everybody"),
  ];
}

function fieldSuggestion(item: VocabularyItem): Suggestion {
  const open = isOpen(item.path);
  return {
    label: item.path,
    ...(open ? { insert: stem(item.path) } : {}),
    kind: "field",
    detail: typeNames[item.type],
    help: item.description,
    example: item.example,
  };
}

const equal: readonly Suggestion[] = [op("=", "is"), op("!=", "is something else")];
const order: readonly Suggestion[] = [op(">=", "at least"), op(">", "more than"), op("<=", "at most"), op("<", "less than"), ...equal];
const there: readonly Suggestion[] = [keyword("is known", "there is one"), keyword("is missing", "there is none")];
const oneOf: Suggestion = { label: "in", insert: "in (|)", kind: "keyword", detail: "any of these" };
const ages: readonly Suggestion[] = [
  { label: "older than", kind: "keyword", detail: "that long ago or longer", example: "older than 30m" },
  { label: "within", kind: "keyword", detail: "less long ago than", example: "within 7d" },
];

function op(label: string, detail: string): Suggestion {
  return { label, kind: "operator", detail };
}

function comparisons(type: RuleType | null): readonly Suggestion[] {
  switch (type) {
    case "money":
    case "number":
    case "duration":
      return [...order, oneOf, ...there];
    case "time":
      return [...ages, ...there];
    case "text":
      return [...equal, oneOf, keyword("contains", "anywhere in it"), keyword("starts with", "at its beginning"), keyword("ends with", "at its end"), ...there];
    case "set":
      return [keyword("has", "one of them is"), ...there];
    case "yesno":
      return [...equal, ...there];
    case "any":
    case null:
      return [...order, oneOf, keyword("has"), keyword("contains"), keyword("starts with"), ...ages, ...there];
  }
}

/** Values after a comparison: those the field is known to have, or what its type allows. */
function valuesAfter(before: readonly Token[], words: RuleWords): readonly Suggestion[] {
  const call = openCall(before);
  if (call !== null) return argumentsOf(call, words);
  const word = before.at(-1)?.text.toLowerCase();
  if (word === "than" || word === "within") return durations.map((label) => ({ label, kind: "value" }));
  const path = fieldBefore(before);
  if (path === null) return [];
  const field = fieldOf(words.vocabulary, path);
  if (path.toLowerCase() === "segments") return words.segments.map(({ key, name }) => ({ label: `"${key}"`, kind: "value", detail: name }));
  if (field?.type === "yesno") return [keyword("yes"), keyword("no")];
  if (field?.type === "duration") return durations.map((label) => ({ label, kind: "value" }));
  return (field?.values ?? []).map((value) => ({ label: quoted(value, field), kind: "value" }));
}

function quoted(value: string, field: VocabularyItem | null): string {
  return field?.type === "number" || field?.type === "money" ? value : `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
}

/** The field that is being compared: the last one before the cursor's list or comparison. */
function fieldBefore(before: readonly Token[]): string | null {
  for (let i = before.length - 1; i >= 0; i--) {
    const token = before[i];
    if (token?.kind === "field") return token.text;
    if (token?.kind === "keyword" && /^(and|or|not)$/i.test(token.text)) return null;
  }
  return null;
}

function inList(before: readonly Token[]): boolean {
  const open = openMark(before);
  const owner = open > 0 ? before[open - 1] : undefined;
  return owner?.kind === "keyword" && /^(in|all)$/i.test(owner.text);
}

/** Where the innermost parenthesis that is open was opened; -1 for none. */
function openMark(before: readonly Token[]): number {
  let depth = 0;
  for (let i = before.length - 1; i >= 0; i--) {
    const text = before[i]?.kind === "mark" ? before[i]?.text : "";
    if (text === ")") depth++;
    if (text === "(" && depth-- === 0) return i;
  }
  return -1;
}

interface Call {
  readonly name: string;
  /** Which argument the cursor is in, from 0, and what stands there already. */
  readonly index: number;
  readonly written: readonly Token[];
}

function openCall(before: readonly Token[]): Call | null {
  const open = openMark(before);
  const owner = open > 0 ? before[open - 1] : undefined;
  if (owner?.kind !== "function") return null;
  const inside = before.slice(open + 1);
  const comma = inside.findLastIndex((token) => token.text === ",");
  return { name: owner.text, index: inside.filter((token) => token.text === ",").length, written: inside.slice(comma + 1) };
}

const channels = ["web", "mobile", "store", "email", "phone", "chat", "social", "server"];
const spans: readonly Suggestion[] = durations.map((label) => ({ label, kind: "value" }));

function argumentsOf({ name, index, written }: Call, words: RuleWords): readonly Suggestion[] {
  const ways = functionsOf(words.vocabulary, name).map(parametersOf);
  if (written.length === 1 && written[0]?.text.toLowerCase() === "channel") return channels.map((channel) => ({ label: `"${channel}"`, kind: "value" }));
  // A whole argument stands there: what follows is the next one, or the end.
  if (written.length > 0) {
    const more = ways.some((way) => way.length > index + 1);
    const end = ways.length === 0 || ways.some((way) => way.length === index + 1);
    return [...(more ? [{ label: ",", insert: ", ", kind: "operator" } as const] : []), ...(end ? [{ label: ")", kind: "operator" } as const] : [])];
  }
  const wishes = new Set(ways.map((way) => way[index]).filter((wish) => wish !== undefined));
  return [...wishes].flatMap((wish): readonly Suggestion[] => {
    if (/^window$/i.test(wish)) return spans;
    if (wish.startsWith("channel")) return [{ label: "channel", insert: "channel |", kind: "keyword", detail: "touchpoints of one channel" }];
    if (wish.startsWith('"')) return words.events.map((event) => ({ label: `"${event.replaceAll(/["\\]/g, "\\$&")}"`, kind: "value", detail: "event" }));
    return ["orders", "refunds", ...(name.toLowerCase() === "sum" ? [] : ["touchpoints"])].map((label) => ({ label, kind: "field" }));
  });
}

/** What the call that has just been closed answers; null where the parenthesis was not a call's. */
function typeOfCall(before: readonly Token[]): RuleType | null {
  const open = openMark(before.slice(0, -1));
  const owner = open > 0 ? before[open - 1] : undefined;
  if (owner?.kind !== "function") return null;
  const name = owner.text.toLowerCase();
  return name === "last" || name === "first" ? "time" : name === "sum" ? "money" : "number";
}
