// Everything known about the customer, the most urgent first.
import type { CustomerView } from "../api/contract";
import { CartCard } from "./cards/CartCard";
import { ConsentsCard } from "./cards/ConsentsCard";
import { ExperienceCard } from "./cards/ExperienceCard";
import { JourneyCard } from "./cards/JourneyCard";
import { PreferencesCard } from "./cards/PreferencesCard";
import { TicketsCard } from "./cards/TicketsCard";
import { TouchpointsCard } from "./cards/TouchpointsCard";
import { TraitsCard } from "./cards/TraitsCard";
import { ValueCard } from "./cards/ValueCard";

export function Profile({ view }: { readonly view: CustomerView }) {
  return (
    <div className="profile">
      <TicketsCard experience={view.experience} />
      <CartCard cart={view.cart} fallback={view.value.currency} />
      <JourneyCard journey={view.journey} />
      <ValueCard value={view.value} />
      <ExperienceCard experience={view.experience} />
      <PreferencesCard preferences={view.preferences} />
      <ConsentsCard consents={view.preferences.consents} />
      <TouchpointsCard touchpoints={view.touchpoints} />
      <TraitsCard traits={view.traits} />
    </div>
  );
}
