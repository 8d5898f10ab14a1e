// Every part of the design system on one page, live: what a new screen is made of, and where a change of a token shows.
import { useState, type ReactNode } from "react";
import { Badge } from "../ui/Badge";
import { Button, IconButton, type ButtonTone } from "../ui/Button";
import { pointChange, relativeChange } from "../ui/change";
import { CopyButton, Kbd, Snippet } from "../ui/Copy";
import { Confirm, Dialog } from "../ui/Dialog";
import { EmptyState, Skeleton } from "../ui/EmptyState";
import { Checkbox, SelectField, TextField } from "../ui/Field";
import { Icon, iconNames } from "../ui/icons";
import { Menu } from "../ui/Menu";
import { Money } from "../ui/Money";
import { Bars, Card, Channel, Facts, Note, Stage } from "../ui/parts";
import { Popover } from "../ui/Popover";
import { Segmented } from "../ui/Segmented";
import { StatTile } from "../ui/StatTile";
import { Table } from "../ui/Table";
import { Tabs } from "../ui/Tabs";
import { chooseTheme, theme, themeChoices } from "../ui/theme";
import { Ago, TimeOfDay, When } from "../ui/time";
import { toast } from "../ui/toasts";
import { Tooltip } from "../ui/Tooltip";
import { useStore } from "../live/store";
import { RuleDiff } from "../segments/rule/RuleDiff";
import { RuleView } from "../segments/rule/RuleView";
import { useTitle } from "../ui/useTitle";
import "./design.css";

const colours = ["ground", "surface", "raised", "sunken", "line", "line-strong", "text", "muted", "faint", "accent", "accent-strong", "accent-wash", "grain", "good", "good-wash", "warn", "warn-wash", "bad", "bad-wash"];
const series = ["series-1", "series-2", "series-3", "series-4", "series-5", "series-6"];
const sizes = ["xs", "s", "m", "l", "xl", "figure"];
const spaces = ["s1", "s2", "s3", "s4", "s5", "s6", "s7"];

export function DesignPage() {
  useTitle("Design");
  const { choice } = useStore(theme);
  return (
    <div className="page design">
      <div className="page-head">
        <h1>Design</h1>
        <Segmented
          label="Theme"
          segments={themeChoices.map((key) => ({ key, label: key === "system" ? "System" : key === "light" ? "Light" : "Dark" }))}
          chosen={choice}
          onChoose={chooseTheme}
        />
      </div>
      <Card title="Colours" aside="tokens.css; each pair of text and ground is 4.5:1 or more">
        <Swatches names={colours} />
        <h3>Series of charts</h3>
        <Swatches names={series} />
      </Card>
      <div className="design-columns">
        <Card title="Type">
          <div className="type-samples">
            {sizes.map((size) => (
              <p key={size} style={{ fontSize: `var(--text-${size})` }}>
                12,480 orders <span className="faint">{size}</span>
              </p>
            ))}
            <p>
              <code>cus_01HZ</code> <span className="aside">code</span>
            </p>
          </div>
        </Card>
        <Card title="Space and motion">
          {spaces.map((space) => (
            <div key={space} className="space-sample">
              <span style={{ width: `var(--${space})` }} />
              {space}
            </div>
          ))}
          <p className="aside">Quick 120 ms, calm 240 ms; none of either where the system asks for less motion.</p>
        </Card>
      </div>
      <Buttons />
      <div className="design-columns">
        <Choices />
        <Floating />
      </div>
      <div className="design-columns">
        <Fields />
        <Words />
      </div>
      <Figures />
      <Card title="Table">
        <Table
          caption="Sample keys"
          columns={[
            { key: "name", header: "Name", cell: (row) => row.name },
            { key: "kind", header: "Kind", cell: (row) => <Badge>{row.kind}</Badge> },
            { key: "used", header: "Last used", cell: (row) => <Ago at={row.used} />, wideOnly: true },
            { key: "sent", header: "Sent", cell: (row) => row.sent, numeric: true },
            { key: "more", header: <span className="visually-hidden">Actions</span>, cell: (row) => <Menu label={`Actions for ${row.name}`} items={[{ key: "r", label: "Revoke", danger: true, onChoose: () => toast(`${row.name} would be revoked`) }]} />, numeric: true },
          ]}
          rows={keys}
          rowKey={(row) => row.name}
        />
      </Card>
      <div className="design-columns">
        <Card title="Empty state">
          <EmptyState icon="search" title="Nobody matches “zz”" actions={<Button small>Clear the search</Button>}>
            Names, e-mail addresses, phone numbers and ids are searched from their beginning.
          </EmptyState>
        </Card>
        <Card title="Skeleton">
          <Skeleton lines={4} />
        </Card>
      </div>
      <div className="design-columns">
        <Card title="Rule" aside="rule/RuleView">
          <RuleView rule={'-- looks, but does not buy\ncount("Product Viewed", 7d) >= 3 and not ordered within 7d'} />
        </Card>
        <Card title="Versions of a rule" aside="rule/RuleDiff">
          <RuleDiff before="value.gross >= 300 and orders.count >= 2" after="value.gross >= 500 and orders.count >= 2 and nps.last is known" />
        </Card>
      </div>
      <Card title="Icons">
        <ul className="icon-samples">
          {iconNames.map((name) => (
            <li key={name}>
              <Icon name={name} />
              <span className="faint">{name}</span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

const keys = [
  { name: "Shop", kind: "write key", used: "2026-01-15T10:04:05.120Z", sent: "1,204,551" },
  { name: "Warehouse export", kind: "API token", used: "2026-01-14T22:00:00.000Z", sent: "18" },
];

function Swatches({ names }: { readonly names: readonly string[] }) {
  return (
    <ul className="swatches">
      {names.map((name) => (
        <li key={name}>
          <span style={{ background: `var(--${name})` }} />
          <span className="faint">{name}</span>
        </li>
      ))}
    </ul>
  );
}

function Row({ children }: { readonly children: ReactNode }) {
  return <div className="sample-row">{children}</div>;
}

function Buttons() {
  const [busy, setBusy] = useState(false);
  const tones: readonly ButtonTone[] = ["normal", "primary", "danger", "plain"];
  return (
    <Card title="Buttons">
      <Row>
        {tones.map((tone) => (
          <Button key={tone} tone={tone}>
            {tone.charAt(0).toUpperCase() + tone.slice(1)}
          </Button>
        ))}
        <Button icon="plus">With icon</Button>
        <Button small>Small</Button>
        <Button disabled>Disabled</Button>
        <Button busy={busy} onClick={() => setBusy(true)}>
          {busy ? "Busy" : "Press to be busy"}
        </Button>
        <IconButton icon="pause" label="Pause" />
        <CopyButton text="copied text" label="Copy the sample" />
        <CopyButton text="copied text" label="Copy the sample link">
          Copy link
        </CopyButton>
      </Row>
    </Card>
  );
}

function Choices() {
  const [window, setWindow] = useState("1h");
  const [tab, setTab] = useState<"one" | "two">("one");
  return (
    <Card title="Choices">
      <div className="stack">
        <Segmented label="Sample window" segments={["5m", "1h", "24h"].map((key) => ({ key, label: key }))} chosen={window} onChoose={setWindow} />
        <Tabs
          label="Sample tabs"
          tabs={[
            { key: "one", label: "Profile" },
            { key: "two", label: "Timeline" },
          ]}
          chosen={tab}
          onChoose={setTab}
        >
          {tab === "one" ? "Who she is." : "What happened."}
        </Tabs>
        <Checkbox label="Also by e-mail" defaultChecked />
      </div>
    </Card>
  );
}

function Floating() {
  const [dialog, setDialog] = useState<"none" | "plain" | "confirm">("none");
  const [sort, setSort] = useState("newest");
  const close = () => setDialog("none");
  return (
    <Card title="What floats">
      <Row>
        <Menu
          label="Menu for sorting"
          align="start"
          items={["newest", "oldest"].map((key) => ({ key, label: key === "newest" ? "Newest first" : "Oldest first", checked: sort === key, onChoose: () => setSort(key) }))}
        >
          Menu
        </Menu>
        <Popover label="Popover">
          <p>Anything may stand here. Escape closes.</p>
        </Popover>
        <Tooltip text="Share of answers of 4 or 5, on a scale of 1 to 5" focusable className="explained">
          Tooltip
        </Tooltip>
        <Button onClick={() => setDialog("plain")}>Dialog</Button>
        <Button onClick={() => setDialog("confirm")}>Confirm</Button>
        <Button onClick={() => toast("Saved", { tone: "good" })}>Toast</Button>
        <Button onClick={() => toast("The server answered 503: the store cannot be reached.", { tone: "bad" })}>Bad toast</Button>
      </Row>
      <Dialog open={dialog === "plain"} title="A dialog" onClose={close} actions={<Button onClick={close}>Done</Button>}>
        <TextField label="Name" hint="Anything that tells it apart." autoFocus />
      </Dialog>
      <Confirm open={dialog === "confirm"} title="Revoke “Shop”?" deed="Revoke" onClose={close} onConfirm={close}>
        <p>Senders that use it are refused from then on. This cannot be undone.</p>
      </Confirm>
    </Card>
  );
}

function Fields() {
  return (
    <Card title="Fields">
      <div className="stack">
        <TextField label="Name" placeholder="Shop" hint="Shown in lists only." />
        <TextField label="Events a second" defaultValue="900" error="900 is too many: from 1 to 200." />
        <SelectField
          label="Role"
          options={[
            { value: "agent", label: "Agent" },
            { value: "admin", label: "Admin" },
          ]}
        />
      </div>
    </Card>
  );
}

function Words() {
  return (
    <Card title="Words" aside="numbers, times and amounts by the viewer's locale">
      <div className="stack">
        <Row>
          <Badge>neutral</Badge>
          <Badge tone="accent">accent</Badge>
          <Badge tone="good">good</Badge>
          <Badge tone="warn">warn</Badge>
          <Badge tone="bad">bad</Badge>
          <Channel name="web" />
          <Stage name="At risk" />
        </Row>
        <Facts
          rows={[
            ["When", <When key="w" at="2026-01-15T10:04:05.120Z" />],
            ["Time of day", <TimeOfDay key="t" at="2026-01-15T10:04:05.120Z" />],
            ["Ago", <Ago key="a" at="2026-01-15T10:04:05.120Z" />],
            ["Money", <Money key="m" amount={1249.5} currency="GBP" />],
            ["Shortcut", <Kbd key="k" keys="g d" />],
          ]}
        />
        <Note>A note.</Note>
        <Note tone="warn">Something to know before going on.</Note>
        <Snippet label="A command" code="dotnet run --project client -- simulate" />
      </div>
    </Card>
  );
}

const trend = [3, 5, 4, 8, 9, 7, 11, 12, 9, 14, 13, 6];

function Figures() {
  return (
    <Card title="Figures">
      <dl className="sheet figure-samples">
        <StatTile label="Orders" value="1,284" change={relativeChange(1284, 1102, "up")} against="against the hour before" sub="£48.20 on average" trend={trend} foot="Last hour · just now" />
        <StatTile label="Refunds" value="£318.00" change={relativeChange(318, 240, "down")} against="against the hour before" sub="7 refunds" trend={[...trend].reverse()} foot="Last hour · just now" />
        <StatTile label="CSAT" hint="Share of answers of 4 or 5, on a scale of 1 to 5" value="86.4 %" change={pointChange(86.4, 86.4, "up")} sub="128 answers" trend={[80, null, null, 82, 90, 88, null, 86, 86, 86]} foot="Last hour · just now" />
        <StatTile label="NPS" value="–" change={null} sub="no answers" trend={null} foot="Last hour · just now" />
      </dl>
      <div className="bar-samples">
        <Bars
          rows={[
            { key: "web", label: "web", part: 0.62 },
            { key: "mobile", label: "mobile", part: 0.3 },
            { key: "store", label: "store", part: 0.08 },
          ]}
        />
      </div>
    </Card>
  );
}
