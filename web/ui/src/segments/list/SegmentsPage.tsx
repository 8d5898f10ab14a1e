// All segments, live: how many are in each, who came and went, and what is being re-evaluated.
import { memo, useRef, useState, type ReactNode } from "react";
import { count, percent, plural } from "../../format/format";
import { live as hub } from "../../live/hub";
import { useStore } from "../../live/store";
import { Link, navigate } from "../../router/router";
import { useRole } from "../../session/useSession";
import { useShortcut } from "../../shell/useShortcuts";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { EmptyState, Loading } from "../../ui/EmptyState";
import { SelectField, TextField } from "../../ui/Field";
import { Note } from "../../ui/parts";
import { Sparkline } from "../../ui/Sparkline";
import { useTitle } from "../../ui/useTitle";
import { listHref, newSegmentHref, parseListView, segmentHref, type ListView } from "../address";
import { Backfills } from "../Backfills";
import { Quoted } from "../rule/Quoted";
import { RuleView } from "../rule/RuleView";
import { arrange, inPlace, rowsOf, shareOf, sortKeys, sortNames, type ListRow } from "./arrange";
import { Examples } from "./Examples";
import { useSegments } from "./useSegments";
import "../segments.css";

export function SegmentsPage({ query }: { readonly query: URLSearchParams }) {
  useTitle("Segments");
  const view = parseListView(query);
  const { items, population, error, live } = useSegments();
  const operator = useRole("operator");
  const connection = useStore(hub.connection);
  const stale = items !== null && connection.status === "lost";
  const change = (part: Partial<ListView>) => navigate(listHref({ ...view, ...part }), { replace: true });
  useShortcut("c", "New segment", () => operator && navigate(newSegmentHref()));

  return (
    <div className="page segments">
      <div className="page-head">
        <h1>Segments</h1>
        {items !== null && (
          <span className="aside">
            {plural(items.length, "segment", "segments")} over {plural(population, "customer", "customers")}
          </span>
        )}
        {operator && (
          <Button tone="primary" icon="plus" className="segments-new" onClick={() => navigate(newSegmentHref())}>
            New segment
          </Button>
        )}
      </div>
      <Backfills live={live} />
      {error !== null && <Note tone="bad">The segments could not be loaded: {error} Trying again.</Note>}
      {items === null && error === null && <Loading what="Loading the segments" lines={6} />}
      {items !== null && items.length === 0 && <NoSegments operator={operator} />}
      {items !== null && items.length > 0 && (
        <>
          <div className="segments-tools" role="search" aria-label="Segments">
            <TextField label="Search segments" hideLabel type="search" placeholder="Name, key or a word of the rule" value={view.text} onChange={(event) => change({ text: event.target.value })} />
            <SelectField
              label="Order"
              hideLabel
              options={sortKeys.map((key) => ({ value: key, label: sortNames[key] }))}
              value={view.sort}
              onChange={(event) => change({ sort: sortKeys.find((key) => key === event.target.value) ?? "size" })}
            />
          </div>
          <List rows={rowsOf(items, live)} view={view} population={population} stale={stale} onClear={() => change({ text: "" })} />
        </>
      )}
    </div>
  );
}

interface ListProps {
  readonly rows: readonly ListRow[];
  readonly view: ListView;
  readonly population: number;
  readonly stale: boolean;
  readonly onClear: () => void;
}

function List({ rows, view, population, stale, onClear }: ListProps) {
  const [held, setHeld] = useState(false);
  const order = useRef<readonly string[]>([]);
  const question = `${view.sort} ${view.text}`;
  const asked = useRef(question);
  const arranged = arrange(rows, view.text, view.sort);
  // Nothing moves under the pointer or the focus: the order waits, the figures do not.
  const shown = held && asked.current === question ? inPlace(arranged, order.current) : arranged;
  order.current = shown.map((row) => row.key);
  asked.current = question;

  if (shown.length === 0) {
    return (
      <EmptyState icon="search" title={`No segment has “${view.text.trim()}”`} actions={<Button onClick={onClear}>Show all segments</Button>}>
        Names, keys, descriptions and the words of the rules are searched.
      </EmptyState>
    );
  }
  return (
    <ul
      className={stale ? "card segment-list stale" : "card segment-list"}
      onPointerEnter={(event) => event.pointerType !== "touch" && setHeld(true)}
      onPointerLeave={(event) => setHeld(event.currentTarget.contains(document.activeElement))}
      onFocus={() => setHeld(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setHeld(event.currentTarget.matches(":hover"))}
    >
      {shown.map((row) => (
        <Row key={row.key} row={row} population={population} />
      ))}
    </ul>
  );
}

const Row = memo(
  function Row({ row, population }: { readonly row: ListRow; readonly population: number }) {
    return (
      <li className="segment-row">
        <div className="segment-what">
          <span className="segment-name">
            <Link href={segmentHref(row.key)}>{row.name}</Link>
            {row.broken !== null && <Badge tone="bad">cannot be evaluated</Badge>}
          </span>
          {row.broken === null ? row.description && <span className="aside">{row.description}</span> : <span className="segment-broken"><Quoted text={row.broken} /></span>}
          <RuleView rule={row.rule} inline />
        </div>
        <Sparkline values={row.course} />
        <dl className="segment-figures">
          <Figure label="Now" className="segment-size">
            {count(row.size)} <small>{percent(shareOf(row.size, population))}</small>
          </Figure>
          <Figure label="Last hour">
            <Flow joined={row.joined.hour} left={row.left.hour} />
          </Figure>
          <Figure label="24 hours">
            <Flow joined={row.joined.day} left={row.left.day} />
          </Figure>
        </dl>
      </li>
    );
  },
  (a, b) => a.population === b.population && same(a.row, b.row),
);

/** Rows are made anew with each frame; drawn anew only when something in them changed. */
function same(a: ListRow, b: ListRow): boolean {
  return (
    a.size === b.size && a.joined.hour === b.joined.hour && a.joined.day === b.joined.day && a.left.hour === b.left.hour && a.left.day === b.left.day &&
    a.name === b.name && a.rule === b.rule && a.description === b.description && a.broken === b.broken && a.spark === b.spark
  );
}

function Figure({ label, className, children }: { readonly label: string; readonly className?: string; readonly children: ReactNode }) {
  return (
    <div className={className}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Who came and who went, told apart by sign, never by colour alone. */
export function Flow({ joined, left }: { readonly joined: number; readonly left: number }) {
  return (
    <span className="flow">
      <span className={joined > 0 ? "flow-in" : "flow-none"}>
        <span className="visually-hidden">joined </span>+{count(joined)}
      </span>
      <span className={left > 0 ? "flow-out" : "flow-none"}>
        <span className="visually-hidden">left </span>−{count(left)}
      </span>
    </span>
  );
}

function NoSegments({ operator }: { readonly operator: boolean }) {
  return (
    <section className="card" aria-labelledby="no-segments">
      <header>
        <h2 id="no-segments">No segments yet</h2>
      </header>
      <div className="card-body segments-none">
        <p>
          A segment is a rule about live customers. Whoever it fits joins on the very event that makes it true, or at the very second at which time
          does, and leaves the same way. Every joining and leaving says why.
        </p>
        {operator ? <Examples /> : <p className="aside">Operators and admins make segments; they appear here as soon as one does.</p>}
      </div>
    </section>
  );
}
