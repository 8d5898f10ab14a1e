// Making and revoking a key or token.
import type { Key, KeyKind } from "../../api/contract";
import { api } from "../../api/http";
import { TextField } from "../../ui/Field";
import { toast } from "../../ui/toasts";
import { Ago } from "../../ui/time";
import { FormDialog } from "../FormDialog";
import { RoleChoice, roleOf } from "../roles";
import { useDeed } from "../useDeed";
import { made } from "./made";

interface Props {
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}

export function MakeKey({ kind, onDone, onClose }: Props & { readonly kind: KeyKind }) {
  const doing = useDeed(["name"]);
  const writes = kind === "writeKey";
  const make = async (form: FormData) => {
    const name = String(form.get("name") ?? "").trim();
    made.set(await api.makeKey(writes ? { kind, name } : { kind, name, role: roleOf(form) }));
    await onDone();
  };
  return (
    <FormDialog title={writes ? "A new write key" : "A new API token"} deed={writes ? "Make the key" : "Make the token"} doing={doing} onSubmit={make} onClose={onClose}>
      <TextField
        label="Name"
        hint={writes ? "Who will send with it, such as “Shop” or “Warehouse”." : "Which program will use it, such as “Nightly export”."}
        error={doing.wrong.fields["name"]}
        name="name"
        maxLength={100}
        required
      />
      {!writes && <RoleChoice chosen="agent" />}
    </FormDialog>
  );
}

export function RevokeKey({ target, onDone, onClose }: Props & { readonly target: Key }) {
  const doing = useDeed();
  const writes = target.kind === "writeKey";
  const revoke = async () => {
    await api.revokeKey(target.id);
    if (made.get()?.id === target.id) made.set(null);
    await onDone();
    toast(`${target.name} was revoked.`);
  };
  return (
    <FormDialog title={`Revoke ${target.name}?`} deed="Revoke" tone="danger" doing={doing} onSubmit={revoke} onClose={onClose}>
      <p>
        {writes
          ? "Whoever sends with this write key is refused from now on, and Segment SDKs throw away what they cannot deliver."
          : "Whatever uses this API token is refused from now on."}{" "}
        This cannot be undone; a new {writes ? "key" : "token"} can be made at any time.
      </p>
      <p className="aside">{target.lastUsed === null ? "It was never used." : <>It was last used <Ago at={target.lastUsed} />.</>}</p>
    </FormDialog>
  );
}
