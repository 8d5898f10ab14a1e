// What may send events (write keys) and what may read them (API tokens).
import { useState } from "react";
import type { Key, KeyKind } from "../../api/contract";
import { api } from "../../api/http";
import { plural } from "../../format/format";
import { useStore } from "../../live/store";
import { href, Link, navigate } from "../../router/router";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { EmptyState, Loading } from "../../ui/EmptyState";
import { Checkbox } from "../../ui/Field";
import { Menu } from "../../ui/Menu";
import { Note } from "../../ui/parts";
import { Table, type Column } from "../../ui/Table";
import { Ago, When } from "../../ui/time";
import { roleNames } from "../roles";
import { useList } from "../useList";
import { MakeKey, RevokeKey } from "./dialogs";
import { made } from "./made";
import { MadeSecret } from "./MadeSecret";

type Open = { readonly what: "make"; readonly kind: KeyKind } | { readonly what: "revoke"; readonly key: Key };

const kinds = [
  {
    kind: "writeKey",
    title: "Write keys",
    make: "New write key",
    about: "They let programs and shops send events, and nothing else. One for each sender, so that each can be watched and revoked by itself.",
  },
  {
    kind: "apiToken",
    title: "API tokens",
    make: "New API token",
    about: "They let programs read, and do what their role may do.",
  },
] as const;

export function KeysSection() {
  const keys = useList(api.keys);
  const fresh = useStore(made);
  const [open, setOpen] = useState<Open | null>(null);
  const [revoked, setRevoked] = useState(false);
  const close = () => setOpen(null);
  const done = async () => {
    close();
    await keys.reload();
  };
  const gone = keys.items?.filter((key) => key.revokedAt !== null).length ?? 0;

  return (
    <>
      {fresh && <MadeSecret made={fresh} />}
      {keys.error !== null && <Note tone="bad">{keys.error}</Note>}
      {kinds.map(({ kind, title, make, about }) => (
        <section className="card" key={kind}>
          <header>
            <h2>{title}</h2>
            <Button icon="plus" small onClick={() => setOpen({ what: "make", kind })}>
              {make}
            </Button>
          </header>
          <p className="card-body aside">{about}</p>
          {keys.items === null && keys.error === null && <Loading what={`Loading the ${title}`} lines={2} />}
          {keys.items !== null && (
            <Table
              caption={title}
              rows={keys.items.filter((key) => key.kind === kind && (revoked || key.revokedAt === null))}
              rowKey={(key) => key.id}
              rowClass={(key) => (key.revokedAt === null ? undefined : "revoked")}
              columns={columns(kind, (key) => setOpen({ what: "revoke", key }))}
              empty={<EmptyState icon="key" title={kind === "writeKey" ? "Nothing may send events" : "No program may read"} />}
            />
          )}
        </section>
      ))}
      {gone > 0 && (
        <Checkbox label={`Show ${plural(gone, "revoked one", "revoked ones")} too`} checked={revoked} onChange={(event) => setRevoked(event.target.checked)} />
      )}
      {open?.what === "make" && <MakeKey kind={open.kind} onDone={done} onClose={close} />}
      {open?.what === "revoke" && <RevokeKey target={open.key} onDone={done} onClose={close} />}
    </>
  );
}

function columns(kind: KeyKind, revoke: (key: Key) => void): readonly Column<Key>[] {
  const all: readonly (Column<Key> | null)[] = [
    {
      key: "name",
      header: "Name",
      cell: (key) => (kind === "writeKey" && key.revokedAt === null ? <Link href={eventsHref(key)}>{key.name}</Link> : key.name),
    },
    kind === "apiToken" ? { key: "role", header: "Role", cell: (key) => key.role !== null && <Badge>{roleNames[key.role]}</Badge> } : null,
    { key: "created", header: "Made", cell: (key) => <When at={key.createdAt} />, wideOnly: true },
    {
      key: "used",
      header: "Last used",
      cell: (key) => (key.lastUsed === null ? "never" : <Ago at={key.lastUsed} />),
      numeric: true,
    },
    {
      key: "more",
      header: <span className="visually-hidden">Actions</span>,
      numeric: true,
      cell: (key) => (key.revokedAt === null ? <Actions target={key} revoke={revoke} /> : <Revoked at={key.revokedAt} />),
    },
  ];
  return all.filter((column) => column !== null);
}

const eventsHref = (key: Key) => href(["settings", "events"], { key: key.id });

function Actions({ target, revoke }: { readonly target: Key; readonly revoke: (key: Key) => void }) {
  const writes = target.kind === "writeKey";
  return (
    <Menu
      label={`Change ${target.name}`}
      items={[
        ...(writes ? [{ key: "events", label: "Watch its events", icon: "play" as const, onChoose: () => navigate(eventsHref(target)) }] : []),
        { key: "revoke", label: "Revoke", icon: "close", danger: true, divided: writes, onChoose: () => revoke(target) },
      ]}
    />
  );
}

function Revoked({ at }: { readonly at: string }) {
  return (
    <span className="aside">
      revoked <Ago at={at} />
    </span>
  );
}
