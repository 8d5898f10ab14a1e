// One stage: what its rule says, where its customers came from and went, and who is in it now.
import { useEffect, useState, type ReactNode } from "react";
import type { CustomerRow, Journey, JourneyStage } from "../api/contract";
import { api } from "../api/http";
import { count, duration, percent, plural, share } from "../format/format";
import { customerHref, href, Link } from "../router/router";
import { RuleView } from "../segments/rule/RuleView";
import { Loading } from "../ui/EmptyState";
import { Bars, Facts, Note } from "../ui/parts";
import { Ago } from "../ui/time";
import { IconButton } from "../ui/Button";
import { windowNames } from "./address";
import { flowsOf, leavings, waitsForSilence, wayNames } from "./flows";

const few = 8;

interface StageDetailProps {
  readonly journey: Journey;
  readonly stage: JourneyStage;
  readonly onClose: () => void;
  /** For operators: leads to the rules. */
  readonly edit?: ReactNode;
}

export function StageDetail({ journey, stage, onClose, edit }: StageDetailProps) {
  const flows = flowsOf(journey);
  const place = journey.stages.indexOf(stage);
  const gone = leavings(flows, place);
  const [into, out] = [flows.filter((each) => each.end === place), flows.filter((each) => each.start === place)];
  return (
    <section className="card stage-detail" aria-label={`Stage ${stage.name}`}>
      <header>
        <h2>{stage.name}</h2>
        <span className="stage-detail-tools">
          <Link href={href([], { scope: `stage/${stage.name}` })} className="button small">
            Its dashboard
          </Link>
          {edit}
          <IconButton icon="close" label={`Close ${stage.name}`} onClick={onClose} />
        </span>
      </header>
      <div className="card-body">
        {stage.description !== null && stage.description !== "" && <p>{stage.description}</p>}
        <RuleView rule={stage.rule} />
        {waitsForSilence(stage.rule) && <p className="aside">This stage waits for silence: whoever comes here counts as a drop-off.</p>}
        <Facts
          rows={[
            ["Customers now", `${count(stage.customers)}, ${percent(stage.share)} of all`],
            [`Came, ${windowNames[journey.window].toLowerCase()}`, count(stage.entered)],
            [`Left, ${windowNames[journey.window].toLowerCase()}`, count(stage.left)],
            ["Mean time of those who left", stage.meanSeconds === null ? "nobody left" : duration(stage.meanSeconds)],
            gone === null ? null : ["Of those who left", `${share(gone.on)} moved on, ${share(gone.off)} dropped off`],
          ]}
        />
        <Ways title="Came from" rows={into.map((each) => ({ name: each.from ?? "new", what: wayNames[each.way], count: each.count }))} />
        <Ways title="Went to" rows={out.map((each) => ({ name: each.to, what: wayNames[each.way], count: each.count }))} />
        <StageCustomers name={stage.name} customers={stage.customers} />
      </div>
    </section>
  );
}

function Ways({ title, rows }: { readonly title: string; readonly rows: readonly { readonly name: string; readonly what: string; readonly count: number }[] }) {
  if (rows.length === 0) return null;
  const all = rows.reduce((sum, each) => sum + each.count, 0);
  return (
    <>
      <h3>{title}</h3>
      <Bars
        rows={[...rows]
          .sort((a, b) => b.count - a.count)
          .map((each) => ({ key: each.name, label: each.name === each.what ? each.name : `${each.name}, ${each.what}`, part: each.count / all, value: `${count(each.count)} · ${share(each.count / all)}` }))}
      />
    </>
  );
}

/** Somebody came or went: asked again, but not while everybody does. */
const settleFor = 1_500;

function StageCustomers({ name, customers }: { readonly name: string; readonly customers: number }) {
  const [rows, setRows] = useState<readonly CustomerRow[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [pointing, setPointing] = useState(false);

  useEffect(() => {
    if (pointing) return;
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        api.customers({ query: "", stage: name, limit: few }, abort.signal).then(
          (page) => {
            setRows(page.items);
            setError(null);
          },
          (problem: unknown) => !abort.signal.aborted && setError(problem instanceof Error ? problem.message : String(problem)),
        );
      },
      rows === null ? 0 : settleFor,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [name, customers, pointing]);

  return (
    <div onPointerEnter={() => setPointing(true)} onPointerLeave={() => setPointing(false)}>
      <h3>In this stage now</h3>
      {error !== null && <Note tone="bad">{error}</Note>}
      {rows === null && error === null && <Loading what="Loading the customers of this stage" lines={4} />}
      {rows !== null && (
        <ul className="stage-customers">
          {rows.map((row) => (
            <li key={row.id}>
              <Link href={customerHref(row.id)}>{row.displayName ?? row.id}</Link>
              <span className="aside">{row.lastSeen !== null && <Ago at={row.lastSeen} />}</span>
            </li>
          ))}
        </ul>
      )}
      {rows !== null && rows.length === 0 && <p className="aside">Nobody.</p>}
      {rows !== null && customers > rows.length && (
        <p>
          <Link href={href(["customers"], { stage: name })}>All {plural(customers, "customer", "customers")}</Link>
        </p>
      )}
    </div>
  );
}
