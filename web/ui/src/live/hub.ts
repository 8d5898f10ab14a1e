// The real connection behind LiveClient, and the page's only instance of it.
import { HttpTransportType, HubConnectionBuilder, LogLevel, type HubConnection } from "@microsoft/signalr";
import { doubtWires } from "../api/http";
import { signedOut } from "../session/session";
import { LiveClient, type HubPort } from "./client";
import { hubPath, type ServerMethod } from "./contract";

// A WebSocket at once always has a wire of its own. To negotiate first is a request like any other: after a sleep the browser may send it down a wire that
// is dead and does not say so. But it gets through where WebSockets do not, and it says that nobody is signed in; so it has its turn after a failure.
let direct = true;

function connect(): HubPort {
  const options = direct ? { transport: HttpTransportType.WebSockets, skipNegotiation: true } : {};
  const hub: HubConnection = new HubConnectionBuilder().withUrl(hubPath, options).configureLogging(LogLevel.None).build();
  return {
    start: async () => {
      try {
        await hub.start();
      } catch (error) {
        direct = !direct;
        throw error;
      }
      // The server knows a connection a moment after it has accepted it. Once it answers, nothing that it says to everybody is missed.
      await hub.invoke("UnwatchDashboard" satisfies ServerMethod);
    },
    stop: () => hub.stop(),
    invoke: (method, ...args) => hub.invoke(method, ...args),
    on: (method, handler) => hub.on(method, handler),
    onclose: (handler) => hub.onclose(handler),
  };
}

export const live = new LiveClient(connect, signedOut);

live.connection.subscribe(() => {
  if (live.connection.get().status === "lost") doubtWires();
});

if (typeof window !== "undefined") {
  window.addEventListener("online", () => live.hurry());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") live.hurry();
  });
}
