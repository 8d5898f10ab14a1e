import { expect, test } from "vitest";
import { view } from "../../test/samples";
import { RecentCustomers, mostRecent, rowOfView, type Keeper } from "./recent";

class Memory implements Keeper {
  readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
}

test("The latest opened is first, nobody is there twice, and the list stays short", () => {
  const recent = new RecentCustomers(new Memory());
  recent.of("agent");
  for (let n = 0; n < 20; n++) recent.opened(`c${n}`);
  recent.opened("c15");
  expect(recent.get()).toHaveLength(mostRecent);
  expect(recent.get().slice(0, 3)).toEqual(["c15", "c19", "c18"]);
});

test("Each user has her own list, and finds it again", () => {
  const memory = new Memory();
  const recent = new RecentCustomers(memory);
  recent.of("ann");
  recent.opened("c1");
  recent.of("bob");
  expect(recent.get()).toEqual([]);
  recent.opened("c2");
  const later = new RecentCustomers(memory);
  later.of("ann");
  expect(later.get()).toEqual(["c1"]);
});

test("What another tab has opened is kept", () => {
  const memory = new Memory();
  const [one, other] = [new RecentCustomers(memory), new RecentCustomers(memory)];
  one.of("ann");
  other.of("ann");
  one.opened("c1");
  other.opened("c2");
  one.opened("c3");
  expect(one.get()).toEqual(["c3", "c2", "c1"]);
});

test("A browser that keeps nothing, or nonsense, gives an empty list", () => {
  const memory = new Memory();
  memory.setItem("customergrains.opened.ann", "{broken");
  const recent = new RecentCustomers(memory);
  recent.of("ann");
  expect(recent.get()).toEqual([]);
  const refusing = new RecentCustomers({ getItem: () => null, setItem: () => { throw new Error("full"); } });
  refusing.of("ann");
  refusing.opened("c1");
  expect(refusing.get()).toEqual(["c1"]);
});

test("A row shows the value in the only currency there is, where it has no rate", () => {
  const sums = { orders: 1, gross: 5, refundCount: 0, refunded: 0, net: 5 };
  const plain = view("ann");
  expect(rowOfView({ ...plain, value: { ...plain.value, unconverted: 1, byCurrency: { EUR: sums } } })).toMatchObject({ currency: "EUR", net: 5 });
  expect(rowOfView(plain)).toMatchObject({ id: "ann", currency: "GBP", net: 0, stage: "Aware" });
});
