// Every screen: its address, its name in the navigation, and how it is loaded. Screens are loaded when they are first
// opened, and all of them once the first one stands: the next click waits for nothing.
import { lazy, useState, type ComponentType, type ReactNode } from "react";
import { roles, type Role, type Session } from "../api/contract";
import type { Place } from "../router/router";
import { placeOf } from "../segments/address";

export interface Screen {
  readonly key: string;
  /** Null: not this screen's address. */
  readonly show: (place: Place) => ReactNode;
  readonly load: () => Promise<unknown>;
  /** In the navigation: its name, and the keys that lead there. */
  readonly nav?: { readonly label: string; readonly href: string; readonly keys: string; /** Has a place of its own in the head. */ readonly apart?: boolean; };
  /** For those who have this role, or one that may do more. */
  readonly role?: Role;
}

/** A component of a module of its own. Once loaded it is drawn at once, without a moment of waiting. */
function part<P extends object>(fetch: () => Promise<ComponentType<P>>) {
  let loaded: ComponentType<P> | null = null;
  let waiting = later();

  function later() {
    return lazy(async () => ({ default: (await load()) as ComponentType<object> })) as unknown as ComponentType<P>;
  }
  let asked: Promise<ComponentType<P>> | null = null;
  function load(): Promise<ComponentType<P>> {
    asked ??= fetch().then(
      (component) => (loaded = component),
      (error: unknown) => {
        // A server that is away for a moment must not keep the screen away for good.
        asked = null;
        waiting = later();
        throw error;
      },
    );
    return asked;
  }
  function Part(props: P) {
    const [Component] = useState(() => loaded ?? waiting);
    return <Component {...props} />;
  }
  return { load, Component: Part };
}

const dashboard = part(async () => (await import("../dashboard/DashboardPage")).DashboardPage);
const customers = part(async () => (await import("../customers/CustomersPage")).CustomersPage);
const customer = part(async () => (await import("../customer/CustomerPage")).CustomerPage);
const segments = part(async () => (await import("../segments/list/SegmentsPage")).SegmentsPage);
const segment = part(async () => (await import("../segments/page/SegmentPage")).SegmentPage);
const studio = part(async () => (await import("../segments/studio/StudioPage")).StudioPage);
const journey = part(async () => (await import("../journey/JourneyPage")).JourneyPage);
const journeyEdit = part(async () => (await import("../journey/edit/JourneyEditPage")).JourneyEditPage);
const transitions = part(async () => (await import("../transitions/TransitionsPage")).TransitionsPage);
const alerts = part(async () => (await import("../alerts/AlertsPage")).AlertsPage);
const followUps = part(async () => (await import("../followups/FollowUpsPage")).FollowUpsPage);
const operations = part(async () => (await import("../operations/OperationsPage")).OperationsPage);
const settings = part(async () => (await import("../settings/SettingsPage")).SettingsPage);
const design = part(async () => (await import("../design/DesignPage")).DesignPage);

const all: readonly Screen[] = [
  {
    key: "dashboard",
    nav: { label: "Dashboard", href: "/", keys: "g d" },
    load: dashboard.load,
    show: ({ segments, query }) => (segments.length === 0 ? <dashboard.Component query={query} /> : null),
  },
  {
    key: "customers",
    nav: { label: "Customers", href: "/customers", keys: "g c" },
    load: customers.load,
    show: ({ segments, query }) => (segments[0] === "customers" && segments.length === 1 ? <customers.Component query={query} /> : null),
  },
  {
    key: "customer",
    load: customer.load,
    show: ({ segments: [first, id, ...rest], query }) =>
      first === "customers" && id !== undefined && rest.length === 0 ? <customer.Component key={id} id={id} query={query} /> : null,
  },
  {
    key: "follow-ups",
    nav: { label: "Follow-ups", href: "/follow-ups", keys: "g f", apart: true },
    load: followUps.load,
    show: ({ segments, query }) => (segments[0] === "follow-ups" && segments.length === 1 ? <followUps.Component query={query} /> : null),
  },
  {
    key: "segments",
    nav: { label: "Segments", href: "/segments", keys: "g e" },
    load: segments.load,
    show: ({ segments: parts, query }) => (placeOf(parts)?.screen === "list" ? <segments.Component query={query} /> : null),
  },
  {
    key: "segment",
    load: segment.load,
    show: ({ segments: parts, query }) => {
      const place = placeOf(parts);
      return place?.screen === "segment" ? <segment.Component key={place.key} segmentKey={place.key} query={query} /> : null;
    },
  },
  {
    key: "studio",
    load: studio.load,
    show: ({ segments: parts, query }) => {
      const place = placeOf(parts);
      return place?.screen === "studio" ? <studio.Component key={place.key} segmentKey={place.key} query={query} /> : null;
    },
  },
  {
    key: "journey",
    nav: { label: "Journey", href: "/journey", keys: "g j" },
    load: journey.load,
    show: ({ segments, query }) => (segments[0] === "journey" && segments.length === 1 ? <journey.Component query={query} /> : null),
  },
  {
    key: "journey-edit",
    load: journeyEdit.load,
    show: ({ segments }) => (segments[0] === "journey" && segments[1] === "edit" && segments.length === 2 ? <journeyEdit.Component /> : null),
  },
  {
    key: "transitions",
    nav: { label: "Transitions", href: "/transitions", keys: "g t" },
    load: transitions.load,
    show: ({ segments, query }) => (segments[0] === "transitions" && segments.length === 1 ? <transitions.Component query={query} /> : null),
  },
  {
    key: "alerts",
    nav: { label: "Alerts", href: "/alerts", keys: "g a", apart: true },
    load: alerts.load,
    show: ({ segments, query }) => (segments[0] === "alerts" && segments.length === 1 ? <alerts.Component query={query} /> : null),
  },
  {
    key: "operations",
    role: "operator",
    nav: { label: "Operations", href: "/operations", keys: "g o" },
    load: operations.load,
    show: ({ segments, query }) => (segments[0] === "operations" && segments.length === 1 ? <operations.Component query={query} /> : null),
  },
  {
    key: "settings",
    role: "admin",
    nav: { label: "Settings", href: "/settings", keys: "g s" },
    load: settings.load,
    show: ({ segments: [first, section, ...rest], query }) =>
      first === "settings" && rest.length === 0 ? <settings.Component section={section ?? "users"} query={query} /> : null,
  },
  {
    key: "design",
    load: design.load,
    show: ({ segments }) => (segments[0] === "design" && segments.length === 1 ? <design.Component /> : null),
  },
];

/** The screens that this user may open. */
export function screensOf(session: Session): readonly Screen[] {
  return all.filter(({ role }) => role === undefined || roles.slice(roles.indexOf(role)).some((each) => session.roles.includes(each)));
}

/** Whether there is a screen at this place that this user may not open. */
export function isRefused(session: Session, place: Place): boolean {
  const may = screensOf(session);
  return all.some((screen) => !may.includes(screen) && screen.show(place) !== null);
}

/** Fetches what has not been opened yet, when the browser has nothing better to do. */
export function loadRest(screens: readonly Screen[]): void {
  for (const screen of screens) void screen.load().catch(() => undefined);
}
