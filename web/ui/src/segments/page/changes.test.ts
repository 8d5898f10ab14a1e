import { expect, test } from "vitest";
import { transition } from "../../test/samples";
import { ChangesStore, type ChangesSource } from "./changes";

const pages: Record<string, { items: ReturnType<typeof transition>[]; next: string | null }> = {
  first: { items: [transition(9), transition(8)], next: "8" },
  "8": { items: [transition(7)], next: null },
};
const source: ChangesSource = (before) => Promise.resolve(pages[before ?? "first"] ?? { items: [], next: null });
const mine = (each: { readonly key: string }) => each.key === "vip";
const ids = (store: ChangesStore) => store.get().items.map((each) => each.id);

test("Live rows and pages make one list, newest first, each once", async () => {
  const store = new ChangesStore(source, mine);
  store.accept([transition(10), transition(9)]);
  await store.open();
  expect(ids(store)).toEqual([10, 9, 8]);
  await store.older();
  expect(ids(store)).toEqual([10, 9, 8, 7]);
  expect(store.get().next).toBe(null);
  await store.older();
  expect(ids(store)).toEqual([10, 9, 8, 7]);
});

test("Another segment's transitions change nothing", async () => {
  const store = new ChangesStore(source, mine);
  await store.open();
  const before = store.get();
  store.accept([transition(11, { key: "risk" })]);
  expect(store.get()).toBe(before);
});

test("A failure keeps what is there and says what went wrong", async () => {
  const store = new ChangesStore(() => Promise.reject(new Error("The server did not answer.")), mine);
  store.accept([transition(3)]);
  await store.open();
  expect(store.get()).toMatchObject({ error: "The server did not answer.", loading: false });
  expect(ids(store)).toEqual([3]);
});
