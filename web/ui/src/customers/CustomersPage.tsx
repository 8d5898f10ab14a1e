// Find a customer: as you type, newest answer wins, the query kept in the URL.
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { api, ApiError } from "../api/http";
import type { CustomerRow } from "../api/contract";
import { count, money, plural, timeOfDay } from "../format/format";
import { Link, customerHref, href, navigate } from "../router/router";
import { FirstSteps } from "../ui/FirstSteps";
import { Ago, Note, Stage } from "../ui/parts";
import { useTitle } from "../ui/useTitle";
import "./customers.css";

const pause = 150;
const pageSize = 50;

interface Found {
  readonly query: string;
  readonly items: readonly CustomerRow[];
  readonly next: string | null;
  readonly total: number | null;
  readonly at: number;
}

export function CustomersPage({ query }: { readonly query: URLSearchParams }) {
  useTitle("Customers");
  const asked = query.get("query") ?? "";
  const [text, setText] = useState(asked);
  const [found, setFound] = useState<Found | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [loading, setLoading] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  // Back and forward change the query under the field.
  useEffect(() => {
    if (document.activeElement !== field.current) setText(asked);
  }, [asked]);

  useEffect(() => {
    const abort = new AbortController();
    const search = async () => {
      try {
        const page = await api.customers({ query: text.trim(), limit: pageSize }, abort.signal);
        setFound({ query: text.trim(), items: page.items, next: page.next, total: page.total ?? null, at: Date.now() });
        setProblem(null);
      } catch (error) {
        if (!abort.signal.aborted) setProblem(describe(error));
      }
    };
    const timer = setTimeout(() => {
      navigate(href(["customers"], { query: text.trim() }), { replace: true });
      void search();
    }, found === null ? 0 : pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
    // `found` only says whether this is the first search; a new answer is no reason to ask again.
  }, [text]);

  const more = async () => {
    if (!found?.next || loading) return;
    setLoading(true);
    try {
      const page = await api.customers({ query: found.query, cursor: found.next, limit: pageSize });
      const known = new Set(found.items.map((item) => item.id));
      const fresh = page.items.filter((item) => !known.has(item.id));
      setFound((now) => (now === found ? { ...found, items: [...found.items, ...fresh], next: page.next } : now));
      setProblem(null);
    } catch (error) {
      setProblem(describe(error));
    } finally {
      setLoading(false);
    }
  };

  const openFirst = (event: KeyboardEvent) => {
    const first = found?.items[0];
    if (event.key === "Enter" && first && found.query === text.trim()) navigate(customerHref(first.id));
  };

  return (
    <div className="page">
      <div className="page-head">
        <h1>Customers</h1>
        <span className="aside" role="status">
          {found && `${summary(found)} as of ${timeOfDay(found.at)}`}
        </span>
      </div>
      <label className="search">
        <span className="visually-hidden">Search by name, e-mail, phone or id</span>
        <input
          ref={field}
          className="input"
          type="search"
          placeholder="Name, e-mail, phone or id"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={openFirst}
          autoComplete="off"
          spellCheck={false}
          autoFocus
        />
      </label>
      {problem !== null && <Note tone="bad">{problem}</Note>}
      {found && found.items.length > 0 && <Results items={found.items} />}
      {found && found.items.length === 0 && (found.query === "" ? <FirstSteps /> : <NoMatch query={found.query} />)}
      {found?.next && (
        <button className="button more" disabled={loading} onClick={() => void more()}>
          {loading ? "Loading" : "Show more"}
        </button>
      )}
    </div>
  );
}

function summary(found: Found): string {
  if (found.total !== null) return plural(found.total, "customer", "customers");
  return found.next === null ? plural(found.items.length, "customer", "customers") : `First ${count(found.items.length)}`;
}

function describe(error: unknown): string {
  return error instanceof ApiError || error instanceof Error ? error.message : String(error);
}

function NoMatch({ query }: { readonly query: string }) {
  return (
    <Note>
      Nobody matches “{query}”. Names, e-mail addresses, phone numbers and ids are searched from their beginning.{" "}
      <Link href={customerHref(query)}>Open the id “{query}” anyway</Link>.
    </Note>
  );
}

function Results({ items }: { readonly items: readonly CustomerRow[] }) {
  return (
    <div className="card">
      <table className="results">
        <thead>
          <tr>
            <th scope="col">Customer</th>
            <th scope="col">Stage</th>
            <th scope="col" className="num">
              Orders
            </th>
            <th scope="col" className="num">
              Net
            </th>
            <th scope="col" className="num">
              Last seen
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((row) => (
            <tr key={row.id}>
              <td className="who-cell">
                <Link href={customerHref(row.id)}>{row.displayName || row.id}</Link>
                <span className="aside">{contact(row)}</span>
              </td>
              <td className="stage-cell">
                <Stage name={row.stage} />
              </td>
              <td className="num orders-cell">
                {count(row.orders)}
                <span className="unit"> {row.orders === 1 ? "order" : "orders"}</span>
              </td>
              <td className="num net-cell">{row.orders === 0 && row.net === 0 ? "" : money(row.net, row.currency)}</td>
              <td className="num seen-cell">{row.lastSeen === null ? "" : <Ago at={row.lastSeen} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function contact(row: CustomerRow): string {
  const parts = [row.email, row.phone, row.displayName && row.displayName !== row.id ? row.id : null];
  return [row.known ? null : "anonymous", ...parts].filter((part) => part && part !== row.displayName).join(" · ");
}
