// Code that sends a first event, ready to be pasted: for this server, with this key.
export const snippetKinds = [
  { key: "curl", label: "curl" },
  { key: "dotnet", label: ".NET" },
  { key: "node", label: "Segment, Node.js" },
  { key: "browser", label: "Segment, browser" },
] as const;

export type SnippetKind = (typeof snippetKinds)[number]["key"];

export const placeholder = "YOUR_WRITE_KEY";

export function snippet(kind: SnippetKind, origin: string, writeKey: string): string {
  switch (kind) {
    case "curl":
      return `curl -u '${writeKey}:' ${origin}/v1/track -d '{
  "userId": "ann", "event": "Order Completed",
  "properties": {"order_id": "o-1", "total": 49.90, "currency": "GBP"}}'`;
    case "dotnet":
      return `// dotnet add package CustomerGrains.Client
await using var client = new CustomerGrainsClient(new CustomerGrainsOptions
{
    Endpoint = new Uri("${origin}"),
    WriteKey = "${writeKey}",
});

await client.TrackAsync("ann", "Order Completed", new { order_id = "o-1", total = 49.90m, currency = "GBP" });
await client.FlushAsync();`;
    case "node":
      return `// npm install @segment/analytics-node
import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({ writeKey: '${writeKey}', host: '${origin}' })
analytics.track({ userId: 'ann', event: 'Order Completed', properties: { order_id: 'o-1', total: 49.90, currency: 'GBP' } })
await analytics.closeAndFlush()`;
    case "browser": {
      const { host, protocol } = new URL(origin);
      return `// npm install @segment/analytics-next
import { AnalyticsBrowser } from '@segment/analytics-next'

const analytics = AnalyticsBrowser.load(
  { writeKey: '${writeKey}', cdnURL: '${origin}' },
  { integrations: { 'Segment.io': { apiHost: '${host}/v1', protocol: '${protocol.slice(0, -1)}' } } })
analytics.page('Home')
analytics.identify('ann', { email: 'ann@example.com' })
analytics.track('Order Completed', { order_id: 'o-1', total: 49.90, currency: 'GBP' })`;
    }
  }
}

/** What an API token is for. */
export function tokenSnippet(origin: string, token: string): string {
  return `curl -H 'Authorization: Bearer ${token}' ${origin}/api/customers/ann`;
}
