// The dashboard on a wall: the whole screen, type that grows with it, nothing to click until somebody moves the pointer.
import { useEffect, useState, type ReactNode } from "react";
import { hourAndMinute } from "../format/format";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { Button } from "../ui/Button";
import { useNow } from "../ui/useNow";

const restsAfter = 3_000;

/** Sets the size of all type, and keeps the screen from going dark. */
export function useWall(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    document.documentElement.dataset["wall"] = "";
    let lock: WakeLockSentinel | null = null;
    const stayAwake = () => {
      if (document.visibilityState !== "visible") return;
      // Browsers refuse on low battery, and some have none: then the screen does as it likes.
      void navigator.wakeLock?.request("screen").then((got) => (lock = got), () => undefined);
    };
    stayAwake();
    document.addEventListener("visibilitychange", stayAwake);
    return () => {
      delete document.documentElement.dataset["wall"];
      document.removeEventListener("visibilitychange", stayAwake);
      void lock?.release().catch(() => undefined);
    };
  }, [on]);
}

/** Full screen needs a press; a link with ?wall=1 shows the wall without it. */
export function enterFullScreen(): void {
  void document.documentElement.requestFullscreen?.().catch(() => undefined);
}

export function leaveFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
}

interface WallHeadProps {
  readonly window: string;
  readonly picker: ReactNode;
  readonly onLeave: () => void;
}

export function WallHead({ window, picker, onLeave }: WallHeadProps) {
  const awake = useAwake();
  const { status, since } = useStore(live.connection);
  const now = useNow();
  return (
    <header className="wall-head">
      <h1>{window}</h1>
      {/* Hidden from sight only: the keyboard reaches it and brings it back. */}
      <div className={awake ? "wall-tools" : "wall-tools resting"}>
        {picker}
        <Button icon="expand" onClick={enterFullScreen}>
          Full screen
        </Button>
        <Button icon="close" onClick={onLeave}>
          Leave
        </Button>
      </div>
      <span className={`connection ${status}`} role="status">
        <span className="dot" aria-hidden="true" />
        {status === "live" ? "Live" : status === "connecting" ? "Connecting" : `Not live since ${hourAndMinute(since)}`}
      </span>
      <time className="wall-clock">{hourAndMinute(now)}</time>
    </header>
  );
}

/** True while the pointer moves and a little longer; the pointer itself rests too. */
function useAwake(): boolean {
  const [awake, setAwake] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = () => {
      setAwake(false);
      document.documentElement.classList.add("resting");
    };
    const wake = () => {
      setAwake(true);
      document.documentElement.classList.remove("resting");
      clearTimeout(timer);
      timer = setTimeout(rest, restsAfter);
    };
    for (const event of ["pointermove", "pointerdown", "keydown"]) document.addEventListener(event, wake);
    return () => {
      clearTimeout(timer);
      document.documentElement.classList.remove("resting");
      for (const event of ["pointermove", "pointerdown", "keydown"]) document.removeEventListener(event, wake);
    };
  }, []);
  return awake;
}
