import type { Consent } from "../../api/contract";
import { words } from "../../format/format";
import { Card, When } from "../../ui/parts";

export function ConsentsCard({ consents }: { readonly consents: readonly Consent[] }) {
  if (consents.length === 0) return null;
  return (
    <Card title="Consents">
      <ul className="rows">
        {consents.map((consent) => (
          <li key={`${consent.purpose}\n${consent.channel ?? ""}`} title={consent.messageId === null ? undefined : `By ${consent.messageId}`}>
            <span className="answer">
              <b>
                {words(consent.purpose)}
                {consent.channel ? ` by ${consent.channel}` : ""}
              </b>
              <span className={consent.given ? "badge good" : "badge bad"}>{consent.given ? "given" : "withdrawn"}</span>
            </span>
            <span className="aside">
              <When at={consent.at} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
