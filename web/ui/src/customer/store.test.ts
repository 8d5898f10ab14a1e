import { expect, test } from "vitest";
import type { Page, TouchpointRow } from "../api/contract";
import { ApiError } from "../api/http";
import { customerFrame, row, view } from "../test/samples";
import { CustomerStore, mostLive, type CustomerSource } from "./store";

const minute = (n: number) => new Date(Date.UTC(2026, 0, 1, 10, n)).toISOString();
const event = (id: string, n: number, body?: unknown): TouchpointRow => row(id, { occurredAt: minute(n), body });
const ids = (store: CustomerStore) => store.get().rows.map((r) => r.messageId).join(" ");

/** Lets what was started come to its end: nothing here waits for more than promises. */
const settled = () => new Promise((done) => setTimeout(done));

function source(pages: Record<string, Page<TouchpointRow>>): CustomerSource {
  return {
    view: () => Promise.resolve(view("ann")),
    touchpoints: (before) => Promise.resolve(pages[before ?? "first"] ?? { items: [], next: null }),
  };
}

test("The timeline is paged back to the first event and then says so", async () => {
  const store = new CustomerStore("ann", source({
    first: { items: [event("d", 4, {}), event("c", 3, {})], next: "older" },
    older: { items: [event("b", 2, {}), event("a", 1, {})], next: null },
  }));
  await store.open();
  expect(store.get().next).toBe("older");
  await store.loadOlder();
  expect(ids(store)).toBe("d c b a");
  expect(store.get().next).toBeNull();
});

test("A live touchpoint that the page also has is shown once, with its raw event", async () => {
  const store = new CustomerStore("ann", source({ first: { items: [event("b", 2, { b: 1 }), event("a", 1, {})], next: null } }));
  store.accept(customerFrame(1, true, view("ann"), [event("b", 2)]));
  await store.open();
  expect(ids(store)).toBe("b a");
  expect(store.get().rows[0]?.body).toEqual({ b: 1 });
  store.accept(customerFrame(2, false, view("ann"), [event("c", 3), event("b", 2)]));
  expect(ids(store)).toBe("c b a");
  expect(store.get().rows[1]?.body).toEqual({ b: 1 });
});

test("A late event takes its place by event time", async () => {
  const store = new CustomerStore("ann", source({ first: { items: [event("c", 30), event("a", 10)], next: null } }));
  await store.open();
  store.accept(customerFrame(1, true, view("ann"), []));
  store.accept(customerFrame(2, false, view("ann"), [event("b", 20)]));
  expect(ids(store)).toBe("c b a");
});

test("Frames of another watch are left alone, those of the one she was linked into are hers", () => {
  const store = new CustomerStore("anon-1", source({}));
  expect(store.accept(customerFrame(1, true, view("bob"), [event("x", 1)]))).toBe("ignore");
  expect(store.accept(customerFrame(1, true, view("ann", ["anon-1"]), [event("a", 1)], "anon-1"))).toBe("take");
  expect(store.get().view?.id).toBe("ann");
});

test("After a reconnect the rows that were missed are fetched, and joined where they overlap", async () => {
  const pages: Record<string, Page<TouchpointRow>> = {
    first: { items: [event("c", 3), event("b", 2)], next: "older" },
    older: { items: [event("a", 1)], next: null },
  };
  const store = new CustomerStore("ann", source(pages));
  await store.open();
  await store.loadOlder();
  store.accept(customerFrame(1, true, view("ann"), []));
  pages["first"] = { items: [event("e", 5), event("d", 4), event("c", 3)], next: "x" };
  store.expectFull();
  store.accept(customerFrame(1, true, view("ann"), []));
  await settled();
  expect(ids(store)).toBe("e d c b a");
  expect(store.get().next).toBeNull();
});

test("When another id becomes part of the customer its touchpoints are fetched", async () => {
  const pages: Record<string, Page<TouchpointRow>> = { first: { items: [event("a", 1)], next: null } };
  const store = new CustomerStore("ann", source(pages));
  await store.open();
  store.accept(customerFrame(1, true, view("ann", [], 1), []));
  pages["first"] = { items: [event("c", 3), event("b", 2), event("a", 1)], next: null };
  store.accept(customerFrame(2, false, view("ann", ["anon-1"], 3), [event("c", 3)]));
  await settled();
  expect(ids(store)).toBe("c b a");
});

test("As long as frames carry everything nothing is fetched again", async () => {
  let fetched = 0;
  const store = new CustomerStore("ann", {
    view: () => Promise.resolve(view("ann", [], 1)),
    touchpoints: () => (fetched++, Promise.resolve({ items: [event("a", 1)], next: null })),
  });
  await store.open();
  store.accept(customerFrame(1, true, view("ann", [], 1), []));
  store.accept(customerFrame(2, false, view("ann", [], 3), [event("c", 3), event("b", 2)]));
  await settled();
  expect(fetched).toBe(1);
  expect(ids(store)).toBe("c b a");
});

test("A page that stays open does not grow for ever", async () => {
  const newest = { items: [event("y", 59), event("x", 58)], next: "older" };
  const store = new CustomerStore("ann", source({ first: newest }));
  await store.open();
  store.accept(customerFrame(1, true, view("ann"), []));
  let total = 0;
  for (let n = 2; n < 2 + mostLive + 10; n++) store.accept(customerFrame(n, false, view("ann", [], ++total), [event(`m${n}`, 1)]));
  await settled();
  expect(store.get().rows.length).toBeLessThan(20);
  expect(store.get().next).toBe("older");
});

test("An older page that comes after the history started over is left out", async () => {
  let answer: (page: Page<TouchpointRow>) => void = () => undefined;
  let newest: Page<TouchpointRow> = { items: [event("b", 2)], next: "old" };
  const store = new CustomerStore("ann", {
    view: () => Promise.resolve(view("ann")),
    touchpoints: (before) => (before === null ? Promise.resolve(newest) : new Promise((done) => (answer = done))),
  });
  await store.open();
  const older = store.loadOlder();
  newest = { items: [event("z", 50)], next: "newer" };
  await store.refresh();
  answer({ items: [event("a", 1)], next: null });
  await older;
  expect(ids(store)).toBe("z");
  expect(store.get()).toMatchObject({ next: "newer", loading: false });
});

test("Where more was missed than one page holds, the history starts over instead of having a hole", async () => {
  const pages: Record<string, Page<TouchpointRow>> = { first: { items: [event("b", 2), event("a", 1)], next: null } };
  const store = new CustomerStore("ann", source(pages));
  await store.open();
  pages["first"] = { items: [event("z", 50), event("y", 49)], next: "older" };
  await store.refresh();
  expect(ids(store)).toBe("z y");
  expect(store.get().next).toBe("older");
});

test("An unknown customer is missing until her first touchpoint arrives", async () => {
  let known = false;
  const store = new CustomerStore("ann", {
    view: () => Promise.reject(new ApiError(404, {})),
    touchpoints: () => (known ? Promise.resolve({ items: [event("a", 1)], next: null }) : Promise.reject(new ApiError(404, {}))),
  });
  await store.open();
  expect(store.get().missing).toBe(true);
  known = true;
  store.accept(customerFrame(1, true, view("ann"), []));
  await settled();
  expect(store.get().missing).toBe(false);
  expect(ids(store)).toBe("a");
  expect(store.get().next).toBeNull();
});

test("A failure is told and what is shown stays", async () => {
  const pages = source({ first: { items: [event("b", 2)], next: "older" } });
  const store = new CustomerStore("ann", {
    ...pages,
    touchpoints: (before) => (before ? Promise.reject(new ApiError(503, { detail: "The journal is away." })) : pages.touchpoints(before)),
  });
  await store.open();
  await store.loadOlder();
  expect(store.get().error).toBe("The journal is away.");
  expect(ids(store)).toBe("b");
  expect(store.get().loading).toBe(false);
  expect(store.get().next).toBe("older");
});
