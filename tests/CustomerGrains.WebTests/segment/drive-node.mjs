// Drives the unmodified @segment/analytics-node against a server: node drive-node.mjs <host> <writeKey> <userId> <anonymousId> <orders>
import { Analytics } from "@segment/analytics-node";

const [host, writeKey, userId, anonymousId, orders] = process.argv.slice(2);
const analytics = new Analytics({ host, writeKey, flushAt: 5, flushInterval: 200, maxRetries: 10 });
const errors = [];
analytics.on("error", (error) => errors.push(error));

analytics.page({ anonymousId, name: "Home", properties: { url: "https://shop.example/" } });
analytics.track({ anonymousId, event: "Product Viewed", properties: { product_id: "p1", category: "Tea", price: 4.5 } });
analytics.identify({ userId, anonymousId, traits: { email: "ann@example.com", name: "Ann" } });
for (let i = 0; i < Number(orders); i++)
  analytics.track({ userId, event: "Order Completed", properties: { order_id: `o${i}`, total: 10.01, currency: "GBP" } });
analytics.screen({ userId, name: "Basket" });
analytics.group({ userId, groupId: "acme", traits: { plan: "gold" } });
analytics.track({ userId: `${userId}-old`, event: "Product Viewed" });
analytics.alias({ userId, previousId: `${userId}-old` });

await analytics.closeAndFlush({ timeout: 120_000 });
if (errors.length > 0) {
  console.error(errors);
  process.exit(1);
}
