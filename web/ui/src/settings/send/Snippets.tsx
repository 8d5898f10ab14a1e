import { useState } from "react";
import { Snippet } from "../../ui/Copy";
import { Tabs } from "../../ui/Tabs";
import { snippet, snippetKinds, type SnippetKind } from "./snippets";

export function Snippets({ writeKey }: { readonly writeKey: string }) {
  const [kind, setKind] = useState<SnippetKind>("curl");
  const chosen = snippetKinds.find((each) => each.key === kind) ?? snippetKinds[0];
  return (
    <Tabs label="Send with" tabs={snippetKinds} chosen={kind} onChoose={setKind}>
      <Snippet code={snippet(kind, window.location.origin, writeKey)} label={chosen.label} />
    </Tabs>
  );
}
