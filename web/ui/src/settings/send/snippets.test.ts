import { expect, test } from "vitest";
import { snippet, snippetKinds, tokenSnippet } from "./snippets";

test.each(snippetKinds.map(({ key }) => key))("The snippet for %s has the key and this server's address", (kind) => {
  const code = snippet(kind, "https://grains.example:8443", "cgw_abc");
  expect(code).toContain("cgw_abc");
  expect(code).toContain("https://grains.example:8443");
  expect(code).toContain("Order Completed");
});

test("The browser SDK is told host and protocol apart", () => {
  const code = snippet("browser", "https://grains.example:8443", "cgw_abc");
  expect(code).toContain("apiHost: 'grains.example:8443/v1', protocol: 'https'");
});

test("curl sends JSON that is JSON", () => {
  const body = /-d '([^']+)'/.exec(snippet("curl", "http://localhost:5080", "k"))?.[1] ?? "";
  expect(JSON.parse(body)).toEqual({ userId: "ann", event: "Order Completed", properties: { order_id: "o-1", total: 49.9, currency: "GBP" } });
});

test("A token is sent as Bearer", () => {
  expect(tokenSnippet("http://localhost:5080", "cgt_x")).toBe("curl -H 'Authorization: Bearer cgt_x' http://localhost:5080/api/customers/ann");
});
