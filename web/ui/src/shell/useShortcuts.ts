import { useEffect, useRef } from "react";
import { shortcuts } from "./keys";

/** Gives keys a meaning for as long as the caller is on the screen; what it runs may change from render to render. */
export function useShortcut(keys: string, label: string, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => shortcuts.register({ keys, label, run: () => latest.current() }), [keys, label]);
}

/** Whoever types into something means letters, and an open dialog keeps the keyboard to itself. */
function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const text = target instanceof HTMLInputElement && !["checkbox", "radio", "range", "button"].includes(target.type);
  return text || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

export function useKeyboard(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      // The editor of rules lives in a tree of its own: what was typed into is the first on the way.
      if (typing(event.composedPath()[0] ?? event.target) || document.querySelector("dialog[open], [role=menu]:popover-open")) return;
      if (shortcuts.press(event.key, event.timeStamp)) event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
