// Passwords that can be told over a telephone: no letter that looks or sounds like another.
export const shortestPassword = 12;

const letters = "abcdefghkmnpqrstuvwxyz23456789";
const groups = 5;
const groupLength = 4;

/** Twenty characters of thirty: about 98 bits. */
export function suggestPassword(): string {
  const made: string[] = [];
  while (made.length < groups * groupLength) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      // 240 is a multiple of 30: what lies beyond would make some letters more likely than others.
      const letter = byte < 240 ? letters[byte % letters.length] : undefined;
      if (letter !== undefined && made.length < groups * groupLength) made.push(letter);
    }
  }
  return Array.from({ length: groups }, (_, group) => made.slice(group * groupLength, (group + 1) * groupLength).join("")).join("-");
}
