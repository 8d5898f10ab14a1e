// Small, complete messages for tests.
import type { Backfill, Bucket, CustomerView, Kpi, Segment, TouchpointRow, Transition, WindowKey } from "../api/contract";
import type { CustomerFrame, DashboardFrame, SegmentsFrame } from "../live/contract";

const noon = "2026-01-01T12:00:00.000Z";

export function row(messageId: string, more: Partial<TouchpointRow> = {}): TouchpointRow {
  return {
    customerId: "ann",
    seq: 1,
    messageId,
    kind: "track",
    name: "Product Viewed",
    channel: "web",
    occurredAt: noon,
    receivedAt: noon,
    summary: null,
    amount: null,
    currency: null,
    ...more,
  };
}

function kpi(window: WindowKey): Kpi {
  return {
    window,
    asOf: noon,
    currency: "GBP",
    events: 100,
    activeCustomers: 0,
    newCustomers: 0,
    orders: 0,
    gross: 0,
    refundCount: 0,
    refunded: 0,
    net: 0,
    unconverted: 0,
    byCurrency: {},
    csat: { share: null, answers: 0 },
    nps: { score: null, answers: 0, promoters: 0, passives: 0, detractors: 0 },
    ces: { mean: null, share: null, answers: 0 },
    openTickets: 0,
  };
}

function bucket(start: string): Bucket {
  return {
    start,
    events: 0,
    newCustomers: 0,
    orders: 0,
    gross: 0,
    refundCount: 0,
    refunded: 0,
    net: 0,
    csat: { share: null, answers: 0 },
    nps: { score: null, answers: 0 },
    ces: { mean: null, share: null, answers: 0 },
  };
}

export function dashboardFrame(n: number, full: boolean, touchpoints: readonly TouchpointRow[], scope: string | null = null): DashboardFrame {
  return {
    n,
    full,
    at: noon,
    scope,
    currency: "GBP",
    rate: 0,
    behind: 0,
    lag: { p50: null, p99: null, count: 0 },
    windows: { "5m": kpi("5m"), "1h": kpi("1h"), "24h": kpi("24h"), "30d": kpi("30d"), all: kpi("all") },
    previous: { "5m": kpi("5m"), "1h": kpi("1h"), "24h": kpi("24h"), "30d": kpi("30d") },
    current: { minute: bucket(noon), hour: bucket(noon), day: bucket("2026-01-01T00:00:00.000Z") },
    server: { state: "ok", since: noon, queued: 0, capacity: 40000, refusedPerSecond: 0, commitMs: null },
    touchpoints,
  };
}

export function view(id: string, linked: readonly string[] = [], total = 0): CustomerView {
  const answers = { last: null, at: null, comment: null, answers: 0 };
  return {
    id,
    version: 1,
    asOf: noon,
    known: true,
    displayName: null,
    traits: {},
    links: linked.map((link) => ({ id: link, since: noon })),
    firstSeen: noon,
    lastSeen: noon,
    touchpoints: { total, byKind: {}, byChannel: {}, byName: {}, other: 0 },
    cart: null,
    journey: { stage: "Aware", since: noon, history: [] },
    preferences: { explicit: {}, consents: [], channels: [], categories: [], hours: [] },
    value: {
      currency: "GBP",
      orders: 0,
      gross: 0,
      refundCount: 0,
      refunded: 0,
      cancelled: 0,
      net: 0,
      averageOrder: null,
      firstOrder: null,
      lastOrder: null,
      buyingDays: 0,
      unconverted: 0,
      byCurrency: {},
    },
    experience: {
      csat: { ...answers, share: null },
      nps: { ...answers, score: null },
      ces: { ...answers, mean: null, share: null },
      openTickets: [],
      resolvedTickets: 0,
      timeToResolve: null,
    },
    recent: [],
  };
}

export function customerFrame(
  n: number,
  full: boolean,
  customer: CustomerView,
  touchpoints: readonly TouchpointRow[],
  watched = customer.id,
): CustomerFrame {
  return { n, full, at: noon, watched, receivedAt: noon, customer, touchpoints };
}

export function segment(key: string, more: Partial<Segment> = {}): Segment {
  return {
    key,
    name: key,
    description: null,
    rule: "always",
    version: 1,
    publishedAt: noon,
    publishedBy: "admin",
    size: 0,
    share: 0,
    joined: { hour: 0, day: 0 },
    left: { hour: 0, day: 0 },
    spark: [],
    backfill: null,
    broken: null,
    ...more,
  };
}

export function transition(id: number, more: Partial<Transition> = {}): Transition {
  return {
    id,
    customerId: "ann",
    displayName: "Ann",
    kind: "joined",
    key: "vip",
    name: "VIP",
    from: null,
    at: noon,
    decidedAt: noon,
    cause: "event",
    because: "m1",
    why: "orders.count = 3",
    ...more,
  };
}

export function backfill(id: number, more: Partial<Backfill> = {}): Backfill {
  return { id, generation: id, reason: "Published VIP, version 2", state: "running", done: 0, total: 100, changed: 0, startedAt: noon, finishedAt: null, perSecond: 0, ...more };
}

export function segmentsFrame(n: number, full: boolean, more: Partial<SegmentsFrame> = {}): SegmentsFrame {
  return { n, full, at: noon, population: 100, sizes: {}, stages: {}, backfills: [], transitions: [], skipped: 0, ...more };
}
