import { expect, test } from "vitest";
import { suggest } from "./suggest";
import type { RuleWords } from "./words";

const item = (path: string, type: RuleWords["vocabulary"]["items"][number]["type"], values?: readonly string[]) => ({ path, type, description: path, example: path, ...(values ? { values } : {}) });
const words: RuleWords = {
  vocabulary: {
    items: [
      item("orders.count", "number"),
      item("cart.updated", "time"),
      item("journey.stage", "text", ["New", "Loyal"]),
      item("segments", "set"),
      item("consents.<purpose>", "yesno"),
      item("traits.<name>", "any"),
    ],
    functions: [
      ["count", 'count("Event", window)'],
      ["count", 'count("Event")'],
      ["count", 'count(channel "name", window)'],
      ["count", "count(orders, window)"],
      ["sum", "sum(orders, window)"],
      ["last", 'last("Event")'],
      ["first", "first(orders)"],
    ].map(([name = "", signature = ""]) => ({ name, signature, description: name, example: signature })),
    keywords: [],
    operators: [],
  },
  segments: [{ key: "vip", name: "VIP" }],
  events: ["Product Viewed", 'Said "no"'],
};

/** `|` is the cursor. */
function at(text: string) {
  const cursor = text.indexOf("|");
  const found = suggest(text.replace("|", ""), cursor, words);
  return found && { ...found, labels: found.options.map((option) => option.label) };
}

test.each([
  ["|", ["orders.count", "count(orders, window)", "not", "always"]],
  ["ord|", ["orders.count"]],
  ["orders.count | ", [">=", "=", "in", "is known"]],
  ["cart.updated |", ["older than", "within", "is missing"]],
  ["cart.updated older |", ["than"]],
  ["cart.updated older than |", ["30m", "7d"]],
  ["journey.stage = |", ['"New"', '"Loyal"']],
  ["journey.stage in (|", ['"New"', '"Loyal"']],
  ['journey.stage in ("New", |)', ['"Loyal"']],
  ["segments has |", ['"vip"', "all"]],
  ["segments has all (|)", ['"vip"']],
  ["consents.marketing |", ["=", "is known"]],
  ["consents.marketing = |", ["yes", "no"]],
  ["traits.plan |", [">=", "contains", "within"]],
  ["count(|", ['"Product Viewed"', '"Said \\"no\\""', "channel", "orders", "touchpoints"]],
  ["count(channel |", ['"web"', '"store"']],
  ['count(channel "web" |', [","]],
  ['count("Product Viewed" |', [",", ")"]],
  ["first(|", ["orders"]],
  ['count("Product Viewed", |', ["7d"]],
  ['count("Product Viewed", 7d |', [")"]],
  ['count("Product Viewed", 7d) |', [">=", "<"]],
  ["last(orders) |", ["older than"]],
  ["sum(|", ["orders"]],
  ["sum(orders, 90d) |", [">="]],
  ["orders.count > 1 |", ["and", "or"]],
  ["orders.count > 1 and |", ["cart.updated", "not"]],
  ["not |", ["orders.count"]],
  ["(|", ["orders.count", "count(orders, window)"]],
  ["orders.count is |", ["known", "missing"]],
])("At %s", (text, expected) => {
  expect(at(text)?.labels).toEqual(expect.arrayContaining([...expected]));
});

test.each(["-- a comm|ent", "orders.count > 1|", "cart.updated older than 30m|", 'count("Product Viewed"|'])("At %s nothing is offered but what belongs there", (text) => {
  const found = at(text)?.labels ?? [];
  expect(found.filter((label) => label !== "," && label !== ")")).toEqual([]);
});

test("Within quotes the whole text is replaced, its end too", () => {
  expect(at('segments has "v|"')).toMatchObject({ from: 13, to: 16, labels: ['"vip"'] });
  expect(at('segments has "v|')).toMatchObject({ from: 13, to: 15, labels: ['"vip"'] });
});

test("A word that is being written is replaced as a whole", () => {
  expect(at("not ord|ers.cou > 1")).toMatchObject({ from: 4, to: 14 });
});

test("An event name with quotes is written so that it can be read", () => {
  expect(at('last("|"')?.labels).toContain('"Said \\"no\\""');
});
