// What to do for her next, with the reason: the most urgent first.
import type { NextBestAction } from "../../api/contract";
import { Card } from "../../ui/parts";

export function ActionsCard({ actions }: { readonly actions: readonly NextBestAction[] }) {
  if (actions.length === 0) return null;
  return (
    <Card title="Do next" className="actions-card">
      <ol className="actions">
        {actions.map((action) => (
          <li key={action.key}>
            <b>{action.title}</b>
            <span className="aside">Because {action.reason}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
