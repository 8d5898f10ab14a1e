import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Alert, AlertPage } from "../api/contract";
import { alert, cleared } from "./samples";
import { AlertStore, unseen } from "./store";

let answers: AlertPage[];
let asked: unknown[];
const port = {
  alerts: async (page: unknown) => {
    asked.push(page);
    const answer = answers.shift();
    if (!answer) throw new Error("The server did not answer.");
    return answer;
  },
  acknowledge: async (id: Alert["id"], note: string) => alert(Number(id), { acknowledgedAt: "2026-01-01T12:30:00.000Z", acknowledgedBy: "maya", note: note || null }),
};
const page = (...items: Alert[]): AlertPage => ({ items, next: null });
const ids = (alerts: readonly Alert[] | null) => alerts?.map((each) => each.id);

beforeEach(() => {
  vi.useFakeTimers();
  answers = [];
  asked = [];
});
afterEach(() => vi.useRealTimers());

async function opened(...items: Alert[]): Promise<AlertStore> {
  const store = new AlertStore(port);
  answers.push(page(...items));
  await store.load();
  return store;
}

test("Open alerts are known from the start, newest first, and what is raised goes on top", async () => {
  const store = await opened(alert(1), alert(2));
  expect(ids(store.get().open)).toEqual([2, 1]);
  store.accept(alert(3));
  expect(ids(store.get().open)).toEqual([3, 2, 1]);
});

test("What is cleared is open no more, and among the past ones where those are shown", async () => {
  const store = await opened(alert(1), alert(2));
  store.accept(cleared(1));
  expect(ids(store.get().open)).toEqual([2]);
  expect(store.get().past).toBeNull();
  answers.push(page(alert(2), cleared(1)));
  await store.loadPast();
  store.accept(cleared(2));
  expect(ids(store.get().open)).toEqual([]);
  expect(ids(store.get().past)).toEqual([2, 1]);
});

test("One whose value changes stays in its place", async () => {
  const store = await opened(alert(1), alert(2), alert(3));
  store.accept(alert(2, { value: 99 }));
  expect(store.get().open?.map((each) => each.value)).toEqual([23, 99, 23]);
});

test("Ids that are texts and ids that are numbers are the same alert", async () => {
  const store = await opened(alert(7));
  store.accept({ ...cleared(7), id: "7" });
  expect(ids(store.get().open)).toEqual([]);
});

test("Whoever acknowledges is shown at once, with the note", async () => {
  const store = await opened(alert(1));
  expect(unseen(store.get().open ?? [])).toBe(1);
  await store.acknowledge(1, "  on it ");
  expect(store.get().open?.[0]).toMatchObject({ acknowledgedBy: "maya", note: "on it" });
  expect(unseen(store.get().open ?? [])).toBe(0);
});

test("What the hub says while an answer is on its way is not undone by the answer", async () => {
  const store = new AlertStore(port);
  answers.push(page(alert(1), alert(2)));
  const loading = store.load();
  store.accept(cleared(1));
  store.accept(alert(3));
  await loading;
  expect(ids(store.get().open)).toEqual([3, 2]);
});

test("After a break those are told of that nobody knew", async () => {
  const store = await opened(alert(1));
  answers.push(page(alert(2), alert(1)));
  expect(ids(await store.load())).toEqual([2]);
  const first = new AlertStore(port);
  answers.push(page(alert(2), alert(1)));
  expect(await first.load()).toEqual([]);
});

test("What went wrong is said, and tried again", async () => {
  const store = new AlertStore(port);
  await store.load();
  expect(store.get()).toMatchObject({ open: null, error: "The server did not answer." });
  answers.push(page(alert(1)));
  await vi.advanceTimersByTimeAsync(15_000);
  expect(store.get()).toMatchObject({ error: null });
  expect(ids(store.get().open)).toEqual([1]);
});

test("The past comes page by page, without those that are open", async () => {
  const store = await opened(alert(9));
  answers.push({ items: [alert(9), cleared(8), cleared(7)], next: 7 }, { items: [cleared(7), cleared(6)], next: null });
  await store.loadPast();
  await store.older();
  await store.older();
  expect(ids(store.get().past)).toEqual([8, 7, 6]);
  expect(asked.slice(1)).toEqual([{ state: "all", limit: 50 }, { state: "all", before: 7, limit: 50 }]);
});
