// What she will probably do within a year, and how little that is sure.
import { useEffect, useState } from "react";
import type { CustomerValue, Predicted, ValueModel } from "../../api/contract";
import { api } from "../../api/http";
import { aboutMoney, count, date, plural } from "../../format/format";
import { Card, Facts } from "../../ui/parts";
import { basis, chance, expected, spread } from "../outlook";
import { Ago } from "../asOf";

export function OutlookCard({ value, at }: { readonly value: CustomerValue; readonly at: string | null }) {
  if (value.orders === 0) return null;
  if (value.predicted) return <Outlook predicted={value.predicted} currency={value.currency} />;
  return at === null ? <NotYet /> : null;
}

function Outlook({ predicted, currency }: { readonly predicted: Predicted; readonly currency: string }) {
  const { alive, rfm } = predicted;
  return (
    <Card title="Outlook" aside="next 12 months">
      {alive !== null && (
        <div className="alive">
          <div className="alive-label">
            <span>Still a customer</span>
            <b>{chance(alive)}</b>
          </div>
          <div className={alive < 0.5 ? "alive-bar low" : "alive-bar"} aria-hidden="true">
            <span style={{ width: `${alive * 100}%` }} />
          </div>
        </div>
      )}
      <Facts
        rows={[
          alive === null ? ["Still a customer", "too early to tell"] : null,
          ["Orders again", chance(predicted.returns12m)],
          ["Buying days", <Sure key="orders" what={expected(predicted.orders12m)} but={spread(predicted)} />],
          ["Worth", <Sure key="worth" what={`about ${aboutMoney(predicted.value12m, currency)}`} but={`${aboutMoney(predicted.spendPerDay, currency)} a buying day`} />],
        ]}
      />
      <dl className="rfm">
        <Fifth name="Recency" of={rfm.recency} means="bought longest ago, most recently" />
        <Fifth name="Frequency" of={rfm.frequency} means="buys least, most often" />
        <Fifth name="Money" of={rfm.monetary} means="spent least, most" />
      </dl>
      {alive === null && (
        <p className="faint">She bought on one day. Whether such a customer is lost or only slow, nobody can tell before she comes back.</p>
      )}
      {predicted.doubtfulFrom !== null && (
        <p className="faint">Unless she buys, she is more probably lost than not from {day(predicted.doubtfulFrom)} on.</p>
      )}
      <p className="faint">
        {basis(predicted)} Fitted <Ago at={predicted.model.fittedAt} />.
      </p>
    </Card>
  );
}

function Sure({ what, but }: { readonly what: string; readonly but: string }) {
  return (
    <>
      {what} <span className="faint">({but})</span>
    </>
  );
}

/** A rank in fifths as dots. */
function Fifth({ name, of, means }: { readonly name: string; readonly of: number; readonly means: string }) {
  return (
    <div title={`${of} of 5: fifths of all buyers, 1 ${means.replace(", ", ", 5 ")}`}>
      <dt>{name}</dt>
      <dd>
        <span className="dots" aria-hidden="true">
          {[1, 2, 3, 4, 5].map((dot) => (
            <span key={dot} className={dot <= of ? "dot on" : "dot"} />
          ))}
        </span>
        <span className="visually-hidden">{of} of 5</span>
      </dd>
    </div>
  );
}

/** Why nothing is shown: who looks for a prediction should know what it waits for. */
function NotYet() {
  const model = useValueModel();
  if (model === null || model.version !== null) return null;
  const { repeatCustomers: found, neededRepeatCustomers: needed } = model;
  return (
    <Card title="Outlook">
      <p className="faint">
        Nothing is predicted yet: that needs {plural(needed, "customer", "customers")} who bought on more than one day
        {found === null ? "." : `; there are ${count(found)} so far.`}
      </p>
    </Card>
  );
}

function useValueModel(): ValueModel | null {
  const [model, setModel] = useState<ValueModel | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    api.valueModel(abort.signal).then(setModel, () => undefined);
    return () => abort.abort();
  }, []);
  return model;
}

/** A day without a time has no zone: noon stays that day wherever it is shown. */
const day = (text: string) => date(`${text}T12:00:00`);
