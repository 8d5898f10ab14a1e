// Copying, and text that is there to be copied.
import { useEffect, useState } from "react";
import { Button, IconButton } from "./Button";
import { toast } from "./toasts";

const thanksFor = 2_000;

/** True once the text is on the clipboard. Pages without a secure origin have no clipboard of their own. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByHand(text);
  }
}

function copyByHand(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  // Inside an open dialog everything else is inert.
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

interface CopyButtonProps {
  /** What is copied; a function is asked at the press. */
  readonly text: string | (() => string);
  /** What it is: "Copy the write key". */
  readonly label: string;
  /** Shown as words; an icon when absent. */
  readonly children?: string;
}

export function CopyButton({ text, label, children }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), thanksFor);
    return () => clearTimeout(timer);
  }, [copied]);

  const press = async () => {
    if (await copy(typeof text === "string" ? text : text())) setCopied(true);
    else toast("The browser did not let this page copy. Select the text and copy it yourself.", { tone: "bad" });
  };

  const icon = copied ? "check" : "copy";
  return (
    <span className="copy">
      {children === undefined ? (
        <IconButton icon={icon} label={label} onClick={() => void press()} />
      ) : (
        <Button icon={icon} title={label} small onClick={() => void press()}>
          {children}
        </Button>
      )}
      <span className="visually-hidden" role="status">
        {copied ? "Copied" : ""}
      </span>
    </span>
  );
}

/** A command or a piece of code with its copy button. */
export function Snippet({ code, label }: { readonly code: string; readonly label: string }) {
  return (
    <div className="snippet">
      <pre className="command" tabIndex={0} role="group" aria-label={label}>
        {code}
      </pre>
      <CopyButton text={code} label={`Copy: ${label}`} />
    </div>
  );
}

export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className="keys">
      {keys.split(" ").map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}
