// What the roles are, in the words of those who give them.
import { roles, type Role } from "../api/contract";

export const roleNames: Readonly<Record<Role, string>> = { agent: "Agent", operator: "Operator", admin: "Admin" };

const may: Readonly<Record<Role, string>> = {
  agent: "sees the dashboard and every customer",
  operator: "also changes segments and journeys",
  admin: "also manages users and keys",
};

/** Each role may do what the ones before it may: the last one says it all. */
export function highest(of: readonly Role[]): Role {
  return roles.findLast((role) => of.includes(role)) ?? "agent";
}

export function RoleChoice({ chosen }: { readonly chosen: Role }) {
  return (
    <fieldset className="roles">
      <legend>Role</legend>
      {roles.map((role) => (
        <label key={role}>
          <input type="radio" name="role" value={role} defaultChecked={role === chosen} />
          <span>
            <b>{roleNames[role]}</b> <span className="aside">{may[role]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function roleOf(form: FormData): Role {
  return roles.find((role) => role === form.get("role")) ?? "agent";
}
