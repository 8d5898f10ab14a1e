// Settings, for admins: who may sign in, what may send and read, what arrives, how to send, and where changes go.
import { useEffect } from "react";
import { href } from "../router/router";
import { NotFound } from "../shell/NotFound";
import { SegmentedLinks } from "../ui/Segmented";
import { useTitle } from "../ui/useTitle";
import { DebuggerSection } from "./debugger/DebuggerSection";
import { KeysSection } from "./keys/KeysSection";
import { made } from "./keys/made";
import { SendSection } from "./send/SendSection";
import { UsersSection } from "./users/UsersSection";
import { made as madeWebhook } from "./webhooks/made";
import { WebhooksSection } from "./webhooks/WebhooksSection";
import "./settings.css";

const sections = [
  { key: "users", label: "Users" },
  { key: "keys", label: "Keys" },
  { key: "events", label: "Events" },
  { key: "send", label: "Send" },
  { key: "webhooks", label: "Webhooks" },
] as const;

export function SettingsPage({ section, query }: { readonly section: string; readonly query: URLSearchParams }) {
  const chosen = sections.find((each) => each.key === section);
  useTitle(chosen ? `${chosen.label}, settings` : "Settings");
  useEffect(() => forget, []);
  if (!chosen) return <NotFound />;
  return (
    <div className="page settings">
      <div className="page-head">
        <h1>Settings</h1>
        <SegmentedLinks
          label="Settings"
          segments={sections.map(({ key, label }) => ({ key, label, href: href(["settings", key]) }))}
          chosen={chosen.key}
        />
      </div>
      {chosen.key === "users" && <UsersSection />}
      {chosen.key === "keys" && <KeysSection />}
      {chosen.key === "events" && <DebuggerSection query={query} />}
      {chosen.key === "send" && <SendSection />}
      {chosen.key === "webhooks" && <WebhooksSection query={query} />}
    </div>
  );
}

/** A secret goes from section to section, and not beyond the settings. */
function forget(): void {
  if (/^\/settings(\/|$)/.test(window.location.pathname)) return;
  made.set(null);
  madeWebhook.set(null);
}
