// Every number, amount and time on the screen is written here: by the viewer's locale, in the viewer's zone.

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const upToTwo = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const signed = new Intl.NumberFormat(undefined, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: "exceptZero",
});
const signedWhole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0, signDisplay: "exceptZero" });
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const shortClock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const dayOnly = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

const currencies = new Map<string, Intl.NumberFormat | null>();

export const nothing = "–";

export function count(value: number | null | undefined): string {
  return value == null ? nothing : whole.format(value);
}

/** A percentage given as 0..100. */
export function percent(value: number | null | undefined): string {
  return value == null ? nothing : `${oneDigit.format(value)}\u202f%`;
}

/** A share given as 0..1, in whole per cent. */
export function share(value: number): string {
  return `${whole.format(value * 100)}\u202f%`;
}

/** A score from -100 to 100, always with its sign. */
export function score(value: number | null | undefined): string {
  return value == null ? nothing : signed.format(value);
}

/** A relative change given as a share: 0.2 is +20 %. Whole per cent from ten up. */
export function percentChange(change: number): string {
  const format = Math.abs(change) < 0.0995 ? signed : signedWhole;
  return `${format.format(change * 100)}\u202f%`;
}

/** A difference with its sign. */
export function signedNumber(value: number): string {
  return signed.format(value);
}

/** Large numbers where room is short, such as 12.4K. */
export function compact(value: number): string {
  return Math.abs(value) < 10_000 ? upToTwo.format(value) : short.format(value);
}

export function mean(value: number | null | undefined): string {
  return value == null ? nothing : upToTwo.format(value);
}

/** A number of pieces; half a metre of something stays half. */
export function quantity(value: number): string {
  return upToTwo.format(value);
}

/** Events a second: one digit while that says something. */
export function rate(value: number): string {
  return value > 0 && value < 100 ? oneDigit.format(value) : whole.format(value);
}

/** An amount with its currency; an amount that came without one is written as a plain number. */
export function money(amount: number | null | undefined, currency: string | null | undefined): string {
  if (amount == null) return nothing;
  const format = currencyFormat(currency ?? "");
  return format ? format.format(amount) : upToTwo.format(amount);
}

/** An amount where room is short: beyond 100,000 in whole units. The exact one belongs into a title. */
export function roundMoney(amount: number | null | undefined, currency: string | null | undefined): string {
  if (amount == null || Math.abs(amount) < 100_000) return money(amount, currency);
  return currencyFormat(currency ?? "", true)?.format(amount) ?? whole.format(amount);
}

/** An amount that is only estimated: in whole units from ten up, for pennies would claim too much. */
export function aboutMoney(amount: number, currency: string): string {
  if (Math.abs(amount) < 10) return money(amount, currency);
  return currencyFormat(currency, true)?.format(amount) ?? whole.format(amount);
}

function currencyFormat(currency: string, rounded = false): Intl.NumberFormat | null {
  const key = rounded ? `${currency} rounded` : currency;
  const known = currencies.get(key);
  if (known !== undefined) return known;
  let made: Intl.NumberFormat | null = null;
  if (/^[A-Z]{3}$/.test(currency)) {
    const digits = rounded ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {};
    made = new Intl.NumberFormat(undefined, { style: "currency", currency, currencyDisplay: "narrowSymbol", ...digits });
  }
  currencies.set(key, made);
  return made;
}

/** Milliseconds as a short length of time, such as "840 ms" or "2.4 s". */
export function milliseconds(value: number | null | undefined): string {
  if (value == null) return nothing;
  return value < 1000 ? `${whole.format(value)} ms` : `${oneDigit.format(value / 1000)} s`;
}

/** Seconds as a short length of time in the unit that suits it: "45 µs", "3.2 ms", "840 ms", "2.4 s". */
export function shortTime(seconds: number | null | undefined): string {
  if (seconds == null) return nothing;
  if (seconds === 0) return "0 s";
  if (seconds < 0.0009995) return `${whole.format(seconds * 1e6)} µs`;
  if (seconds < 0.00995) return `${oneDigit.format(seconds * 1000)} ms`;
  return milliseconds(seconds * 1000);
}

/** Bytes in the unit that suits them, of 1024 each. */
export function bytes(value: number | null | undefined): string {
  if (value == null) return nothing;
  const units = ["B", "KB", "MB", "GB", "TB"];
  let [size, unit] = [value, 0];
  while (size >= 1023.5 && unit < units.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${unit > 0 && size < 9.95 ? oneDigit.format(size) : whole.format(size)} ${units[unit]}`;
}

/** Seconds as a rough length of time, such as "3 h" or "2 d". */
export function duration(seconds: number): string {
  if (seconds < 60) return `${whole.format(Math.max(0, Math.floor(seconds)))} s`;
  if (seconds < 3600) return `${whole.format(Math.floor(seconds / 60))} min`;
  if (seconds < 48 * 3600) return `${whole.format(Math.floor(seconds / 3600))} h`;
  return `${whole.format(Math.floor(seconds / 86400))} d`;
}

/** Beyond this many seconds a date says more than a number of days. */
const longAgo = 60 * 86_400;

export function ago(then: number, now: number): string {
  const seconds = (now - then) / 1000;
  if (seconds > longAgo) return date(then);
  return seconds < 1 ? "just now" : `${duration(seconds)} ago`;
}

/** How long until then, the last minutes to the second: "12 min", "4 min 05 s". */
export function countdown(then: number, now: number): string {
  const seconds = Math.ceil((then - now) / 1000);
  if (seconds <= 0) return "a moment";
  if (seconds >= 600 || seconds < 60) return duration(seconds);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

export function timeOfDay(at: number | string): string {
  return clock.format(new Date(at));
}

export function hourAndMinute(at: number | string): string {
  return shortClock.format(new Date(at));
}

export function date(at: number | string): string {
  return dayOnly.format(new Date(at));
}

export function dateAndTime(at: number | string): string {
  return moment.format(new Date(at));
}

export function exactInstant(at: number | string): string {
  return exact.format(new Date(at));
}

/** The heading of a day: "Today", "Yesterday", or the day written out. */
export function dayHeading(at: number | string, now: number): string {
  const day = startOfDay(at);
  const today = startOfDay(now);
  if (day === today) return "Today";
  const yesterday = new Date(today);
  yesterday.setDate(yesterday.getDate() - 1);
  return day === yesterday.getTime() ? "Yesterday" : longDay.format(new Date(at));
}

/** The first instant of that day in the viewer's zone, in milliseconds. */
export function startOfDay(at: number | string): number {
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

/** What an input of type datetime-local takes: local time without a zone, to the second. */
export function toLocalInput(at: number | string): string {
  const local = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${String(local.getFullYear()).padStart(4, "0")}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
  return `${day}T${two(local.getHours())}:${two(local.getMinutes())}:${two(local.getSeconds())}`;
}

/** A camelCase or snake_case key as words. */
export function words(key: string): string {
  const spaced = key.replace(/[_-]+/g, " ").replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

export function plural(n: number, one: string, many: string): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}
