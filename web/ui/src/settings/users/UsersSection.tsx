// Who may sign in, and as what.
import { useState } from "react";
import type { User } from "../../api/contract";
import { api } from "../../api/http";
import { useStore } from "../../live/store";
import { session } from "../../session/session";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Loading } from "../../ui/EmptyState";
import { Menu } from "../../ui/Menu";
import { Note } from "../../ui/parts";
import { Table } from "../../ui/Table";
import { Ago, When } from "../../ui/time";
import { highest, roleNames } from "../roles";
import { useList } from "../useList";
import { AddUser, ChangeRole, NewPassword, RemoveUser } from "./dialogs";

type Open = { readonly what: "add" } | { readonly what: "role" | "password" | "remove"; readonly user: User };

export function UsersSection() {
  const users = useList(api.users);
  const [open, setOpen] = useState<Open | null>(null);
  const signedIn = useStore(session);
  const me = signedIn.status === "in" ? signedIn.session.user : "";
  const close = () => setOpen(null);
  const done = async () => {
    close();
    await users.reload();
  };

  return (
    <section className="card">
      <header>
        <h2>Users</h2>
        <Button icon="plus" small onClick={() => setOpen({ what: "add" })}>
          Add a user
        </Button>
      </header>
      {users.error !== null && <Note tone="bad">{users.error}</Note>}
      {users.items === null && users.error === null && <Loading what="Loading the users" />}
      {users.items !== null && (
        <Table
          caption="Users"
          rows={users.items}
          rowKey={(user) => user.user}
          columns={[
            {
              key: "user",
              header: "User",
              cell: (user) => (
                <>
                  {user.user} {user.user === me && <Badge>you</Badge>}
                </>
              ),
            },
            { key: "role", header: "Role", cell: (user) => <Role user={user} /> },
            { key: "created", header: "Added", cell: (user) => <When at={user.createdAt} />, wideOnly: true },
            { key: "used", header: "Last active", cell: (user) => (user.lastUsed === null ? "never" : <Ago at={user.lastUsed} />), numeric: true },
            {
              key: "more",
              header: <span className="visually-hidden">Actions</span>,
              numeric: true,
              cell: (user) => (
                <Menu
                  label={`Change ${user.user}`}
                  items={[
                    { key: "role", label: "Change role", icon: "person", onChoose: () => setOpen({ what: "role", user }) },
                    { key: "password", label: "New password", icon: "key", onChoose: () => setOpen({ what: "password", user }) },
                    { key: "remove", label: "Remove", icon: "close", danger: true, divided: true, onChoose: () => setOpen({ what: "remove", user }) },
                  ]}
                />
              ),
            },
          ]}
        />
      )}
      {open?.what === "add" && <AddUser onDone={done} onClose={close} />}
      {open?.what === "role" && <ChangeRole user={open.user} onDone={done} onClose={close} />}
      {open?.what === "password" && <NewPassword user={open.user} onDone={done} onClose={close} />}
      {open?.what === "remove" && <RemoveUser user={open.user} onDone={done} onClose={close} />}
    </section>
  );
}

function Role({ user }: { readonly user: User }) {
  const role = highest(user.roles);
  return <Badge tone={role === "admin" ? "accent" : undefined}>{roleNames[role]}</Badge>;
}
