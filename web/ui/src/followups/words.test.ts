import { expect, test } from "vitest";
import { followUp } from "./samples";
import { answersText, standing } from "./words";

const now = Date.parse("2026-01-01T15:00:00.000Z");

test("how one stands is said in words", () => {
  expect(standing(followUp("a"), now)).toBe("waits for 3 h");
  expect(standing(followUp("a", { state: "taken", takenBy: "ben", takenAt: "2026-01-01T14:00:00.000Z" }), now)).toBe("ben has it, for 1 h");
  expect(standing(followUp("a", { state: "resolved", resolvedBy: "ben", resolvedAt: "2026-01-01T14:00:00.000Z" }), now)).toBe("resolved by ben after 2 h");
  expect(standing(followUp("a", { state: "resolved", resolvedBy: "", resolvedAt: "2026-01-01T14:00:00.000Z", mergedInto: "b" }), now)).toBe("goes on as another one of the same customer");
  // A clock that is behind the server's.
  expect(standing(followUp("a"), now - 86_400_000)).toMatch(/^waits for 0/);
});

test("one answer needs no count", () => {
  expect(answersText(1)).toBeNull();
  expect(answersText(3)).toBe("3 low answers");
});
