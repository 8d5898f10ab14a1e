// What an empty system says: the two commands that bring it to life.

export function FirstSteps() {
  return (
    <section className="card first-steps">
      <header>
        <h2>Nothing has happened yet</h2>
      </header>
      <div className="card-body">
        <p>
          This page comes alive with the first touchpoint. Run one of these in the project&apos;s folder; the numbers and the list
          below follow while it runs.
        </p>
        <h3>Watch believable shoppers</h3>
        <code className="command">dotnet run --project client -- simulate</code>
        <h3>Bring in orders you have</h3>
        <code className="command">dotnet run --project client -- import --format online-retail orders.csv</code>
        <p className="aside">
          Both send to this server with its write key, which was printed at its first start. Stock Segment SDKs work too: point
          them here.
        </p>
      </div>
    </section>
  );
}
