// Everything known about the customer, the most urgent first.
import type { CustomerView } from "../api/contract";
import { ActionsCard } from "./cards/ActionsCard";
import { CartCard } from "./cards/CartCard";
import { ConsentsCard } from "./cards/ConsentsCard";
import { ExperienceCard } from "./cards/ExperienceCard";
import { FollowUpsCard } from "./cards/FollowUpsCard";
import { JourneyCard } from "./cards/JourneyCard";
import { LinksCard } from "./cards/LinksCard";
import { OutlookCard } from "./cards/OutlookCard";
import { PreferencesCard } from "./cards/PreferencesCard";
import { TicketsCard } from "./cards/TicketsCard";
import { TraitsCard } from "./cards/TraitsCard";
import { ValueCard } from "./cards/ValueCard";
import { SegmentsCard } from "./segments/SegmentsCard";

export function Profile({ view, at }: { readonly view: CustomerView; readonly at: string | null }) {
  return (
    <>
      {at === null && <ActionsCard actions={view.nextBestActions ?? []} />}
      <FollowUpsCard experience={view.experience} at={at} />
      <TicketsCard experience={view.experience} />
      <CartCard cart={view.cart} fallback={view.value.currency} />
      <SegmentsCard view={view} at={at} />
      <ExperienceCard experience={view.experience} />
      <ValueCard value={view.value} />
      <OutlookCard value={view.value} at={at} />
      <JourneyCard view={view} at={at} />
      <PreferencesCard preferences={view.preferences} />
      <ConsentsCard consents={view.preferences.consents} />
      <LinksCard view={view} at={at} />
      <TraitsCard traits={view.traits} />
    </>
  );
}
