// One endpoint: how it is doing, and the messages on their way there.
import { useCallback, useState } from "react";
import type { DeliveryState, Webhook, WebhookDelivery } from "../../api/contract";
import { api } from "../../api/http";
import { count, plural } from "../../format/format";
import { customerHref, Link, navigate } from "../../router/router";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { CopyButton } from "../../ui/Copy";
import { EmptyState, Loading } from "../../ui/EmptyState";
import { Facts, Note } from "../../ui/parts";
import { Segmented } from "../../ui/Segmented";
import { Ago, TimeOfDay, When } from "../../ui/time";
import { toast } from "../../ui/toasts";
import { usePolled } from "../usePolled";
import { about, choice, deliveryWords, eventWords, pretty } from "./words";
import { webhookHref } from "./WebhooksSection";

type Shown = DeliveryState | "all";

const shownStates: readonly Shown[] = ["all", "pending", "delivered", "dead"];
const latest = 50;

interface Props {
  readonly webhook: Webhook;
  readonly shown: string | null;
  readonly onChanged: () => Promise<void>;
}

export function WebhookCard({ webhook, shown, onChanged }: Props) {
  const show = shownStates.find((state) => state === shown) ?? "all";
  const load = useCallback((signal?: AbortSignal) => api.deliveries(webhook.id, show, latest, signal), [webhook.id, show]);
  const { value, error, reload } = usePolled(load);
  const [busy, setBusy] = useState(false);
  const items = value?.items ?? null;

  const run = async (what: () => Promise<string>) => {
    setBusy(true);
    try {
      toast(await what());
      await Promise.all([reload(), onChanged()]);
    } catch (problem) {
      toast(problem instanceof Error ? problem.message : String(problem), { tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  const test = () =>
    run(async () => {
      await api.testWebhook(webhook.id);
      return "The test message is on its way.";
    });
  const replayAll = () => run(async () => `${plural((await api.replayDead(webhook.id)).replayed, "dead letter is", "dead letters are")} sent again.`);
  const replay = (delivery: WebhookDelivery) =>
    run(async () => {
      await api.replayDelivery(webhook.id, delivery.id);
      return "The message is sent again.";
    });

  return (
    <section className="card key-events webhook" aria-label={webhook.name}>
      <header>
        <h2>{webhook.name}</h2>
        <div className="key-events-tools">
          {webhook.dead > 0 && (
            <Button icon="refresh" small busy={busy} onClick={() => void replayAll()}>
              {`Replay ${plural(webhook.dead, "dead letter", "dead letters")}`}
            </Button>
          )}
          <Button icon="play" small disabled={webhook.state === "paused"} busy={busy} onClick={() => void test()}>
            Send a test
          </Button>
        </div>
      </header>
      <div className="card-body">
        <Health webhook={webhook} />
        <Facts
          rows={[
            ["Address", <code key="url">{webhook.url}</code>],
            ["Events", choice(webhook)],
            [
              "Waiting",
              <span key="waiting">
                {count(webhook.pending)}
                {webhook.oldestPending !== null && (
                  <>
                    {" "}
                    <span className="aside">
                      the oldest since <Ago at={webhook.oldestPending} />
                    </span>
                  </>
                )}
              </span>,
            ],
            webhook.oldSecretUntil === null ? null : ["Old secret", <span key="old">signs too until <When at={webhook.oldSecretUntil} /></span>],
          ]}
        />
        <Segmented
          label="Show"
          segments={shownStates.map((key) => ({ key, label: label(key, webhook) }))}
          chosen={show}
          onChoose={(key) => navigate(webhookHref(webhook.id, key === "all" ? undefined : key), { replace: true })}
        />
      </div>
      {error !== null && <Note tone="bad">{error}</Note>}
      {items === null && error === null && <Loading what="Loading the messages" />}
      {items !== null && items.length === 0 && <Nothing show={show} />}
      {items !== null && items.length > 0 && (
        <ol className={error === null ? undefined : "stale"}>
          {items.map((delivery) => (
            <Row key={delivery.id} delivery={delivery} busy={busy} onReplay={replay} />
          ))}
        </ol>
      )}
      {value?.next != null && <p className="card-body aside">The latest {latest} are shown.</p>}
    </section>
  );
}

function label(show: Shown, webhook: Webhook): string {
  if (show === "all") return "All";
  const word = show === "dead" ? "Dead letters" : deliveryWords[show].label;
  return show === "delivered" ? word : `${word} ${count(show === "dead" ? webhook.dead : webhook.pending)}`;
}

function Health({ webhook }: { readonly webhook: Webhook }) {
  if (webhook.pausedAt !== null) {
    return (
      <Note tone="warn">
        Paused <Ago at={webhook.pausedAt} />. {webhook.pausedWhy ?? "Nothing is lost: what happens meanwhile is sent when it is resumed, for up to 90 days."}
      </Note>
    );
  }
  if (webhook.failures === 0 || webhook.failedAt === null) return null;
  return (
    <Note tone="bad">
      {plural(webhook.failures, "attempt", "attempts")} failed since the last success. Last, <Ago at={webhook.failedAt} />: {webhook.lastError}
      {webhook.retryAt !== null && (
        <>
          {" "}
          Tried again at <TimeOfDay at={webhook.retryAt} />.
        </>
      )}
    </Note>
  );
}

function Nothing({ show }: { readonly show: Shown }) {
  if (show === "dead") return <EmptyState icon="check" title="No dead letters" />;
  if (show === "pending") return <EmptyState icon="check" title="Nothing waits" />;
  return (
    <EmptyState icon="play" title="Nothing was sent yet">
      What is decided from now on appears here. Send a test to try the receiver.
    </EmptyState>
  );
}

interface RowProps {
  readonly delivery: WebhookDelivery;
  readonly busy: boolean;
  readonly onReplay: (delivery: WebhookDelivery) => Promise<void>;
}

function Row({ delivery, busy, onReplay }: RowProps) {
  const [open, setOpen] = useState(false);
  const { customer, what } = about(delivery);
  const { label: word, tone } = deliveryWords[delivery.state];
  return (
    <li>
      <details onToggle={(toggle) => setOpen(toggle.currentTarget.open)}>
        <summary>
          <TimeOfDay at={delivery.createdAt} />
          <Badge tone={delivery.state === "pending" && delivery.attempts > 0 ? "warn" : tone}>{word}</Badge>
          <span className="what">
            <b>{eventWords[delivery.event]}</b> {what} <span className="aside">{customer}</span>
            {delivery.error !== null && delivery.state !== "delivered" && <span className="why">{delivery.error}</span>}
          </span>
        </summary>
        {open && (
          <div className="key-event">
            <Facts
              rows={[
                customer === null ? null : ["Customer", <Link key="who" href={customerHref(customer)}>{customer}</Link>],
                ["Message id", <code key="id">{delivery.messageId}</code>],
                ["Decided", <When key="at" at={delivery.createdAt} />],
                ["Attempts", delivery.attempts === 0 ? "none yet" : count(delivery.attempts)],
                delivery.nextAt === null ? null : ["Next attempt", <When key="next" at={delivery.nextAt} />],
                delivery.finishedAt === null ? null : [delivery.state === "dead" ? "Given up" : "Delivered", <When key="done" at={delivery.finishedAt} />],
                delivery.status === null ? null : ["Answer", `${delivery.status}${delivery.tookMs === null ? "" : `, after ${count(delivery.tookMs)} ms`}`],
              ]}
            />
            <div className="snippet">
              <pre className="command" tabIndex={0} role="group" aria-label="Body">
                {pretty(delivery.body)}
              </pre>
              <CopyButton text={delivery.body} label="Copy the body as it is sent" />
            </div>
            {delivery.state !== "pending" && (
              <div>
                <Button icon="refresh" small busy={busy} onClick={() => void onReplay(delivery)}>
                  {delivery.state === "dead" ? "Replay" : "Send again"}
                </Button>
              </div>
            )}
          </div>
        )}
      </details>
    </li>
  );
}
