// What can be done about a user. What the server refuses stays in the dialog, in its words.
import type { User } from "../../api/contract";
import { api } from "../../api/http";
import { TextField } from "../../ui/Field";
import { toast } from "../../ui/toasts";
import { FormDialog } from "../FormDialog";
import { highest, RoleChoice, roleNames, roleOf } from "../roles";
import { useDeed } from "../useDeed";
import { PasswordField } from "./PasswordField";

interface Props {
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}

interface UserProps extends Props {
  readonly user: User;
}

const passwordOf = (form: FormData) => String(form.get("password") ?? "");

export function AddUser({ onDone, onClose }: Props) {
  const doing = useDeed(["user", "password"]);
  const add = async (form: FormData) => {
    const added = await api.addUser({ user: String(form.get("user") ?? "").trim(), password: passwordOf(form), role: roleOf(form) });
    await onDone();
    toast(`${added.user} can sign in now.`, { tone: "good" });
  };
  return (
    <FormDialog title="Add a user" deed="Add the user" doing={doing} onSubmit={add} onClose={onClose}>
      <TextField
        label="User"
        hint="The name to sign in with."
        error={doing.wrong.fields["user"]}
        name="user"
        maxLength={100}
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <PasswordField label="Password" error={doing.wrong.fields["password"]} />
      <RoleChoice chosen="agent" />
    </FormDialog>
  );
}

export function ChangeRole({ user, onDone, onClose }: UserProps) {
  const doing = useDeed();
  const change = async (form: FormData) => {
    const role = roleOf(form);
    if (role !== highest(user.roles)) await api.changeUser(user.user, { role });
    await onDone();
    toast(`${user.user} is ${roleNames[role].toLowerCase()} now.`, { tone: "good" });
  };
  return (
    <FormDialog title={`What may ${user.user} do?`} deed="Change the role" doing={doing} onSubmit={change} onClose={onClose}>
      <RoleChoice chosen={highest(user.roles)} />
      <p className="aside">It counts at once, also where {user.user} is signed in already.</p>
    </FormDialog>
  );
}

export function NewPassword({ user, onDone, onClose }: UserProps) {
  const doing = useDeed(["password"]);
  const change = async (form: FormData) => {
    await api.changeUser(user.user, { password: passwordOf(form) });
    await onDone();
    toast(`${user.user} has a new password.`, { tone: "good" });
  };
  return (
    <FormDialog title={`A new password for ${user.user}`} deed="Set the password" doing={doing} onSubmit={change} onClose={onClose}>
      <PasswordField label="New password" error={doing.wrong.fields["password"]} />
      <p className="aside">Wherever {user.user} is signed in, that ends at once.</p>
    </FormDialog>
  );
}

export function RemoveUser({ user, onDone, onClose }: UserProps) {
  const doing = useDeed();
  const remove = async () => {
    await api.removeUser(user.user);
    await onDone();
    toast(`${user.user} was removed.`);
  };
  return (
    <FormDialog title={`Remove ${user.user}?`} deed="Remove" tone="danger" doing={doing} onSubmit={remove} onClose={onClose}>
      <p>
        {user.user} is signed out everywhere at once and cannot sign in again. What was done under this name stays. To let {user.user}{" "}
        back in, add the user again.
      </p>
    </FormDialog>
  );
}
