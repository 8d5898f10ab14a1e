// Every queue and stage, in the order in which an event goes through them.
import { useId, type ReactNode } from "react";
import type { Operations } from "../api/contract";
import { bytes, compact, count, percent, rate, share, shortTime } from "../format/format";
import { StatTile } from "../ui/StatTile";
import { Figures } from "./figures";

const minute = "last minute";
const now = "now";

export function Stages({ shown }: { readonly shown: Operations }) {
  const f = new Figures(shown);
  const is = (...keys: string[]) => (shown.findings.some(({ key }) => keys.includes(key)) ? "warn" : undefined);
  const bad = (...keys: string[]) => (shown.findings.some(({ key }) => keys.includes(key)) ? "bad" : undefined);
  const c = (name: string) => `customergrains.${name}`;
  const many = (value: number | null, one: string, more: string) => (value === null ? "–" : `${whole(value)} ${value === 1 ? one : more}`);
  const whole = (value: number | null) => (value === null ? "–" : value < 10_000 ? count(value) : compact(value));
  const second = (value: number | null) => (value === null ? "–" : `${rate(value)} /s`);
  const both = (name: string) => (f.p50(name) === null ? "none lately" : `half within ${shortTime(f.p50(name))}`);
  const refused = f.sum(c("ingest.refused"), "429", "503");
  const loaded = (source: string) => f.sum(c("customers.loaded"), source) ?? 0;
  const sources = [["nothing", "new"], ["journal", "from journals"], ["snapshot", "from snapshots"], ["rebuilt", "rebuilt"]]
    .flatMap(([source = "", word]) => (loaded(source) > 0 ? [`${whole(loaded(source))} ${word}`] : []))
    .join(", ");
  const cpu = f.perSecond("dotnet.process.cpu.time");
  const paused = f.perSecond("dotnet.gc.pause.time");
  const memory = f.now("dotnet.process.memory.working_set");
  const remaining = f.now(c("backfills.remaining")) ?? 0;

  return (
    <>
      <Stage title="Coming in">
        <Tile label="Events" hint="Events that became durable, duplicates included" value={second(f.perSecond(c("ingest.events")))} sub={`${whole(f.sum(c("ingest.events"), "duplicate"))} known already`} trend={f.course(c("ingest.events"))} foot={minute} />
        <Tile label="Rejected" hint="Events rejected one by one: the answer names field, value and way out; so does the event debugger in the settings" value={many(f.sum(c("ingest.rejected")), "event", "events")} sub="the rest of their batch was taken" trend={f.course(c("ingest.rejected"))} foot={minute} />
        <Tile label="Turned away" hint="Requests that got 429 (no room) or 503 (no store): senders send them again" value={many(refused, "request", "requests")} sub={`${whole(f.sum(c("ingest.refused"), "429"))} × 429, ${whole(f.sum(c("ingest.refused"), "503"))} × 503`} trend={f.course(c("ingest.refused"), "429", "503")} foot={minute} tone={bad("senders-429", "senders-503")} />
        <Tile label="In flight" hint="Events on their way to the journal, and the bodies they came in" value={many(f.now(c("ingest.inflight.events")), "event", "events")} sub={bytes(f.now(c("ingest.inflight.bytes")))} trend={f.course(c("ingest.inflight.events"))} foot={now} />
        <Tile label="Time to answer" hint="From the body's last byte to the answer; 99 of 100 requests took no longer" value={shortTime(f.p99(c("ingest.duration")))} sub={both(c("ingest.duration"))} trend={f.course(c("ingest.duration"))} foot={`99 of 100, ${minute}`} />
      </Stage>
      <Stage title="Journal">
        <Tile label="Waiting" hint="Commits that wait for their transaction, and how long the first of them has" value={many(f.now(c("journal.queued")), "commit", "commits")} sub={(f.now(c("journal.queued")) ?? 0) > 0 ? `the first for ${shortTime(f.now(c("journal.queued.age")))}` : "none waits"} trend={f.course(c("journal.queued"))} foot={now} tone={is("queue-waits")} />
        <Tile label="Transaction" hint="From its begin until it is on disk; 99 of 100 took no longer" value={shortTime(f.p99(c("journal.duration")))} sub={both(c("journal.duration"))} trend={f.course(c("journal.duration"))} foot={`99 of 100, ${minute}`} tone={bad("store-away") ?? is("commits-slow")} />
        <Tile label="In one transaction" hint="Commits of customers that shared one: the busier, the more" value={many(f.p50(c("journal.group")), "commit", "commits")} sub={`99 of 100 within ${whole(f.p99(c("journal.group")))}`} trend={f.course(c("journal.group"))} foot={`half of them, ${minute}`} />
        <Tile label="Received to durable" hint="Of each transaction the entry that waited longest; 99 of 100 transactions were quicker" value={shortTime(f.p99(c("journal.lag")))} sub={both(c("journal.lag"))} trend={f.course(c("journal.lag"))} foot={`99 of 100, ${minute}`} />
        <Tile label="Failed" hint="Commits that failed: their senders were told to send again" value={many(f.sum(c("journal.failures")), "commit", "commits")} sub={`${second(f.perSecond(c("journal.entries")))} entries written`} trend={f.course(c("journal.failures"))} foot={minute} tone={bad("store-away") ?? is("commits-fail")} />
      </Stage>
      <Stage title="Customers">
        <Tile label="In memory" hint="Customers who did something in the last quarter of an hour, or are looked at" value={whole(f.now(c("customers.resident")))} sub="of the last quarter of an hour" trend={f.course(c("customers.resident"))} foot={now} />
        <Tile label="Come into memory" hint="Customers whose grain was activated; as many leave after a quarter of an hour of rest" value={second(f.perSecond(c("customers.activated")))} sub={`${second(f.perSecond(c("customers.deactivated")))} leave`} trend={f.course(c("customers.activated"))} foot={minute} />
        <Tile label="Read from the store" hint="Customers folded from their journal, or from a snapshot and what came after it" value={many(f.sum(c("customers.loaded")), "customer", "customers")} sub={sources} trend={f.course(c("customers.loaded"))} foot={minute} />
        <Tile label="Snapshots" hint="Written as a cache; one that fails costs time, nothing else" value={`${whole(f.sum(c("customers.snapshots")))} written`} sub={`${whole(f.sum(c("customers.snapshot.failures")))} failed`} trend={f.course(c("customers.snapshots"))} foot={minute} tone={is("snapshots-fail")} />
        <Tile label="Key figures" hint="Counters in memory, and boards of segments, stages and channels that somebody looks at" value={many(f.now(c("kpis.series")), "counter", "counters")} sub={`${many(f.now(c("kpis.boards")), "board", "boards")} beside the main one`} trend={f.course(c("kpis.series"))} foot={now} />
      </Stage>
      <Stage title="Rules and deadlines">
        <Tile label="Rule evaluations" hint="Of segments' rules and of stages, one customer at a time: only those that something touched" value={second(f.perSecond(c("rules.evaluations")))} sub={`${second(f.perSecond(c("rules.decisions")))} decisions`} trend={f.course(c("rules.evaluations"))} foot={minute} />
        <Tile label="Folding and deciding" hint="Processor time of one customer's turn; 99 of 100 took no longer" value={shortTime(f.p99(c("rules.duration")))} sub={both(c("rules.duration"))} trend={f.course(c("rules.duration"))} foot={`99 of 100, ${minute}`} />
        <Tile label="Deadlines" hint="From a deadline until what follows from it is durable; 99 of 100 took no longer" value={shortTime(f.p99(c("deadlines.delay")))} sub={`${second(f.perSecond(c("deadlines.woken")))} woken, ${whole(f.sum(c("deadlines.failures")))} failed`} trend={f.course(c("deadlines.delay"))} foot={`99 of 100, ${minute}`} tone={is("deadlines-fail")} />
        <Tile label="Overdue" hint="How late the longest overdue customer was when the sweeper last looked" value={shortTime(f.now(c("deadlines.overdue")))} sub={`${many(f.now(c("deadlines.backlog")), "customer", "customers")} due`} trend={f.course(c("deadlines.overdue"))} foot={now} tone={is("deadlines-late")} />
        <Tile label="Backfill" hint="Customers still to be looked at after rules were published" value={remaining > 0 ? `${whole(remaining)} to go` : "none"} sub={`${second(f.perSecond(c("backfills.customers")))} looked at here`} trend={f.course(c("backfills.remaining"))} foot={now} />
      </Stage>
      <Stage title="Screens and alerts">
        <Tile label="Connections" hint="Screens that are open, and customers that one of them watches" value={whole(f.now(c("live.connections")))} sub={`${many(f.now(c("live.watched")), "customer", "customers")} watched`} trend={f.course(c("live.connections"))} foot={now} />
        <Tile label="Received to screen" hint="From a touchpoint's arrival to its first frame sent; 99 of 100 took no longer" value={shortTime(f.p99(c("live.lag")))} sub={both(c("live.lag"))} trend={f.course(c("live.lag"))} foot={`99 of 100, ${minute}`} tone={is("screens-lag")} />
        <Tile label="Frames" hint="Pictures sent to screens" value={second(f.perSecond(c("live.frames")))} sub={`${many(f.sum(c("live.dropped")), "connection", "connections")} given up`} trend={f.course(c("live.frames"))} foot={minute} />
        <Tile label="Replaced" hint="Pictures that a newer one replaced before a slow connection took them: it gets fewer, fuller frames" value={`${whole(f.sum(c("live.conflated")))} frames`} sub="nobody else waits" trend={f.course(c("live.conflated"))} foot={minute} />
        <Tile label="Alert rules" hint="One look at all of them, once a second; 99 of 100 took no longer" value={shortTime(f.p99(c("alerts.duration")))} sub={`${whole(f.now(c("alerts.open")))} open, ${whole(f.sum(c("alerts.failures")))} looks failed`} trend={f.course(c("alerts.duration"))} foot={`99 of 100, ${minute}`} tone={is("alerts-blind")} />
      </Stage>
      <Stage title="Memory and processor">
        <Tile label="Memory" hint="What the process takes of what it may" value={bytes(memory)} sub={memory === null ? "" : `${share(memory / shown.process.memoryLimit)} of ${bytes(shown.process.memoryLimit)}`} trend={f.course("dotnet.process.memory.working_set")} foot={now} tone={is("memory")} />
        <Tile label="Heap" hint="After the last garbage collection" value={bytes(f.now("dotnet.gc.last_collection.heap.size"))} sub={`${second(f.perSecond("dotnet.gc.collections"))} collections`} trend={f.course("dotnet.gc.last_collection.heap.size")} foot={now} />
        <Tile label="Pauses" hint="Share of the time that the process stands still to collect garbage" value={percent(paused === null ? null : paused * 100)} sub="of the time" trend={f.course("dotnet.gc.pause.time")} foot={minute} tone={is("pauses")} />
        <Tile label="Processor" hint="Processor time in use, of all that there is" value={percent(cpu === null ? null : (cpu / shown.process.processors) * 100)} sub={`of ${count(shown.process.processors)} processors`} trend={f.course("dotnet.process.cpu.time")} foot={minute} />
        <Tile label="Thread pool" hint="Work that waits for a thread" value={whole(f.now("dotnet.thread_pool.queue.length"))} sub="pieces of work wait" trend={f.course("dotnet.thread_pool.queue.length")} foot={now} />
      </Stage>
    </>
  );
}

function Stage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className="stage" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <dl className="sheet">{children}</dl>
    </section>
  );
}

interface TileProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly sub: string;
  readonly trend: readonly (number | null)[];
  readonly foot: string;
  readonly tone?: "warn" | "bad" | undefined;
}

function Tile({ tone, ...tile }: TileProps) {
  return <StatTile {...tile} {...(tone === undefined ? {} : { tone })} />;
}
