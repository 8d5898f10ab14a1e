// A rule to be read, coloured as in the editor.
import { useMemo } from "react";
import { tokens } from "./tokens";
import "./rule.css";

export function RuleView({ rule, inline = false }: { readonly rule: string; readonly inline?: boolean }) {
  const pieces = useMemo(() => tokens(inline ? rule.replaceAll(/\s*\n\s*/g, " ") : rule), [rule, inline]);
  const coloured = pieces.map((token) =>
    token.kind === "space" || token.kind === "mark" || token.kind === "other" ? (
      token.text
    ) : (
      <span key={token.from} className={`rule-${token.kind}`}>
        {token.text}
      </span>
    ),
  );
  // A few words in a line of a list; otherwise a block that keeps its lines.
  return inline ? <code className="rule">{coloured}</code> : <pre className="rule rule-block">{coloured}</pre>;
}
