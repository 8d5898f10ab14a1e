// A screen that fails takes nothing else down.
import { Component, type ReactNode } from "react";
import { Button } from "../ui/Button";

/** A part of the program that cannot be fetched: the server has a newer version, or is away. */
const part = /dynamically imported module|Importing a module|preload CSS/i;

interface State {
  readonly error: Error | null;
}

export class Boundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div className="page narrow">
        <h1>This screen could not be shown</h1>
        <p className="note bad" role="alert">
          {error.message}
        </p>
        {part.test(error.message) ? (
          <Button onClick={() => window.location.reload()}>Load the page again</Button>
        ) : (
          <Button onClick={() => this.setState({ error: null })}>Try again</Button>
        )}
      </div>
    );
  }
}
