// The frame around every screen: who is signed in, where we are, whether we are live.
import { useEffect, useRef } from "react";
import { CustomerPage } from "../customer/CustomerPage";
import { CustomersPage } from "../customers/CustomersPage";
import { DashboardPage } from "../dashboard/DashboardPage";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { href, navigate, usePlace, type Place } from "../router/router";
import { loadSession, session } from "../session/session";
import { SignInPage } from "../session/SignInPage";
import { Alerts } from "./Alerts";
import { Boundary } from "./Boundary";
import { Header } from "./Header";
import { LostNotice } from "./LostNotice";
import { NotFound } from "./NotFound";
import { Unreachable } from "./Unreachable";
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
  return signingIn ? null : <SignedIn user={state.session.user} place={place} />;
}

/** Only places of our own: an address from outside never sends anyone elsewhere. */
function destination(place: Place): string {
  const to = place.query.get("to") ?? "/";
  return /^\/(?![/\\])/.test(to) ? to : "/";
}

function SignedIn({ user, place }: { readonly user: string; readonly place: Place }) {
  const main = useRef<HTMLElement>(null);
  const path = place.segments.join("/");
  const first = useRef(path);

  useEffect(() => {
    live.start();
    return () => live.stop();
  }, []);

  // A new screen starts at its top for keyboards and screen readers too.
  useEffect(() => {
    if (first.current === path) return;
    first.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path]);

  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <Header user={user} here={place.segments[0] ?? ""} />
      <main id="main" ref={main} tabIndex={-1}>
        <Boundary key={path}>
          <Screen place={place} />
        </Boundary>
      </main>
      <LostNotice />
      <Alerts />
    </>
  );
}

function Screen({ place }: { readonly place: Place }) {
  const [first, second, ...rest] = place.segments;
  if (first === undefined) return <DashboardPage query={place.query} />;
  if (first === "customers" && second === undefined) return <CustomersPage query={place.query} />;
  if (first === "customers" && second !== undefined && rest.length === 0) {
    return <CustomerPage key={second} id={second} at={place.query.get("at")} />;
  }
  return <NotFound />;
}
