// A labelled control with its hint and what is wrong with it, tied together for screen readers.
import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes } from "react";

interface Wiring {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong and what would be right. */
  readonly error?: string | null | undefined;
  readonly hideLabel?: boolean;
  readonly className?: string;
  readonly children: (wiring: Wiring) => ReactNode;
}

export function Field({ label, hint, error, hideLabel = false, className, children }: FieldProps) {
  const id = useId();
  const describedBy = [hint === undefined ? "" : `${id}-hint`, error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={className ? `field ${className}` : "field"}>
      <label htmlFor={id} className={hideLabel ? "visually-hidden" : undefined}>
        {label}
      </label>
      {children({ id, "aria-describedby": describedBy || undefined, "aria-invalid": error ? true : undefined })}
      {hint !== undefined && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <span className="field-error" id={`${id}-error`} role="alert">
        {error}
      </span>
    </div>
  );
}

type Shared = Pick<FieldProps, "label" | "hint" | "error" | "hideLabel">;

export function TextField({
  label,
  hint,
  error,
  hideLabel = false,
  className,
  ref,
  ...input
}: Shared & InputHTMLAttributes<HTMLInputElement> & { readonly ref?: Ref<HTMLInputElement> }) {
  return (
    <Field label={label} hint={hint} error={error} hideLabel={hideLabel} className={className ?? ""}>
      {(wiring) => <input ref={ref} className="input" autoComplete="off" {...input} {...wiring} />}
    </Field>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

export function SelectField({
  label,
  hint,
  error,
  hideLabel = false,
  className,
  options,
  ...select
}: Shared & SelectHTMLAttributes<HTMLSelectElement> & { readonly options: readonly Option[] }) {
  return (
    <Field label={label} hint={hint} error={error} hideLabel={hideLabel} className={className ?? ""}>
      {(wiring) => (
        <select className="input select" {...select} {...wiring}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function Checkbox({ label, ...input }: InputHTMLAttributes<HTMLInputElement> & { readonly label: ReactNode }) {
  return (
    <label className="checkbox">
      <input type="checkbox" {...input} />
      <span>{label}</span>
    </label>
  );
}
