// The browser's own dialog: modal, the focus kept inside and given back, Escape closes.
import { useEffect, useId, useLayoutEffect, useRef, type ReactNode, type SyntheticEvent } from "react";
import { Button, IconButton, type ButtonTone } from "./Button";

const firstToFocus = ".dialog-body :is(input:not([type=radio]:not(:checked)), select, textarea), footer button";

interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly onClose: () => void;
  /** Buttons at the foot. */
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  /** A click beside it does not close it: what it shows is shown only once. */
  readonly sticky?: boolean;
  readonly children: ReactNode;
}

export function Dialog({ open, title, onClose, actions, wide = false, sticky = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

  // The owner is told once of each time it closes, and not of what the owner did itself.
  const told = useRef(true);

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (open && !element.open) {
      told.current = false;
      element.showModal();
      // The first field, else the first button below: the way to close it is no place to start.
      element.querySelector<HTMLElement>(firstToFocus)?.focus();
    }
    if (!open && element.open) {
      told.current = true;
      element.close();
    }
  }, [open]);

  // Closed before it is taken away: only then the browser gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    return () => {
      told.current = true;
      element?.close();
    };
  }, []);

  const tell = () => {
    if (told.current) return;
    told.current = true;
    onClose();
  };
  // Told at once: the browser's own `close` comes in a task of its own, and would undo what a quick hand has opened again by then.
  const shut = () => {
    dialog.current?.close();
    tell();
  };
  const escaped = (event: SyntheticEvent<HTMLDialogElement>) => {
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    shut();
  };
  // Where the browser closes it without asking.
  const closed = (event: SyntheticEvent<HTMLDialogElement>) => event.target === event.currentTarget && !event.currentTarget.open && tell();

  return (
    <dialog
      ref={dialog}
      className={wide ? "dialog wide" : "dialog"}
      aria-labelledby={id}
      onCancel={escaped}
      onClose={closed}
      onClick={(event) => {
        if (!sticky && event.target === event.currentTarget) shut();
      }}
    >
      {open && (
        <div className="dialog-inner">
          <header>
            <h2 id={id}>{title}</h2>
            <IconButton icon="close" label="Close" onClick={shut} />
          </header>
          <div className="dialog-body">{children}</div>
          {actions !== undefined && <footer>{actions}</footer>}
        </div>
      )}
    </dialog>
  );
}

interface ConfirmProps {
  readonly open: boolean;
  readonly title: string;
  /** What the button says: the deed itself, never "OK". */
  readonly deed: string;
  readonly tone?: ButtonTone;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Confirm({ open, title, deed, tone = "danger", busy = false, onConfirm, onClose, children }: ConfirmProps) {
  return (
    <Dialog
      open={open}
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone={tone} busy={busy} onClick={onConfirm}>
            {deed}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
