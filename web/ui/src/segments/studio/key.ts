// A segment's key, made of its name: what rules, addresses and the API call it by, for good.

const longest = 64;

export function keyOf(name: string): string {
  return name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, longest)
    .replaceAll(/^-+|-+$/g, "");
}

/** What is wrong with a key; null when nothing is. */
export function faultOfKey(key: string, taken: readonly string[]): string | null {
  if (key === "") return "Give it a key: small letters, digits and hyphens.";
  if (!/^[a-z0-9-]+$/.test(key)) return `“${key}” has other characters than small letters, digits and hyphens.`;
  if (key.length > longest) return `At most ${longest} characters; this has ${key.length}.`;
  return taken.includes(key) ? `There is a segment “${key}” already. Choose another key, or edit that one.` : null;
}
