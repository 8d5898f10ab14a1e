import { expect, test } from "vitest";
import { meaningful, tokens } from "./tokens";

const kinds = (text: string) => meaningful(tokens(text)).map((token) => `${token.kind}:${token.text}`);

test.each([
  ["orders.count >= 2", ["field:orders.count", "operator:>=", "number:2"]],
  ["last(orders) older than 60d", ["function:last", "mark:(", "field:orders", "mark:)", "keyword:older", "keyword:than", "duration:60d"]],
  ['count("Product Viewed", 1h30m) != 3', ["function:count", "mark:(", 'text:"Product Viewed"', "mark:,", "duration:1h30m", "mark:)", "operator:!=", "number:3"]],
  ["value.gross >= 500.50 GBP", ["field:value.gross", "operator:>=", "number:500.50", "number:GBP"]],
  ["NOT ordered WITHIN 7d", ["keyword:NOT", "field:ordered", "keyword:WITHIN", "duration:7d"]],
  ['traits.plan in ("pro", "team")', ["field:traits.plan", "keyword:in", "mark:(", 'text:"pro"', "mark:,", 'text:"team"', "mark:)"]],
  ["segments has win-back -- or vip", ["field:segments", "keyword:has", "field:win-back"]],
  ["orders.first.at >= 2026-01-31T14:00 and seen within 7days", ["field:orders.first.at", "operator:>=", "number:2026-01-31T14:00", "keyword:and", "field:seen", "keyword:within", "duration:7days"]],
  ["traits.city = 'London' or traits.city = “Paris”", ["field:traits.city", "operator:=", "text:'London'", "keyword:or", "field:traits.city", "operator:=", "text:“Paris”"]],
])("%s", (text, expected) => {
  expect(kinds(text)).toEqual(expected);
});

test("A comment goes to the end of its line and no further", () => {
  expect(kinds('-- was "2"\nalways')).toEqual(["keyword:always"]);
});

test("A text whose end is not typed yet ends with its line", () => {
  expect(kinds('segments has "vip\nand always')).toEqual(["field:segments", "keyword:has", 'text:"vip', "keyword:and", "keyword:always"]);
});

test.each(["", "((", 'a "\\', "§ 4 %", "orders.", "5x 5d5 -3 --", "naïve.größe = \"ü\u{1F600}\"", "\u{1F600}\n\t"])("No character of %j is lost", (text) => {
  const all = tokens(text);
  expect(all.map((token) => token.text).join("")).toBe(text);
  expect(all.every((token, i) => token.from === (all[i - 1]?.to ?? 0))).toBe(true);
});
