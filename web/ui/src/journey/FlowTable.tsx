// Who went where, as a table: the drop-offs, or all flows. Rows hold their places while somebody points at them.
import { useMemo, useRef, useState } from "react";
import type { Journey } from "../api/contract";
import { count, share } from "../format/format";
import { Link } from "../router/router";
import { Badge, type BadgeTone } from "../ui/Badge";
import { EmptyState } from "../ui/EmptyState";
import { Segmented } from "../ui/Segmented";
import { Table } from "../ui/Table";
import { viewHref, windowNames } from "./address";
import { dropOffs, flowsOf, partOf, wayNames, type DropOff, type Way } from "./flows";
import { wayKey } from "./store";

const tones: Readonly<Record<Way, BadgeTone | undefined>> = { new: undefined, on: "good", back: "warn", lost: "bad", won: "accent" };

export function FlowTable({ journey }: { readonly journey: Journey }) {
  const [which, setWhich] = useState<"off" | "all">("off");
  const [pointing, setPointing] = useState(false);
  const rows = useMemo(() => rowsOf(journey, which), [journey, which]);
  const held = useRef(rows);
  if (!pointing || held.current.which !== rows.which) held.current = rows;
  // The order is held, the figures are not.
  const news = new Map(rows.all.map((each) => [wayKey(each.from, each.to), each]));
  const shown = held.current.all.map((each) => news.get(wayKey(each.from, each.to)) ?? each);

  return (
    <section className="card flow-table">
      <header>
        <h2>{which === "off" ? "Where customers drop off" : "All flows"}</h2>
        <Segmented
          label="Flows"
          segments={[
            { key: "off", label: "Drop-offs" },
            { key: "all", label: "All" },
          ]}
          chosen={which}
          onChoose={setWhich}
        />
      </header>
      <div onPointerEnter={() => setPointing(true)} onPointerLeave={() => setPointing(false)}>
        <Table
          caption={which === "off" ? "Drop-offs" : "Flows between stages"}
          rows={shown}
          rowKey={(each) => wayKey(each.from, each.to)}
          columns={[
            {
              key: "way",
              header: "From, to",
              cell: (each) => (
                <>
                  {each.from === null ? <span className="aside">new</span> : <Link href={viewHref({ window: journey.window, stage: each.from })} replace>{each.from}</Link>}{" "}
                  <span aria-hidden="true">→</span>
                  <span className="visually-hidden">to</span>{" "}
                  <Link href={viewHref({ window: journey.window, stage: each.to })} replace>
                    {each.to}
                  </Link>
                </>
              ),
            },
            { key: "what", header: <span className="visually-hidden">Way</span>, cell: (each) => <Badge tone={tones[each.way]}>{wayNames[each.way]}</Badge> },
            { key: "count", header: "Customers", numeric: true, cell: (each) => count(each.count) },
            { key: "part", header: "Of those who left", numeric: true, wideOnly: true, cell: (each) => (each.from === null ? "" : share(each.part)) },
          ]}
          empty={
            <EmptyState title={which === "off" ? "Nobody dropped off" : "Nobody changed stage"}>
              In the {windowNames[journey.window].toLowerCase()}, that is. A longer window may have some.
            </EmptyState>
          }
        />
      </div>
    </section>
  );
}

function rowsOf(journey: Journey, which: "off" | "all"): { readonly which: string; readonly all: readonly DropOff[] } {
  const flows = flowsOf(journey);
  const all = which === "off" ? dropOffs(flows) : flows.map((each) => ({ ...each, part: partOf(each, flows) })).sort((a, b) => b.count - a.count || a.start - b.start || a.end - b.end);
  return { which: `${which} ${journey.window}`, all };
}
