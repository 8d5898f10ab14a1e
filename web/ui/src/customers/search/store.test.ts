import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CustomerRow, Page } from "../../api/contract";
import { SearchStore, move, pause } from "./store";

const person = (id: string): CustomerRow => ({
  id,
  displayName: id,
  email: null,
  phone: null,
  known: true,
  stage: "New",
  firstSeen: null,
  lastSeen: null,
  orders: 0,
  net: 0,
  currency: "GBP",
});

/** A server that answers when the test says so, in any order; it does not even hear that nobody waits any more. */
class Server {
  readonly asked: { readonly query: string; readonly cursor: string | null; readonly signal: AbortSignal; answer(page: Page<CustomerRow>): void; refuse(error: Error): void }[] = [];

  readonly source = (query: string, cursor: string | null, signal: AbortSignal) =>
    new Promise<Page<CustomerRow>>((answer, refuse) => this.asked.push({ query, cursor, signal, answer, refuse }));

  async answer(n: number, ids: readonly string[], next: string | null = null): Promise<void> {
    this.asked[n]?.answer({ items: ids.map(person), next, total: ids.length });
    await vi.advanceTimersByTimeAsync(0);
  }
}

let server: Server;
let store: SearchStore;
const ids = () => store.get().found?.items.map((item) => item.id);
const typed = async (text: string) => {
  store.type(text);
  await vi.advanceTimersByTimeAsync(pause);
};

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  store = new SearchStore(server.source);
});

afterEach(() => {
  vi.useRealTimers();
});

test("Typing asks once, when it pauses", async () => {
  for (const text of ["a", "an", "ann"]) store.type(text);
  await vi.advanceTimersByTimeAsync(pause - 1);
  expect(server.asked).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(server.asked.map((each) => each.query)).toEqual(["ann"]);
});

test("An answer that comes after a newer question is dropped, in whichever order they come", async () => {
  await typed("a");
  await typed("ab");
  await server.answer(1, ["abe"]);
  await server.answer(0, ["ann", "abe"]);
  expect(ids()).toEqual(["abe"]);
  expect(store.get().busy).toBe(false);
});

test("A stale answer is dropped from the first further key on, not only when the next question is asked", async () => {
  await typed("a");
  store.type("ab");
  await server.answer(0, ["ann"]);
  expect(store.get().found).toBeNull();
  expect(server.asked[0]?.signal.aborted).toBe(true);
});

test("A failure of a question that nobody waits for any more is no problem", async () => {
  await typed("a");
  await typed("ab");
  server.asked[0]?.refuse(new Error("away"));
  await server.answer(1, ["abe"]);
  expect(store.get()).toMatchObject({ problem: null, busy: false });
});

test("The answer before stays until the next one is here, and after a failure", async () => {
  await typed("a");
  await server.answer(0, ["ann"]);
  await typed("ab");
  expect(ids()).toEqual(["ann"]);
  expect(store.get().busy).toBe(true);
  server.asked[1]?.refuse(new Error("The store is away."));
  await vi.advanceTimersByTimeAsync(0);
  expect(store.get()).toMatchObject({ problem: "The store is away.", busy: false });
  expect(ids()).toEqual(["ann"]);
});

test("Blanks around the same words ask nothing again", async () => {
  await typed("ann");
  await server.answer(0, ["ann"]);
  await typed("ann ");
  expect(server.asked).toHaveLength(1);
  expect(store.get()).toMatchObject({ text: "ann ", busy: false });
});

test("More comes from the same question, none twice, and not into another answer", async () => {
  await typed("a");
  await server.answer(0, ["ann", "abe"], "next");
  void store.more();
  void store.more();
  await server.answer(1, ["abe", "ada"]);
  expect(server.asked).toHaveLength(2);
  expect(server.asked[1]).toMatchObject({ query: "a", cursor: "next" });
  expect(ids()).toEqual(["ann", "abe", "ada"]);

  await typed("b");
  await server.answer(2, ["bob"], "next");
  void store.more();
  await typed("c");
  await server.answer(4, ["cid"]);
  await server.answer(3, ["bea"]);
  expect(ids()).toEqual(["cid"]);
  expect(store.get().loadingMore).toBe(false);
});

test("The arrows lead through the list and back to the field", () => {
  expect(move(-1, 3, "ArrowDown")).toBe(0);
  expect(move(2, 3, "ArrowDown")).toBe(2);
  expect(move(0, 3, "ArrowUp")).toBe(-1);
  expect(move(0, 30, "PageDown")).toBe(8);
  expect(move(3, 30, "PageUp")).toBe(0);
  expect(move(5, 0, "ArrowDown")).toBe(-1);
});
