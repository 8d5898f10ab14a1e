// Which touchpoints: by channel and by name, with how many there are of each.
import { useId } from "react";
import type { CustomerView } from "../../api/contract";
import { count } from "../../format/format";
import { Button } from "../../ui/Button";
import { choices, everything, isFiltered, type Choice, type TimelineFilter } from "./filter";

interface FiltersProps {
  readonly touchpoints: CustomerView["touchpoints"];
  readonly filter: TimelineFilter;
  readonly onFilter: (filter: TimelineFilter) => void;
}

export function Filters({ touchpoints, filter, onFilter }: FiltersProps) {
  const { channels, names } = choices(touchpoints);
  return (
    <div className="timeline-filters">
      <Select label="Channel" all="All channels" options={channels} value={filter.channel} onChange={(channel) => onFilter({ ...filter, channel })} />
      <Select label="Name" all="Everything" options={names} value={filter.name} onChange={(name) => onFilter({ ...filter, name })} />
      {isFiltered(filter) && (
        <Button tone="plain" small onClick={() => onFilter(everything)}>
          Clear
        </Button>
      )}
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly all: string;
  readonly options: readonly Choice[];
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

function Select({ label, all, options, value, onChange }: SelectProps) {
  const id = useId();
  // An address may name what she has none of: it stays to be seen, and to be taken back.
  const listed = value === null || options.some((option) => option.key === value) ? options : [{ key: value, count: 0 }, ...options];
  return (
    <>
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <select id={id} className="input select small" value={value ?? ""} data-chosen={value !== null || undefined} onChange={(event) => onChange(event.target.value || null)}>
        <option value="">{all}</option>
        {listed.map(({ key, count: n }) => (
          <option key={key} value={key}>
            {key} ({count(n)})
          </option>
        ))}
      </select>
    </>
  );
}
