// Floats above the page, so that nothing moves when the connection comes and goes.
import { hourAndMinute } from "../format/format";
import { live } from "../live/hub";
import { useStore } from "../live/store";

export function LostNotice() {
  const { status, since } = useStore(live.connection);
  if (status !== "lost") return null;
  return (
    <section className="lost-notice" aria-label="Connection">
      <span>
        Not live since {hourAndMinute(since)}. What you see is from then; trying to reconnect.
      </span>
      <button className="button plain" onClick={() => live.hurry()}>
        Try now
      </button>
    </section>
  );
}
