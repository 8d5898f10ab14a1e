import { useEffect, useRef, useState } from "react";

/** The value, changing at most once in that many milliseconds; after a pause at once. */
export function useCalm<T>(value: T, interval: number): T {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  const known = useRef(value);
  const changedAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(() => {
    latest.current = value;
    // What is shown already is no change: the first one after it must not wait.
    if (timer.current !== undefined || Object.is(value, known.current)) return;
    timer.current = setTimeout(
      () => {
        timer.current = undefined;
        changedAt.current = Date.now();
        known.current = latest.current;
        setShown(() => latest.current);
      },
      Math.max(0, interval - (Date.now() - changedAt.current)),
    );
  }, [value, interval]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return shown;
}
