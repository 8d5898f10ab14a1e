/** A JSON value as text for people: plain values bare, lists and parts with commas. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  // A declared choice comes with its evidence; the choice is what counts here.
  if (typeof value === "object" && "value" in value) return valueText(value.value);
  // An address and the like: the parts as they come.
  return Object.values(value)
    .filter((part) => part !== null && part !== "")
    .map(valueText)
    .join(", ");
}
