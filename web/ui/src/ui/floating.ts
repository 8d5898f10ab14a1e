// Where something that floats beside its anchor goes: below if there is room, otherwise above; always inside the window.

export interface Box {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

export type Align = "start" | "end" | "center";

const gap = 6;
const edge = 8;

export function place(anchor: Box, floating: { readonly width: number; readonly height: number }, view: { readonly width: number; readonly height: number }, align: Align): { readonly top: number; readonly left: number } {
  const below = anchor.top + anchor.height + gap;
  const above = anchor.top - gap - floating.height;
  const roomBelow = below + floating.height <= view.height - edge;
  const top = roomBelow || above < edge ? Math.max(edge, Math.min(below, view.height - edge - floating.height)) : above;
  const wanted =
    align === "start"
      ? anchor.left
      : align === "end"
        ? anchor.left + anchor.width - floating.width
        : anchor.left + (anchor.width - floating.width) / 2;
  return { top, left: Math.max(edge, Math.min(wanted, view.width - edge - floating.width)) };
}

/** Puts an element of the top layer beside its anchor; styles set this way pass any content policy. */
export function put(floating: HTMLElement, anchor: HTMLElement, align: Align): void {
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const { top, left } = place(anchor.getBoundingClientRect(), floating.getBoundingClientRect(), { width, height }, align);
  floating.style.top = `${top}px`;
  floating.style.left = `${left}px`;
}
