// What changed between two versions of a rule, word by word. What only moved to another line did not change.
import { tokens } from "./tokens";

export interface Change {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** Beyond this many words a side the whole is shown as replaced: nobody could read more. */
const most = 1_500;

export function difference(before: string, after: string): readonly Change[] {
  const a = pieces(before);
  const b = pieces(after);
  if (a.length > most || b.length > most) return joined([{ kind: "removed", text: before }, { kind: "added", text: after }]);
  // The longest common run of pieces, after what both begin and end with.
  let start = 0;
  while (start < a.length && start < b.length && equal(a[start], b[start])) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && equal(a[a.length - 1 - end], b[b.length - 1 - end])) end++;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--) (lengths[i] as Uint16Array)[j] = equal(left[i], right[j]) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const found: Change[] = b.slice(0, start).map(same);
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && equal(left[i], right[j])) {
      found.push(same(right[j] ?? ""));
      i++;
      j++;
    } else if (i < left.length && (j >= right.length || at(i + 1, j) >= at(i, j + 1))) found.push({ kind: "removed", text: left[i++] ?? "" });
    else found.push({ kind: "added", text: right[j++] ?? "" });
  }
  return joined([...found, ...b.slice(b.length - end).map(same)]);
}

const pieces = (text: string) => tokens(text).map((token) => token.text);
const same = (text: string): Change => ({ kind: "same", text });

function equal(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.trim() === "" && b.trim() === "");
}

/** Neighbours of the same kind are one change; all that goes stands before what comes. */
function joined(changes: readonly Change[]): readonly Change[] {
  const result: Change[] = [];
  let removed = "";
  let added = "";
  const flush = () => {
    if (removed !== "") result.push({ kind: "removed", text: removed });
    if (added !== "") result.push({ kind: "added", text: added });
    removed = added = "";
  };
  for (const { kind, text } of changes) {
    if (kind === "removed") removed += text;
    else if (kind === "added") added += text;
    else {
      flush();
      const last = result.at(-1);
      if (last?.kind === "same") result[result.length - 1] = same(last.text + text);
      else result.push(same(text));
    }
  }
  flush();
  return result;
}
