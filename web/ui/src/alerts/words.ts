// An alert's rule in words, and what may be wrong with one before it is sent.
import { alertOps, alertSources, alertWindows, type AlertOp, type AlertRuleDraft, type AlertSource, type AlertWindow } from "../api/contract";
import { count, mean } from "../format/format";
import { parseScope, type ScopeKind } from "../scopes/scope";

export interface AlertMetric {
  readonly key: string;
  readonly label: string;
  /** What its number is: said after the threshold. */
  readonly unit: string;
  /** It counts whole customers, who have no channel. */
  readonly people?: true;
}

/** Figures that an alert may watch; the names are those of the key figures. */
export const alertMetrics: readonly AlertMetric[] = [
  { key: "events", label: "Events", unit: "events" },
  { key: "orders", label: "Orders", unit: "orders" },
  { key: "gross", label: "Gross", unit: "gross, in the reporting currency" },
  { key: "net", label: "Net", unit: "net, in the reporting currency" },
  { key: "refundCount", label: "Refunds", unit: "refunds" },
  { key: "refunded", label: "Refunded", unit: "refunded, in the reporting currency" },
  { key: "activeCustomers", label: "Active customers", unit: "active customers", people: true },
  { key: "newCustomers", label: "New customers", unit: "new customers", people: true },
  { key: "csat", label: "CSAT", unit: "per cent satisfied" },
  { key: "nps", label: "NPS", unit: "points of NPS" },
  { key: "ces", label: "CES", unit: "on the scale of CES, 1 to 7" },
  { key: "openTickets", label: "Open tickets", unit: "open tickets", people: true },
];

export const sourceNames: Readonly<Record<AlertSource, string>> = {
  kpi: "A key figure",
  joined: "Customers who join a segment",
  left: "Customers who leave a segment",
  size: "Customers in a segment or stage",
  entered: "Customers who enter a stage",
};

export const windowNames: Readonly<Record<AlertWindow, string>> = { "5m": "5 minutes", "10m": "10 minutes", "1h": "an hour", "24h": "24 hours" };

export const opNames: Readonly<Record<AlertOp, string>> = { ">": "more than", ">=": "at least", "<": "less than", "<=": "at most" };

/** What scopes a source can have: of a flow or a size exactly one, of a figure one or none. */
export function scopesOf(source: AlertSource): readonly ScopeKind[] {
  switch (source) {
    case "joined":
    case "left":
      return ["segment"];
    case "entered":
      return ["stage"];
    case "size":
      return ["segment", "stage"];
    case "kpi":
      return ["segment", "stage", "channel"];
  }
}

export const needsScope = (source: AlertSource) => source !== "kpi";

/** Such as "more than 20 customers enter At risk within 10 minutes". */
export function sentence(rule: Pick<AlertRuleDraft, "source" | "metric" | "scope" | "window" | "op" | "threshold">, nameOf: (scope: string) => string): string {
  const limit = `${opNames[rule.op]} ${rule.source === "kpi" ? mean(rule.threshold) : count(rule.threshold)}`;
  const scope = rule.scope === null ? "" : nameOf(rule.scope);
  const within = rule.window === null ? "now" : `within ${windowNames[rule.window]}`;
  switch (rule.source) {
    case "joined":
      return `${limit} customers join ${scope} ${within}`;
    case "left":
      return `${limit} customers leave ${scope} ${within}`;
    case "entered":
      return `${limit} customers enter ${scope} ${within}`;
    case "size":
      return `${limit} customers are in ${scope}`;
    case "kpi": {
      const unit = alertMetrics.find((each) => each.key === rule.metric)?.unit ?? rule.metric ?? "";
      const of = scope === "" ? "" : parseScope(rule.scope)?.kind === "channel" ? ` by ${scope}` : ` of customers in ${scope}`;
      return rule.metric === "openTickets" ? `${limit} ${unit}${of}` : `${limit} ${unit}${of} ${within}`;
    }
  }
}

/** What the form holds: texts, as they are typed. */
export interface RuleForm {
  readonly name: string;
  readonly source: AlertSource;
  readonly metric: string;
  readonly scope: string | null;
  readonly window: AlertWindow;
  readonly op: AlertOp;
  readonly threshold: string;
  readonly enabled: boolean;
}

export const emptyForm: RuleForm = { name: "", source: "entered", metric: "orders", scope: null, window: "10m", op: ">", threshold: "", enabled: true };

export function formOf(rule: AlertRuleDraft): RuleForm {
  const { name, source, scope, op, enabled } = rule;
  return { name, source, scope, op, enabled, metric: rule.metric ?? "orders", window: rule.window ?? emptyForm.window, threshold: String(rule.threshold) };
}

/** By field: what is wrong, and what would be right. */
export function problemsOf(form: RuleForm): Readonly<Partial<Record<keyof RuleForm, string>>> {
  const problems: Partial<Record<keyof RuleForm, string>> = {};
  if (form.name.trim() === "") problems.name = "Give it a name: it is what the notice says first.";
  else if (form.name.trim().length > 100) problems.name = `${form.name.trim().length} characters are too many: at most 100.`;
  const scope = parseScope(form.scope);
  if (scope === null && needsScope(form.source)) problems.scope = form.source === "entered" ? "Choose the stage." : form.source === "size" ? "Choose the segment or the stage." : "Choose the segment.";
  else if (scope !== null && !scopesOf(form.source).some((kind) => kind === scope.kind)) problems.scope = form.source === "entered" ? "Only a stage is entered: choose one." : "Only a segment is joined and left: choose one.";
  else if (scope?.kind === "channel" && alertMetrics.some(({ key, people }) => key === form.metric && people)) problems.scope = "Customers have no channel: choose a segment or a stage, or everybody's.";
  const threshold = numberOf(form.threshold);
  if (form.threshold.trim() === "") problems.threshold = "Say how many.";
  else if (threshold === null) problems.threshold = `“${form.threshold.trim()}” is no number: write it as 20 or 0.5.`;
  else if (form.source !== "kpi" && (threshold < 0 || !Number.isInteger(threshold))) problems.threshold = "Customers are counted whole: 0, 1, 2 and so on.";
  else if (form.source !== "kpi" && form.op === "<" && threshold === 0) problems.threshold = "There are never less than 0: this would never be raised.";
  else if (form.source !== "kpi" && form.op === ">=" && threshold === 0) problems.threshold = "There are always at least 0: this would always be raised.";
  return problems;
}

export function draftOf(form: RuleForm): AlertRuleDraft {
  return {
    name: form.name.trim(),
    source: form.source,
    metric: form.source === "kpi" ? form.metric : null,
    scope: form.scope,
    window: form.source === "size" ? null : form.window,
    op: form.op,
    threshold: numberOf(form.threshold) ?? 0,
    enabled: form.enabled,
  };
}

function numberOf(text: string): number | null {
  const trimmed = text.trim();
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : null;
}

/** A key of a-z, 0-9 and -, that no other rule has. */
export function keyFor(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 56)
    .replace(/-+$/, "");
  const base = plain === "" ? "alert" : plain;
  for (let n = 1; ; n++) {
    const key = n === 1 ? base : `${base}-${n}`;
    if (!taken.includes(key)) return key;
  }
}

export const sourceOptions = alertSources.map((value) => ({ value, label: sourceNames[value] }));
export const windowOptions = alertWindows.map((value) => ({ value, label: windowNames[value] }));
export const opOptions = alertOps.map((value) => ({ value, label: opNames[value] }));
