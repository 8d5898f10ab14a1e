import { expect, test } from "vitest";
import { about, choice, pretty } from "./words";
import { verify, verifyKinds } from "./verify";

test("what goes to an endpoint is one sentence", () => {
  expect(choice({ events: ["segment.joined", "stage.entered", "alert.raised"], segments: ["vip", "churn"], stages: [] })).toBe("Joined a segment (vip, churn), entered a stage, alert raised");
  expect(choice({ events: ["segment.left", "followup.opened"], segments: ["vip"], stages: [] })).toBe("Left a segment (vip), follow-up opened");
  expect(choice({ events: ["stage.entered"], segments: ["vip"], stages: ["Loyal"] })).toBe("Entered a stage (Loyal)");
});

test("a delivery says whose it is and what happened, whatever its body is", () => {
  expect(about({ body: '{"data":{"customerId":"ann","segment":{"key":"vip","name":"VIP"}}}' })).toEqual({ customer: "ann", what: "VIP" });
  expect(about({ body: '{"data":{"customerId":"ann","stage":{"name":"Loyal"}}}' })).toEqual({ customer: "ann", what: "Loyal" });
  expect(about({ body: '{"data":{"customerId":"ann","followUp":{"id":"f","metric":"nps","score":3}}}' })).toEqual({ customer: "ann", what: "NPS" });
  expect(about({ body: '{"data":{"text":"24 orders"}}' })).toEqual({ customer: null, what: "24 orders" });
  expect(about({ body: '{"data":7}' })).toEqual({ customer: null, what: null });
  expect(about({ body: "?" })).toEqual({ customer: null, what: null });
});

test("bodies are shown with line breaks, and as they are where they are no JSON", () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(pretty("{")).toBe("{");
});

test("every way to verify compares safely, checks the time and holds no secret", () => {
  for (const { key } of verifyKinds) {
    const code = verify(key);
    expect(code).toMatch(/webhook-signature|Webhook\(/);
    expect(code).toMatch(/timingSafeEqual|FixedTimeEquals|compare_digest|wh\.verify/);
    expect(code).not.toMatch(/whsec_[A-Za-z0-9+/]{8}/);
  }
});
