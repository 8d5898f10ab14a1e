// A rule as it stands for her, part by part: whether it holds, what the value is, when time will change it, and the
// touchpoints behind it.
import type { Condition } from "../../api/contract";
import { exactInstant, plural, timeOfDay, date } from "../../format/format";
import { RuleView } from "../../segments/rule/RuleView";
import { Icon } from "../../ui/icons";
import { Ago } from "../asOf";
import { reveal } from "../timeline/reveal";
import { Until } from "./Until";

export function ConditionTree({ condition }: { readonly condition: Condition }) {
  return (
    <ul className="conditions">
      <Node condition={condition} />
    </ul>
  );
}

const joins: Readonly<Record<Condition["kind"], string>> = { all: "All of these", any: "At least one of these", not: "Not this", condition: "" };

function Node({ condition }: { readonly condition: Condition }) {
  const { kind, holds, children } = condition;
  return (
    <li className={holds ? "condition holds" : "condition fails"}>
      <div className="condition-head">
        <span className="condition-mark">
          <Icon name={holds ? "check" : "close"} />
          <span className="visually-hidden">{holds ? "holds:" : "does not hold:"}</span>
        </span>
        {kind === "condition" ? <RuleView rule={condition.text} inline /> : <span className="condition-join">{joins[kind]}</span>}
      </div>
      {kind === "condition" && <Facts condition={condition} />}
      {children.length > 0 && (
        <ul>
          {children.map((child, index) => (
            <Node key={`${index} ${child.text}`} condition={child} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Facts({ condition }: { readonly condition: Condition }) {
  const { actual, since, changesAt, holds, events, eventCount } = condition;
  return (
    <div className="condition-facts aside">
      <span>
        {actual === null ? "Nothing is known" : <b>{actual}</b>}
        {since !== null && (
          <>
            , since <Ago at={since} />
          </>
        )}
        {changesAt !== null && (
          <>
            ; <Until at={changesAt} what={holds ? "holds for" : "holds in"} />
          </>
        )}
      </span>
      {events.length > 0 && (
        <ul className="condition-events" aria-label={`Touchpoints behind ${condition.text}`}>
          {events.map((event) => (
            <li key={`${event.customerId} ${event.messageId}`}>
              <button type="button" onClick={() => reveal(event.messageId)} title={`Show in the timeline: ${exactInstant(event.at)}`}>
                {event.name}
              </button>{" "}
              <span className="faint">
                {date(event.at)}, {timeOfDay(event.at)}
              </span>
            </li>
          ))}
          {eventCount !== null && eventCount > events.length && <li className="faint">and {plural(eventCount - events.length, "earlier one", "earlier ones")}</li>}
        </ul>
      )}
    </div>
  );
}
