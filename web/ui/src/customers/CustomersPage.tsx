// Find a customer: as you type, with the keyboard alone, the query kept in the URL.
import { useEffect, useRef } from "react";
import { count, plural, timeOfDay } from "../format/format";
import { useStore } from "../live/store";
import { Link, customerHref, href, navigate } from "../router/router";
import { useScopeName } from "../scopes/choices";
import { scopeQuery, type Scope } from "../scopes/scope";
import { ScopeChip } from "../scopes/ScopeChip";
import { ScopePicker } from "../scopes/ScopePicker";
import { Button } from "../ui/Button";
import { FirstSteps } from "../ui/FirstSteps";
import { Note } from "../ui/parts";
import { useTitle } from "../ui/useTitle";
import { SearchBox } from "./search/SearchBox";
import type { Found } from "./search/store";
import { useSearchStore } from "./search/useSearch";
import "./customers.css";

const pageSize = 50;
/** The address follows the typing, but not every key of it. */
const addressAfter = 300;

export function CustomersPage({ query }: { readonly query: URLSearchParams }) {
  useTitle("Customers");
  const asked = query.get("query") ?? "";
  const scope = scopeOf(query);
  const store = useSearchStore(asked, pageSize, scope);
  const { text, found, loadingMore } = useStore(store);
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const written = useRef(asked);

  // Back and forward change the query under the field; what the field itself wrote is no news.
  useEffect(() => {
    if (asked === written.current) return;
    written.current = asked;
    store.type(asked);
  }, [asked, store]);

  useEffect(() => () => clearTimeout(timer.current), []);

  const remember = (value: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      written.current = value.trim();
      navigate(href(["customers"], { query: value.trim(), ...scopeQuery(scope) }), { replace: true });
    }, addressAfter);
  };

  const choose = (chosen: Scope | null) => navigate(href(["customers"], { query: text.trim(), ...scopeQuery(chosen) }), { replace: true });
  const nobody = found !== null && found.items.length === 0 && found.query === "";
  return (
    <div className="page customers">
      <div className="page-head">
        <h1>Customers</h1>
        <span className="customers-scope">
          {scope !== null && <ScopeChip scope={scope} onClear={() => choose(null)} />}
          <ScopePicker kinds={inOne} chosen={scope} onChoose={choose} label="Only those in" none="Everybody" />
        </span>
        <span className="aside" role="status">
          {found && `${summary(found)} as of ${timeOfDay(found.at)}`}
        </span>
      </div>
      <SearchBox
        store={store}
        field={field}
        label="Search by name, e-mail, phone or id"
        autoFocus
        everybody
        within={scope !== null}
        onText={remember}
        nobody={<NoMatch query={text.trim()} scope={scope} />}
        foot={
          found?.next && found.query === text.trim() ? (
            <p className="search-more">
              <Button busy={loadingMore} onClick={() => void store.more()}>
                Show more
              </Button>
            </p>
          ) : null
        }
      />
      {nobody && text.trim() === "" && (scope === null ? <FirstSteps /> : <Note>Nobody is in it now.</Note>)}
    </div>
  );
}

function summary(found: Found): string {
  if (found.total !== null) return plural(found.total, "customer", "customers");
  return found.next === null ? plural(found.items.length, "customer", "customers") : `First ${count(found.items.length)}`;
}

const inOne = ["segment", "stage"] as const;

function scopeOf(query: URLSearchParams): Scope | null {
  const [segment, stage] = [query.get("segment"), query.get("stage")];
  return segment ? { kind: "segment", name: segment } : stage ? { kind: "stage", name: stage } : null;
}

function NoMatch({ query, scope }: { readonly query: string; readonly scope: Scope | null }) {
  const name = useScopeName(scope);
  if (scope !== null) return <Note>Nobody in {name} matches “{query}”.</Note>;
  return (
    <Note>
      Nobody matches “{query}”. Names, e-mail addresses, phone numbers and ids are searched by how their words begin.{" "}
      <Link href={customerHref(query)}>Open the id “{query}” anyway</Link>.
    </Note>
  );
}
