import { useStore } from "../live/store";
import { Link } from "../router/router";
import { session } from "../session/session";
import { useTitle } from "../ui/useTitle";

/** A place that exists, for somebody with another role. */
export function Refused({ who = "admins" }: { readonly who?: "admins" | "operators and admins" }) {
  useTitle(`For ${who} only`);
  const state = useStore(session);
  return (
    <div className="page narrow">
      <h1>This page is for {who}</h1>
      <p>
        You are signed in as <b>{state.status === "in" ? state.session.user : "nobody"}</b>, who is not one. An admin can give you the role under
        Settings, Users; or go back to the <Link href="/">dashboard</Link>.
      </p>
    </div>
  );
}
