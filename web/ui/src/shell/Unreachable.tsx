// Shown when the very first question to the server got no answer.
import { useEffect } from "react";
import { loadSession } from "../session/session";

const retryAfter = 3000;

export function Unreachable({ reason }: { readonly reason: string }) {
  useEffect(() => {
    const timer = setInterval(() => void loadSession(), retryAfter);
    return () => clearInterval(timer);
  }, []);
  return (
    <main className="page narrow">
      <h1>The server cannot be reached</h1>
      <p className="note warn" role="status">
        {reason} Trying again every few seconds.
      </p>
      <button className="button" onClick={() => void loadSession()}>
        Try now
      </button>
    </main>
  );
}
