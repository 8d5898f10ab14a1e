// Nothing here: why, and what to do about it.
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons";

interface EmptyStateProps {
  readonly icon?: IconName;
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

export function EmptyState({ icon, title, actions, children }: EmptyStateProps) {
  return (
    <div className="empty">
      {icon && <Icon name={icon} />}
      <p className="empty-title">{title}</p>
      {children !== undefined && <div className="aside">{children}</div>}
      {actions !== undefined && <div className="empty-actions">{actions}</div>}
    </div>
  );
}

/** Keeps the place of what is still to come, so that nothing moves when it does. */
export function Skeleton({ lines = 1, tall = false }: { readonly lines?: number; readonly tall?: boolean }) {
  return (
    <div className={tall ? "skeleton tall" : "skeleton"} aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} />
      ))}
    </div>
  );
}

/** A screen or a part of one on its way; said once, shown as a skeleton. */
export function Loading({ what = "Loading", lines = 3 }: { readonly what?: string; readonly lines?: number }) {
  return (
    <div>
      <span className="visually-hidden" role="status">
        {what}
      </span>
      <Skeleton lines={lines} />
    </div>
  );
}
