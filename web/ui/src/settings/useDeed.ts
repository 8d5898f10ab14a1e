// Something that is asked of the server: busy until it answers, and what went wrong in words, by field where it has one.
import { useState } from "react";
import { ApiError, reasonOf } from "../api/http";

export interface Wrong {
  /** What is wrong with the whole: shown above the buttons. */
  readonly text: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

const nothingWrong: Wrong = { text: null, fields: {} };

export interface Deed {
  readonly busy: boolean;
  readonly wrong: Wrong;
  readonly run: (what: () => Promise<void>) => Promise<void>;
}

/** `fields` are those that the form shows errors at; everything else is said in one text. */
export function useDeed(fields: readonly string[] = []): Deed {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState(nothingWrong);
  const run = async (what: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setWrong(nothingWrong);
    try {
      await what();
    } catch (error) {
      setWrong(explain(error, fields));
    } finally {
      setBusy(false);
    }
  };
  return { busy, wrong, run };
}

export function explain(error: unknown, fields: readonly string[]): Wrong {
  const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  const shown = errors.filter((each) => fields.includes(each.field));
  if (shown.length > 0 && shown.length === errors.length) {
    return { text: null, fields: Object.fromEntries(shown.map((each) => [each.field, reasonOf(each)])) };
  }
  if (error instanceof ApiError) {
    return { text: errors.map((each) => reasonOf(each)).join(" ") || error.message, fields: {} };
  }
  return { text: error instanceof Error ? error.message : String(error), fields: {} };
}
