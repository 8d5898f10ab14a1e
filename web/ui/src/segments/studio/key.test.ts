import { expect, test } from "vitest";
import { faultOfKey, keyOf } from "./key";

test.each([
  ["Cart abandoned", "cart-abandoned"],
  ["  VIP: 3+ orders! ", "vip-3-orders"],
  ["Große Käufer", "gro-e-kaufer"],
  ["常客", ""],
  ["x".repeat(80), "x".repeat(64)],
])("%j has the key %j", (name, key) => {
  expect(keyOf(name)).toBe(key);
});

test("A key says what is wrong with it", () => {
  expect(faultOfKey("vip", ["risk"])).toBe(null);
  expect(faultOfKey("", [])).toContain("Give it a key");
  expect(faultOfKey("VIP", [])).toContain("small letters");
  expect(faultOfKey("vip", ["vip"])).toContain("There is a segment “vip” already");
  expect(faultOfKey("x".repeat(65), [])).toContain("65");
});
