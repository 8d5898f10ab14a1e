// The processes over one store, each with how it is; one of them is shown.
import type { Operations, ProcessSummary } from "../api/contract";
import { href } from "../router/router";
import { SegmentedLinks } from "../ui/Segmented";

const words: Readonly<Record<ProcessSummary["state"], string>> = { ok: "keeps up", behind: "is behind", trouble: "needs attention" };

export function ProcessList({ shown: { answers, others, process } }: { readonly shown: Operations }) {
  const all = [answers, ...others].sort((a, b) => a.role.localeCompare(b.role) || a.name.localeCompare(b.name));
  return (
    <div className="process-list">
      <SegmentedLinks
        label="Processes"
        chosen={process.name}
        segments={all.map(({ name, role, state }) => ({
          key: name,
          href: href(["operations"], { process: name === answers.name ? null : name }),
          title: `${role}, ${words[state]}`,
          label: (
            <span className={`process-choice ${state}`}>
              <span className="dot" aria-hidden="true" />
              {name} <small>{state === "ok" ? role : `${role}, ${words[state]}`}</small>
            </span>
          ),
        }))}
      />
    </div>
  );
}
