import { highlight, highlightPhone } from "./highlight";

interface MarkedProps {
  readonly text: string;
  readonly query: string;
  readonly phone?: boolean;
}

/** A text in which what was typed stands out. */
export function Marked({ text, query, phone = false }: MarkedProps) {
  const pieces = phone ? highlightPhone(text, query) : highlight(text, query);
  return pieces.map((piece, i) => (piece.hit ? <mark key={i}>{piece.text}</mark> : piece.text));
}
