// What is behind, the worst first, each with its numbers and with what to do about it.
import type { Finding, Operations } from "../api/contract";
import { Badge, type BadgeTone } from "../ui/Badge";
import { Icon, type IconName } from "../ui/icons";

const words: Readonly<Record<Operations["state"], { readonly title: string; readonly text: string; readonly icon: IconName }>> = {
  ok: { title: "Everything keeps up", text: "In the last minute nothing waited, nobody was turned away and no deadline was late.", icon: "check" },
  behind: { title: "Something is behind", text: "Nobody is turned away, and nothing is lost.", icon: "warning" },
  trouble: { title: "Something needs attention", text: "Somebody is turned away or something stands still. What was acknowledged is safe.", icon: "warning" },
};

const levels: Readonly<Record<Finding["level"], { readonly word: string; readonly tone?: BadgeTone }>> = {
  note: { word: "to know" },
  behind: { word: "behind", tone: "warn" },
  trouble: { word: "trouble", tone: "bad" },
};

export function Health({ shown }: { readonly shown: Operations }) {
  const { title, text, icon } = words[shown.state];
  return (
    <section className={`card health ${shown.state}`} aria-label="Health">
      <div className="health-head" role="status">
        <span className="health-mark" aria-hidden="true">
          <Icon name={icon} />
        </span>
        <div>
          <h2>{title}</h2>
          <p className="aside">{text}</p>
        </div>
      </div>
      {shown.findings.length > 0 && (
        <ul>
          {shown.findings.map((finding) => (
            <li key={finding.key}>
              <h3>
                {finding.title} <Badge tone={levels[finding.level].tone}>{levels[finding.level].word}</Badge>
              </h3>
              <p>{finding.detail}</p>
              <p className="aside">{finding.advice}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
