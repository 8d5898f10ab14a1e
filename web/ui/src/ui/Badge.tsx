import type { ReactNode } from "react";

export type BadgeTone = "accent" | "good" | "warn" | "bad";

export function Badge({ tone, children }: { readonly tone?: BadgeTone | undefined; readonly children: ReactNode }) {
  return <span className={tone ? `badge ${tone}` : "badge"}>{children}</span>;
}
