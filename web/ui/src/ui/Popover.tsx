// Something that opens beside its button. The browser's own popover does the closing: Escape, a click elsewhere, and
// the focus goes back to where it was. What is inside is there before the popover shows: the next Tab goes into it, and
// the browser itself focuses what has `autofocus` (see `startHere`).
import { useId, useRef, useState, type ReactNode, type ToggleEvent } from "react";
import { flushSync } from "react-dom";
import { put, type Align } from "./floating";
import { Icon, type IconName } from "./icons";

interface PopoverProps {
  /** What the button shows; with `hideLabel` only said. */
  readonly label: string;
  readonly icon?: IconName;
  readonly hideLabel?: boolean;
  readonly className?: string;
  /** What the button is for, where its label only says what is chosen. */
  readonly describes?: string;
  readonly align?: Align;
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}

export function Popover({ label, icon, hideLabel = false, className, describes, align = "start", children }: PopoverProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  const place = () => button.current && panel.current?.matches(":popover-open") && put(panel.current, button.current, align);
  const opening = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState !== "open") return;
    flushSync(() => setOpen(true));
    requestAnimationFrame(place);
  };
  // Emptied only after it has closed: the browser gives the focus back from what is still there.
  const toggled = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState === "open") place();
    else setOpen(false);
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className ?? (hideLabel ? "icon-button" : "button")}
        popoverTarget={id}
        aria-expanded={open}
        aria-label={hideLabel ? label : describes === undefined ? undefined : `${describes}: ${label}`}
        title={hideLabel ? label : undefined}
      >
        {icon && <Icon name={icon} />}
        {!hideLabel && label}
      </button>
      <div ref={panel} id={id} popover="auto" className="popover" role="group" aria-label={label} onBeforeToggle={opening} onToggle={toggled}>
        {open && (typeof children === "function" ? children(() => panel.current?.hidePopover()) : children)}
      </div>
    </>
  );
}

/** For the ref of what takes the focus when the popover around it opens: React's `autoFocus` sets no attribute. */
export function startHere(element: HTMLElement | null): void {
  element?.setAttribute("autofocus", "");
}
