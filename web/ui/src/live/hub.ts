// The real connection behind LiveClient, and the page's only instance of it.
import { HubConnectionBuilder, LogLevel, type HubConnection } from "@microsoft/signalr";
import { signedOut } from "../session/session";
import { LiveClient, type HubPort } from "./client";
import { hubPath } from "./contract";

function connect(): HubPort {
  const hub: HubConnection = new HubConnectionBuilder().withUrl(hubPath).configureLogging(LogLevel.None).build();
  return {
    start: () => hub.start(),
    stop: () => hub.stop(),
    invoke: (method, ...args) => hub.invoke(method, ...args),
    on: (method, handler) => hub.on(method, handler),
    onclose: (handler) => hub.onclose(handler),
  };
}

export const live = new LiveClient(connect, signedOut);

if (typeof window !== "undefined") {
  window.addEventListener("online", () => live.hurry());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") live.hurry();
  });
}
