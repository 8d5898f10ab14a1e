import { expect, test } from "vitest";
import { parsePlace } from "../router/router";
import { editHref, listHref, newSegmentHref, parseListView, placeOf, segmentHref } from "./address";

const placeAt = (address: string) => placeOf(parsePlace(address).segments);

test.each([
  ["/segments", { screen: "list" }],
  [segmentHref("vip"), { screen: "segment", key: "vip" }],
  [segmentHref("new"), { screen: "segment", key: "new" }],
  [segmentHref("edit"), { screen: "segment", key: "edit" }],
  [newSegmentHref(), { screen: "studio", key: null }],
  [newSegmentHref("cart.items > 0 -- 100 %"), { screen: "studio", key: null }],
  [editHref("vip"), { screen: "studio", key: "vip" }],
  [editHref("vip", 3), { screen: "studio", key: "vip" }],
  ["/segments/vip/other", null],
  ["/segments/_new/edit", null],
  ["/customers/vip", null],
])("%s", (address, place) => {
  expect(placeAt(address)).toEqual(place);
});

test("What the list shows is in its address", () => {
  const view = { text: "win back", sort: "joined" } as const;
  expect(parseListView(parsePlace(listHref(view)).query)).toEqual(view);
  expect(listHref({ text: "", sort: "size" })).toBe("/segments");
});
