import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Preview, RuleCheck } from "../../api/contract";
import { checkAfter, DraftStore, isCurrent, previewAfter } from "./draft";

const right: RuleCheck = { ok: true, errors: [], dependsOnTime: false, segments: [] };
const problem = { start: 0, length: 11, line: 1, column: 1, message: "unknown field `order.count`", suggestion: "orders.count" };
const found = (matches: number): Preview => ({ matches, share: 0, population: 10, scanned: 10, exact: true, milliseconds: 3, sample: [] });

/** A question that the test answers when it likes. */
class Asked<T> {
  readonly questions: { readonly text: string; readonly signal: AbortSignal; readonly answer: (value: T) => Promise<unknown>; readonly fail: (error: Error) => Promise<unknown> }[] = [];

  readonly source = (text: string, signal: AbortSignal) =>
    new Promise<T>((resolve, reject) => {
      const settled = () => vi.advanceTimersByTimeAsync(0);
      this.questions.push({ text, signal, answer: (value) => (resolve(value), settled()), fail: (error) => (reject(error), settled()) });
    });

  get last() {
    const question = this.questions.at(-1);
    if (!question) throw new Error("nothing was asked");
    return question;
  }
}

let checks: Asked<RuleCheck>;
let previews: Asked<Preview>;
let store: DraftStore;

beforeEach(() => {
  vi.useFakeTimers();
  checks = new Asked();
  previews = new Asked();
  store = new DraftStore(checks.source, previews.source);
});

afterEach(() => {
  store.close();
  vi.useRealTimers();
});

const pass = (time: number) => vi.advanceTimersByTimeAsync(time);

async function previewed(text: string, matches: number) {
  store.write(text);
  await pass(checkAfter);
  await checks.last.answer(right);
  await pass(previewAfter);
  await previews.last.answer(found(matches));
}

test("A rule is checked when the typing pauses, not at every key", async () => {
  for (const text of ["o", "or", "ord"]) {
    store.write(text);
    await pass(checkAfter - 1);
  }
  expect(checks.questions).toHaveLength(0);
  await pass(1);
  expect(checks.questions.map((each) => each.text)).toEqual(["ord"]);
});

test("A right rule is previewed; a wrong one is not", async () => {
  await previewed("orders.count > 1", 4);
  expect(store.get()).toMatchObject({ previewing: "done", preview: { matches: 4 } });
  store.write("order.count > 1");
  await pass(checkAfter);
  await checks.last.answer({ ...right, ok: false, errors: [problem] });
  await pass(10_000);
  expect(previews.questions).toHaveLength(1);
  expect(store.get().check).toEqual({ status: "wrong", problems: [problem] });
  expect(isCurrent(store.get())).toBe(false);
});

test("The answer to an older text is never shown", async () => {
  store.write("a");
  await pass(checkAfter);
  const old = checks.last;
  store.write("ab");
  expect(old.signal.aborted).toBe(true);
  await old.answer({ ...right, ok: false, errors: [problem] });
  expect(store.get().check.status).toBe("checking");
});

test("A key aborts the preview that runs, and the old figures stay until the new ones come", async () => {
  await previewed("a = 1", 4);
  store.write("a = 2");
  await pass(checkAfter);
  await checks.last.answer(right);
  await pass(previewAfter);
  const slow = previews.last;
  store.write("a = 3");
  expect(slow.signal.aborted).toBe(true);
  await slow.answer(found(99));
  expect(store.get()).toMatchObject({ previewing: "waiting", preview: { matches: 4 }, previewed: "a = 1" });
});

test("A preview can be stopped and asked for again", async () => {
  store.write("a = 1");
  await pass(checkAfter);
  await checks.last.answer(right);
  await pass(previewAfter);
  store.stop();
  expect(previews.last.signal.aborted).toBe(true);
  expect(store.get().previewing).toBe("stopped");
  store.again();
  await previews.last.answer(found(2));
  expect(store.get()).toMatchObject({ previewing: "done", preview: { matches: 2 } });
});

test("A suggestion has its place only in the text that was checked", async () => {
  store.write("order.count >= 2");
  await pass(checkAfter);
  await checks.last.answer({ ...right, ok: false, errors: [problem] });
  expect(store.fits(problem)).toBe(true);
  store.write("not order.count >= 2");
  expect(store.fits(problem)).toBe(false);
  await pass(checkAfter);
  await checks.last.answer({ ...right, ok: false, errors: [{ ...problem, start: 4, column: 5 }] });
  expect(store.fits(problem)).toBe(false);
});

test("What looks like a slip keeps nobody from a preview, and its suggestion has its place", async () => {
  store.write("order.count >= 2");
  await pass(checkAfter);
  await checks.last.answer({ ...right, hints: [problem] });
  expect(store.fits(problem)).toBe(true);
  await pass(previewAfter);
  expect(previews.questions).toHaveLength(1);
});

test("Marks of what is wrong stay while somebody types on, until the next answer", async () => {
  store.write("order.count");
  await pass(checkAfter);
  await checks.last.answer({ ...right, ok: false, errors: [problem] });
  store.write("order.count >");
  expect(store.get().check.status).toBe("wrong");
  await pass(checkAfter);
  await checks.last.answer(right);
  expect(store.get().check.status).toBe("right");
});

test("An empty rule, or one of comments only, asks nothing and shows nothing", async () => {
  await previewed("a = 1", 4);
  store.write("-- later\n  ");
  await pass(10_000);
  expect(checks.questions).toHaveLength(1);
  expect(store.get()).toMatchObject({ check: { status: "empty" }, previewing: "none", preview: null });
});

test("A server that does not answer is said, and the next key asks again", async () => {
  store.write("a = 1");
  await pass(checkAfter);
  await checks.last.fail(new Error("The server did not answer."));
  expect(store.get().check).toEqual({ status: "failed", error: "The server did not answer." });
  store.write("a = 12");
  await pass(checkAfter);
  await checks.last.answer(right);
  expect(store.get().check.status).toBe("right");
});

test("Going back to the text that was previewed needs no new preview", async () => {
  await previewed("a = 1", 4);
  store.write("a = 12");
  store.write("a = 1");
  await pass(checkAfter);
  await checks.last.answer(right);
  await pass(10_000);
  expect(previews.questions).toHaveLength(1);
  expect(store.get().previewing).toBe("done");
  expect(isCurrent(store.get())).toBe(true);
});
