import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { initialLoad } from "./build/initial-load.ts";

// The server that `npm run dev` passes API and hub calls on to.
const server = process.env["CUSTOMERGRAINS_URL"] ?? "http://localhost:5080";
// Calls that change something must come from the server's own origin: there, this development server speaks for the page.
const passOn = { target: server, changeOrigin: true, headers: { origin: server } };

export default defineConfig({
  plugins: [
    react(),
    // The editor is fetched by whoever writes a rule, and by nobody else: docs/decisions/021.
    initialLoad("dashboard/DashboardPage.tsx", { initial: 200 * 1024, later: 60 * 1024, worth: { "segments/editor/code.ts": 115 * 1024 } }),
  ],
  build: {
    outDir: "../wwwroot",
    emptyOutDir: true,
    // Everything stays a file of our own origin, so that the policy `default-src 'self'` is enough.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      "/api": passOn,
      "/hubs": { ...passOn, ws: true },
    },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
