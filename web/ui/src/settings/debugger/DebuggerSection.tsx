// What arrives with one write key, live: accepted, known already, or rejected and why.
import { api } from "../../api/http";
import { href, Link, navigate } from "../../router/router";
import { EmptyState, Loading } from "../../ui/EmptyState";
import { SelectField } from "../../ui/Field";
import { Card, Note } from "../../ui/parts";
import { useList } from "../useList";
import { KeyEvents } from "./KeyEvents";
import { outcomes, type Shown } from "./store";

export function DebuggerSection({ query }: { readonly query: URLSearchParams }) {
  const keys = useList(api.keys);
  const writeKeys = keys.items?.filter((key) => key.kind === "writeKey" && key.revokedAt === null) ?? [];
  const asked = query.get("key");
  const chosen = writeKeys.find((key) => key.id === asked) ?? (asked === null ? writeKeys[0] : undefined);
  const shown: Shown = outcomes.find((each) => each === query.get("show")) ?? "all";
  const go = (key: string, show: Shown) => navigate(href(["settings", "events"], { key, show: show === "all" ? null : show }), { replace: true });

  return (
    <>
      {keys.error !== null && <Note tone="bad">{keys.error}</Note>}
      {keys.items === null && keys.error === null && <Loading what="Loading the write keys" />}
      {keys.items !== null && writeKeys.length === 0 && (
        <Card title="Events">
          <EmptyState icon="key" title="There is no write key to watch">
            <Link href={href(["settings", "keys"])}>Make one</Link>, send with it, and watch what arrives.
          </EmptyState>
        </Card>
      )}
      {writeKeys.length > 0 && (
        <>
          <SelectField
            className="which-key"
            label="Events sent with"
            options={[
              ...(chosen ? [] : [{ value: "", label: "Choose a write key" }]),
              ...writeKeys.map((key) => ({ value: key.id, label: key.name })),
            ]}
            value={chosen?.id ?? ""}
            onChange={(event) => event.target.value !== "" && go(event.target.value, shown)}
          />
          {chosen ? (
            <KeyEvents key={chosen.id} keyId={chosen.id} shown={shown} onShow={(show) => go(chosen.id, show)} />
          ) : (
            <Note tone="warn">That key was revoked, or there never was one: choose another.</Note>
          )}
        </>
      )}
    </>
  );
}
