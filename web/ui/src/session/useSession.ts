import { roles, type Role } from "../api/contract";
import { useStore } from "../live/store";
import { session } from "./session";

/** Whether whoever is signed in has that role or one that may do more. */
export function useRole(role: Role): boolean {
  const state = useStore(session);
  return state.status === "in" && roles.slice(roles.indexOf(role)).some((each) => state.session.roles.includes(each));
}
