// What a rule can name: the server's vocabulary, and what this installation knows besides (event names, segments, stages).
import type { RuleType, Vocabulary, VocabularyFunction, VocabularyItem } from "../../api/contract";

export interface Named {
  readonly key: string;
  readonly name: string;
}

export interface RuleWords {
  readonly vocabulary: Vocabulary;
  readonly segments: readonly Named[];
  /** Event names seen here, the most frequent first. */
  readonly events: readonly string[];
}

export const noWords: RuleWords = { vocabulary: { items: [], functions: [], keywords: [], operators: [] }, segments: [], events: [] };

export const typeNames: Readonly<Record<RuleType, string>> = {
  money: "money",
  number: "number",
  time: "time",
  text: "text",
  set: "set",
  yesno: "yes or no",
  duration: "length of time",
  any: "anything",
};

/** The field of a path. One with a part that varies, such as `traits.*` or `traits.<name>`, stands for all of them. */
export function fieldOf({ items }: Vocabulary, path: string): VocabularyItem | null {
  const wanted = path.toLowerCase();
  const exact = items.find((item) => item.path.toLowerCase() === wanted || item.aliases?.some((alias) => alias.toLowerCase() === wanted));
  return exact ?? items.find((item) => isOpen(item.path) && wanted.startsWith(stem(item.path).toLowerCase()) && wanted.length > stem(item.path).length) ?? null;
}

/** The ways in which a function is called. */
export function functionsOf({ functions }: Vocabulary, name: string): readonly VocabularyFunction[] {
  const wanted = name.toLowerCase();
  return functions.filter((each) => each.name.toLowerCase() === wanted);
}

/** The parameters of a signature such as `count("Event", window)`. */
export function parametersOf({ signature }: VocabularyFunction): readonly string[] {
  const inside = /\(([^)]*)\)/.exec(signature)?.[1] ?? "";
  return inside.split(",").map((each) => each.trim()).filter((each) => each !== "");
}

/** Whether its last part is the sender's own: a trait, a purpose, a category. */
export const isOpen = (path: string): boolean => /[*<{]/.test(path);

/** The part of an open path that is fixed: "traits." of `traits.<name>`. */
export const stem = (path: string): string => path.slice(0, Math.max(0, path.search(/[*<{]/)));

/** What a stage's rule may name: the journey and segments are decided after it. */
export function forStages(words: RuleWords): RuleWords {
  const items = words.vocabulary.items.filter(({ path }) => path !== "segments" && !path.startsWith("journey."));
  return { ...words, vocabulary: { ...words.vocabulary, items }, segments: [] };
}
