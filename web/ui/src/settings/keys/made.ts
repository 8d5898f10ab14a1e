// The key that was made last: the server cannot show its secret again, so it is kept here until the page is left or reloaded.
import type { MadeKey } from "../../api/contract";
import { Store } from "../../live/store";

export const made = new Store<MadeKey | null>(null);
