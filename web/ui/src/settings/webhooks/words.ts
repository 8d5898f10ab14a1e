// What endpoints and deliveries are, in words.
import type { DeliveryState, Webhook, WebhookDelivery, WebhookEvent, WebhookState } from "../../api/contract";
import type { BadgeTone } from "../../ui/Badge";

export const eventWords: Readonly<Record<WebhookEvent | "webhook.test", string>> = {
  "segment.joined": "Joined a segment",
  "segment.left": "Left a segment",
  "stage.entered": "Entered a stage",
  "followup.opened": "Follow-up opened",
  "followup.resolved": "Follow-up resolved",
  "alert.raised": "Alert raised",
  "webhook.test": "Test",
};

export const stateWords: Readonly<Record<WebhookState, { readonly label: string; readonly tone?: BadgeTone }>> = {
  ok: { label: "Delivering", tone: "good" },
  waiting: { label: "Nothing sent yet" },
  retrying: { label: "Retrying", tone: "warn" },
  down: { label: "Not answering", tone: "bad" },
  paused: { label: "Paused" },
};

export const deliveryWords: Readonly<Record<DeliveryState, { readonly label: string; readonly tone?: BadgeTone }>> = {
  pending: { label: "Waiting" },
  delivered: { label: "Delivered", tone: "good" },
  dead: { label: "Dead letter", tone: "bad" },
};

/** Which events go there: "Joined a segment (vip, churn), alert raised". */
export function choice({ events, segments, stages }: Pick<Webhook, "events" | "segments" | "stages">): string {
  const words = events.map((event) => {
    const only = event === "stage.entered" ? stages : event.startsWith("segment.") ? segments : [];
    return only.length === 0 ? eventWords[event] : `${eventWords[event]} (${only.join(", ")})`;
  });
  return words.map((word, index) => (index === 0 ? word : word.charAt(0).toLowerCase() + word.slice(1))).join(", ");
}

/** What the event is about: whose, and what. Null where the body does not say. */
export function about(delivery: Pick<WebhookDelivery, "body">): { readonly customer: string | null; readonly what: string | null } {
  try {
    const { data } = JSON.parse(delivery.body) as { data?: Record<string, unknown> };
    const text = (value: unknown) => (typeof value === "string" ? value : null);
    const part = (name: string, field: string) => text((data?.[name] as Record<string, unknown> | undefined)?.[field]);
    return { customer: text(data?.["customerId"]), what: part("segment", "name") ?? part("stage", "name") ?? part("followUp", "metric")?.toUpperCase() ?? text(data?.["text"]) };
  } catch {
    return { customer: null, what: null };
  }
}

export function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
