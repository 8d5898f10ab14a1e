import { Link } from "../router/router";
import { useTitle } from "../ui/useTitle";

/** A place that exists, for somebody with another role. */
export function Refused({ user }: { readonly user: string }) {
  useTitle("For admins only");
  return (
    <div className="page narrow">
      <h1>This page is for admins</h1>
      <p>
        You are signed in as <b>{user}</b>, who is not one. An admin can give you the role under Settings, Users; or go back to
        the <Link href="/">dashboard</Link>.
      </p>
    </div>
  );
}
