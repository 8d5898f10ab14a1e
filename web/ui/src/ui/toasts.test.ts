import { expect, test } from "vitest";
import { Toasts } from "./toasts";

test("The newest toast comes last, and only a few are kept", () => {
  const toasts = new Toasts();
  for (let i = 1; i <= 6; i++) toasts.show(`Saved ${i}`);
  expect(toasts.get().map((toast) => toast.text)).toEqual(["Saved 3", "Saved 4", "Saved 5", "Saved 6"]);
});

test("The same words are shown once, as a new toast", () => {
  const toasts = new Toasts();
  const first = toasts.show("Copied");
  toasts.show("Saved");
  const again = toasts.show("Copied");
  expect(again).not.toBe(first);
  expect(toasts.get().map((toast) => toast.text)).toEqual(["Saved", "Copied"]);
});

test("A closed toast is gone, closing it twice changes nothing", () => {
  const toasts = new Toasts();
  const id = toasts.show("Saved");
  toasts.close(id);
  toasts.close(id);
  expect(toasts.get()).toEqual([]);
});
