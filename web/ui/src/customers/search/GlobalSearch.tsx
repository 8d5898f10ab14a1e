// The search in the frame around every screen.
import { useRef } from "react";
import { count } from "../../format/format";
import { href, Link, navigate } from "../../router/router";
import { useStore } from "../../live/store";
import { SearchBox } from "./SearchBox";
import { useSearchStore } from "./useSearch";

const few = 8;

export function GlobalSearch() {
  const store = useSearchStore("", few);
  const field = useRef<HTMLInputElement>(null);
  const { text, found } = useStore(store);
  const query = text.trim();
  const all = () => {
    navigate(href(["customers"], { query }));
    left();
  };
  const left = () => {
    store.type("");
    field.current?.blur();
  };

  return (
    <div className="global-search" role="search">
      <SearchBox
        store={store}
        field={field}
        label="Search customers"
        floating
        onText={() => undefined}
        onOpened={left}
        nobody={<p className="search-none">Nobody matches “{query}”.</p>}
        foot={
          <p className="search-foot">
            <span className="aside">
              <kbd>↑</kbd> <kbd>↓</kbd> choose, <kbd>Enter</kbd> open, <kbd>Esc</kbd> close
            </span>
            {found !== null && query !== "" && found.next !== null && (
              <Link href={href(["customers"], { query })} tabIndex={-1} onClick={(event) => (event.preventDefault(), all())}>
                {found.total === null ? "All of them" : `All ${count(found.total)}`}
              </Link>
            )}
          </p>
        }
      />
    </div>
  );
}
