// Shows the customer as she was known at an instant; the instant is in the URL, so a link shows the same.
import { useState, type FormEvent } from "react";
import { dateAndTime, exactInstant, toLocalInput } from "../format/format";
import { Link, customerHref, navigate } from "../router/router";

export function TimeTravel({ id, at }: { readonly id: string; readonly at: string | null }) {
  const valid = at !== null && !Number.isNaN(Date.parse(at));
  const [open, setOpen] = useState(false);
  const [input, setInput] = useState(() => toLocalInput(valid ? at : Date.now()));

  const go = (event: FormEvent) => {
    event.preventDefault();
    const instant = new Date(input);
    if (Number.isNaN(instant.getTime())) return;
    // The field knows whole seconds only: the end of that second includes what happened in it.
    instant.setMilliseconds(999);
    navigate(customerHref(id, instant.toISOString()));
  };

  if (!open && at === null) {
    return (
      <button className="button travel-open" onClick={() => setOpen(true)}>
        Time travel
      </button>
    );
  }
  return (
    <form className={at === null ? "travel" : "travel past"} onSubmit={go}>
      {valid && (
        <span title={exactInstant(at)}>
          As known on <b>{dateAndTime(at)}</b>
        </span>
      )}
      <label>
        <span className="visually-hidden">Show what was known on</span>
        <input
          className="input"
          type="datetime-local"
          step="1"
          required
          value={input}
          onChange={(event) => setInput(event.target.value)}
          autoFocus={at === null}
        />
      </label>
      <button className="button">Go</button>
      {at === null ? (
        <button type="button" className="button plain" onClick={() => setOpen(false)}>
          Cancel
        </button>
      ) : (
        <Link href={customerHref(id)} className="button primary">
          Back to live
        </Link>
      )}
    </form>
  );
}
