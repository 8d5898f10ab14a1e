// Says what is filtered by, and takes it away.
import { Icon } from "../ui/icons";
import { useScopeName } from "./choices";
import { kindNames, type Scope } from "./scope";
import "./scopes.css";

type ScopeChipProps = { readonly onClear: () => void } & (
  | { readonly scope: Scope; readonly label?: undefined; readonly name?: undefined }
  | { readonly scope?: undefined; readonly label: string; readonly name: string }
);

export function ScopeChip({ scope, label, name, onClear }: ScopeChipProps) {
  const known = useScopeName(scope ?? null);
  const what = scope ? kindNames[scope.kind] : label;
  const which = scope ? known : name;
  return (
    <button type="button" className="scope-chip" onClick={onClear} title={`Show everything again, not only: ${what} ${which}`} aria-label={`Clear the filter: ${what} ${which}`}>
      <span className="scope-chip-kind">{what}</span>{" "}
      <span className="scope-chip-name">{which}</span>
      <Icon name="close" />
    </button>
  );
}
