// One customer in a list: who it is, where she stands, when she was here, what she is worth.
import { memo } from "react";
import type { CustomerRow } from "../../api/contract";
import { money, plural } from "../../format/format";
import { Link, customerHref } from "../../router/router";
import { Ago, Stage } from "../../ui/parts";
import { Avatar } from "./Avatar";
import { Marked } from "./Marked";

interface ResultProps {
  readonly row: CustomerRow;
  readonly query: string;
  /** The id of the option, for aria-activedescendant. */
  readonly id: string;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onOpen: () => void;
}

export const Result = memo(
  function Result({ row, query, id, active, onPoint, onOpen }: ResultProps) {
    const name = row.displayName || row.id;
    return (
      <Link
        href={customerHref(row.id)}
        role="option"
        id={id}
        aria-selected={active}
        className="result"
        tabIndex={-1}
        // Moving, not entering: a list that scrolls under a resting pointer chooses nobody.
        onPointerMove={active ? undefined : onPoint}
        onClick={onOpen}
      >
        <Avatar name={name} />
        <span className="result-who">
          <span className="result-name">
            <Marked text={name} query={query} />
          </span>
          <span className="result-contact">
            {!row.known && <span>anonymous</span>}
            {row.email && row.email !== name && (
              <span>
                <Marked text={row.email} query={query} />
              </span>
            )}
            {row.phone && (
              <span>
                <Marked text={row.phone} query={query} phone />
              </span>
            )}
            {row.id !== name && (
              <span className="result-id">
                <Marked text={row.id} query={query} />
              </span>
            )}
          </span>
        </span>
        <span className="result-stage">
          <Stage name={row.stage} />
        </span>
        <span className="result-value">
          <span>{row.orders === 0 && row.net === 0 ? "no orders" : money(row.net, row.currency)}</span>
          {row.orders > 0 && <span className="aside">{plural(row.orders, "order", "orders")}</span>}
        </span>
        <span className="result-seen">{row.lastSeen === null ? "" : <Ago at={row.lastSeen} />}</span>
      </Link>
    );
  },
  (a, b) => a.row === b.row && a.query === b.query && a.id === b.id && a.active === b.active,
);
