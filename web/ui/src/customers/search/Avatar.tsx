/** Two letters in a circle; the same name always has the same colour. */
export function Avatar({ name, large = false }: { readonly name: string; readonly large?: boolean }) {
  return (
    <span className={large ? "avatar large" : "avatar"} data-hue={hue(name)} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

const hues = 6;

function hue(name: string): number {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) % 997;
  return (sum % hues) + 1;
}

export function initials(name: string): string {
  const letters = name
    .split(/[\s@._-]+/)
    .filter((word) => /^[\p{L}\p{N}]/u.test(word))
    .map((word) => Array.from(word)[0] ?? "");
  return letters.slice(0, 2).join("").toUpperCase() || "?";
}
