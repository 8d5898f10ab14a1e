// Light or dark: by the viewer's choice, kept in this browser, otherwise by the system's preference as it changes.
import { Store } from "../live/store";

export const themeChoices = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof themeChoices)[number];
export type Theme = "light" | "dark";

export interface ThemeState {
  readonly choice: ThemeChoice;
  /** What is shown. */
  readonly theme: Theme;
}

/** The key that public/theme.js reads too. */
export const themeKey = "theme";

export function resolveTheme(choice: ThemeChoice, systemIsDark: boolean): Theme {
  return choice === "system" ? (systemIsDark ? "dark" : "light") : choice;
}

export function readChoice(stored: string | null): ThemeChoice {
  return stored === "light" || stored === "dark" ? stored : "system";
}

const preference = typeof window === "undefined" ? null : window.matchMedia("(prefers-color-scheme: dark)");

function stored(): string | null {
  try {
    return localStorage.getItem(themeKey);
  } catch {
    return null;
  }
}

function state(choice: ThemeChoice): ThemeState {
  return { choice, theme: resolveTheme(choice, preference?.matches ?? false) };
}

export const theme = new Store<ThemeState>(preference === null ? { choice: "system", theme: "light" } : state(readChoice(stored())));

function show(next: ThemeState): void {
  document.documentElement.dataset["theme"] = next.theme;
  theme.set(next);
}

export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === "system") localStorage.removeItem(themeKey);
    else localStorage.setItem(themeKey, choice);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  show(state(choice));
}

preference?.addEventListener("change", () => show(state(theme.get().choice)));

if (typeof window !== "undefined") {
  // Another tab of the same viewer chose.
  window.addEventListener("storage", (event) => {
    if (event.key === themeKey) show(state(readChoice(event.newValue)));
  });
}
