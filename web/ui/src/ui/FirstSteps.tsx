// What an empty system says: one button that brings it to life, and what to run instead.
import { simulator } from "../dashboard/SimulatorNotice";
import { useStore } from "../live/store";
import { useRole } from "../session/useSession";
import { Button } from "./Button";
import { Snippet } from "./Copy";
import { Note } from "./parts";
import "./first-steps.css";

const defaultOrigin = "http://localhost:5080";

/** The tool's default address is left out, any other one is part of the command. */
function command(words: string): string {
  const { origin } = window.location;
  return `dotnet run --project client -- ${words}${origin === defaultOrigin ? "" : ` --url ${origin}`}`;
}

function curl(): string {
  return `curl -u "$WRITE_KEY:" ${window.location.origin}/v1/track -d '{"event": "Order Completed", "userId": "ann",
  "properties": {"order_id": "1", "total": 49.90, "currency": "EUR"}}'`;
}

export function FirstSteps() {
  const admin = useRole("admin");
  const state = useStore(simulator);
  return (
    <section className="card first-steps" aria-labelledby="first-steps">
      <header>
        <h2 id="first-steps">Nothing has happened yet</h2>
      </header>
      <div className="card-body">
        <p className="first-steps-lead">This page comes alive with the first touchpoint. Choose where it comes from.</p>
        {admin && (
          <div className="first-steps-start">
            <div>
              <h3>Have a look first</h3>
              <p className="aside">This server makes up shoppers for half an hour: they browse, buy, complain and answer surveys. Their ids start with sim-.</p>
            </div>
            <Button tone="primary" icon="play" busy={state.busy} onClick={() => void simulator.start()}>
              {state.simulator?.running ? "Running" : "Start the simulator"}
            </Button>
          </div>
        )}
        {state.error !== null && <Note tone="bad">{state.error}</Note>}
        <div className="first-steps-ways">
          <div>
            <h3>Orders you have</h3>
            <Snippet label="Command that imports orders" code={command("import --format online-retail orders.csv")} />
          </div>
          {!admin && (
            <div>
              <h3>Believable shoppers</h3>
              <Snippet label="Command that simulates shoppers" code={command("simulate")} />
            </div>
          )}
          <div>
            <h3>One event by hand</h3>
            <Snippet label="curl command that sends one event" code={curl()} />
          </div>
        </div>
        <p className="aside">
          On the server&apos;s own machine the commands find the write key by themselves; elsewhere give it with <code>--write-key</code>.
          Stock Segment SDKs send here too: give them this address as their host.
        </p>
      </div>
    </section>
  );
}
