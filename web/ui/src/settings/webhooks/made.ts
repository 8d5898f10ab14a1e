// The secret that was made last: the server shows it no second time, so it is kept here until the page is left or reloaded.
import { Store } from "../../live/store";

export interface MadeWebhookSecret {
  readonly id: number;
  readonly name: string;
  readonly secret: string;
}

export const made = new Store<MadeWebhookSecret | null>(null);
