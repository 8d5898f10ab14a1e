// Which process this is.
import type { ReactNode } from "react";
import type { Operations } from "../api/contract";
import { bytes, count, duration } from "../format/format";
import { When } from "../ui/time";

export function ProcessLine({ shown: { process, asOf } }: { readonly shown: Operations }) {
  const stores: Readonly<Record<string, string>> = { sqlite: "SQLite", postgres: "PostgreSQL" };
  const engines: Readonly<Record<string, string>> = { embedded: "Embedded", orleans: "Orleans" };
  return (
    <section className="process-line" aria-label="This process">
      <dl>
        <Fact name="Process">{process.name}</Fact>
        <Fact name="Does">{process.role}</Fact>
        <Fact name="Engine">{engines[process.engine] ?? process.engine}</Fact>
        <Fact name="Store">{stores[process.store] ?? process.store}</Fact>
        <Fact name="Version">{process.version}</Fact>
        <Fact name="Runs on">
          {process.runtime}, {count(process.processors)} processors, {bytes(process.memoryLimit)}
        </Fact>
        <Fact name="Started">
          <When at={process.startedAt} />, {duration((Date.parse(asOf) - Date.parse(process.startedAt)) / 1000)} ago
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
