import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Page, Transition } from "../api/contract";
import { transition } from "../test/samples";
import { everything, fits, mostShown, pageLength, refetchAfter, TransitionStore, type LiveTransitions } from "./store";

const many = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => transition(from - i));
const live = (transitions: readonly Transition[], ...gaps: number[]): LiveTransitions => ({ transitions, gaps: new Set(gaps) });
const ids = (store: TransitionStore) => store.get().items.map((each) => each.id);
const settle = () => vi.advanceTimersByTimeAsync(0);

let asked: (string | null)[];
let pages: Page<Transition>[];
const fetch = async ({ before }: { before: string | null }) => {
  asked.push(before);
  const page = pages.shift();
  if (!page) throw new Error("The server did not answer.");
  return page;
};

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  pages = [];
});
afterEach(() => vi.useRealTimers());

async function opened(page: Page<Transition>, store = new TransitionStore(fetch)): Promise<TransitionStore> {
  pages.push(page);
  store.open();
  await settle();
  return store;
}

test("The first page comes from the server, and what comes live goes on top", async () => {
  const store = await opened({ items: many(3, 1), next: null });
  store.accept(live(many(3, 2)));
  store.accept(live(many(5, 2)));
  expect(ids(store)).toEqual([5, 4, 3, 2, 1]);
  expect(store.get().next).toBeNull();
});

test("What came live before the first page stays on top of it", async () => {
  pages.push({ items: many(3, 1), next: "1" });
  const store = new TransitionStore(fetch);
  store.open();
  store.accept(live(many(4, 3)));
  await settle();
  expect(ids(store)).toEqual([4, 3, 2, 1]);
  expect(store.get().next).toBe("1");
});

test("Older ones come page by page until there are none", async () => {
  const store = await opened({ items: many(6, 5), next: "5" });
  pages.push({ items: many(4, 3), next: "3" }, { items: many(2, 1), next: null });
  await store.older();
  await store.older();
  await store.older();
  expect(asked).toEqual([null, "5", "3"]);
  expect(ids(store)).toEqual([6, 5, 4, 3, 2, 1]);
});

test("While somebody reads nothing moves, and what waits is counted", async () => {
  const store = await opened({ items: many(2, 1), next: null });
  store.accept(live(many(2, 1)));
  store.hold(true);
  store.accept(live(many(4, 1)));
  expect(ids(store)).toEqual([2, 1]);
  expect(store.get().waiting).toBe(2);
  store.accept(live(many(5, 1)));
  expect(store.get().waiting).toBe(3);
  store.hold(false);
  expect(ids(store)).toEqual([5, 4, 3, 2, 1]);
  expect(store.get().waiting).toBe(0);
});

test("What waits can be looked at without letting go", async () => {
  const store = await opened({ items: many(2, 1), next: null });
  store.accept(live(many(2, 1)));
  store.hold(true);
  store.accept(live(many(3, 1)));
  store.release();
  expect(ids(store)).toEqual([3, 2, 1]);
  store.accept(live(many(4, 1)));
  expect(ids(store)).toEqual([3, 2, 1]);
  expect(store.get().waiting).toBe(1);
});

test("Only what fits the filter is shown", async () => {
  const store = await opened({ items: [], next: null }, new TransitionStore(fetch, { ...everything, segment: "vip" }));
  store.accept(live([transition(3, { key: "vip" }), transition(2, { key: "detractors" }), transition(1, { kind: "stage", key: "vip" })]));
  expect(ids(store)).toEqual([3]);
});

test("Of a stage both directions fit, of a customer everything of hers", () => {
  const moved = transition(1, { kind: "stage", key: "New", name: "New", from: "Buying" });
  expect(fits({ ...everything, stage: "New" }, moved)).toBe(true);
  expect(fits({ ...everything, stage: "Buying" }, moved)).toBe(true);
  expect(fits({ ...everything, stage: "Loyal" }, moved)).toBe(false);
  expect(fits({ ...everything, customer: "ann" }, moved)).toBe(true);
  expect(fits({ ...everything, customer: "bob" }, moved)).toBe(false);
  expect(fits({ ...everything, segment: "New" }, moved)).toBe(false);
});

test("What no frame could carry is fetched, once in a while", async () => {
  const store = await opened({ items: many(3, 1), next: null });
  store.accept(live(many(3, 1)));
  store.accept(live([...many(9, 8), ...many(3, 1)], 8));
  store.accept(live([...many(20, 19), ...many(9, 8), ...many(3, 1)], 8, 19));
  expect(ids(store)).toEqual([20, 19, 9, 8, 3, 2, 1]);
  pages.push({ items: many(20, 1), next: null });
  await vi.advanceTimersByTimeAsync(refetchAfter);
  expect(asked).toHaveLength(2);
  expect(ids(store)).toEqual(many(20, 1).map((each) => each.id));
});

test("Where the newest page does not reach what was known, the list goes on from that page", async () => {
  const store = await opened({ items: many(3, 1), next: null });
  store.accept(live(many(3, 1)));
  store.accept(live([...many(201, 200), ...many(3, 1)], 200));
  pages.push({ items: many(200, 151), next: "151" });
  await vi.advanceTimersByTimeAsync(refetchAfter);
  expect(ids(store)).toEqual(many(201, 151).map((each) => each.id));
  expect(store.get().next).toBe("151");
  pages.push({ items: many(150, 101), next: "101" });
  await store.older();
  expect(asked.at(-1)).toBe("151");
  expect(ids(store).at(-1)).toBe(101);
});

test("What was missed while somebody read is fetched when the list lets go", async () => {
  const store = await opened({ items: many(3, 1), next: null });
  store.accept(live(many(3, 1)));
  store.hold(true);
  store.accept(live([transition(9), ...many(3, 1)], 9));
  expect(store.get()).toMatchObject({ waiting: 1, more: true });
  pages.push({ items: many(9, 1), next: null });
  store.hold(false);
  await settle();
  expect(ids(store)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
});

test("The list stays bounded, and what fell off its end is one page away", async () => {
  const store = await opened({ items: many(pageLength, 1), next: null });
  store.accept(live(many(pageLength, 1)));
  store.accept(live(many(mostShown + 30, 1)));
  expect(ids(store)).toHaveLength(mostShown);
  expect(store.get().next).toBe(String(ids(store).at(-1)));
});

test("What went wrong is said, and tried again", async () => {
  const store = new TransitionStore(fetch);
  store.open();
  await settle();
  expect(store.get().error).toBe("The server did not answer.");
  pages.push({ items: many(2, 1), next: null });
  store.retry();
  await settle();
  expect(store.get()).toMatchObject({ error: null, next: null });
  expect(ids(store)).toEqual([2, 1]);
});

test("An answer that comes after the list was closed changes nothing", async () => {
  pages.push({ items: many(2, 1), next: null });
  const store = new TransitionStore(fetch);
  store.open();
  store.close();
  await settle();
  expect(ids(store)).toEqual([]);
});
