import { expect, test } from "vitest";
import type { Page, TouchpointRow } from "../../api/contract";
import { ApiError } from "../../api/http";
import { row } from "../../test/samples";
import { everything, type TimelineFilter } from "./filter";
import { TimelineStore, mostArrived, shownRows, type PageSource } from "./store";

const minute = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString();
const event = (id: string, n: number, more: Partial<TouchpointRow> = {}): TouchpointRow => row(id, { occurredAt: minute(n), ...more });
const ids = (store: TimelineStore) => store.get().rows.map((r) => r.messageId).join(" ");
const numbered = (n: number) => event(`m${n}`, n);

/** A server with a journal that grows; its pages are of two. */
class Journal {
  rows: TouchpointRow[] = [];
  asked: (string | null)[] = [];
  failure: Error | null = null;

  readonly source: PageSource = (before) => {
    this.asked.push(before);
    if (this.failure) return Promise.reject(this.failure);
    const all = [...this.rows].sort((a, b) => Date.parse(b.occurredAt) - Date.parse(a.occurredAt));
    const from = before === null ? 0 : all.findIndex((each) => each.messageId === before) + 1;
    const items = all.slice(from, from + 2);
    return Promise.resolve<Page<TouchpointRow>>({ items, next: from + 2 < all.length ? (items[1]?.messageId ?? null) : null });
  };

  add(...rows: TouchpointRow[]): void {
    this.rows.push(...rows);
  }
}

async function opened(rows: TouchpointRow[], filter: TimelineFilter = everything): Promise<[TimelineStore, Journal]> {
  const journal = new Journal();
  journal.add(...rows);
  const store = new TimelineStore(journal.source, filter);
  await store.open();
  return [store, journal];
}

test("The timeline is paged back to the first event and then says so", async () => {
  const [store] = await opened([1, 2, 3, 4].map(numbered));
  expect([ids(store), store.get().next]).toEqual(["m4 m3", "m3"]);
  await store.loadOlder();
  expect([ids(store), store.get().next]).toEqual(["m4 m3 m2 m1", null]);
});

test("A live row that a page also has is shown once, with its raw event", async () => {
  const journal = new Journal();
  journal.add(event("b", 2, { body: { b: 1 } }), event("a", 1));
  const store = new TimelineStore(journal.source, everything);
  store.accept([event("b", 2)]);
  await store.open();
  expect(ids(store)).toBe("b a");
  expect(store.get().rows[0]?.body).toEqual({ b: 1 });
  store.accept([event("c", 3), event("b", 2)]);
  expect(ids(store)).toBe("c b a");
  expect(store.get().rows[1]?.body).toEqual({ b: 1 });
});

test("After a sleep everything that was missed is fetched, over as many pages as it takes, and nothing twice", async () => {
  const [store, journal] = await opened([1, 2, 3].map(numbered));
  await store.loadOlder();
  journal.add(...[4, 5, 6, 7, 8].map(numbered));
  await store.catchUp(5);
  expect(ids(store)).toBe("m8 m7 m6 m5 m4 m3 m2 m1");
  expect(store.get().next).toBeNull();
});

test("A missed event with an old time is found too", async () => {
  const [store, journal] = await opened([10, 20, 30, 40, 50, 60].map(numbered));
  await store.loadOlder();
  await store.loadOlder();
  journal.add(numbered(15), numbered(70));
  await store.catchUp(2);
  expect(ids(store)).toBe("m70 m60 m50 m40 m30 m20 m15 m10");
});

test("Looking for what was missed ends where the loaded history ends", async () => {
  const [store, journal] = await opened([10, 20, 30, 40, 50, 60, 70, 80].map(numbered));
  await store.loadOlder();
  journal.add(numbered(5));
  journal.asked = [];
  await store.catchUp(1);
  expect(journal.asked.length).toBe(3);
  expect(ids(store)).toBe("m80 m70 m60 m50 m40 m30");
  await store.loadOlder();
  await store.loadOlder();
  expect(ids(store)).toBe("m80 m70 m60 m50 m40 m30 m20 m10 m5");
});

test("Several who ask at once are answered by one more run", async () => {
  const [store, journal] = await opened([1, 2].map(numbered));
  journal.asked = [];
  journal.add(numbered(3));
  await Promise.all([store.catchUp(0), store.catchUp(1), store.catchUp(0)]);
  expect(journal.asked.length).toBeLessThanOrEqual(2);
  expect(ids(store)).toBe("m3 m2 m1");
});

test("An older page that comes after the history has started over does not belong to it", async () => {
  const [store, journal] = await opened([1, 2, 3, 4].map(numbered));
  for (let n = 0; n <= mostArrived; n++) store.accept([event(`live${n}`, 1000 + n)]);
  journal.add(event("live", 3000), event("liver", 3001));
  const older = store.loadOlder();
  store.settle();
  await older;
  await store.catchUp(0);
  expect(ids(store).startsWith("liver live")).toBe(true);
  expect(ids(store)).not.toContain("m2");
});

test("What has come by itself is held back while somebody reads, what she pages to is not", async () => {
  const [store] = await opened([1, 2, 3, 4].map(numbered));
  const heldAt = store.get().arrived;
  store.accept([event("new", 9), event("late", 3.5)]);
  await store.loadOlder();
  const shown = () => shownRows(store.get().rows, store.arrivalOf, heldAt).map((each) => each.messageId);
  expect(shown()).toEqual(["m4", "m3", "m2", "m1"]);
  expect(shownRows(store.get().rows, store.arrivalOf, null)).toHaveLength(6);
  expect(shownRows(store.get().rows, store.arrivalOf, store.get().arrived)).toHaveLength(6);
});

test("What was missed while away is held back like what came live", async () => {
  const [store, journal] = await opened([1, 2].map(numbered));
  const heldAt = store.get().arrived;
  journal.add(numbered(3));
  await store.catchUp(1);
  expect(shownRows(store.get().rows, store.arrivalOf, heldAt).map((each) => each.messageId)).toEqual(["m2", "m1"]);
});

test("A filter holds for live rows, and for a server that does not know it", async () => {
  const email = (n: number) => event(`e${n}`, n, { channel: "email" });
  const [store] = await opened([email(1), numbered(2), numbered(3), numbered(4), email(5), numbered(6)], { channel: "email", name: null });
  expect(ids(store)).toBe("e5 e1");
  expect(store.get().next).toBeNull();
  store.accept([numbered(7), email(8)]);
  expect(ids(store)).toBe("e8 e5 e1");
  expect(store.get().arrived).toBe(1);
});

test("A failure is told, what is shown stays, and one can try again", async () => {
  const [store, journal] = await opened([1, 2, 3].map(numbered));
  journal.failure = new ApiError(503, { detail: "The journal is away." });
  await store.loadOlder();
  expect(store.get()).toMatchObject({ error: "The journal is away.", loading: false, next: "m2" });
  expect(ids(store)).toBe("m3 m2");
  journal.failure = null;
  await store.loadOlder();
  expect(store.get()).toMatchObject({ error: null, next: null });
});

test("Nothing known is an empty history, and the first touchpoint fills it", async () => {
  const journal = new Journal();
  journal.failure = new ApiError(404, {});
  const store = new TimelineStore(journal.source, everything);
  await store.open();
  expect(store.get()).toMatchObject({ rows: [], next: null, error: null });
  journal.failure = null;
  journal.add(numbered(1), numbered(2), numbered(3));
  await store.catchUp(3);
  expect(ids(store)).toBe("m3 m2");
  expect(store.get().next).toBe("m2");
});
