import { useState } from "react";
import { useStore } from "../live/store";
import { Kbd } from "../ui/Copy";
import { Dialog } from "../ui/Dialog";
import { Facts } from "../ui/parts";
import { Store } from "../live/store";
import { shortcuts } from "./keys";
import { useShortcut } from "./useShortcuts";

const open = new Store(false);

export const showShortcuts = () => open.set(true);

/** What the keyboard does here. */
export function ShortcutHelp() {
  const isOpen = useStore(open);
  useStore(shortcuts);
  const [close] = useState(() => () => open.set(false));
  useShortcut("?", "Show these shortcuts", showShortcuts);
  return (
    <Dialog open={isOpen} title="Keyboard shortcuts" onClose={close}>
      <Facts rows={shortcuts.inForce().map((each) => [each.label, <Kbd key={each.keys} keys={each.keys} />])} />
      <p className="aside">Not while you type into a field. Esc closes what is open.</p>
    </Dialog>
  );
}
