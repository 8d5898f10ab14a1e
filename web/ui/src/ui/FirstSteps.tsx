// What an empty system says: the two commands that bring it to life.

const defaultOrigin = "http://localhost:5080";

/** The tool's default address is left out, any other one is part of the command. */
function command(words: string): string {
  const { origin } = window.location;
  return `dotnet run --project client -- ${words}${origin === defaultOrigin ? "" : ` --url ${origin}`}`;
}

export function FirstSteps() {
  return (
    <section className="card first-steps">
      <header>
        <h2>Nothing has happened yet</h2>
      </header>
      <div className="card-body">
        <p>This page comes alive with the first touchpoint. Run one of these in the project&apos;s folder and watch.</p>
        <h3>Believable shoppers, live</h3>
        <code className="command">{command("simulate")}</code>
        <h3>Orders you have</h3>
        <code className="command">{command("import --format online-retail orders.csv")}</code>
        <p className="aside">
          On the server&apos;s own machine they find the write key by themselves; elsewhere give it with <code>--write-key</code>.
          Stock Segment SDKs send here too.
        </p>
      </div>
    </section>
  );
}
