// A rule that is being written: checked when the typing pauses, then previewed. Only the answers to the newest text count,
// and a preview that takes long can be stopped.
import type { Preview, RuleCheck, RuleProblem } from "../../api/contract";
import { Store } from "../../live/store";

/** From the last key to the check, and from there to the preview. */
export const checkAfter = 150;
export const previewAfter = 250;

export type CheckState =
  | { readonly status: "empty" | "checking" }
  | { readonly status: "right"; readonly dependsOnTime: boolean; readonly segments: readonly string[]; readonly hints: readonly RuleProblem[] }
  | { readonly status: "wrong"; readonly problems: readonly RuleProblem[] }
  | { readonly status: "failed"; readonly error: string };

export type PreviewState = "none" | "waiting" | "running" | "done" | "stopped" | "failed";

export interface Draft {
  readonly text: string;
  readonly check: CheckState;
  /** The text that was checked; problems are positions in it. */
  readonly checked: string;
  readonly previewing: PreviewState;
  /** The latest preview; of an earlier text while the next one is on its way. */
  readonly preview: Preview | null;
  /** The text of that preview. */
  readonly previewed: string;
  readonly previewError: string | null;
}

export type CheckSource = (rule: string, signal: AbortSignal) => Promise<RuleCheck>;
export type PreviewSource = (rule: string, signal: AbortSignal) => Promise<Preview>;

export class DraftStore extends Store<Draft> {
  readonly #check: CheckSource;
  readonly #preview: PreviewSource;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort: AbortController | null = null;

  constructor(check: CheckSource, preview: PreviewSource, text = "") {
    super({ text, check: { status: "empty" }, checked: "", previewing: "none", preview: null, previewed: "", previewError: null });
    this.#check = check;
    this.#preview = preview;
  }

  /** Checks and previews what is there from the start. */
  open(): void {
    void this.#checkNow();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#abort?.abort();
  }

  write(text: string): void {
    if (text === this.get().text) return;
    this.close();
    if (isEmpty(text)) {
      this.#change({ text, check: { status: "empty" }, checked: text, previewing: "none", preview: null, previewed: "", previewError: null });
      return;
    }
    const { check, previewing, preview } = this.get();
    // What is known to be wrong stays marked until the next answer: marks that come and go with each key are noise.
    const stays = check.status === "wrong";
    this.#change({ text, check: stays ? check : { status: "checking" }, previewing: preview === null && previewing !== "failed" ? "none" : "waiting" });
    this.#timer = setTimeout(() => void this.#checkNow(), checkAfter);
  }

  /** Whether what is known to be wrong is so in the text as it stands: only then a suggestion has its place. */
  fits(problem: RuleProblem): boolean {
    const { text, checked, check } = this.get();
    return text === checked && (problemsOf(check).includes(problem) || hintsOf(check).includes(problem));
  }

  stop(): void {
    if (!isUnderWay(this.get().previewing)) return;
    this.close();
    this.#change({ previewing: "stopped" });
  }

  again(): void {
    const { check } = this.get();
    if (check.status === "right") void this.#previewNow();
    else void this.#checkNow();
  }

  async #checkNow(): Promise<void> {
    this.close();
    const { text } = this.get();
    if (isEmpty(text)) return;
    const abort = (this.#abort = new AbortController());
    if (this.get().check.status !== "wrong") this.#change({ check: { status: "checking" } });
    try {
      const answer = await this.#check(text, abort.signal);
      if (abort.signal.aborted) return;
      if (!answer.ok) {
        this.#change({ check: { status: "wrong", problems: answer.errors }, checked: text, previewing: "none" });
        return;
      }
      this.#change({ check: { status: "right", dependsOnTime: answer.dependsOnTime, segments: answer.segments, hints: answer.hints ?? [] }, checked: text });
    } catch (error) {
      if (!abort.signal.aborted) this.#change({ check: { status: "failed", error: wordsOf(error) }, checked: text, previewing: "none" });
      return;
    }
    if (this.get().preview !== null && this.get().previewed === text) {
      this.#change({ previewing: "done" });
      return;
    }
    this.#change({ previewing: "waiting" });
    this.#timer = setTimeout(() => void this.#previewNow(), previewAfter);
  }

  async #previewNow(): Promise<void> {
    this.close();
    const { text } = this.get();
    const abort = (this.#abort = new AbortController());
    this.#change({ previewing: "running", previewError: null });
    try {
      const preview = await this.#preview(text, abort.signal);
      if (!abort.signal.aborted) this.#change({ previewing: "done", preview, previewed: text });
    } catch (error) {
      if (!abort.signal.aborted) this.#change({ previewing: "failed", previewError: wordsOf(error) });
    }
  }

  #change(part: Partial<Draft>): void {
    this.set({ ...this.get(), ...part });
  }
}

const none: readonly RuleProblem[] = [];

export const problemsOf = (check: CheckState): readonly RuleProblem[] => (check.status === "wrong" ? check.problems : none);

/** What is allowed but looks like a slip. */
export const hintsOf = (check: CheckState): readonly RuleProblem[] => (check.status === "right" ? check.hints : none);

export const isUnderWay = (state: PreviewState): boolean => state === "waiting" || state === "running";

/** Whether there is a preview, and it is of the text that stands there. */
export const isCurrent = (draft: Draft): boolean => draft.preview !== null && draft.previewed === draft.text;

/** Nothing, or nothing but comments. */
export const isEmpty = (text: string): boolean => text.replaceAll(/--[^\n]*/g, "").trim() === "";

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
