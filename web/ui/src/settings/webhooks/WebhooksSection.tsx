// Where changes go: the endpoints, how each is doing, what went there and what did not.
import { useState } from "react";
import type { Webhook, WebhookTarget } from "../../api/contract";
import { api } from "../../api/http";
import { count } from "../../format/format";
import { useStore } from "../../live/store";
import { href, Link, navigate } from "../../router/router";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { EmptyState, Loading } from "../../ui/EmptyState";
import { Menu } from "../../ui/Menu";
import { Note } from "../../ui/parts";
import { Table } from "../../ui/Table";
import { toast } from "../../ui/toasts";
import { Ago } from "../../ui/time";
import { FormDialog } from "../FormDialog";
import { useDeed } from "../useDeed";
import { usePolled } from "../usePolled";
import { made } from "./made";
import { MadeSecret, Verify } from "./MadeWebhookSecret";
import { WebhookCard } from "./WebhookCard";
import { WebhookDialog } from "./WebhookDialog";
import { stateWords } from "./words";
import "./webhooks.css";

type Open = { readonly what: "make" } | { readonly what: "change" | "remove" | "secret"; readonly webhook: Webhook };

export const webhookHref = (id: number, show?: string) => href(["settings", "webhooks"], { hook: String(id), show: show ?? null });

export function WebhooksSection({ query }: { readonly query: URLSearchParams }) {
  const { value, error, reload } = usePolled(api.webhooks);
  const fresh = useStore(made);
  const [open, setOpen] = useState<Open | null>(null);
  const items = value?.items ?? null;
  const asked = query.get("hook");
  const chosen = items?.find((webhook) => String(webhook.id) === asked) ?? (asked === null && items?.length === 1 ? items[0] : undefined);
  const close = () => setOpen(null);
  const done = async () => {
    close();
    await reload();
  };
  const make = async (target: WebhookTarget) => {
    const { webhook, secret } = await api.makeWebhook(target);
    made.set({ id: webhook.id, name: webhook.name, secret });
    navigate(webhookHref(webhook.id), { replace: true });
    await done();
  };
  const pause = async (webhook: Webhook) => {
    try {
      await api.changeWebhook(webhook.id, { paused: webhook.state !== "paused" });
      await reload();
    } catch (problem) {
      toast(problem instanceof Error ? problem.message : String(problem), { tone: "bad" });
    }
  };

  return (
    <>
      {fresh && <MadeSecret made={fresh} />}
      {error !== null && <Note tone="bad">{error}</Note>}
      <section className="card">
        <header>
          <h2>Webhooks</h2>
          <Button icon="plus" small onClick={() => setOpen({ what: "make" })}>
            New webhook
          </Button>
        </header>
        <p className="card-body aside">
          Who joins or leaves a segment or enters a stage, and alerts, are posted to these addresses: signed, at least once, and in order for each customer.
        </p>
        {items === null && error === null && <Loading what="Loading the webhooks" lines={2} />}
        {items !== null && (
          <Table
            caption="Webhooks"
            rows={items}
            rowKey={(webhook) => String(webhook.id)}
            rowClass={(webhook) => (webhook.id === chosen?.id ? "chosen" : undefined)}
            columns={[
              {
                key: "name",
                header: "Name",
                cell: (webhook) => (
                  <Link href={webhookHref(webhook.id)} aria-current={webhook.id === chosen?.id ? "true" : undefined}>
                    {webhook.name}
                  </Link>
                ),
              },
              { key: "state", header: "State", cell: (webhook) => <Badge tone={stateWords[webhook.state].tone}>{stateWords[webhook.state].label}</Badge> },
              { key: "pending", header: "Waiting", cell: (webhook) => count(webhook.pending), numeric: true },
              {
                key: "dead",
                header: "Dead letters",
                cell: (webhook) => (webhook.dead === 0 ? "0" : <Link href={webhookHref(webhook.id, "dead")}>{count(webhook.dead)}</Link>),
                numeric: true,
                wideOnly: true,
              },
              { key: "last", header: "Last delivered", cell: (webhook) => (webhook.deliveredAt === null ? "never" : <Ago at={webhook.deliveredAt} />), numeric: true, wideOnly: true },
              {
                key: "more",
                header: <span className="visually-hidden">Actions</span>,
                numeric: true,
                cell: (webhook) => (
                  <Menu
                    label={`Change ${webhook.name}`}
                    items={[
                      { key: "change", label: "Change", icon: "filter", onChoose: () => setOpen({ what: "change", webhook }) },
                      {
                        key: "pause",
                        label: webhook.state === "paused" ? "Resume" : "Pause",
                        icon: webhook.state === "paused" ? "play" : "pause",
                        onChoose: () => void pause(webhook),
                      },
                      { key: "secret", label: "New secret", icon: "key", onChoose: () => setOpen({ what: "secret", webhook }) },
                      { key: "remove", label: "Remove", icon: "close", danger: true, divided: true, onChoose: () => setOpen({ what: "remove", webhook }) },
                    ]}
                  />
                ),
              },
            ]}
            empty={
              <EmptyState icon="link" title="Nothing leaves the system">
                Make a webhook, and what is decided about your customers from then on is told to your other programs at once.
              </EmptyState>
            }
          />
        )}
      </section>
      {chosen && <WebhookCard key={chosen.id} webhook={chosen} shown={query.get("show")} onChanged={reload} />}
      {items !== null && asked !== null && !chosen && <Note tone="warn">That webhook was removed, or there never was one: choose another.</Note>}
      {items !== null && items.length > 0 && !fresh && (
        <section className="card">
          <details className="webhook-verify">
            <summary>How receivers verify that a message is ours</summary>
            <div className="card-body">
              <Verify />
            </div>
          </details>
        </section>
      )}
      {open?.what === "make" && <WebhookDialog webhook={null} onSave={make} onClose={close} />}
      {open?.what === "change" && (
        <WebhookDialog
          webhook={open.webhook}
          onSave={async (target) => {
            await api.changeWebhook(open.webhook.id, target);
            await done();
          }}
          onClose={close}
        />
      )}
      {open?.what === "secret" && <NewSecret webhook={open.webhook} onDone={done} onClose={close} />}
      {open?.what === "remove" && <RemoveWebhook webhook={open.webhook} onDone={done} onClose={close} />}
    </>
  );
}

interface DeedProps {
  readonly webhook: Webhook;
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}

function NewSecret({ webhook, onDone, onClose }: DeedProps) {
  const doing = useDeed();
  const renew = async () => {
    const { secret } = await api.renewWebhookSecret(webhook.id);
    made.set({ id: webhook.id, name: webhook.name, secret });
    await onDone();
  };
  return (
    <FormDialog title={`A new secret for ${webhook.name}?`} deed="Make a new secret" doing={doing} onSubmit={renew} onClose={onClose}>
      <p>For 24 hours messages are signed with the old secret too, so the receiver can change over without missing one.</p>
    </FormDialog>
  );
}

function RemoveWebhook({ webhook, onDone, onClose }: DeedProps) {
  const doing = useDeed();
  const remove = async () => {
    await api.removeWebhook(webhook.id);
    if (made.get()?.id === webhook.id) made.set(null);
    navigate(href(["settings", "webhooks"]), { replace: true });
    await onDone();
    toast(`${webhook.name} was removed.`);
  };
  return (
    <FormDialog title={`Remove ${webhook.name}?`} deed="Remove" tone="danger" doing={doing} onSubmit={remove} onClose={onClose}>
      <p>
        Nothing is sent to it from now on. {webhook.pending + webhook.dead > 0 && <>What waits ({count(webhook.pending)}) and its dead letters ({count(webhook.dead)}) are gone for good. </>}
        To stop for a while, pause it instead.
      </p>
    </FormDialog>
  );
}
