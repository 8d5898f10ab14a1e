import { expect, test, vi } from "vitest";
import type { TouchpointRow } from "../api/contract";
import { ApiError } from "../api/http";
import { customerFrame, row, view } from "../test/samples";
import { CustomerStore, type ViewSource } from "./store";

function followed(source: ViewSource = () => Promise.resolve(view("ann"))) {
  const rows: string[] = [];
  const missed: number[] = [];
  const store = new CustomerStore("ann", source, () => 42);
  store.listen({
    accept: (arrived: readonly TouchpointRow[]) => rows.push(...arrived.map((each) => each.messageId)),
    catchUp: (n: number) => missed.push(n),
  });
  return { store, rows, missed };
}

test("Frames of another watch are left alone, those of the one she was linked into are hers", () => {
  const store = new CustomerStore("anon-1", () => Promise.resolve(view("ann")));
  expect(store.accept(customerFrame(1, true, view("bob"), [row("x")]))).toBe("ignore");
  expect(store.accept(customerFrame(1, true, view("ann", ["anon-1"]), [row("a")], "anon-1"))).toBe("take");
  expect(store.get().view?.id).toBe("ann");
});

test("As long as frames carry everything nothing is fetched again", async () => {
  const { store, rows, missed } = followed(() => Promise.resolve(view("ann", [], 1)));
  await store.open();
  store.accept(customerFrame(1, true, view("ann", [], 1), []));
  store.accept(customerFrame(2, false, view("ann", [], 3), [row("c"), row("b")]));
  expect(rows).toEqual(["c", "b"]);
  expect(missed).toEqual([]);
});

test("What happened between two full pictures is asked for, and how much it was is said", () => {
  const { store, missed } = followed();
  store.accept(customerFrame(1, true, view("ann", [], 10), []));
  store.expectFull();
  store.accept(customerFrame(1, true, view("ann", [], 17), [row("x")]));
  expect(missed).toEqual([6]);
});

test("When another id becomes part of the customer its touchpoints are asked for", () => {
  const { store, missed } = followed();
  store.accept(customerFrame(1, true, view("ann", [], 1), []));
  store.accept(customerFrame(2, false, view("ann", ["anon-1"], 4), [row("c")]));
  expect(missed).toEqual([2]);
});

test("What happened between the answer and the first frame is asked for", async () => {
  const { store, missed } = followed(() => Promise.resolve(view("ann", [], 5)));
  await store.open();
  store.accept(customerFrame(1, true, view("ann", [], 6), []));
  expect(missed).toEqual([1]);
});

test("A missing number makes a gap, and until the full picture comes nothing is believed", () => {
  const { store, rows } = followed();
  store.accept(customerFrame(1, true, view("ann", [], 1), []));
  expect(store.accept(customerFrame(3, false, view("ann", [], 3), [row("c")]))).toBe("gap");
  expect(store.accept(customerFrame(4, false, view("ann", [], 4), [row("d")]))).toBe("ignore");
  expect(rows).toEqual([]);
});

test("A frame that overtakes the answer wins", async () => {
  let answer: (value: ReturnType<typeof view>) => void = () => undefined;
  const { store } = followed(() => new Promise((resolve) => (answer = resolve)));
  const opening = store.open();
  store.accept(customerFrame(1, true, view("ann", [], 9), []));
  answer(view("ann", [], 8));
  await opening;
  expect(store.get().view?.touchpoints.total).toBe(9);
});

test("An id that nothing is known about comes alive with its first touchpoint", async () => {
  const { store, missed } = followed(() => Promise.reject(new ApiError(404, {})));
  await store.open();
  expect(store.get().missing).toBe(true);
  store.accept(customerFrame(1, true, view("ann", [], 1), []));
  expect(store.get().missing).toBe(false);
  expect(missed).toEqual([1]);
});

test("A failure is told, and the next frame takes it back", async () => {
  const { store } = followed(() => Promise.reject(new ApiError(503, { detail: "The journal is away." })));
  await store.open();
  expect(store.get().error).toBe("The journal is away.");
  store.accept(customerFrame(1, true, view("ann"), []));
  expect(store.get()).toMatchObject({ error: null, arrivedAt: 42 });
});

test("A page that was left asks nothing any more and tells nothing", async () => {
  const source = vi.fn((signal: AbortSignal) => new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error))));
  const { store } = followed(source);
  const opening = store.open();
  store.close();
  await opening;
  expect(store.get().error).toBeNull();
});
