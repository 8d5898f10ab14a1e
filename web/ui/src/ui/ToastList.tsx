// Shows the toasts. The clock of one that is pointed at or focused stands still.
import { useEffect, useState } from "react";
import { useStore } from "../live/store";
import { Button, IconButton } from "./Button";
import { shownFor, toasts, type Toast } from "./toasts";

export function ToastList() {
  const shown = useStore(toasts);
  return (
    <div className="toasts" role="log" aria-label="Messages">
      {shown.map((toast) => (
        <ToastBox key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastBox({ toast }: { readonly toast: Toast }) {
  const [held, setHeld] = useState(false);
  const stays = held || toast.tone === "bad";

  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => toasts.close(toast.id), shownFor);
    return () => clearTimeout(timer);
  }, [stays, toast.id]);

  return (
    <div
      className={`toast ${toast.tone}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span role={toast.tone === "bad" ? "alert" : undefined}>{toast.text}</span>
      {toast.action && (
        <Button
          tone="plain"
          onClick={() => {
            toast.action?.run();
            toasts.close(toast.id);
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <IconButton icon="close" label="Close message" onClick={() => toasts.close(toast.id)} />
    </div>
  );
}
