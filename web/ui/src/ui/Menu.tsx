// A menu after the ARIA pattern: opens with its first item focused, arrows move, letters jump, Escape goes back.
// The browser gives the focus to whatever has `autofocus` while it shows the popover, so the very next key is the menu's.
import { Fragment, useId, useRef, useState, type KeyboardEvent, type ReactNode, type ToggleEvent } from "react";
import { put, type Align } from "./floating";
import { Icon, type IconName } from "./icons";
import { nextIndex } from "./Tabs";

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly icon?: IconName;
  /** What is chosen of several; shown with a mark. */
  readonly checked?: boolean;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** A line above this item. */
  readonly divided?: boolean;
  readonly onChoose: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly align?: Align;
  readonly className?: string;
  /** What the button shows; three dots when absent. */
  readonly children?: ReactNode;
}

export function Menu({ label, items, align = "end", className, children }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const entries = () => [...(menu.current?.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)") ?? [])];
  const start = items.find((item) => item.checked && !item.disabled) ?? items.find((item) => !item.disabled);

  const place = () => button.current && menu.current?.matches(":popover-open") && put(menu.current, button.current, align);
  // In its place before it is painted: the event that says that it is open may come after that.
  const opening = (event: ToggleEvent<HTMLDivElement>) => event.newState === "open" && requestAnimationFrame(place);
  const toggled = (event: ToggleEvent<HTMLDivElement>) => {
    setOpen(event.newState === "open");
    if (event.newState === "open") place();
  };

  const move = (event: KeyboardEvent) => {
    const all = entries();
    const from = all.indexOf(document.activeElement as HTMLElement);
    if (event.key === "Tab") menu.current?.hidePopover();
    const next = nextIndex(event.key, from, all.length) ?? (event.key.length === 1 ? startingWith(event.key, from, all) : null);
    if (next === null) return;
    event.preventDefault();
    all[next]?.focus();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className ?? (children === undefined ? "icon-button" : "button")}
        popoverTarget={id}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        title={children === undefined ? label : undefined}
      >
        {children ?? <Icon name="more" />}
      </button>
      <div ref={menu} id={id} popover="auto" className="popover menu" role="menu" aria-label={label} onBeforeToggle={opening} onToggle={toggled} onKeyDown={move}>
        {items.map((item) => (
          <Fragment key={item.key}>
            {item.divided && <hr />}
            <button
              ref={(entry) => void entry?.toggleAttribute("autofocus", item === start)}
              type="button"
              role={item.checked === undefined ? "menuitem" : "menuitemradio"}
              aria-checked={item.checked}
              className={item.danger ? "danger" : undefined}
              disabled={item.disabled}
              tabIndex={-1}
              onClick={() => {
                menu.current?.hidePopover();
                item.onChoose();
              }}
            >
              <span className="menu-icon">{item.checked ? <Icon name="check" /> : item.icon && <Icon name={item.icon} />}</span>
              {item.label}
            </button>
          </Fragment>
        ))}
      </div>
    </>
  );
}

function startingWith(letter: string, from: number, entries: readonly HTMLElement[]): number | null {
  for (let step = 1; step <= entries.length; step++) {
    const index = (from + step) % entries.length;
    if (entries[index]?.textContent?.trim().toLowerCase().startsWith(letter.toLowerCase())) return index;
  }
  return null;
}
