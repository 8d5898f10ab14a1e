// The last step: what it is called, what it means to those who are in it or would be.
import { useState } from "react";
import type { Segment, SegmentDetail } from "../../api/contract";
import { api, ApiError } from "../../api/http";
import { count, plural } from "../../format/format";
import { Field, TextField } from "../../ui/Field";
import { FormDialog } from "../../settings/FormDialog";
import { useDeed } from "../../settings/useDeed";
import { isCurrent, type Draft } from "./draft";
import { faultOfKey, keyOf } from "./key";

interface PublishDialogProps {
  readonly draft: Draft;
  /** What is published now; null for a new segment. */
  readonly segment: SegmentDetail | null;
  /** The version that was edited. */
  readonly base: number;
  readonly taken: readonly string[];
  readonly onDone: (segment: Segment) => void;
  /** Somebody else published meanwhile. */
  readonly onConflict: () => void;
  readonly onClose: () => void;
}

export function PublishDialog({ draft, segment, base, taken, onDone, onConflict, onClose }: PublishDialogProps) {
  const doing = useDeed(["name", "description", "key"]);
  const [name, setName] = useState(segment?.name ?? "");
  const [ownKey, setOwnKey] = useState<string | null>(null);
  const [faults, setFaults] = useState<{ readonly name: string | null; readonly key: string | null }>({ name: null, key: null });
  const key = segment?.key ?? ownKey ?? keyOf(name);

  const publish = async (form: FormData) => {
    const fault = { name: name.trim() === "" ? "Give it a name that people know it by." : null, key: segment === null ? faultOfKey(key, taken) : null };
    setFaults(fault);
    if (fault.name !== null || (fault.key !== null && name.trim() !== "")) return;
    const description = String(form.get("description") ?? "").trim();
    try {
      onDone(await api.publishSegment(key, { name: name.trim(), rule: draft.text, description: description === "" ? null : description, version: base }));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 409) throw error;
      if (segment === null) setFaults({ name: null, key: `Somebody has just made a segment “${key}”. Choose another key.` });
      else onConflict();
    }
  };

  return (
    <FormDialog title={segment === null ? "Publish a new segment" : `Publish version ${base + 1}`} deed="Publish" doing={doing} onSubmit={publish} onClose={onClose}>
      <TextField
        label="Name"
        name="name"
        value={name}
        maxLength={100}
        error={faults.name ?? doing.wrong.fields["name"]}
        onChange={(event) => setName(event.target.value)}
        placeholder="Cart abandoned"
      />
      {segment === null && (
        <TextField
          label="Key"
          name="key"
          value={key}
          maxLength={64}
          hint="What rules and programs call it by, for good."
          error={faults.key ?? doing.wrong.fields["key"]}
          onChange={(event) => setOwnKey(event.target.value)}
          spellCheck={false}
        />
      )}
      <Field label="Description" hint="What it is for. Optional." error={doing.wrong.fields["description"]}>
        {(wiring) => <textarea className="input" name="description" rows={2} maxLength={2000} defaultValue={segment?.description ?? ""} {...wiring} />}
      </Field>
      <p className="aside">{consequence(draft, segment)}</p>
    </FormDialog>
  );
}

function consequence(draft: Draft, segment: SegmentDetail | null): string {
  const after = "Everybody is looked at anew, below live traffic; the progress is shown.";
  const { preview } = draft;
  if (preview === null || !isCurrent(draft)) return after;
  const about = preview.exact ? "" : "about ";
  if (segment === null || preview.joins == null || preview.leaves == null) return `It begins with ${about}${plural(preview.matches, "customer", "customers")}. ${after}`;
  if (preview.joins === 0 && preview.leaves === 0) return `Nobody joins and nobody leaves by it now. ${after}`;
  return `${about === "" ? "" : "About "}${count(preview.joins)} join and ${count(preview.leaves)} leave. ${after}`;
}
