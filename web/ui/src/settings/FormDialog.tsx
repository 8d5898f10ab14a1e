// A dialog with a form: Enter sends it, what is wrong stands where it belongs, Cancel changes nothing.
import { useId, type ReactNode } from "react";
import { Button, type ButtonTone } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Note } from "../ui/parts";
import type { Deed } from "./useDeed";

interface FormDialogProps {
  readonly title: string;
  /** What the button says: the deed itself. */
  readonly deed: string;
  readonly tone?: ButtonTone;
  readonly doing: Deed;
  readonly onSubmit: (form: FormData) => Promise<void>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function FormDialog({ title, deed, tone = "primary", doing, onSubmit, onClose, children }: FormDialogProps) {
  const id = useId();
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone={tone} type="submit" form={id} busy={doing.busy}>
            {deed}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          void doing.run(() => onSubmit(form));
        }}
      >
        {children}
        <div role="alert">{doing.wrong.text !== null && <Note tone="bad">{doing.wrong.text}</Note>}</div>
      </form>
    </Dialog>
  );
}
