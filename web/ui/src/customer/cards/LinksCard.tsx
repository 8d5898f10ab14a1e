// Which ids are this one person, and what says so: the touchpoints that carried two of them.
import { useEffect, useState } from "react";
import type { CustomerView, TouchpointRow } from "../../api/contract";
import { api } from "../../api/http";
import { plural } from "../../format/format";
import { Button } from "../../ui/Button";
import { Card, When } from "../../ui/parts";
import { title } from "../../ui/touchpoint";
import { evidenceOf } from "../evidence";
import { matches } from "../timeline/filter";

const few = 4;

export function LinksCard({ view, at }: { readonly view: CustomerView; readonly at: string | null }) {
  const [all, setAll] = useState(false);
  const evidence = useEvidence(view, at);
  const { links } = view;
  const shown = all ? links : links.slice(0, few);
  return (
    <Card title="Identity" aside={links.length === 0 ? undefined : plural(links.length + 1, "id", "ids")}>
      <ul className="rows">
        <li>
          <span className="answer">
            <code>{view.id}</code>
            <span className={view.known ? "badge good" : "badge"}>{view.known ? "identified" : "anonymous"}</span>
          </span>
          {links.length === 0 && <span className="aside">No other id is known to be the same person.</span>}
        </li>
        {shown.map((link) => {
          const row = evidence?.get(link.id);
          return (
            <li key={link.id}>
              <span className="answer">
                <code>{link.id}</code>
                <span className="badge">linked</span>
              </span>
              <span className="aside">
                <When at={link.since} />
                {row && (
                  <>
                    : “{title(row)}” over {row.channel} carried both ids (<code>{row.messageId}</code>)
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {links.length > few && !all && (
        <Button tone="plain" onClick={() => setAll(true)}>
          Show all {links.length}
        </Button>
      )}
    </Card>
  );
}

const mostPages = 4;

/** Looks for the touchpoint behind each link; null while nothing is known. */
function useEvidence(view: CustomerView, at: string | null): ReadonlyMap<string, TouchpointRow> | null {
  const [found, setFound] = useState<ReadonlyMap<string, TouchpointRow> | null>(null);
  const { id } = view;
  const ids = view.links.map((link) => link.id).join("\n");

  useEffect(() => {
    if (ids === "") return undefined;
    const abort = new AbortController();
    const links = ids.split("\n");
    const look = async () => {
      const rows: TouchpointRow[] = [];
      for (const name of ["Identified", "Aliased"]) {
        let before: string | null = null;
        for (let pages = 0; pages < mostPages; pages++) {
          const page: Awaited<ReturnType<typeof api.touchpoints>> = await api.touchpoints(id, { name, before, at, limit: 200 }, abort.signal);
          rows.push(...page.items.filter((row) => matches(row, { channel: null, name })));
          before = page.next;
          if (before === null || evidenceOf(rows, links).size === links.length) break;
        }
        if (evidenceOf(rows, links).size === links.length) break;
      }
      setFound(evidenceOf(rows, links));
    };
    // Without it the links are still there, with their time.
    look().catch(() => undefined);
    return () => abort.abort();
  }, [id, ids, at]);
  return found;
}
