import { useEffect } from "react";
import { alerts } from "../alerts/alerts";
import { unseen } from "../alerts/store";
import type { Session } from "../api/contract";
import { GlobalSearch } from "../customers/search/GlobalSearch";
import { followFollowUps, followUpCounts } from "../followups/followups";
import { compact, hourAndMinute } from "../format/format";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { Link, navigate } from "../router/router";
import { signOut } from "../session/session";
import { Icon, type IconName } from "../ui/icons";
import { Menu } from "../ui/Menu";
import { chooseTheme, theme, themeChoices, type ThemeChoice } from "../ui/theme";
import { useMedia } from "../ui/useMedia";
import { Brand } from "./Brand";
import type { Screen } from "./screens";
import { showShortcuts } from "./ShortcutHelp";

/** Where there is no room for all names side by side. */
const narrow = "(max-width: 68rem)";

interface HeaderProps {
  readonly session: Session;
  readonly screens: readonly Screen[];
  /** The first part of the path. */
  readonly here: string;
  /** Whether the path goes on after that. */
  readonly inside: boolean;
}

export function Header({ session, screens, here, inside }: HeaderProps) {
  const places = screens.flatMap(({ nav }) => (nav && !nav.apart ? [nav] : []));
  const folded = useMedia(narrow);
  useEffect(followFollowUps, []);
  const shown = screens.find(({ nav }) => nav?.href === `/${here}`)?.nav?.label ?? "Menu";
  return (
    <header className="top">
      <div className="top-inner">
        <Link href="/" className="home" aria-label="CustomerGrains, to the dashboard">
          <Brand />
        </Link>
        <nav aria-label="Main">
          {folded ? (
            <Menu
              label={`${shown}, go to another page`}
              className="button plain places"
              align="start"
              items={places.map(({ label, href }) => ({ key: href, label, checked: href === `/${here}`, onChoose: () => navigate(href) }))}
            >
              {shown} <Icon name="chevron" />
            </Menu>
          ) : (
            places.map(({ label, href }) => (
              <Link key={href} href={href} aria-current={href === `/${here}` ? "page" : undefined}>
                {label}
              </Link>
            ))
          )}
        </nav>
        {/* The customers page is a search itself. */}
        {here !== "customers" || inside ? <GlobalSearch /> : null}
        <FollowUpTray here={here === "follow-ups"} />
        <AlertBell here={here === "alerts"} />
        <ConnectionState />
        <ViewerMenu user={session.user} />
      </div>
    </header>
  );
}

const themes: Readonly<Record<ThemeChoice, { readonly label: string; readonly icon: IconName }>> = {
  system: { label: "Theme of the system", icon: "screen" },
  light: { label: "Light", icon: "sun" },
  dark: { label: "Dark", icon: "moon" },
};

function ViewerMenu({ user }: { readonly user: string }) {
  const { choice } = useStore(theme);
  return (
    <Menu
      label={`Signed in as ${user}`}
      className="button plain viewer"
      items={[
        ...themeChoices.map((key) => ({ key, ...themes[key], checked: key === choice, onChoose: () => chooseTheme(key) })),
        { key: "keys", label: "Keyboard shortcuts", icon: "keyboard", divided: true, onChoose: showShortcuts },
        { key: "design", label: "Design", icon: "info", onChoose: () => navigate("/design") },
        { key: "out", label: "Sign out", icon: "right", divided: true, onChoose: () => void signOut() },
      ]}
    >
      <Icon name="person" />
      <span className="who-name">{user}</span>
    </Menu>
  );
}

/** How many alerts are open; red while there is one that nobody has seen to. */
function AlertBell({ here }: { readonly here: boolean }) {
  const { open } = useStore(alerts);
  const [all, fresh] = [open?.length ?? 0, unseen(open ?? [])];
  // Nobody says that there are none before it is known.
  const label = open === null ? "Alerts" : all === 0 ? "Alerts: none open" : `Alerts: ${all} open${fresh > 0 ? `, ${fresh} not acknowledged` : ""}`;
  return (
    <Link href="/alerts" className="icon-button bell" aria-label={label} title={label} aria-current={here ? "page" : undefined}>
      <Icon name="bell" />
      {all > 0 && <span className={fresh > 0 ? "bell-count fresh" : "bell-count"}>{all > 99 ? `${compact(99)}+` : compact(all)}</span>}
    </Link>
  );
}

/** How many follow-ups nobody has yet. */
function FollowUpTray({ here }: { readonly here: boolean }) {
  const counts = useStore(followUpCounts);
  const open = counts?.open ?? 0;
  const label = counts === null ? "Follow-ups" : open === 0 ? "Follow-ups: nobody waits" : `Follow-ups: ${open} that nobody has yet`;
  return (
    <Link href="/follow-ups" className="icon-button bell" aria-label={label} title={label} aria-current={here ? "page" : undefined}>
      <Icon name="tray" />
      {open > 0 && <span className="bell-count fresh">{open > 99 ? `${compact(99)}+` : compact(open)}</span>}
    </Link>
  );
}

function ConnectionState() {
  const { status, since } = useStore(live.connection);
  const text = status === "live" ? "Live" : status === "connecting" ? "Connecting" : `Not live since ${hourAndMinute(since)}`;
  return (
    <span className={`connection ${status}`} role="status">
      <span className="dot" aria-hidden="true" />
      <span className="connection-text">{text}</span>
    </span>
  );
}
