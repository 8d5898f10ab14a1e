import { hourAndMinute } from "../format/format";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { Link } from "../router/router";
import { signOut } from "../session/session";
import { Brand } from "./Brand";

const places = [
  { segment: "", href: "/", label: "Dashboard" },
  { segment: "customers", href: "/customers", label: "Customers" },
] as const;

export function Header({ user, here }: { readonly user: string; readonly here: string }) {
  return (
    <header className="top">
      <div className="top-inner">
        <Link href="/" className="home" aria-label="CustomerGrains, to the dashboard">
          <Brand />
        </Link>
        <nav aria-label="Main">
          {places.map((place) => (
            <Link key={place.href} href={place.href} aria-current={here === place.segment ? "page" : undefined}>
              {place.label}
            </Link>
          ))}
        </nav>
        <ConnectionState />
        <div className="who">
          <span className="who-name">{user}</span>
          <button className="button plain" onClick={() => void signOut()}>
            Sign out
          </button>
        </div>
      </div>
    </header>
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
