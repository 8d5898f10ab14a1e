// Something that opens beside its button. The browser's own popover does the closing: Escape, a click elsewhere, and
// the focus goes back to where it was.
import { useId, useRef, useState, type ReactNode, type ToggleEvent } from "react";
import { put, type Align } from "./floating";
import { Icon, type IconName } from "./icons";

interface PopoverProps {
  /** What the button shows; with `hideLabel` only said. */
  readonly label: string;
  readonly icon?: IconName;
  readonly hideLabel?: boolean;
  readonly className?: string;
  readonly align?: Align;
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}

export function Popover({ label, icon, hideLabel = false, className, align = "start", children }: PopoverProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  const toggled = (event: ToggleEvent<HTMLDivElement>) => {
    const opened = event.newState === "open";
    setOpen(opened);
    // Measured after what is inside has been drawn.
    if (opened) requestAnimationFrame(() => button.current && panel.current && put(panel.current, button.current, align));
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className ?? (hideLabel ? "icon-button" : "button")}
        popoverTarget={id}
        aria-expanded={open}
        aria-label={hideLabel ? label : undefined}
        title={hideLabel ? label : undefined}
      >
        {icon && <Icon name={icon} />}
        {!hideLabel && label}
      </button>
      <div ref={panel} id={id} popover="auto" className="popover" role="group" aria-label={label} onToggle={toggled}>
        {open && (typeof children === "function" ? children(() => panel.current?.hidePopover()) : children)}
      </div>
    </>
  );
}
