import type { Session } from "../api/contract";
import { GlobalSearch } from "../customers/search/GlobalSearch";
import { hourAndMinute } from "../format/format";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { Link, navigate } from "../router/router";
import { signOut } from "../session/session";
import { Icon, type IconName } from "../ui/icons";
import { Menu } from "../ui/Menu";
import { chooseTheme, theme, themeChoices, type ThemeChoice } from "../ui/theme";
import { Brand } from "./Brand";
import type { Screen } from "./screens";
import { showShortcuts } from "./ShortcutHelp";

interface HeaderProps {
  readonly session: Session;
  readonly screens: readonly Screen[];
  /** The first part of the path. */
  readonly here: string;
  /** Whether the path goes on after that. */
  readonly inside: boolean;
}

export function Header({ session, screens, here, inside }: HeaderProps) {
  return (
    <header className="top">
      <div className="top-inner">
        <Link href="/" className="home" aria-label="CustomerGrains, to the dashboard">
          <Brand />
        </Link>
        <nav aria-label="Main">
          {screens.map(
            ({ key, nav }) =>
              nav && (
                <Link key={key} href={nav.href} aria-current={nav.href === `/${here}` ? "page" : undefined}>
                  {nav.label}
                </Link>
              ),
          )}
        </nav>
        {/* The customers page is a search itself. */}
        {here !== "customers" || inside ? <GlobalSearch /> : null}
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
