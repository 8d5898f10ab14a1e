import { expect, test } from "vitest";
import { shortestPassword, suggestPassword } from "./password";

test("A suggested password is long enough, can be told, and is another one each time", () => {
  const made = new Set(Array.from({ length: 200 }, suggestPassword));
  expect(made.size).toBe(200);
  for (const password of made) {
    expect(password).toMatch(/^([a-hkmnp-z2-9]{4}-){4}[a-hkmnp-z2-9]{4}$/);
    expect(password.length).toBeGreaterThanOrEqual(shortestPassword);
  }
});
