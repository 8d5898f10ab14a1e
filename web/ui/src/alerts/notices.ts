// Notices of alerts: a few at a time, until somebody closes or follows them, or until they are over.
import type { Alert } from "../api/contract";
import { Store } from "../live/store";
import { isOpen, sameAlert } from "./store";

const most = 3;

export class Notices extends Store<readonly Alert[]> {
  constructor() {
    super([]);
  }

  /** `known`: it was open before; then it is no news, but a notice that is shown is kept up to date. */
  hear(alert: Alert, known: boolean): void {
    const shown = this.get();
    if (shown.some((each) => sameAlert(each, alert))) {
      // Somebody saw to it: nobody else has to be told. One that is over says so until it is closed.
      if (alert.acknowledgedAt !== null) this.close(alert);
      else this.set(shown.map((each) => (sameAlert(each, alert) ? alert : each)));
      return;
    }
    if (!known && isOpen(alert) && alert.acknowledgedAt === null) this.set([alert, ...shown].slice(0, most));
  }

  close(alert: Alert): void {
    this.set(this.get().filter((each) => !sameAlert(each, alert)));
  }

  clear(): void {
    // Nothing less than nothing: whoever clears because something changed must not change it.
    if (this.get().length > 0) this.set([]);
  }
}
