// Who is signed in: unknown until the server has said so.
import type { Session } from "../api/contract";
import { api, ApiError, onSignedOut } from "../api/http";
import { Store } from "../live/store";

export type SessionState =
  | { readonly status: "unknown" }
  | { readonly status: "unreachable"; readonly reason: string }
  | { readonly status: "out" }
  | { readonly status: "in"; readonly session: Session };

export const session = new Store<SessionState>({ status: "unknown" });

export function signedOut(): void {
  session.set({ status: "out" });
}

onSignedOut(signedOut);

export async function loadSession(): Promise<void> {
  try {
    session.set({ status: "in", session: await api.session() });
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) signedOut();
    else session.set({ status: "unreachable", reason: error instanceof Error ? error.message : String(error) });
  }
}

export async function signIn(user: string, password: string): Promise<void> {
  await api.signIn(user, password);
  await loadSession();
}

export async function signOut(): Promise<void> {
  try {
    await api.signOut();
  } finally {
    signedOut();
  }
}
