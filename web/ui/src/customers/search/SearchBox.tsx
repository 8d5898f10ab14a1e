// A field with a list under it, after the ARIA pattern of a combobox: the focus stays in the field, arrows choose,
// Enter opens, Escape empties the field and then leaves it.
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from "react";
import type { CustomerRow } from "../../api/contract";
import { useStore } from "../../live/store";
import { customerHref, navigate } from "../../router/router";
import { Icon } from "../../ui/icons";
import { move, type SearchStore } from "./store";
import { Result } from "./Result";
import { useRecent } from "./useSearch";
import "./search.css";

export interface Group {
  readonly label: string;
  readonly rows: readonly CustomerRow[];
}

interface SearchBoxProps {
  readonly store: SearchStore;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly label: string;
  /** The list floats and is there only while the field has the focus. */
  readonly floating?: boolean;
  readonly autoFocus?: boolean;
  /** Shown while nothing is typed, after those who were opened last. */
  readonly everybody?: boolean;
  /** Only some are searched: who was opened before may not be among them. */
  readonly within?: boolean;
  readonly onText: (text: string) => void;
  readonly onOpened?: () => void;
  /** Under the list. */
  readonly foot?: ReactNode;
  /** Instead of the list, when there is nobody. */
  readonly nobody?: ReactNode;
}

export function SearchBox({ store, field, label, floating = false, autoFocus = false, everybody = false, within = false, onText, onOpened, foot, nobody }: SearchBoxProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { text, found, busy, problem } = useStore(store);
  const [open, setOpen] = useState(!floating);
  const query = text.trim();
  const recent = useRecent(open && query === "" && !within);
  const groups = groupsOf(query, within ? noRows : recent, found?.items ?? [], found?.query ?? "", everybody);
  const rows = groups.flatMap((group) => group.rows);
  const [chosen, setChosen] = useState<string | null>(null);
  // While typing the first one is chosen: Enter opens the best answer.
  const known = rows.findIndex((_, i) => keyAt(groups, i) === chosen);
  const active = known >= 0 ? known : query !== "" && rows.length > 0 ? 0 : -1;
  const shown = open && (rows.length > 0 || !floating || query !== "");
  const answered = found !== null && found.query === query;

  const choose = (index: number) => {
    setChosen(index < 0 ? null : keyAt(groups, index));
    list.current?.querySelector(`[data-index="${index}"]`)?.scrollIntoView({ block: "nearest" });
    if (index >= rows.length - 3) void store.more();
  };

  const type = (value: string) => {
    setOpen(true);
    setChosen(null);
    store.type(value);
    onText(value);
  };

  const go = (row: CustomerRow, elsewhere: boolean) => {
    if (elsewhere) {
      window.open(customerHref(row.id), "_blank", "noopener");
      return;
    }
    navigate(customerHref(row.id));
    opened();
  };

  const opened = () => {
    if (floating) setOpen(false);
    onOpened?.();
  };

  const pressed = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
      case "PageDown":
      case "PageUp":
        event.preventDefault();
        if (!open) setOpen(true);
        else choose(move(active, rows.length, event.key));
        break;
      case "Enter": {
        const row = rows[active];
        // What stands there may still be the answer to what was typed before: Enter means what is in the field.
        if (row && (answered || known >= 0)) {
          event.preventDefault();
          go(row, event.ctrlKey || event.metaKey);
        } else if (query !== "") void store.ask();
        break;
      }
      case "Escape":
        if (text !== "") {
          event.preventDefault();
          type("");
        } else {
          setOpen(!floating);
          field.current?.blur();
        }
        break;
    }
  };

  // The field of the page takes what is typed right away; the floating one asks nothing before it is used.
  useEffect(() => {
    if (!floating && store.get().found === null) void store.ask();
  }, [store, floating]);

  return (
    <div
      className={floating ? "search-box floating" : "search-box"}
      onBlur={(event) => floating && !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
    >
      <div className="search-field">
        <Icon name="search" />
        <input
          ref={field}
          className="input"
          type="search"
          role="combobox"
          aria-label={label}
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
          placeholder="Name, e-mail, phone or id"
          value={text}
          onChange={(event) => type(event.target.value)}
          onFocus={() => setOpen(true)}
          onKeyDown={pressed}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={autoFocus}
        />
        {floating && !open && <kbd aria-hidden="true">/</kbd>}
        {busy && <span className="search-busy" aria-hidden="true" />}
      </div>
      {shown && (
        // The focus stays in the field whatever is pressed here.
        <div className="search-list" ref={list} onPointerDown={(event) => event.preventDefault()}>
          {problem !== null && (
            <p className="note bad" role="alert">
              {problem}
            </p>
          )}
          <div role="listbox" id={`${id}-list`} aria-label="Customers" aria-busy={busy}>
            {groups.map((group, g) => (
              <div key={group.label} role="group" aria-labelledby={`${id}-g${g}`}>
                <div className="search-group" id={`${id}-g${g}`}>
                  {group.label}
                </div>
                {group.rows.map((row, i) => {
                  const index = startOf(groups, g) + i;
                  return (
                    <div key={row.id} data-index={index} role="presentation">
                      <Result
                        row={row}
                        query={found?.query ?? ""}
                        id={`${id}-${index}`}
                        active={index === active}
                        onPoint={() => setChosen(keyAt(groups, index))}
                        onOpen={opened}
                      />
                    </div>
                  );
                })}
              </div>
            ))}
          </div>
          {answered && query !== "" && rows.length === 0 && nobody}
          {foot}
        </div>
      )}
    </div>
  );
}

const noRows: readonly CustomerRow[] = [];

/** Who was opened last stands on top, and not again among everybody. */
function groupsOf(query: string, recent: readonly CustomerRow[], items: readonly CustomerRow[], asked: string, everybody: boolean): readonly Group[] {
  if (query !== "") return items.length === 0 || (asked === "" && !everybody) ? [] : [{ label: asked === "" ? "Seen last" : "Found", rows: items }];
  const others = asked === "" && everybody ? items.filter((row) => !recent.some((each) => each.id === row.id)) : [];
  return [
    { label: "Opened last", rows: recent },
    { label: "Seen last", rows: others },
  ].filter((group) => group.rows.length > 0);
}

function startOf(groups: readonly Group[], g: number): number {
  return groups.slice(0, g).reduce((sum, group) => sum + group.rows.length, 0);
}

/** What names the n-th row whatever moves: her id. */
function keyAt(groups: readonly Group[], index: number): string | null {
  return groups.flatMap((group) => group.rows)[index]?.id ?? null;
}
