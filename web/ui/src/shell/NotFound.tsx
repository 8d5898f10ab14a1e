import { Link } from "../router/router";
import { useTitle } from "../ui/useTitle";

export function NotFound() {
  useTitle("Not found");
  return (
    <div className="page narrow">
      <h1>There is no such page</h1>
      <p>
        Go to the <Link href="/">dashboard</Link> or <Link href="/customers">find a customer</Link>.
      </p>
    </div>
  );
}
