// One figure: its name, its value, how it changed, where it came from, and of which window and age it is. Every line
// has its place from the start, so that nothing moves when its value comes or goes.
import type { ReactNode } from "react";
import type { Change } from "./change";
import { Icon } from "./icons";
import { Sparkline } from "./Sparkline";
import { Tooltip } from "./Tooltip";

interface StatTileProps {
  readonly label: string;
  /** What the figure means exactly. */
  readonly hint?: string;
  readonly value: string;
  readonly change?: Change | null;
  /** What the change is measured against; said on hover. */
  readonly against?: string;
  readonly sub?: ReactNode;
  readonly trend?: readonly (number | null)[] | null;
  readonly foot?: ReactNode;
  readonly tone?: "good" | "warn" | "bad";
}

export function StatTile({ label, hint, value, change, against, sub, trend, foot, tone }: StatTileProps) {
  return (
    <div className={tone ? `tile ${tone}` : "tile"}>
      <dt>
        {hint === undefined ? (
          label
        ) : (
          <Tooltip text={hint} focusable className="explained">
            {label}
          </Tooltip>
        )}
      </dt>
      <dd>
        <span className="figure">{value}</span>
        {change !== undefined && <ChangeMark change={change} against={against ?? ""} />}
        {sub !== undefined && (
          <span className="sub" title={typeof sub === "string" && sub !== "" ? sub : undefined}>
            {sub}
          </span>
        )}
        {trend !== undefined && <Sparkline values={trend ?? []} />}
        {foot !== undefined && <span className="foot">{foot}</span>}
      </dd>
    </div>
  );
}

/** Up or down with an arrow and a sign, never by colour alone. */
export function ChangeMark({ change, against }: { readonly change: Change | null; readonly against: string }) {
  if (change === null) return null;
  const text = `${change.text} ${against}`.trim();
  return (
    <span className={`change ${change.tone}`} title={text}>
      {change.direction !== "same" && <Icon name={change.direction} />}
      {change.text}
      <span className="visually-hidden"> {against}</span>
    </span>
  );
}
