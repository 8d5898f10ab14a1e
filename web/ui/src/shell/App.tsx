// The frame around every screen: who is signed in, where we are, whether we are live.
import { Suspense, useEffect, useRef } from "react";
import type { Session } from "../api/contract";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { href, navigate, usePlace, type Place } from "../router/router";
import { loadSession, session } from "../session/session";
import { SignInPage } from "../session/SignInPage";
import { Loading } from "../ui/EmptyState";
import { ToastList } from "../ui/ToastList";
import { Alerts } from "./Alerts";
import { Boundary } from "./Boundary";
import { Header } from "./Header";
import { LostNotice } from "./LostNotice";
import { NotFound } from "./NotFound";
import { Refused } from "./Refused";
import { isRefused, loadRest, screensOf, type Screen } from "./screens";
import { ShortcutHelp } from "./ShortcutHelp";
import { Unreachable } from "./Unreachable";
import { useKeyboard, useShortcut } from "./useShortcuts";
import "./shell.css";

export function App() {
  const state = useStore(session);
  const place = usePlace();
  const signingIn = place.segments[0] === "sign-in";

  useEffect(() => {
    void loadSession();
  }, []);

  useEffect(() => {
    if (state.status === "out" && !signingIn) {
      const from = window.location.pathname + window.location.search;
      navigate(href(["sign-in"], { to: from === "/" ? null : from }), { replace: true });
    }
    if (state.status === "in" && signingIn) navigate(destination(place), { replace: true });
  }, [state.status, signingIn, place]);

  if (state.status === "unknown") return null;
  if (state.status === "unreachable") return <Unreachable reason={state.reason} />;
  if (state.status === "out") return signingIn ? <SignInPage /> : null;
  return signingIn ? null : <SignedIn session={state.session} place={place} />;
}

/** Only places of our own: an address from outside never sends anyone elsewhere. */
function destination(place: Place): string {
  const to = place.query.get("to") ?? "/";
  return /^\/(?![/\\])/.test(to) ? to : "/";
}

/** After the first screen stands and its data has come. */
const restAfter = 2_000;
const slept = 60_000;

function SignedIn({ session, place }: { readonly session: Session; readonly place: Place }) {
  const main = useRef<HTMLElement>(null);
  const path = place.segments.join("/");
  const first = useRef(path);
  const screens = screensOf(session);
  // The dashboard on a wall is nothing but the dashboard.
  const bare = path === "" && place.query.get("wall") === "1";

  useEffect(() => {
    live.start();
    const due = Date.now() + restAfter;
    // Late means that the machine slept: its wires may be dead, and what nobody needs yet would keep them from those who need them.
    const timer = setTimeout(() => Date.now() < due + slept && loadRest(screensOf(session)), restAfter);
    return () => {
      clearTimeout(timer);
      live.stop();
    };
  }, [session]);

  // A new screen starts at its top for keyboards and screen readers too.
  useEffect(() => {
    if (first.current === path) return;
    first.current = path;
    // A screen that put the focus somewhere itself keeps it there.
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [path]);

  useKeyboard();
  return (
    <>
      <Keys screens={screens} />
      {!bare && (
        <>
          <a className="skip" href="#main">
            Skip to content
          </a>
          <Header session={session} screens={screens} here={place.segments[0] ?? ""} inside={place.segments.length > 1} />
        </>
      )}
      <main id="main" ref={main} tabIndex={-1}>
        <Boundary key={path}>
          <Suspense fallback={<Waiting />}>{show(session, screens, place)}</Suspense>
        </Boundary>
      </main>
      <LostNotice />
      <div className="corner">
        <ToastList />
        <Alerts />
      </div>
      <ShortcutHelp />
    </>
  );
}

function show(session: Session, screens: readonly Screen[], place: Place) {
  for (const screen of screens) {
    const shown = screen.show(place);
    if (shown !== null) return shown;
  }
  return isRefused(session, place) ? <Refused /> : <NotFound />;
}

function Waiting() {
  return (
    <div className="page">
      <Loading lines={4} />
    </div>
  );
}

function Keys({ screens }: { readonly screens: readonly Screen[] }) {
  useShortcut("/", "Search customers", () => {
    const field = ["main", "header"].map((part) => document.querySelector<HTMLInputElement>(`${part} input[type=search]`)).find((each) => each?.checkVisibility());
    if (field) field.select();
    else navigate("/customers");
  });
  return screens.map(({ key, nav }) => nav && <GoTo key={key} {...nav} />);
}

function GoTo({ label, href, keys }: { readonly label: string; readonly href: string; readonly keys: string }) {
  useShortcut(keys, `Go to ${label}`, () => navigate(href));
  return null;
}
