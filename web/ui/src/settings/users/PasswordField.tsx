// A password for somebody else: it has to be told, so it can be made and seen here.
import { useRef, useState } from "react";
import { Button } from "../../ui/Button";
import { CopyButton } from "../../ui/Copy";
import { TextField } from "../../ui/Field";
import { shortestPassword, suggestPassword } from "./password";

export function PasswordField({ label, error }: { readonly label: string; readonly error: string | undefined }) {
  const [value, setValue] = useState("");
  const [seen, setSeen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  return (
    <div className="password">
      <TextField
        ref={field}
        label={label}
        hint={`${shortestPassword} characters or more. You have to tell it to whoever signs in with it.`}
        error={error}
        name="password"
        type={seen ? "text" : "password"}
        autoComplete="new-password"
        spellCheck={false}
        minLength={shortestPassword}
        maxLength={200}
        required
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <div className="password-help">
        <Button
          small
          onClick={() => {
            setValue(suggestPassword());
            setSeen(true);
          }}
        >
          Suggest one
        </Button>
        <Button small aria-pressed={seen} onClick={() => setSeen(!seen)}>
          {seen ? "Hide" : "Show"}
        </Button>
        {value !== "" && <CopyButton text={value} label="Copy the password" />}
      </div>
    </div>
  );
}
