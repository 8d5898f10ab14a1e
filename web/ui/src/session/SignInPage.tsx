import { useState, type FormEvent } from "react";
import { ApiError } from "../api/http";
import { Brand } from "../shell/Brand";
import { useTitle } from "../ui/useTitle";
import { signIn } from "./session";
import "./sign-in.css";

export function SignInPage() {
  useTitle("Sign in");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      await signIn(String(form.get("user") ?? "").trim(), String(form.get("password") ?? ""));
    } catch (error) {
      setProblem(reason(error));
      setBusy(false);
    }
  };

  return (
    <main className="sign-in">
      <form className="card" onSubmit={(event) => void submit(event)}>
        <h1>
          <span className="visually-hidden">Sign in to </span>
          <Brand />
        </h1>
        <label className="field">
          <span>User</span>
          <input className="input" name="user" autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus />
        </label>
        <label className="field">
          <span>Password</span>
          <input className="input" name="password" type="password" autoComplete="current-password" required />
        </label>
        <div role="alert">{problem !== null && <p className="note bad">{problem}</p>}</div>
        <button className="button primary" disabled={busy}>
          {busy ? "Signing in" : "Sign in"}
        </button>
        <p className="aside">
          First time here? The user is <code>admin</code>; the server printed the password when it first started, and
          keeps it in <code>data/credentials.json</code>.
        </p>
      </form>
    </main>
  );
}

function reason(error: unknown): string {
  if (error instanceof ApiError && error.status === 401) return "That user and password do not fit together.";
  if (error instanceof ApiError && error.status === 429) return "Too many attempts. Wait a minute and try again.";
  return error instanceof Error ? error.message : String(error);
}
