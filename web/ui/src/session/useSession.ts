import type { Role } from "../api/contract";
import { useStore } from "../live/store";
import { session } from "./session";

/** Whether whoever is signed in has that role. */
export function useRole(role: Role): boolean {
  const state = useStore(session);
  return state.status === "in" && state.session.roles.includes(role);
}
