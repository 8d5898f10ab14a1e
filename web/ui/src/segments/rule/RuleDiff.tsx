// Two versions of a rule in one text: what went is struck out, what came is underlined.
import { useMemo } from "react";
import { difference } from "./diff";
import "./rule.css";

export function RuleDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const changes = useMemo(() => difference(before, after), [before, after]);
  return (
    <pre className="rule rule-block rule-diff">
      {changes.map(({ kind, text }, index) => {
        if (kind === "same") return <span key={index}>{text}</span>;
        return kind === "added" ? (
          <ins key={index}>{text}</ins>
        ) : (
          <del key={index}>{text}</del>
        );
      })}
    </pre>
  );
}
