import { expect, test } from "vitest";
import { readChoice, resolveTheme } from "./theme";

test("Without a choice the system's preference decides", () => {
  expect(resolveTheme("system", true)).toBe("dark");
  expect(resolveTheme("system", false)).toBe("light");
});

test("A choice wins over the preference", () => {
  expect(resolveTheme("light", true)).toBe("light");
  expect(resolveTheme("dark", false)).toBe("dark");
});

test.each([null, "", "blue", "system"])("A stored %s means no choice", (stored) => {
  expect(readChoice(stored)).toBe("system");
});
