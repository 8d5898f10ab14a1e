import { expect, test, vi } from "vitest";
import type { FollowUpPage, FollowUpQuery } from "../api/contract";
import { followUp, row } from "./samples";
import { FollowUpStore, hold } from "./store";

const page = (ids: readonly string[], next: string | null = null): FollowUpPage => ({ items: ids.map((id) => row(id)), next, open: ids.length, taken: 0, oldest: null });

test("each list asks for its own and goes on where the page before ended", async () => {
  const asked: FollowUpQuery[] = [];
  const store = new FollowUpStore(
    async (query) => {
      asked.push(query);
      return query.cursor == null ? page(["a", "b"], "more") : page(["b", "c"]);
    },
    { show: "mine", metric: "nps" },
  );
  await store.load();
  await store.more();
  await store.more();
  expect(asked).toEqual([
    { state: null, mine: true, metric: "nps", limit: 50 },
    { state: null, mine: true, metric: "nps", cursor: "more", limit: 50 },
  ]);
  expect(store.get().items?.map((each) => each.id)).toEqual(["a", "b", "c"]);
});

test("an answer that was overtaken changes nothing, and a failure leaves what is shown", async () => {
  const answers: ((page: FollowUpPage) => void)[] = [];
  const port = vi.fn((_: FollowUpQuery) => new Promise<FollowUpPage>((resolve) => answers.push(resolve)));
  const store = new FollowUpStore(port, { show: "todo", metric: null });
  const [first, second] = [store.load(), store.load()];
  answers[1]?.(page(["new"]));
  answers[0]?.(page(["old"]));
  await Promise.all([first, second]);
  expect(store.get().items?.map((each) => each.id)).toEqual(["new"]);

  port.mockImplementationOnce(() => Promise.reject(new Error("gone")));
  await store.load();
  expect(store.get()).toMatchObject({ error: "gone", loading: false });
  expect(store.get().items).toHaveLength(1);
});

test("what was done here is shown at once, in its place, with the latest note", async () => {
  const store = new FollowUpStore(async () => page(["a", "b"]), { show: "todo", metric: null });
  await store.load();
  const note = { at: "2026-01-01T13:00:00.000Z", by: "ben", text: "Called" };
  store.accept(followUp("b", { state: "taken", takenBy: "ben", notes: [{ ...note, text: "before" }, note], noteCount: 2 }));
  expect(store.get().items?.[1]).toMatchObject({ id: "b", customerId: "c-b", state: "taken", takenBy: "ben", note, noteCount: 2 });
});

test("while somebody is at the list nothing changes its place", () => {
  const before = hold([], [row("a"), row("b")], false);
  const held = hold(before, [row("new"), row("b", { state: "taken" })], true);
  expect(held.map(({ row: { id, state }, gone }) => [id, state, gone])).toEqual([
    ["a", "open", true],
    ["b", "taken", false],
    ["new", "open", false],
  ]);
  expect(hold(held, [row("new"), row("b")], false).map((each) => each.row.id)).toEqual(["new", "b"]);
});
