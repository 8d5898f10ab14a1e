// Buttons. One that is busy keeps its size and its focus, and does nothing until it is done.
import type { ButtonHTMLAttributes, Ref } from "react";
import { Icon, type IconName } from "./icons";

export type ButtonTone = "normal" | "primary" | "danger" | "plain";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly tone?: ButtonTone;
  readonly small?: boolean;
  readonly busy?: boolean;
  readonly icon?: IconName;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ tone = "normal", small = false, busy = false, icon, className, children, onClick, ...rest }: ButtonProps) {
  const classes = ["button", tone === "normal" ? "" : tone, small ? "small" : "", busy ? "busy" : "", className ?? ""];
  return (
    <button
      type="button"
      className={classes.filter(Boolean).join(" ")}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        // Also keeps a form from being sent twice.
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children"> {
  readonly icon: IconName;
  /** Said by screen readers, shown on hover. */
  readonly label: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon, label, className, ...rest }: IconButtonProps) {
  return (
    <button type="button" className={className ? `icon-button ${className}` : "icon-button"} aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
    </button>
  );
}
