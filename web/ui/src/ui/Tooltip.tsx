// Words that explain what is pointed at or has the focus. Never the only place where something is said.
import { useId, useRef, type ReactNode } from "react";
import { put } from "./floating";

const patience = 350;

interface TooltipProps {
  readonly text: ReactNode;
  readonly children: ReactNode;
  /** Reachable with the keyboard by itself: what it wraps is plain text. */
  readonly focusable?: boolean;
  readonly className?: string;
}

export function Tooltip({ text, children, focusable = false, className }: TooltipProps) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const show = (after: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (!tip.current || !anchor.current) return;
      tip.current.showPopover();
      put(tip.current, anchor.current, "center");
    }, after);
  };
  const hide = () => {
    clearTimeout(timer.current);
    if (tip.current?.matches(":popover-open")) tip.current.hidePopover();
  };

  return (
    <span
      ref={anchor}
      className={className ? `tip-anchor ${className}` : "tip-anchor"}
      tabIndex={focusable ? 0 : undefined}
      aria-describedby={id}
      onPointerEnter={() => show(patience)}
      onPointerLeave={hide}
      onFocus={() => show(0)}
      onBlur={hide}
      onKeyDown={(event) => event.key === "Escape" && hide()}
    >
      {children}
      <span ref={tip} id={id} role="tooltip" popover="manual" className="tip">
        {text}
      </span>
    </span>
  );
}
